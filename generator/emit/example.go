package emit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// example prints the program of the README: a client, its view on one version,
// and a call of a read that takes nothing which has to be built.
//
//	func main() {
//		client, err := acme.NewClient(os.Getenv("ACME_TOKEN"))
//		if err != nil {
//			log.Fatal(err)
//		}
//		api := acmev1.New(client)
//		out, err := api.Pets.Get(context.Background(), "pet-id")
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(out.Name)
//	}
func (p printer) example() ([]byte, error) {
	if p.v == nil {
		p.v = p.api.Versions[0]
	}
	f := p.exampleFile("example", "main")
	if e := p.v.Program; e != nil {
		f.Func().Id("main").Params().Block(p.exampleBody(e)...)
	} else {
		f.Func().Id("main").Params().Block(append(p.startClient(), jen.Qual("fmt", "Println").Call(p.view()))...)
	}
	return p.render(f)
}

// examples prints the example of a service, in the package of its tests:
//
//	func ExamplePetsService_Get() {
//		…
//	}
func (p printer) examples(e *ir.Example) ([]byte, error) {
	f := p.exampleFile(p.pkg.ImportPath+"_test", p.pkg.Name+"_test")
	f.HeaderComment(header)
	f.Func().Id(e.Name).Params().Block(p.exampleBody(e)...)
	return p.render(f)
}

// exampleLocals are the names that examples declare, beside the one in their loop.
var exampleLocals = map[string]bool{"api": true, "client": true, "err": true, "out": true, "params": true}

// exampleFile starts a file that uses the packages from the outside.
func (p printer) exampleFile(importPath, name string) *jen.File {
	f := jen.NewFilePathName(importPath, name)
	for _, pkg := range p.packages() {
		if exampleLocals[pkg.Name] {
			f.ImportAlias(pkg.ImportPath, pkg.Name+"api")
		} else {
			f.ImportName(pkg.ImportPath, pkg.Name)
		}
	}
	return f
}

// exampleBody prints a client, a call and what becomes of its result.
func (p printer) exampleBody(e *ir.Example) []jen.Code {
	body := append(p.startClient(), jen.Id("api").Op(":=").Add(p.view()))
	args := []jen.Code{jen.Qual("context", "Background").Call()}
	for i, arg := range e.Args {
		if e.Outcome == ir.OfItems && isWide(arg) && i+1 == len(e.Args) { // a loop begins on one line
			body = append(body, jen.Id("params").Op(":=").Add(p.literal(arg)))
			args = append(args, jen.Id("params"))
			break
		}
		args = append(args, p.literal(arg))
	}
	call := jen.Id("api").Dot(e.Service).Dot(e.Method).Call(args...)
	show := jen.Qual("fmt", "Println").Call(p.shown(e))
	switch e.Outcome {
	case ir.OnlyError:
		if slices.ContainsFunc(e.Args, isWide) {
			return append(body, jen.Err().Op("=").Add(call), orFatal())
		}
		return append(body, jen.If(jen.Err().Op(":=").Add(call), jen.Err().Op("!=").Nil()).Block(fatal()))
	case ir.OfItems:
		loop := jen.For(jen.List(jen.Id(e.Item), jen.Err()).Op(":=").Range().Add(call))
		return append(body, loop.Block(orFatal(), show))
	case ir.OfResult:
		return append(body, jen.List(jen.Id("out"), jen.Err()).Op(":=").Add(call), orFatal(), show)
	case ir.OfStream:
		return append(body, append([]jen.Code{jen.List(jen.Id("out"), jen.Err()).Op(":=").Add(call), orFatal()}, copied()...)...)
	default:
		panic(fmt.Sprintf("BUG: emit: outcome %d", e.Outcome))
	}
}

// copied prints a stream to the standard output.
func copied() []jen.Code {
	copied := jen.List(jen.Id("_"), jen.Err()).Op("=").Qual("io", "Copy").Call(jen.Qual("os", "Stdout"), jen.Id("out"))
	return []jen.Code{
		jen.Defer().Func().Params().Add(oneLine(jen.Id("_").Op("=").Id("out").Dot("Close").Call())).Call(),
		jen.If(copied, jen.Err().Op("!=").Nil()).Block(fatal()),
	}
}

// shown prints what an example shows of its result.
func (p printer) shown(e *ir.Example) *jen.Statement {
	from := jen.Id("out")
	if e.Outcome == ir.OfItems {
		from = jen.Id(e.Item)
	}
	x := p.steps(from, e.Show)
	if e.Count {
		return jen.Len(x)
	}
	return x
}

// startClient prints client, err := acme.NewClient(…) and what if it fails.
func (p printer) startClient() []jen.Code {
	return []jen.Code{jen.List(jen.Id("client"), jen.Err()).Op(":=").Add(p.core("NewClient")).Call(p.credentials()...), orFatal()}
}

// view prints acmev1.New(client).
func (p printer) view() *jen.Statement {
	return jen.Qual(p.v.Package.ImportPath, "New").Call(jen.Id("client"))
}

func fatal() *jen.Statement { return jen.Qual("log", "Fatal").Call(jen.Err()) }

// orFatal prints if err != nil { log.Fatal(err) }.
func orFatal() *jen.Statement {
	return jen.If(jen.Err().Op("!=").Nil()).Block(fatal())
}

// credentials prints the arguments of NewClient.
func (p printer) credentials() []jen.Code {
	schemes := p.api.Dialect.Auth.Schemes
	var args []jen.Code
	if len(schemes) > 0 {
		for _, name := range secretNames[schemes[0].Kind] {
			args = append(args, jen.Qual("os", "Getenv").Call(jen.Lit(p.environment(name))))
		}
	}
	if len(schemes) > 1 {
		args = []jen.Code{p.core("With" + schemes[0].GoName).Call(args...)}
	}
	if len(p.api.Dialect.Servers) == 0 {
		args = append(args, p.core("WithBaseURL").Call(jen.Lit("https://api.example.com")))
	}
	return args
}

// environment is a name such as ACME_TOKEN.
func (p printer) environment(secret string) string {
	return strings.ToUpper(p.api.Name + "_" + secret)
}
