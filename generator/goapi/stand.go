package goapi

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/surface"
)

// This file finds the objects that a schema at a place decides.

// stand adds the places of the objects that st is about: its type, and the field,
// parameter or method that it stands in.
func (b *builder) stand(st *surface.Stand) {
	if name := b.names[st.Use.Schema]; name != "" {
		b.typ(name, st)
	}
	root, depth := st, 0
	for root.Above != nil {
		if root.Name != "" {
			depth++
		}
		root = root.Above
	}
	b.paging(root, depth, st)
	for at := st; at != root; at = at.Above {
		holder := b.types[b.names[at.Above.Use.Schema]]
		switch {
		case holder != nil && at.Name != "":
			b.field(holder, at.Name, st)
			return
		case holder != nil:
			b.part(holder, at, st)
			return
		}
	}
	b.root(root, st)
}

// paging adds the places that decide how pages follow one another: the members of
// a parameter, and those of a result as far down as the next cursor.
func (b *builder) paging(root *surface.Stand, depth int, st *surface.Stand) {
	op := b.ops[st.Operation]
	if op == nil {
		return
	}
	if op.Paging != nil && answers(st) && depth <= len(op.Paging.Next)+1 {
		b.method(op.ID, st.Place, true)
	}
	if op.Params == nil || st.Part != surface.InQuery {
		return
	}
	for _, f := range op.Params.Fields {
		if f.Page == nil || f.Name != root.Name || f.In != string(st.Part) {
			continue
		}
		pg := op.Params.Pages[*f.Page]
		member := map[string]string{"count": pg.Count, "cursor": pg.Cursor}[f.PageRole]
		if depth == 0 || depth == 1 && st.Name == member {
			b.method(op.ID, st.Place, true)
			b.add(op.Params.GoName+"."+f.GoName, st.Place, false)
		}
	}
}

// answers reports whether st is of the body of an answer that a method returns.
func answers(st *surface.Stand) bool {
	return st.Part == surface.InBody && strings.HasPrefix(st.Status, "2")
}

// typ adds a place where a declared type stands.
func (b *builder) typ(name string, st *surface.Stand) {
	b.add(name, st.Place, true)
	t := b.types[name]
	if t == nil {
		return // nothing of it is printed
	}
	switch d := t.Decl.(type) {
	case *ir.Enum:
		b.add(d.List, st.Place, true)
		for _, c := range d.Values {
			b.add(c.GoName, st.Place, false)
		}
	case *ir.UnionDecl:
		b.add(name+".Raw", st.Place, false)
		b.methods(name, st)
	case *ir.Struct:
		if d.Extra != nil {
			b.add(name+".Extra", st.Place, false)
		}
		b.methods(name, st)
	}
}

// methods adds a place that decides how a type reads and writes JSON.
func (b *builder) methods(name string, st *surface.Stand) {
	for _, m := range []string{".MarshalJSON", ".UnmarshalJSON"} {
		b.add(name+m, st.Place, false)
	}
}

// field adds a place that decides a member of a struct.
func (b *builder) field(holder *ir.Type, wire string, st *surface.Stand) {
	d, ok := holder.Decl.(*ir.Struct)
	if !ok {
		return
	}
	b.methods(holder.GoName, st)
	i := slices.IndexFunc(d.Fields, func(f *ir.Field) bool { return f.Name == wire })
	if i < 0 {
		b.add(holder.GoName+".Extra", st.Place, false)
		return
	}
	b.add(holder.GoName+"."+d.Fields[i].GoName, st.Place, false)
}

// part adds a place that decides a variant of a union, or the other members of an
// object.
func (b *builder) part(holder *ir.Type, at, st *surface.Stand) {
	b.methods(holder.GoName, st)
	switch d := holder.Decl.(type) {
	case *ir.Struct:
		b.add(holder.GoName+".Extra", st.Place, false)
	case *ir.UnionDecl:
		name := b.names[at.Use.Schema]
		for _, vr := range d.Variants {
			n, named := vr.Type.(*ir.Named)
			if named && n.GoName == name || !named && name == "" {
				b.add(holder.GoName+"."+vr.GoName, st.Place, false)
			}
		}
	}
}

// root adds a place that is of no declared type: of a parameter, of a body or
// the envelope in it.
func (b *builder) root(root, st *surface.Stand) {
	op := b.ops[st.Operation]
	switch {
	case op == nil: // as most operations answer
	case st.Part == surface.InPath, answers(st), st.Part == surface.InBody && st.Status == "":
		b.method(op.ID, st.Place, false)
	case st.Status == "" && op.Params != nil:
		b.method(op.ID, st.Place, false)
		b.add(op.Params.GoName, st.Place, false)
		b.add(op.Params.GoName+".EncodeParams", st.Place, false)
		for _, f := range op.Params.Fields {
			if f.In == string(st.Part) && f.Name == root.Name && f.Page == nil {
				b.add(op.Params.GoName+"."+f.GoName, st.Place, false)
			}
		}
	}
}
