package load

import (
	"slices"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// union reads the alternatives of parts[choice]. What stands beside them holds
// for each: it is merged into those that do not have it already.
func (r *reader) union(s *model.Schema, parts []part, choice int) {
	p := parts[choice]
	s.Kind, s.OneOf = model.Union, p.oneOf
	base := slices.Clone(parts)
	base[choice].open = true
	for _, c := range p.choices {
		u := r.use(c)
		if r.addsShape(base, c) {
			r.mergeVariant(u, c, base)
		}
		u.Nullable = false // which the use of the union says
		s.Variants = append(s.Variants, u)
	}
	for _, q := range parts {
		if d := r.mapping(q.node, "discriminator"); d != nil {
			r.unions = append(r.unions, func() { r.discriminator(s, d, p.choices) })
			break
		}
	}
}

// addsShape reports whether base says more of the members of a value than the
// alternative c does by itself. A limit beside alternatives is not worth a copy
// of each.
func (r *reader) addsShape(base []part, c *yaml.Node) bool {
	var throwaway model.Use
	target, _ := r.collapse(c, &throwaway)
	own := r.parts(target)
	saysAll := func(keyword func(*yaml.Node) []string) bool {
		theirs := namesIn(own, keyword)
		return !slices.ContainsFunc(namesIn(base, keyword), func(name string) bool { return !slices.Contains(theirs, name) })
	}
	for _, p := range base {
		if has(p.node, "items") || has(p.node, "enum") || has(p.node, "const") {
			return true
		}
	}
	return !saysAll(propertyNames) || !saysAll(requiredNames)
}

func namesIn(parts []part, keyword func(*yaml.Node) []string) []string {
	var names []string
	for _, p := range parts {
		names = append(names, keyword(p.node)...)
	}
	return names
}

func propertyNames(n *yaml.Node) []string {
	var names []string
	for k := range members(get(n, "properties")) {
		names = append(names, k.Value)
	}
	return names
}

func requiredNames(n *yaml.Node) []string {
	var names []string
	for _, e := range elements(n, "required") {
		names = append(names, e.Value)
	}
	return names
}

// mergeVariant replaces the schema of u by one that has the base too. A variant
// that names a component keeps the name: it is that component in this place.
func (r *reader) mergeVariant(u *model.Use, c *yaml.Node, base []part) {
	var throwaway model.Use
	target, _ := r.collapse(c, &throwaway)
	own := r.parts(target)
	key := "variant " + r.pointer(c)
	for _, p := range base {
		key += "\n" + r.pointer(p.node)
	}
	if s := r.mergedOf[key]; s != nil {
		u.Schema = s
		return
	}
	s := &model.Schema{Component: u.Schema.Component, Pos: r.pos(c)}
	r.mergedOf[key] = s
	r.build(s, target, join(base, own))
	u.Schema = s
}

// typeUnion reads a list of types (3.1): one variant each.
func (r *reader) typeUnion(s *model.Schema, parts []part, types []string) {
	s.Kind = model.Union
	for _, name := range types {
		v := &model.Schema{Pos: s.Pos}
		r.fill(v, kinds[name], parts)
		v.Enum, v.EnumNames, v.EnumDocs = nil, nil, nil
		setEnum(v, r.valuesOfKind(parts, v.Kind))
		s.Variants = append(s.Variants, &model.Use{Schema: v, Pos: s.Pos})
	}
}

// valuesOfKind are the listed values a variant of a type union can have.
func (r *reader) valuesOfKind(parts []part, kind model.Kind) []enumValue {
	var values []enumValue
	for _, p := range parts {
		for _, n := range allListed(p) {
			if k := kindOf(n); k == kind || k == model.Integer && kind == model.Number {
				values = append(values, enumValue{text: enumText(n, kind)})
			}
		}
	}
	return values
}
