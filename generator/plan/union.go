package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

// unionDecl declares a struct of pointers, one a variant. Variants stand in the
// order of their names: the order of oneOf means nothing.
func (v *version) unionDecl(t *typ, s *model.Schema) *ir.UnionDecl {
	d := new(ir.UnionDecl)
	if s.Discriminator != nil {
		d.Discriminator = s.Discriminator.Property
	}
	seen, hints := map[string]*ir.Variant{}, map[*ir.Variant]string{}
	for _, i := range v.steadyOrder(s.Variants) {
		use := s.Variants[i]
		vr := v.variant(t, use)
		name := exprName(vr.Type)
		if seen[name] == nil { // two schemas of one type are one variant
			seen[name] = vr
			d.Variants = append(d.Variants, vr)
			hints[vr], _ = naming.StripVersion(use.Schema.Component, v.p.tokens())
		}
		for _, m := range mappings(s) {
			if m.Variant == i {
				seen[name].Values = append(seen[name].Values, m.Value)
			}
		}
	}
	for _, vr := range d.Variants {
		slices.Sort(vr.Values)
	}
	slices.SortFunc(d.Variants, func(a, b *ir.Variant) int { return strings.Compare(exprName(a.Type), exprName(b.Type)) })
	tellApart(d)
	v.nameVariants(t, d, hints)
	return d
}

// steadyOrder gives the indices of uses in an order that is not the document's:
// where several become one variant, the first with words speaks for all.
func (v *version) steadyOrder(uses []*model.Use) []int {
	order := make([]int, len(uses))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := uses[a].Schema, uses[b].Schema
		return cmp.Or(compareBool(x.Description == "", y.Description == ""), strings.Compare(x.Description, y.Description),
			cmp.Compare(v.p.classes[x], v.p.classes[y]))
	})
	return order
}

// tellApart keeps the closed sets of strings that say which variant it is: single
// values, and sets of one property that no two variants share. Any other enum is
// open, and a value that came later must not turn its variant away.
func tellApart(d *ir.UnionDecl) {
	holders := map[string]map[string]int{} // property -> value -> variants
	variants := map[string]int{}
	for _, vr := range d.Variants {
		for prop, values := range vr.Consts {
			if holders[prop] == nil {
				holders[prop] = map[string]int{}
			}
			variants[prop]++
			for _, val := range values {
				holders[prop][val]++
			}
		}
	}
	for _, vr := range d.Variants {
		maps.DeleteFunc(vr.Consts, func(prop string, values []string) bool {
			shared := slices.ContainsFunc(values, func(val string) bool { return holders[prop][val] > 1 })
			return len(values) > 1 && (shared || variants[prop] < 2)
		})
	}
}

func mappings(s *model.Schema) []model.Mapping {
	if s.Discriminator == nil {
		return nil
	}
	return s.Discriminator.Mapping
}

func (v *version) variant(t *typ, use *model.Use) *ir.Variant {
	s := use.Schema
	typ := v.expr(s)
	if plain := unformatted(typ); t.names.Field(exprName(typ)) == nil && t.names.Field(exprName(plain)) != nil {
		typ = plain // a format came since
	}
	vr := &ir.Variant{Type: typ, Kind: kindName(s.Kind), Doc: paragraphs(s.Description)}
	for _, prop := range s.Properties {
		vr.Known = append(vr.Known, prop.Name)
		if prop.Required && !prop.Use.WriteOnly {
			vr.Required = append(vr.Required, prop.Name)
		}
		if len(prop.Use.Schema.Enum) > 0 && prop.Use.Schema.Kind == model.String && !prop.Use.Nullable {
			if vr.Consts == nil {
				vr.Consts = map[string][]string{}
			}
			vr.Consts[prop.Name] = slices.Sorted(slices.Values(prop.Use.Schema.Enum))
		}
	}
	slices.Sort(vr.Known)
	slices.Sort(vr.Required)
	return vr
}

// nameVariants names the fields after their types, without the words that all of
// them begin or end with. Words are read from the names of the components, where
// initialisms have not run together yet.
func (v *version) nameVariants(t *typ, d *ir.UnionDecl, hints map[*ir.Variant]string) {
	words := make([][]string, len(d.Variants))
	for i, vr := range d.Variants {
		words[i] = naming.Words(variantName(vr.Type))
		if hint := hints[vr]; naming.Exported(hint) == variantName(vr.Type) {
			words[i] = naming.Words(hint)
		}
	}
	short := distinct(words)
	scope := naming.NewScope("Raw", "MarshalJSON", "UnmarshalJSON")
	for i, vr := range d.Variants {
		name := naming.Exported(strings.Join(words[i], " "))
		if f := t.names.Field(exprName(vr.Type)); f != nil {
			name = f.GoName
		} else if short != nil {
			name = naming.Exported(strings.Join(short[i], " "))
		}
		vr.GoName = scope.Take(name, name+"Value", variantName(vr.Type)+"Variant")
	}
}

func variantName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Slice:
		return variantName(e.Elem) + "List"
	case *ir.Map:
		return variantName(e.Elem) + "Map"
	case *ir.Nullable:
		return variantName(e.Elem)
	case *ir.Prim:
		return naming.Exported(e.Name)
	default:
		return exprName(e)
	}
}

// distinct cuts the words all names share off their ends; nil when a name would
// be left with none.
func distinct(names [][]string) [][]string {
	if len(names) < 2 {
		return nil
	}
	all := func(at func([]string) string) bool {
		for _, n := range names {
			if len(n) < 2 || at(n) != at(names[0]) {
				return false
			}
		}
		return true
	}
	cut := slices.Clone(names)
	names = cut
	for all(func(n []string) string { return n[0] }) {
		for i := range cut {
			cut[i] = cut[i][1:]
		}
	}
	for all(func(n []string) string { return n[len(n)-1] }) {
		for i := range cut {
			cut[i] = cut[i][:len(cut[i])-1]
		}
	}
	return cut
}

// selectors connects a union with the sibling that says which variant it is.
func (v *version) selectors(d *ir.Struct, s *model.Schema) {
	for i, sel := range v.p.Config.Selectors {
		for _, prop := range s.Properties {
			u := v.unionOf(prop.Use.Schema)
			if u == nil || u.name != sel.Union {
				continue
			}
			if union, chooser := fieldOf(d, prop.Name), fieldOf(d, sel.Property); chooser != nil && union != nil {
				v.p.selected[i] = true
				chooser.Selects = &ir.Selects{Union: union.GoName, Values: v.selected(u, sel.Values), KeepShape: sel.Otherwise == "shape"}
			}
		}
	}
}

// unionOf finds the union that a field of schema s holds, by itself or in a list.
func (v *version) unionOf(s *model.Schema) *typ {
	if s.Kind == model.Array && s.Items != nil && !s.Items.Nullable {
		s = s.Items.Schema
	}
	if s.Kind != model.Union {
		return nil
	}
	return v.types[s]
}

// selected maps the values of a selector to the fields of the union u.
func (v *version) selected(u *typ, values map[string]string) map[string]string {
	decl, ok := u.root().decl.(*ir.UnionDecl)
	if !ok { // later in the alphabet than its holder
		decl = v.unionDecl(u, u.schema())
	}
	fields := map[string]string{}
	for val, typeName := range values {
		for _, vr := range decl.Variants {
			if exprName(vr.Type) == typeName {
				fields[val] = vr.GoName
				v.p.variants[typeName] = true
			}
		}
	}
	return fields
}

func fieldOf(d *ir.Struct, wire string) *ir.Field {
	for _, f := range d.Fields {
		if f.Name == wire {
			return f
		}
	}
	return nil
}
