package goapi

import (
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// member is an exported name with a type: a function, a field or a method.
type member struct {
	name string // "Source.Enabled"
	typ  types.Type
	tag  string // json, of a field
}

// members lists those of a package, by name.
func members(p *types.Package) []*member {
	var list []*member
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		list = append(list, &member{name: name, typ: obj.Type()})
		if t, ok := obj.(*types.TypeName); ok && !t.IsAlias() {
			list = append(list, below(t)...)
		}
	}
	return list
}

// below lists the fields and methods of a type.
func below(t *types.TypeName) []*member {
	var list []*member
	if s, ok := t.Type().Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if f := s.Field(i); f.Exported() {
				list = append(list, &member{name: t.Name() + "." + f.Name(), typ: f.Type(), tag: reflect.StructTag(s.Tag(i)).Get("json")})
			}
		}
	}
	if named, ok := t.Type().(*types.Named); ok {
		for m := range named.Methods() {
			if m.Exported() {
				list = append(list, &member{name: t.Name() + "." + m.Name(), typ: m.Type()})
			}
		}
	}
	return list
}

// lookup finds a member; nil: there is none.
func lookup(p *types.Package, name string) *member {
	first, _, isMember := strings.Cut(name, ".")
	obj := p.Scope().Lookup(first)
	if obj == nil {
		return nil
	}
	if !isMember {
		return &member{name: name, typ: obj.Type()}
	}
	t, ok := obj.(*types.TypeName)
	if !ok {
		return nil
	}
	list := below(t)
	if i := slices.IndexFunc(list, func(m *member) bool { return m.name == name }); i >= 0 {
		return list[i]
	}
	return nil
}

// wire is the name that a tag gives a member; "" of one that never travels.
func wire(tag string) string {
	name, _, _ := strings.Cut(tag, ",")
	return name
}

// text writes a type as a reader of package p would, parameters without names.
func text(p *types.Package, t types.Type) string {
	if sig, ok := t.(*types.Signature); ok {
		t = types.NewSignatureType(nil, nil, nil, nameless(sig.Params()), nameless(sig.Results()), sig.Variadic())
	}
	return types.TypeString(t, types.RelativeTo(p))
}

func nameless(t *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range t.Variables() {
		vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), "", v.Type()))
	}
	return types.NewTuple(vars...)
}

// instances lists the instances of generic types that a type is made of: apidiff
// compares those of other packages by name alone, and takes the Nullable of a
// string for that of a number.
func instances(t types.Type) []string {
	var list []string
	walk(t, func(n *types.Named) {
		if n.TypeArgs().Len() > 0 {
			list = append(list, types.TypeString(n, nil))
		}
	})
	return list
}

// walk meets the named types that a type is written with, in order.
func walk(t types.Type, meet func(*types.Named)) {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		meet(t)
		for arg := range t.TypeArgs().Types() {
			walk(arg, meet)
		}
	case *types.Pointer:
		walk(t.Elem(), meet)
	case *types.Slice:
		walk(t.Elem(), meet)
	case *types.Array:
		walk(t.Elem(), meet)
	case *types.Map:
		walk(t.Key(), meet)
		walk(t.Elem(), meet)
	case *types.Signature:
		for v := range t.Params().Variables() {
			walk(v.Type(), meet)
		}
		for v := range t.Results().Variables() {
			walk(v.Type(), meet)
		}
	}
}

// mentions lists the named types that t is written with.
func mentions(t types.Type) map[Object]bool {
	found := map[Object]bool{}
	walk(t, func(n *types.Named) {
		if n.Obj().Pkg() != nil {
			found[Object{n.Obj().Pkg().Path(), n.Obj().Name()}] = true
		}
	})
	return found
}

// causes gives what else may have changed the declaration of an object: types
// that it names in one run only, and a circle that was opened or closed.
func (d *diff) causes(at, object string) (named []Object, cycle bool) {
	a, b := d.before.pkgs[at], d.after.pkgs[at]
	m, n := lookup(a, object), lookup(b, object)
	if m == nil || n == nil || m.declares() {
		return nil, false
	}
	x, y := mentions(m.typ), mentions(n.typ)
	for o := range x {
		if !y[o] {
			named = append(named, o)
		}
	}
	for o := range y {
		if !x[o] {
			named = append(named, o)
		}
	}
	slices.SortFunc(named, func(x, y Object) int { return strings.Compare(x.String(), y.String()) })
	return named, circular(a, object, m.typ) != circular(b, object, n.typ)
}

// declares reports whether m is a type, which is written with itself.
func (m *member) declares() bool {
	n, ok := types.Unalias(m.typ).(*types.Named)
	return ok && n.Obj().Name() == m.name
}

// circular reports whether what a field holds leads back to the struct it is in.
func circular(p *types.Package, object string, held types.Type) bool {
	holder, _, _ := strings.Cut(object, ".")
	seen := map[Object]bool{}
	var reaches func(t types.Type) bool
	reaches = func(t types.Type) bool {
		for o := range mentions(t) {
			if o.Package != p.Path() || seen[o] {
				continue
			}
			if o.Name == holder {
				return true
			}
			seen[o] = true
			if s, ok := p.Scope().Lookup(o.Name).Type().Underlying().(*types.Struct); ok {
				for f := range s.Fields() {
					if reaches(f.Type()) {
						return true
					}
				}
			}
		}
		return false
	}
	return reaches(held)
}
