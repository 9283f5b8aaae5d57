package load

import (
	"slices"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

var kinds = map[string]model.Kind{
	"boolean": model.Boolean, "integer": model.Integer, "number": model.Number, "string": model.String,
	"array": model.Array, "object": model.Object, "null": model.Null,
}

// types gives the types all parts allow together, null left out. A type that one
// part demands and another forbids is a contradiction.
func (r *reader) types(s *model.Schema, parts []part) (names []string, ok bool) {
	var from *yaml.Node
	for _, p := range parts {
		declared := r.declaredTypes(p)
		if len(declared) == 0 {
			continue
		}
		if from == nil {
			names, from = declared, p.node
			continue
		}
		common := intersectTypes(names, declared)
		if len(common) == 0 {
			r.contradict(s, r.typePos(p.node), "%s: allOf: type %s here, %s at %s", r.owner(p.node), declared[0], names[0], r.typePos(from))
			return nil, false
		}
		names = common
	}
	return names, true
}

func (r *reader) typePos(n *yaml.Node) model.Pos {
	if t := get(n, "type"); t != nil {
		return r.at(t)
	}
	return r.pos(n)
}

// declaredTypes reads the type keyword of one part, or that of the values it
// lists: they cannot be anything else.
func (r *reader) declaredTypes(p part) []string {
	n := get(p.node, "type")
	own := r.readTypes(n)
	for _, v := range p.values {
		theirs := r.readTypes(get(v, "type"))
		if len(theirs) == 0 || len(intersectTypes(theirs, own)) > 0 {
			continue
		}
		if n != nil {
			r.note(r.at(n), "%s: type %s beside values of type %s; read as %s", r.owner(n), own[0], theirs[0], theirs[0])
		}
		return theirs
	}
	return own
}

func (r *reader) readTypes(n *yaml.Node) []string {
	if n == nil {
		return nil
	}
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	var names []string
	for _, t := range list {
		switch _, known := kinds[t.Value]; {
		case isNull(t):
		case t.Kind != yaml.ScalarNode:
			r.wrong(t, "type must be a string, not %s", what(t))
		case !known:
			r.wrong(t, "type %q is not a type", t.Value)
		case !slices.Contains(names, t.Value):
			names = append(names, t.Value)
		}
	}
	if len(names) > 1 {
		names = slices.DeleteFunc(names, func(t string) bool { return t == "null" })
	}
	if slices.Contains(names, "number") { // which every integer is
		names = slices.DeleteFunc(names, func(t string) bool { return t == "integer" })
	}
	return names
}

// intersectTypes keeps what both lists allow; an integer is a number.
func intersectTypes(a, b []string) []string {
	var common []string
	for _, t := range a {
		switch {
		case slices.Contains(b, t):
			common = append(common, t)
		case t == "integer" && slices.Contains(b, "number"):
			common = append(common, t)
		case t == "number" && slices.Contains(b, "integer"):
			common = append(common, "integer")
		}
	}
	return common
}

// kind gives the kind of a schema with at most one type; one without is what its
// other keywords make of it.
func (r *reader) kind(types []string, parts []part) model.Kind {
	if len(types) == 1 {
		return kinds[types[0]]
	}
	said := func(keys ...string) bool {
		return slices.ContainsFunc(parts, func(p part) bool {
			return slices.ContainsFunc(keys, func(key string) bool { return has(p.node, key) })
		})
	}
	switch {
	case said("properties", "additionalProperties", "patternProperties"):
		return model.Object
	case said("items", "prefixItems"):
		return model.Array
	default:
		return kindOfValues(parts)
	}
}

// kindOfValues is the kind of the values listed, any where they differ.
func kindOfValues(parts []part) model.Kind {
	kind := model.Any
	for _, p := range parts {
		for _, v := range allListed(p) {
			k := kindOf(v)
			switch {
			case k == model.Null || k == kind:
			case kind == model.Any:
				kind = k
			default:
				return model.Any
			}
		}
	}
	return kind
}

func kindOf(v *yaml.Node) model.Kind {
	switch v.Kind {
	case yaml.MappingNode:
		return model.Object
	case yaml.SequenceNode:
		return model.Array
	}
	switch v.Tag {
	case "!!null":
		return model.Null
	case "!!bool":
		return model.Boolean
	case "!!int":
		return model.Integer
	case "!!float":
		return model.Number
	default:
		return model.String
	}
}

// allListed are the values a part allows, however it lists them.
func allListed(p part) []*yaml.Node {
	values := listed(p.node)
	for _, e := range p.values {
		values = append(slices.Clip(values), listed(e)...)
	}
	return values
}
