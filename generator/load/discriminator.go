package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// finishUnions reads the discriminators. They look at the variants' properties,
// so they wait until every schema is complete.
func (r *reader) finishUnions() {
	for _, finish := range r.unions {
		finish()
	}
}

// discriminator reads d for the union s, whose alternatives are written at
// choices. The mapping is completed: a variant it does not name goes by the
// values its property may have, else by its component's name.
func (r *reader) discriminator(s *model.Schema, d *yaml.Node, choices []*yaml.Node) {
	disc := &model.Discriminator{Property: r.text(d, "propertyName"), Pos: r.pos(d)}
	if disc.Property == "" {
		r.wrong(d, "a discriminator needs a propertyName")
		return
	}
	named := map[int]bool{}
	for k, v := range members(r.mapping(d, "mapping")) {
		i := r.mapped(v, choices)
		if i < 0 {
			r.note(r.at(v), "%s: discriminator value %s stands for %q, which is no alternative", r.owner(d), k.Value, v.Value)
			continue
		}
		named[i] = true
		disc.Mapping = append(disc.Mapping, model.Mapping{Value: k.Value, Variant: i})
	}
	for i, u := range s.Variants {
		if !named[i] {
			disc.Mapping = append(disc.Mapping, implicit(u, choices[i], disc.Property, i)...)
		}
	}
	slices.SortStableFunc(disc.Mapping, func(a, b model.Mapping) int { return strings.Compare(a.Value, b.Value) })
	disc.Mapping = slices.CompactFunc(disc.Mapping, func(a, b model.Mapping) bool { return a.Value == b.Value })
	s.Discriminator = disc
}

// mapped is the alternative a value of a mapping names: by a reference or the
// bare name of a component.
func (r *reader) mapped(v *yaml.Node, choices []*yaml.Node) int {
	return slices.IndexFunc(choices, func(c *yaml.Node) bool {
		ref := get(c, "$ref")
		return ref != nil && (ref.Value == v.Value || componentName(ref.Value) == componentName(v.Value))
	})
}

// implicit gives the values that stand for a variant no mapping names.
func implicit(u *model.Use, choice *yaml.Node, property string, variant int) []model.Mapping {
	var list []model.Mapping
	for _, p := range u.Schema.Properties {
		if p.Name != property {
			continue
		}
		for _, value := range p.Use.Schema.Enum {
			list = append(list, model.Mapping{Value: value, Variant: variant})
		}
	}
	if ref := get(choice, "$ref"); ref != nil && len(list) == 0 {
		list = append(list, model.Mapping{Value: componentName(ref.Value), Variant: variant})
	}
	return list
}

// componentName is the last step of a reference.
func componentName(ref string) string { return ref[strings.LastIndexByte(ref, '/')+1:] }
