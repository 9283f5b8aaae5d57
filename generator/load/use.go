package load

import (
	"slices"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// use reads a place where a schema stands: what is said of the place goes to
// the use, and the schema is the one every other use of it has.
func (r *reader) use(n *yaml.Node) *model.Use {
	u := &model.Use{Pos: r.pos(n)}
	target, owner := r.collapse(n, u)
	u.Schema = r.schema(target, owner)
	if u.Description == "" {
		u.Description = u.Schema.Description
	}
	if u.Default == nil {
		u.Default = u.Schema.Default
	}
	if u.Examples == nil {
		u.Examples = u.Schema.Examples
	}
	return u
}

// anyUse is a place of which nothing is said.
func anyUse(pos model.Pos) *model.Use {
	return &model.Use{Schema: &model.Schema{Pos: pos}, Pos: pos}
}

// textUse is a place of which a string is expected.
func textUse(pos model.Pos) *model.Use {
	return &model.Use{Schema: &model.Schema{Kind: model.String, Pos: pos}, Pos: pos}
}

// collapse passes through wrappers (a reference, an allOf of one, a oneOf of one
// and null) to the schema that has a shape of its own. What each wrapper says of
// the place goes to u, the outermost first. owner is the component a wrapped
// inline schema is the whole of.
func (r *reader) collapse(n *yaml.Node, u *model.Use) (target *yaml.Node, owner string) {
	var trail []*yaml.Node
	for {
		r.annotate(u, n)
		next, inline := r.unwrap(n)
		if next == nil {
			return n, owner
		}
		if slices.Contains(trail, next) {
			r.fault(next, "%s contains itself and nothing else", r.owner(next))
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}, owner
		}
		trail = append(trail, n)
		switch name := r.component(n); {
		case !inline:
			owner = ""
		case name != "":
			owner = name
		}
		n = next
	}
}

// annotate adds what n says of a place.
func (r *reader) annotate(u *model.Use, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		return
	}
	if u.Description == "" {
		u.Description = r.text(n, "description")
	}
	if v := find(n, "default"); u.Default == nil && v != nil {
		text := literal(v)
		u.Default = &text
	}
	if u.Examples == nil {
		u.Examples = r.schemaExamples(n)
	}
	if r.nullable(n) {
		u.Nullable, u.NullableAt = true, r.pos(n)
	}
	u.ReadOnly = r.flag(n, "readOnly") || u.ReadOnly
	u.WriteOnly = r.flag(n, "writeOnly") || u.WriteOnly
	if r.component(n) == "" {
		u.Deprecated = r.flag(n, "deprecated") || u.Deprecated
	}
}

// unwrap gives the schema n is a wrapper of, nil where n is none. inline tells
// an element written in place from a reference.
func (r *reader) unwrap(n *yaml.Node) (next *yaml.Node, inline bool) {
	if ref := get(n, "$ref"); ref != nil {
		if r.is31() && r.hasOwnShape(n, "$ref") {
			return nil, false
		}
		if next = r.resolve(ref, &r.faults); next == nil {
			next = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
		}
		return next, false
	}
	for _, key := range []string{"allOf", "oneOf", "anyOf"} {
		list := get(n, key)
		if list == nil || list.Kind != yaml.SequenceNode {
			continue
		}
		elements := list.Content
		if key != "allOf" {
			elements = r.notNull(elements)
		}
		if len(elements) == 1 && !r.hasOwnShape(n, key) && r.sameType(n, elements[0]) {
			return elements[0], !has(elements[0], "$ref")
		}
	}
	return nil, false
}

// annotations are keywords that say nothing of a value's shape.
var annotations = []string{
	"title", "description", "summary", "deprecated", "default", "nullable", "example", "examples", "externalDocs",
	"xml", "readOnly", "writeOnly", "$comment", "$schema", "$id", "$anchor", "$defs", "definitions", "discriminator", "type",
}

// hasOwnShape reports whether n limits its values by more than the keyword key;
// type is compared apart.
func (r *reader) hasOwnShape(n *yaml.Node, key string) bool {
	for k, v := range members(n) {
		if k.Value != key && !isExtension(k.Value) && !slices.Contains(annotations, k.Value) && !isNull(v) {
			return true
		}
	}
	return key == "$ref" && has(n, "type") && !r.sameType(n, n)
}

// sameType reports whether the type beside a wrapper, if any, is no more than
// that of what it wraps.
func (r *reader) sameType(n, element *yaml.Node) bool {
	own := typeNames(get(n, "type"))
	if len(own) == 0 {
		return true
	}
	var trail []*yaml.Node
	for ref := get(element, "$ref"); ref != nil && !slices.Contains(trail, element); ref = get(element, "$ref") {
		trail = append(trail, element)
		if element = r.targets[ref.Value]; element == nil {
			return true
		}
	}
	theirs := typeNames(get(element, "type"))
	if len(theirs) == 0 && has(element, "properties") {
		theirs = []string{"object"}
	}
	return slices.Equal(own, theirs)
}

// typeNames are the names in a type keyword, null left out.
func typeNames(n *yaml.Node) []string {
	if n == nil {
		return nil
	}
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	var names []string
	for _, t := range list {
		if t.Value != "null" {
			names = append(names, t.Value)
		}
	}
	return names
}
