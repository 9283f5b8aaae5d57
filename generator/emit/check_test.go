package emit

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/ir"
)

// TestCompiles type-checks everything that is printed, the runtime included,
// and holds every Go file to what linters ask of all.
func TestCompiles(t *testing.T) {
	several := single()
	several.Dialect = ir.Dialect{Auth: ir.Auth{Schemes: []ir.Scheme{
		{Kind: "apiKey", In: "header", Name: "X-Key", GoName: "APIKey"},
		{Kind: "basic", GoName: "Basic"},
		{Kind: "bearer", GoName: "BearerToken"},
	}}}
	anonymous := single()
	anonymous.Dialect.Auth = ir.Auth{}
	cases := map[string]*ir.API{"versioned": versioned(), "single": single(), "several schemes": several, "anonymous": anonymous}
	for _, local := range slices.Concat(slices.Collect(maps.Keys(locals)), slices.Collect(maps.Keys(exampleLocals))) {
		likeLocal := versioned()
		likeLocal.Core.Name = local
		cases["core named "+local] = likeLocal
	}
	for _, declared := range []string{"call", "pairs"} { // by what fakes stand on
		versions, one := versioned(), single()
		versions.Core.Name = declared
		one.Core.Name, one.Versions[0].Package.Name = declared, declared
		cases["core named "+declared], cases["single, named "+declared] = versions, one
	}
	for name, api := range cases {
		t.Run(name, func(t *testing.T) {
			faked(api)
			files, err := API(api)
			if err != nil {
				t.Fatal(err)
			}
			c := checker{t, token.NewFileSet(), files, api, map[string]*types.Package{}, importer.Default()}
			for _, v := range api.Versions {
				for _, pkg := range []ir.Package{v.Package, *v.Fake} {
					if _, err := c.Import(pkg.ImportPath); err != nil {
						t.Error(err)
					}
				}
				if _, err := c.check(v.Package.ImportPath+"_test", c.sources(v.Package, true)...); err != nil {
					t.Error(err)
				}
			}
			for name, src := range files {
				if strings.HasSuffix(name, ".go") {
					checkFile(t, name, src)
				}
			}
			checkReadme(t, &c, files[path.Join(api.Versions[0].Package.Dir, "README.md")])
		})
	}
}

// checker imports the packages among files, all others as the go command does.
type checker struct {
	t        *testing.T
	fset     *token.FileSet
	files    map[string][]byte
	api      *ir.API
	packages map[string]*types.Package
	std      types.Importer
}

func (c *checker) Import(importPath string) (*types.Package, error) {
	if p, ok := c.packages[importPath]; ok {
		return p, nil
	}
	pkgs := []ir.Package{c.api.Core, *c.api.Fake}
	for _, v := range c.api.Versions {
		pkgs = append(pkgs, v.Package, *v.Fake)
	}
	i := slices.IndexFunc(pkgs, func(p ir.Package) bool { return p.ImportPath == importPath })
	if i < 0 {
		return c.std.Import(importPath)
	}
	p, err := c.check(importPath, c.sources(pkgs[i], false)...)
	c.packages[importPath] = p
	return p, err
}

// sources are the files of a package, or those of its tests.
func (c *checker) sources(pkg ir.Package, tests bool) (sources [][]byte) {
	for name, src := range c.files {
		if strings.HasSuffix(name, ".go") && path.Dir(name) == path.Clean(pkg.Dir) && strings.HasSuffix(name, "_test.go") == tests {
			sources = append(sources, src)
		}
	}
	return sources
}

func (c *checker) check(importPath string, sources ...[]byte) (*types.Package, error) {
	var files []*ast.File
	for _, src := range sources {
		f, err := parser.ParseFile(c.fset, "", src, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: c, GoVersion: "go1.24"}
	return conf.Check(importPath, c.fset, files, nil)
}

var generatedLine = regexp.MustCompile(`^// Code generated .* DO NOT EDIT\.$`)

// checkFile wants the generated header, gofmt's layout and a comment on every
// exported type and function.
func checkFile(t *testing.T, name string, src []byte) {
	first, rest, _ := bytes.Cut(src, []byte("\n"))
	if !generatedLine.Match(first) || !bytes.HasPrefix(rest, []byte("\n")) {
		t.Errorf("%s: no generated header", name)
	}
	if formatted, err := format.Source(src); err != nil || !bytes.Equal(formatted, src) {
		t.Errorf("%s: not in the layout of gofmt (%v)", name, err)
	}
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		checkComment(t, name, d)
	}
}

func checkComment(t *testing.T, file string, d ast.Decl) {
	var name string
	var comment *ast.CommentGroup
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv != nil && !ast.IsExported(receiver(d)) {
			return
		}
		if strings.HasSuffix(file, "_test.go") {
			return // an example says it in code
		}
		name, comment = d.Name.Name, d.Doc
	case *ast.GenDecl:
		s, ok := d.Specs[0].(*ast.TypeSpec)
		if !ok || d.Lparen.IsValid() {
			return
		}
		name, comment = s.Name.Name, d.Doc
	}
	if ast.IsExported(name) && !strings.HasPrefix(comment.Text(), name+" ") {
		t.Errorf("%s: the comment of %s starts with another word: %q", file, name, comment.Text())
	}
}

// receiver is the name of the type that d is a method of.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	return t.(*ast.Ident).Name
}

// checkReadme type-checks the program of a README.
func checkReadme(t *testing.T, c *checker, readme []byte) {
	_, rest, _ := strings.Cut(string(readme), "```go\n")
	program, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatalf("no program in:\n%s", readme)
	}
	if _, err := c.check("main", []byte(program)); err != nil {
		t.Errorf("%v in:\n%s", err, program)
	}
}
