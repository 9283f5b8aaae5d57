package goapi

import (
	"context"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
)

// A program that imports one version and no other cannot tell an alias from a
// type. So each version is type-checked by itself: what it aliases is declared in
// it, methods and constants included, and apidiff is given versions that share
// nothing but the core.

// revision is the constant that the package of each version declares, and no
// other package does.
const revision = "DocumentVersion"

// alone is one run as such programs see it.
type alone struct {
	pkgs    map[string]*types.Package    // by import path
	aliases map[string]map[string]string // import path -> name -> import path of what it stands for
	tokens  map[string]string            // import path -> version
}

// view type-checks the declarations of files, each version by itself.
func view(ctx context.Context, std *Standard, files map[string][]byte) (*alone, error) {
	src, err := parse(files)
	if err != nil {
		return nil, err
	}
	if err := std.prepare(ctx, src.imports(false)); err != nil {
		return nil, err
	}
	build := new(BuildError)
	together := &compiler{source: src, std: std, done: map[string]*types.Package{}, build: build}
	a := &alone{pkgs: map[string]*types.Package{}, aliases: map[string]map[string]string{}, tokens: map[string]string{}}
	versions := map[string]*compiler{}
	for _, at := range slices.Sorted(maps.Keys(src.pkgs)) { // a version before its fake
		version := src.versionOf(at)
		c := versions[version]
		switch {
		case version == "":
			c = together
		case c == nil:
			c = src.apart(version, together)
			versions[version] = c
			a.aliases[version] = src.aliases(src.pkgs[version])
		}
		if a.pkgs[at], err = c.Import(at); err != nil {
			return nil, err
		}
		a.tokens[at] = tokenOf(c.done[version])
	}
	return a, build.orNil()
}

// versionOf is the package of the version that a package is, or is the fake of.
func (s *source) versionOf(at string) string {
	for ; at != "." && at != "/"; at = path.Dir(at) {
		if p := s.pkgs[at]; p != nil && p.declares(revision) {
			return at
		}
	}
	return ""
}

func (p *pkg) declares(name string) bool {
	for _, f := range p.files {
		for _, spec := range specs(f) {
			if slices.Contains(namesOf(spec), name) {
				return true
			}
		}
	}
	return false
}

// tokenOf reads the token that a package of a version carries; empty: none.
func tokenOf(version *types.Package) string {
	if version == nil {
		return ""
	}
	if c, ok := version.Scope().Lookup("version").(*types.Const); ok && c.Val().Kind() == constant.String {
		return constant.StringVal(c.Val())
	}
	return ""
}

// apart compiles a version with what it aliases put in the place of the aliases,
// and its fake upon that; it takes all else from the packages as they are.
func (s *source) apart(version string, together *compiler) *compiler {
	aliases := s.aliases(s.pkgs[version])
	from := map[string]map[string]bool{} // import path -> names
	for name, at := range aliases {
		if from[at] == nil {
			from[at] = map[string]bool{}
		}
		from[at][name] = true
	}
	var files []*ast.File
	for _, f := range s.pkgs[version].files {
		files = append(files, excerpt(f, func(name string) bool { return aliases[name] == "" }))
	}
	for _, at := range slices.Sorted(maps.Keys(from)) {
		for _, f := range s.pkgs[at].files {
			part := excerpt(f, func(name string) bool { return from[at][name] })
			part.Name = files[0].Name
			files = append(files, part)
		}
	}
	below := &source{fset: s.fset, pkgs: map[string]*pkg{}}
	for at, p := range s.pkgs {
		if s.versionOf(at) == version {
			below.pkgs[at] = p
		}
	}
	own := *s.pkgs[version]
	own.files = files
	below.pkgs[version] = &own
	return &compiler{source: below, std: together, done: map[string]*types.Package{}, build: together.build}
}

// aliases lists what p declares as the same as a name of another version: types
// and constants, by name.
func (s *source) aliases(p *pkg) map[string]string {
	found := map[string]string{}
	for _, f := range p.files {
		siblings := map[string]string{} // as f calls them
		for _, imp := range f.Imports {
			at := importPath(imp)
			if q := s.pkgs[at]; q != nil && len(q.files) > 0 && s.versionOf(at) == at {
				siblings[localName(imp, q)] = at
			}
		}
		for _, spec := range specs(f) {
			if name, of := target(spec); siblings[of] != "" {
				found[name] = siblings[of]
			}
		}
	}
	return found
}

func localName(imp *ast.ImportSpec, q *pkg) string {
	if imp.Name != nil {
		return imp.Name.Name
	}
	return q.files[0].Name.Name
}

// target reads "Name = of.Name", of a type or a constant.
func target(spec ast.Spec) (name, of string) {
	var value ast.Expr
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Assign.IsValid() {
			name, value = s.Name.Name, s.Type
		}
	case *ast.ValueSpec:
		if len(s.Names) == 1 && len(s.Values) == 1 {
			name, value = s.Names[0].Name, s.Values[0]
		}
	}
	sel, ok := value.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return "", ""
	}
	if x, ok := sel.X.(*ast.Ident); ok {
		return name, x.Name
	}
	return "", ""
}

// specs lists the types and constants that f declares.
func specs(f *ast.File) []ast.Spec {
	var list []ast.Spec
	for _, decl := range f.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && (d.Tok == token.TYPE || d.Tok == token.CONST) {
			list = append(list, d.Specs...)
		}
	}
	return list
}

func namesOf(spec ast.Spec) []string {
	var names []string
	switch s := spec.(type) {
	case *ast.TypeSpec:
		names = append(names, s.Name.Name)
	case *ast.ValueSpec:
		for _, n := range s.Names {
			names = append(names, n.Name)
		}
	}
	return names
}

// excerpt is f with the types and constants whose names are wanted, methods of
// such types, and all else if the name "" is.
func excerpt(f *ast.File, wanted func(name string) bool) *ast.File {
	out := *f
	out.Decls = nil
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if wanted(receiver(d)) {
				out.Decls = append(out.Decls, d)
			}
		case *ast.GenDecl:
			if kept := excerptOf(d, wanted); len(kept.Specs) > 0 {
				out.Decls = append(out.Decls, kept)
			}
		}
	}
	return &out
}

func excerptOf(d *ast.GenDecl, wanted func(name string) bool) *ast.GenDecl {
	out := *d
	out.Specs = nil
	for _, spec := range d.Specs {
		switch d.Tok {
		case token.IMPORT:
			out.Specs = append(out.Specs, spec)
		case token.TYPE, token.CONST:
			if slices.ContainsFunc(namesOf(spec), wanted) {
				out.Specs = append(out.Specs, spec)
			}
		default:
			if wanted("") {
				out.Specs = append(out.Specs, spec)
			}
		}
	}
	return &out
}

// receiver names the type that a method is of; empty: a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
