package emit

import (
	"net/http"
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
//		out, err := api.Pets.Get(context.Background(), "id")
//		if err != nil {
//			log.Fatal(err)
//		}
//		fmt.Println(out)
//	}
func (p printer) example() ([]byte, error) {
	v := p.v
	if v == nil {
		v = p.api.Versions[0]
	}
	f := jen.NewFilePathName("example", "main")
	f.ImportName(p.api.Core.ImportPath, p.api.Core.Name)
	f.ImportName(v.Package.ImportPath, v.Package.Name)
	body := []jen.Code{
		jen.List(jen.Id("client"), jen.Err()).Op(":=").Add(p.core("NewClient")).Call(p.credentials()...),
		orFatal(),
	}
	view := jen.Qual(v.Package.ImportPath, "New").Call(jen.Id("client"))
	s, op := simplest(v)
	if op == nil {
		body = append(body, jen.Qual("fmt", "Println").Call(view))
	} else {
		body = append(body, jen.Id("api").Op(":=").Add(view))
		body = append(body, call(s, op)...)
	}
	f.Func().Id("main").Params().Block(body...)
	return p.render(f)
}

// orFatal prints if err != nil { log.Fatal(err) }.
func orFatal() *jen.Statement {
	return jen.If(jen.Err().Op("!=").Nil()).Block(jen.Qual("log", "Fatal").Call(jen.Err()))
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

// simplest finds a read that takes at most strings: the one with the fewest, and
// of these a list before anything else. Nil: there is none.
func simplest(v *ir.Version) (service *ir.Service, operation *ir.Operation) {
	best := 0
	for _, s := range v.Services {
		for _, op := range s.Operations {
			if op.Method != http.MethodGet || op.Body != nil || op.Deprecated != "" || required(op.Params) || !onlyStrings(op.PathParams) {
				continue
			}
			cost := 2*len(op.PathParams) + 1
			if op.Paging == nil {
				cost++
			}
			if operation == nil || cost < best {
				service, operation, best = s, op, cost
			}
		}
	}
	return service, operation
}

func required(params *ir.Params) bool {
	if params == nil {
		return false
	}
	for _, field := range params.Fields {
		if field.Required {
			return true
		}
	}
	return false
}

func onlyStrings(params []*ir.PathParam) bool {
	for _, param := range params {
		if t, ok := param.Type.(*ir.Prim); !ok || t.Name != "string" || t.Import != "" {
			return false
		}
	}
	return true
}

// call prints the call of an operation and what becomes of its result.
func call(s *ir.Service, op *ir.Operation) []jen.Code {
	args := []jen.Code{jen.Qual("context", "Background").Call()}
	for _, param := range op.PathParams {
		args = append(args, jen.Lit(param.Name))
	}
	if op.Params != nil {
		args = append(args, jen.Nil())
	}
	c := jen.Id("api").Dot(s.GoName).Dot(op.GoName).Call(args...)
	if op.Result == nil {
		return []jen.Code{jen.If(jen.Err().Op(":=").Add(c), jen.Err().Op("!=").Nil()).Block(jen.Qual("log", "Fatal").Call(jen.Err()))}
	}
	return []jen.Code{
		jen.List(jen.Id("out"), jen.Err()).Op(":=").Add(c), orFatal(),
		jen.Qual("fmt", "Println").Call(jen.Id("out")),
	}
}
