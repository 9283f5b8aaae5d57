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
	list := r.flatten(n, nil)
	r.partsOf[n] = list
	return list
}

func (r *reader) flatten(n *yaml.Node, trail []*yaml.Node) []part {
	if slices.Contains(trail, n) {
		r.fault(n, "%s contains itself through allOf", r.owner(n))
		return nil
	}
	trail = append(trail, n)
	if n.Kind != yaml.MappingNode {
		if !isTrue(n) && !isFalse(n) && !isNull(n) {
			r.fault(n, "a schema must be a mapping, not %s", what(n))
		}
		return nil
	}
	var inherited []part
	if ref := get(n, "$ref"); ref != nil {
		target := r.resolve(ref, &r.faults)
		if target == nil {
			return nil
		}
		inherited = r.flatten(target, trail)
		if !r.is31() || !r.hasOwnShape(n, "$ref") {
			return inherited
		}
	}
	for _, e := range r.list(n, "allOf") {
		inherited = join(inherited, r.flatten(e, trail))
	}
	own := r.ownPart(n)
	if only := r.onlyChoice(own, n); only != nil {
		inherited = join(inherited, r.flatten(only, trail))
	}
	inherited = withoutChildren(r, inherited, trail)
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
				r.fault(e, "a schema must be a mapping, not %s", what(e))
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

// onlyChoice gives the alternative of a oneOf of one, which holds like an allOf
// of one.
func (r *reader) onlyChoice(p part, n *yaml.Node) *yaml.Node {
	if len(p.choices) != 1 {
		return nil
	}
	return p.choices[0]
}

// withoutChildren drops the choices of a base that lists, among them, a schema
// that extends it: the children are no part of what a child inherits.
func withoutChildren(r *reader, parts []part, trail []*yaml.Node) []part {
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
	if _, c := find(n, "const"); c != nil {
		return []*yaml.Node{c}
	}
	return elements(n, "enum")
}
