package goapi

import (
	"go/ast"
	"go/token"
	"slices"
)

// This file reads declarations: which are aliases, and those of some names.

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
