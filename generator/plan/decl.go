package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/naming"
)

// declare gives every type of v its declaration; an alias takes the one it
// stands for.
func (v *version) declare() {
	consts := naming.NewScope(slices.Concat(v.reserved(), slices.Collect(maps.Keys(v.byName)))...)
	for _, name := range slices.Sorted(maps.Keys(v.byName)) {
		t := v.byName[name]
		if t.alias != nil {
			t.decl = t.alias.decl
			v.reserveConsts(consts, t)
			continue
		}
		switch s := t.schema(); s.Kind {
		case model.Object:
			t.decl = v.structDecl(t, s)
		case model.Union:
			t.decl = v.unionDecl(t, s)
		default:
			t.decl = enumDecl(consts, t, s)
		}
	}
}

// reserveConsts keeps the constants that an alias exports again out of reach.
func (v *version) reserveConsts(scope *naming.Scope, t *typ) {
	if e, ok := t.decl.(*ir.Enum); ok {
		scope.Take(e.List)
		for _, c := range e.Values {
			scope.Take(c.GoName)
		}
	}
}

func (v *version) structDecl(t *typ, s *model.Schema) *ir.Struct {
	d := &ir.Struct{Input: t.input}
	scope := naming.NewScope("MarshalJSON", "UnmarshalJSON")
	if s.Additional != nil {
		d.Extra = v.elem(s.Additional, nil)
	}
	props := v.fieldable(d, s)
	if d.Extra != nil {
		scope.Take("Extra")
	}
	names := fieldNames(t.names, scope, props)
	for _, prop := range ordered(t.names, props) {
		d.Fields = append(d.Fields, v.field(t, prop, names[prop.Name]))
	}
	v.selectors(d, s)
	return d
}

// fieldable lists the members that a struct tag can name. The others, "" among
// them, travel in Extra.
func (v *version) fieldable(d *ir.Struct, s *model.Schema) []*model.Property {
	var props []*model.Property
	for _, prop := range s.Properties {
		if ir.Taggable(prop.Name) {
			props = append(props, prop)
			continue
		}
		d.Extra = anyType
		v.p.note(prop.Pos, fmt.Sprintf("property %q: no struct tag can say this name; it stands in Extra", prop.Name))
	}
	return props
}

// fieldNames names the members of an object: those of the lock keep theirs, the
// others take theirs in the order of their wire names, which no document can
// shuffle.
func fieldNames(locked *lock.Type, scope *naming.Scope, props []*model.Property) map[string]string {
	names := map[string]string{}
	var fresh []*model.Property
	for _, prop := range props {
		if f := locked.Field(prop.Name); f != nil && !scope.Has(f.GoName) {
			names[prop.Name] = scope.Take(f.GoName)
		} else {
			fresh = append(fresh, prop)
		}
	}
	slices.SortFunc(fresh, func(a, b *model.Property) int { return compareWire(a.Name, b.Name) })
	for _, prop := range fresh {
		want := cmp.Or(prop.GoName, prop.Name)
		name := naming.Exported(want)
		names[prop.Name] = scope.Take(name, naming.Spelled(want), name+"Field", name+"Value")
	}
	return names
}

// compareWire puts the names that are their identifiers first, so that id keeps
// ID and _id is the one to be spelled.
func compareWire(a, b string) int {
	plain := func(name string) bool { return naming.Exported(name) == naming.Spelled(name) }
	return cmp.Or(compareBool(plain(b), plain(a)), strings.Compare(a, b))
}

// ordered puts members into the order of the lock, new ones last in the order of
// x-order and the document.
func ordered(locked *lock.Type, props []*model.Property) []*model.Property {
	sorted := slices.Clone(props)
	slices.SortStableFunc(sorted, func(a, b *model.Property) int {
		return cmp.Or(cmp.Compare(locked.Field(a.Name).Rank(), locked.Field(b.Name).Rank()), cmp.Compare(a.Order, b.Order))
	})
	return sorted
}

func (v *version) field(t *typ, prop *model.Property, goName string) *ir.Field {
	required := v.required(t, prop)
	m := v.member(prop.Use, required, v.byRef(t, prop, required), t.names.Field(prop.Name).Type())
	f := &ir.Field{Name: prop.Name, GoName: goName, Type: m.expr, Omit: m.omit, Required: required, Doc: fieldDoc(goName, prop)}
	if prop.Use.Deprecated {
		f.Deprecated = deprecatedByAPI
	}
	v.keepField(t, prop, f)
	f.FillNil = t.input && f.Omit == ir.OmitNever && holding(f.Type) == holdsList
	return f
}

// enumDecl declares an open string type with a constant for each known value.
func enumDecl(scope *naming.Scope, t *typ, s *model.Schema) *ir.Enum {
	list := t.name + "Values"
	e := &ir.Enum{List: scope.Take(list, "All"+list)}
	names, mine := map[string]string{}, map[string]bool{}
	var fresh []string
	for _, value := range s.Enum {
		if c := t.names.Const(value); c != nil && !scope.Has(c.GoName) {
			names[value] = scope.Take(c.GoName)
		} else {
			fresh = append(fresh, value)
		}
	}
	slices.SortFunc(fresh, compareWire)
	for _, value := range fresh {
		want := naming.Constant(t.name, value)
		if i := slices.Index(s.Enum, value); len(s.EnumNames) == len(s.Enum) {
			want = t.name + naming.Exported(s.EnumNames[i])
		}
		candidates := []string{want, want + "Value"}
		if mine[want] { // two values that differ in symbols or case
			candidates = []string{naming.SpelledConstant(t.name, value), want + "Value"}
		}
		names[value] = scope.Take(candidates...)
		mine[names[value]] = true
	}
	for _, value := range orderedValues(t.names, s.Enum) {
		c := &ir.EnumValue{GoName: names[value], Value: value}
		if i := slices.Index(s.Enum, value); len(s.EnumDocs) == len(s.Enum) {
			c.Doc = paragraphs(s.EnumDocs[i])
		}
		e.Values = append(e.Values, c)
	}
	return e
}

func orderedValues(locked *lock.Type, values []string) []string {
	sorted := slices.Clone(values)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(locked.Const(a).Rank(), locked.Const(b).Rank()) })
	return sorted
}

// record writes what t was given into the new lock.
func (t *typ) record() *lock.Type {
	l := &lock.Type{Version: t.v.Token, Name: t.name, File: t.file}
	for _, pl := range t.places() {
		l.Places = append(l.Places, pl.text)
	}
	if t.alias != nil {
		return l
	}
	switch d := t.decl.(type) {
	case *ir.Struct:
		for i, f := range d.Fields {
			l.Fields = append(l.Fields, &lock.Field{Index: i, Wire: f.Name, GoName: f.GoName, GoType: exprName(f.Type), Sent: t.sentSilently(f)})
		}
	case *ir.UnionDecl:
		for i, vr := range d.Variants {
			l.Fields = append(l.Fields, &lock.Field{Index: i, Wire: exprName(vr.Type), GoName: vr.GoName, GoType: exprName(vr.Type)})
		}
	case *ir.Enum:
		for i, c := range d.Values {
			l.Consts = append(l.Consts, &lock.Const{Index: i, Value: c.Value, GoName: c.GoName})
		}
	}
	return l
}

// value is the type under a pointer or a Nullable.
func value(e ir.Expr) ir.Expr {
	switch e := e.(type) {
	case *ir.Ptr:
		return value(e.Elem)
	case *ir.Nullable:
		return value(e.Elem)
	}
	return e
}
