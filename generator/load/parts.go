package load

import (
	"slices"

	"github.com/pb33f/go-yaml"
)

// part is one mapping whose keywords hold for a schema. A schema without allOf
// is one part; allOf adds the parts of its elements, flattened. So allOf is
// merged by looking at nodes, which works for schemas that are still being read.
type part struct {
	node    *yaml.Node
	open    bool         // its oneOf or anyOf was dealt with elsewhere
	choices []*yaml.Node // the alternatives of its oneOf or anyOf, when they have shapes of their own
	oneOf   bool         // choices come from oneOf
	values  []*yaml.Node // alternatives that are scalars of one type: an enum written at length, or several limits
}

// parts flattens n. An allOf that stands before the properties comes before
// them: the order is the one a reader sees.
func (r *reader) parts(n *yaml.Node) []part {
	if known, ok := r.partsOf[n]; ok {
		return known
	}
	f := flattening{reader: r}
	list := f.node(n, nil)
	r.partsOf[n] = list
	return list
}

// flattening is the walk from one schema through its allOf.
type flattening struct {
	*reader
	done []*yaml.Node // whose parts are in the list: a base met again adds nothing
}

// node gives the parts of n; trail are the schemas it is a part of.
func (f *flattening) node(n *yaml.Node, trail []*yaml.Node) []part {
	switch {
	case slices.Contains(trail, n):
		f.fault(n, "%s contains itself through allOf", f.owner(n))
		return nil
	case slices.Contains(f.done, n):
		return nil
	case n.Kind != yaml.MappingNode:
		if !isTrue(n) && !isFalse(n) && !isNull(n) {
			f.wrong(n, "a schema must be a mapping, not %s", what(n))
		}
		return nil
	}
	list := f.inside(n, append(trail, n))
	f.done = append(f.done, n)
	return list
}

func (f *flattening) inside(n *yaml.Node, trail []*yaml.Node) []part {
	var inherited []part
	if ref := get(n, "$ref"); ref != nil {
		target := f.resolve(ref, &f.faults)
		if target == nil {
			return nil
		}
		inherited = f.node(target, trail)
		if !f.is31() || !f.hasOwnShape(n, "$ref") {
			return inherited
		}
	}
	for _, e := range f.list(n, "allOf") {
		inherited = join(inherited, f.node(e, trail))
	}
	own := f.ownPart(n)
	if len(own.choices) == 1 { // which holds like an allOf of one
		inherited = join(inherited, f.node(own.choices[0], trail))
	}
	inherited = f.withoutChildren(inherited, trail)
	if comesBefore(n, "properties", "allOf", "$ref") {
		return join([]part{own}, inherited)
	}
	return join(inherited, []part{own})
}

// join appends parts, each node once: a base inherited twice is one base.
func join(list, more []part) []part {
	list = slices.Clone(list)
	for _, p := range more {
		if !slices.ContainsFunc(list, func(q part) bool { return q.node == p.node }) {
			list = append(list, p)
		}
	}
	return list
}

// comesBefore reports whether key a is written before any of the others; false
// if a is not.
func comesBefore(n *yaml.Node, a string, others ...string) bool {
	for k := range members(n) {
		switch {
		case k.Value == a:
			return true
		case slices.Contains(others, k.Value):
			return false
		}
	}
	return false
}

// ownPart is n without allOf, its alternatives sorted out: those that add no
// type are dropped, those that are scalars of one type make that type and its
// enum, the others are choices.
func (r *reader) ownPart(n *yaml.Node) part {
	p := part{node: n}
	for _, key := range []string{"oneOf", "anyOf"} {
		list := r.notNull(r.list(n, key))
		for _, e := range list {
			if e.Kind != yaml.MappingNode && !isTrue(e) && !isFalse(e) {
				r.wrong(e, "a schema must be a mapping, not %s", what(e))
			}
		}
		switch {
		case len(list) == 0 || !slices.ContainsFunc(list, func(e *yaml.Node) bool { return !isBare(e) }):
		case p.choices == nil && p.values == nil && areScalars(list):
			p.values = list
		case p.choices == nil:
			p.choices, p.oneOf = list, key == "oneOf"
		default:
			r.note(r.pos(get(n, key)), "%s: %s beside oneOf is not read", r.owner(n), key)
		}
	}
	return p
}

// withoutChildren drops the choices of a base that lists, among them, a schema
// that extends it: the children are no part of what a child inherits.
func (r *reader) withoutChildren(parts []part, trail []*yaml.Node) []part {
	for i := range parts {
		for _, c := range parts[i].choices {
			target := c
			if ref := get(c, "$ref"); ref != nil {
				target = r.targets[ref.Value]
			}
			if slices.Contains(trail, target) {
				parts[i].choices = nil
				break
			}
		}
	}
	return parts
}

// shaping are the keywords that say of which kind a value is.
var shaping = []string{
	"$ref", "type", "properties", "additionalProperties", "patternProperties", "items", "prefixItems", "enum", "const",
	"allOf", "oneOf", "anyOf",
}

// isBare reports whether a schema says nothing of the kind of its values: it
// only describes or limits them.
func isBare(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode {
		return true
	}
	return !slices.ContainsFunc(shaping, func(key string) bool { return has(n, key) })
}

// areScalars reports whether the alternatives are scalars of one type, written in
// place: nothing on the wire tells them apart, so they are one type. It is the
// form enums take whose values have descriptions.
func areScalars(list []*yaml.Node) bool {
	name := ""
	for _, e := range list {
		own := scalarType(e)
		if own == "" || name != "" && own != name {
			return false
		}
		name = own
	}
	return true
}

// scalarType is the type of a scalar schema written in place, empty for others.
func scalarType(n *yaml.Node) string {
	for _, key := range []string{"$ref", "properties", "items", "allOf", "oneOf", "anyOf"} {
		if has(n, key) {
			return ""
		}
	}
	if t := get(n, "type"); t != nil {
		if t.Kind == yaml.ScalarNode && slices.Contains([]string{"string", "integer", "number", "boolean"}, t.Value) {
			return t.Value
		}
		return ""
	}
	name := ""
	for _, v := range listed(n) {
		if v.Kind != yaml.ScalarNode || isNull(v) || name != "" && v.Tag != name {
			return ""
		}
		name = v.Tag
	}
	return typeOfTag[name]
}

var typeOfTag = map[string]string{"!!str": "string", "!!int": "integer", "!!float": "number", "!!bool": "boolean"}

// listed are the values of enum or const.
func listed(n *yaml.Node) []*yaml.Node {
	if c := find(n, "const"); c != nil {
		return []*yaml.Node{c}
	}
	return elements(n, "enum")
}
