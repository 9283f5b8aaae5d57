package emit

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/templates"
)

// runtimeImport is the import path of the runtime where the files of fakes stand.
const runtimeImport = "github.com/stratagen/strata/templates/runtime"

// fakeCoreJobs are the files of the package that fakes stand on, beside the core.
func fakeCoreJobs(api *ir.API) ([]job, error) {
	if api.Fake == nil {
		return nil, nil
	}
	p := printer{api: api, pkg: *api.Fake}
	jobs, err := fakeRuntimeJobs(p)
	return append(jobs, in(p.pkg, "doc.go", p.fakeCoreDoc)), err
}

func (p printer) fakeCoreDoc() ([]byte, error) {
	lines := []string{
		fmt.Sprintf("Package %s is what the fakes of %s stand on: it takes calls of a client at the place of the network, reads them off "+
			"the wire, and answers in the form of the API.", p.pkg.Name, oneLineText(p.api.Title)),
		"A test that needs one version starts the Server of that version's package; NewClient here makes one client of several. " +
			"What a Server needs of this package beside it is for generated code.",
	}
	return fill("doc.go.tmpl", docData{p.pkg.Name, docLines(lines, "")})
}

// fakeRuntimeJobs are the files that fakes stand on, copied into the package of
// p, and the dialect that they read.
func fakeRuntimeJobs(p printer) ([]job, error) {
	names, err := templates.FakeFiles()
	if err != nil {
		return nil, err
	}
	jobs := []job{in(p.pkg, "dialect.go", p.fakeDialect)}
	for _, name := range names {
		if base := path.Base(name); !printedRuntime[base] {
			jobs = append(jobs, in(p.pkg, base, func() ([]byte, error) { return p.copyFake(name) }))
		}
	}
	return jobs, nil
}

// fakeDialect prints what fakes know of the API:
//
//	const packageName = "acmetest"
//
//	var api = dialect{
//		envelope: "data",
//		…
//	}
//
//	func newClient(opts []acme.Option) (*acme.Client, error) {
//		return acme.NewClient("not-a-secret", opts...)
//	}
func (p printer) fakeDialect() ([]byte, error) {
	f := p.file()
	d := p.api.Dialect
	var keys []string
	for _, s := range d.Auth.Schemes {
		if s.Kind == "apiKey" && s.In == "query" {
			keys = append(keys, s.Name)
		}
	}
	var l literal
	l.str("envelope", d.Envelope)
	l.str("errors", d.Errors.List)
	l.str("object", d.Query.Object)
	l.str("array", d.Query.Array)
	l.strs("keys", keys)
	f.Comment("// packageName is the prefix of messages that are about no one fake.")
	f.Const().Id("packageName").Op("=").Lit(p.pkg.Name)
	f.Comment("// api is what is particular to this API.")
	f.Var().Id("api").Op("=").Id("dialect").Add(lines(l))
	var args []jen.Code
	if len(d.Auth.Schemes) == 1 {
		for range secrets(d.Auth.Schemes[0]) {
			args = append(args, jen.Lit("not-a-secret"))
		}
	}
	f.Comment("// newClient makes a client with a credential that nobody looks at.")
	f.Func().Id("newClient").Params(jen.Id("opts").Index().Add(p.core("Option"))).Params(p.client(), jen.Error()).
		Block(jen.Return(p.core("NewClient").Call(append(args, jen.Id("opts").Op("..."))...)))
	return p.render(f)
}

// edit replaces a piece of a file.
type edit struct {
	start, end token.Pos
	text       string
}

// fakeNames are the package-level names of the files that fakes stand on.
var fakeNames = sync.OnceValue(func() map[string]bool {
	names, err := templates.FakeNames()
	if err != nil {
		panic("BUG: emit: " + err.Error())
	}
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
})

// copyFake reads a file that fakes stand on and makes it one of the package: the
// package clause changes, and the runtime is called what the core is called here.
func (p printer) copyFake(name string) ([]byte, error) {
	src, err := fs.ReadFile(templates.FS, name)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	edits := append(p.runtimeEdits(f), edit{f.Name.Pos(), f.Name.End(), p.pkg.Name})
	slices.SortFunc(edits, func(a, b edit) int { return int(b.start - a.start) })
	for _, e := range edits {
		start, end := fset.Position(e.start).Offset, fset.Position(e.end).Offset
		src = slices.Concat(src[:start], []byte(e.text), src[end:])
	}
	return format.Source(slices.Concat([]byte("// "+header+"\n\n"), src))
}

// runtimeEdits gives the runtime the import path and the name of the core, in
// code and in links of comments.
func (p printer) runtimeEdits(f *ast.File) []edit {
	core := p.api.Core
	name, line := core.Name, strconv.Quote(core.ImportPath)
	if declares(f, name) || p.taken(name) {
		name += "api"
	}
	if name != path.Base(core.ImportPath) {
		line = name + " " + line
	}
	var edits []edit
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			if n.Path.Value == strconv.Quote(runtimeImport) {
				edits = append(edits, edit{n.Pos(), n.End(), line})
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "runtime" {
				edits = append(edits, edit{x.Pos(), x.End(), name})
			}
		case *ast.Comment:
			const link = "[runtime."
			if i := strings.Index(n.Text, link); i >= 0 {
				at := n.Pos() + token.Pos(i)
				edits = append(edits, edit{at, at + token.Pos(len(link)), "[" + name + "."})
			}
		}
		return true
	})
	return edits
}

// declares reports whether an identifier of f is called name.
func declares(f *ast.File, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}
