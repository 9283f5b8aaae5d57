// Package versions compares the versions of an API as Go will see them. It is
// given the ir, every name and alias decided, and promises two answers as plain
// data: a [Table] of operations x versions, and for one operation a [Report] of
// what changes in Go when a call moves from one version to another. Two lanes are
// the same where a call compiles in both once its import path is changed, and
// values pass between them.
//
// The order of the document means nothing to it: versions stand most stable
// first, all else by name. The names of JSON members are stable; docs/versions.md
// describes them.
package versions

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
)

// Set is the versions of one document, ready to be compared.
type Set struct {
	api   *ir.API
	lanes map[string][]*lane // by operation ID, most stable first
}

// lane is one operation in one version, with what it takes to look up the types
// it names. Whether two lanes come from one document is nothing to a comparison:
// a declaration is the same only if it is the same one.
type lane struct {
	*ir.Operation
	version *ir.Version
	service *ir.Service
	decls   *declarations
}

// declarations are the types of a document by where they are declared.
type declarations struct {
	types  map[ir.Named]*ir.Type
	params map[ir.Named]*ir.Params
}

// Of makes api ready to be compared. It keeps api, and changes nothing in it.
func Of(api *ir.API) *Set {
	s := &Set{api: api, lanes: map[string][]*lane{}}
	decls := &declarations{types: map[ir.Named]*ir.Type{}, params: map[ir.Named]*ir.Params{}}
	for _, v := range api.Versions {
		for _, t := range v.Types {
			decls.types[ir.Named{ImportPath: v.Package.ImportPath, GoName: t.GoName}] = t
		}
		for _, svc := range v.Services {
			for _, op := range svc.Operations {
				s.lanes[op.ID] = append(s.lanes[op.ID], &lane{op, v, svc, decls})
				if op.Params != nil {
					decls.params[ir.Named{ImportPath: v.Package.ImportPath, GoName: op.Params.GoName}] = op.Params
				}
			}
		}
	}
	return s
}

// ids lists the operations by name.
func (s *Set) ids() []string { return slices.Sorted(maps.Keys(s.lanes)) }

// method names the method from a client: "Sources.Get".
func (l *lane) method() string { return l.service.GoName + "." + l.GoName }

// paramsDecl is where the parameters are declared, aliases followed; nil: none.
func (l *lane) paramsDecl() *ir.Params {
	p := l.Params
	for p != nil && p.Alias != nil {
		p = l.decls.params[*p.Alias]
	}
	return p
}

// decl finds what n names.
func (d *declarations) decl(n *ir.Named) *ir.Type {
	if t := d.types[*n]; t != nil {
		return t
	}
	panic("BUG: versions: " + n.ImportPath + "." + n.GoName + " is declared nowhere")
}

// root is decl with aliases followed.
func (d *declarations) root(n *ir.Named) *ir.Type {
	t := d.decl(n)
	for t.Alias != nil {
		t = d.decl(t.Alias)
	}
	return t
}

// route is what a request asks for: the method and the path, in which the
// version's own token, where a path has one, is no difference.
func (l *lane) route() string {
	parts := strings.Split(l.Path, "/")
	for i, part := range parts {
		if part == l.version.Token && part != "" {
			parts[i] = "{version}"
		}
	}
	return l.Method + " " + strings.Join(parts, "/")
}

// label is how a version is spoken of: its token, or that of a document without
// versions by the name of its package.
func label(v *ir.Version) string { return cmp.Or(v.Token, v.Package.Name) }
