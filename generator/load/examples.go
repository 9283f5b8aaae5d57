package load

import (
	"maps"
	"slices"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// schemaExamples reads example, and 3.1's list of examples, of a schema (OpenAPI
// 3.1, 4.8.24; JSON Schema Validation 2020-12, 9.5). What is wrong with an example
// never ends a run: it is noted, and nobody uses it.
func (r *reader) schemaExamples(n *yaml.Node) []model.Example {
	return r.exampleList(n, func() []*yaml.Node { return elements(n, "examples") })
}

// examples reads example and examples of a parameter or a media type, those with
// names in their order (OpenAPI 3.0, 4.7.12 and 4.7.14).
func (r *reader) examples(n *yaml.Node) []model.Example {
	return r.exampleList(n, func() []*yaml.Node { return r.namedExamples(n) })
}

// exampleList is read once for each n, whatever uses it.
func (r *reader) exampleList(n *yaml.Node, more func() []*yaml.Node) []model.Example {
	if n.Kind != yaml.MappingNode || !has(n, "example") && !has(n, "examples") {
		return nil
	}
	if known, ok := r.shown[n]; ok {
		return known
	}
	values := more()
	if v := get(n, "example"); v != nil {
		values = slices.Insert(values, 0, v)
	}
	var list []model.Example
	for _, v := range values {
		list = append(list, model.Example{Value: literal(v), Pos: r.pos(v)})
	}
	r.shown[n] = list
	return list
}

// namedExamples gives the values of Example Objects (OpenAPI 3.0, 4.7.19). One
// that only tells where its value is has none here.
func (r *reader) namedExamples(n *yaml.Node) []*yaml.Node {
	named := map[string]*yaml.Node{}
	for k, v := range members(get(n, "examples")) {
		if isExtension(k.Value) {
			continue
		}
		if target := r.exampleObject(v); target != nil {
			named[k.Value] = target
		}
	}
	var values []*yaml.Node
	for _, name := range slices.Sorted(maps.Keys(named)) {
		values = append(values, named[name])
	}
	return values
}

// exampleObject gives the value of an Example Object, nil where it has none.
func (r *reader) exampleObject(n *yaml.Node) *yaml.Node {
	var trail []*yaml.Node
	for ref := get(n, "$ref"); ref != nil; ref = get(n, "$ref") {
		var faults model.Faults
		if n = r.resolve(ref, &faults); slices.Contains(trail, n) {
			faults.Add(r.at(ref), "reference %q leads back to itself", ref.Value)
		}
		trail = append(trail, n)
		for _, f := range faults {
			r.note(f.Pos, "%s: an example that is not there: %s", r.owner(ref), f.Text)
			return nil
		}
	}
	if find(n, "value") == nil && find(n, "externalValue") == nil {
		r.note(r.pos(n), "%s: an example without a value", r.owner(n))
	}
	return get(n, "value")
}

// bodyExamples adds the examples of a request body to its contents.
func (r *reader) bodyExamples(n *yaml.Node, contents []*model.Content) {
	for k, v := range members(get(n, "content")) {
		for _, c := range contents {
			if c.Pos == r.at(k) {
				c.Examples = r.examples(v)
			}
		}
	}
}
