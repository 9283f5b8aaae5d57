package load

import (
	"slices"

	"github.com/pb33f/go-yaml"
)

// nullable reports whether n allows null, in the words of 3.0 or of 3.1; a
// document that mixes them is understood. It looks at nodes only, so it may be
// asked of a schema that is still being read.
func (r *reader) nullable(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	if known, ok := r.nullables[n]; ok {
		return known
	}
	if r.asking != nil {
		return r.ask(n)
	}
	for found := true; found; { // a no may turn into a yes by what is found after it
		r.asking, r.found = map[*yaml.Node]bool{}, false
		r.ask(n)
		found = r.found
	}
	for asked := range r.asking {
		if !r.nullables[asked] {
			r.nullables[asked] = false // known from now on
		}
	}
	r.asking = nil
	return r.nullables[n]
}

// ask looks at each node of a question once: what was asked before, and may
// contain itself, adds nothing to itself.
func (r *reader) ask(n *yaml.Node) bool {
	if r.asking[n] {
		return false
	}
	r.asking[n] = true
	if !r.nullables[n] && r.findNullable(n) {
		r.nullables[n], r.found = true, true
	}
	return r.nullables[n]
}

func (r *reader) findNullable(n *yaml.Node) bool {
	if v := get(n, "nullable"); v != nil && r.flag(n, "nullable") {
		if r.is31() {
			r.note(r.pos(v), "%s: nullable is not a word of OpenAPI 3.1; read as nullable", r.owner(n))
		}
		return true
	}
	if ref := get(n, "$ref"); ref != nil {
		target := r.targets[ref.Value]
		return target != nil && r.nullable(target)
	}
	if namesNull(get(n, "type")) || hasNull(n) {
		return true
	}
	if slices.ContainsFunc(elements(n, "oneOf"), r.nullable) || slices.ContainsFunc(elements(n, "anyOf"), r.nullable) {
		return true
	}
	return r.allNullable(n)
}

// allNullable reports whether every part of an allOf allows null, and one says
// so.
func (r *reader) allNullable(n *yaml.Node) bool {
	if len(typeNames(get(n, "type"))) > 0 || has(n, "properties") {
		return false
	}
	said := false
	for _, e := range elements(n, "allOf") {
		if r.nullable(e) {
			said = true
		} else if !isBare(e) {
			return false
		}
	}
	return said
}

// hasNull reports whether null is among the values listed.
func hasNull(n *yaml.Node) bool {
	if c := find(n, "const"); c != nil && isNull(c) {
		return true
	}
	return slices.ContainsFunc(elements(n, "enum"), isNull)
}

// namesNull reports whether a type keyword names null.
func namesNull(n *yaml.Node) bool {
	if n == nil {
		return false
	}
	return n.Kind == yaml.ScalarNode && n.Value == "null" ||
		n.Kind == yaml.SequenceNode && slices.ContainsFunc(n.Content, func(t *yaml.Node) bool { return t.Value == "null" || isNull(t) })
}

// isOnlyNull reports whether null is the only value a schema allows.
func (r *reader) isOnlyNull(n *yaml.Node) bool {
	for range 8 {
		ref := get(n, "$ref")
		if ref == nil {
			break
		}
		if n = r.targets[ref.Value]; n == nil {
			return false
		}
	}
	if n.Kind != yaml.MappingNode {
		return false
	}
	if t := get(n, "type"); t != nil {
		return namesNull(t) && len(typeNames(t)) == 0
	}
	if c := find(n, "const"); c != nil {
		return isNull(c)
	}
	values := elements(n, "enum")
	return len(values) > 0 && !slices.ContainsFunc(values, func(v *yaml.Node) bool { return !isNull(v) })
}

// notNull are the alternatives that allow more than null.
func (r *reader) notNull(list []*yaml.Node) []*yaml.Node {
	if !slices.ContainsFunc(list, r.isOnlyNull) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), r.isOnlyNull)
}

// elements are those of a list, none where there is no list.
func elements(n *yaml.Node, key string) []*yaml.Node {
	if v := get(n, key); v != nil && v.Kind == yaml.SequenceNode {
		return v.Content
	}
	return nil
}
