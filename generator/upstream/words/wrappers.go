package words

// What a place says of the schema it refers to, written around the reference.

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// adopt puts what a wrapper said of the place before what its schema says of
// itself.
func (m *merger) adopt(wrappers []*yaml.Node, n *yaml.Node) *yaml.Node {
	for _, w := range slices.Backward(wrappers) {
		content := slices.Clone(n.Content)
		for k, v := range members(w) {
			mem, _ := findMember("Schema", k.Value)
			if mem != nil && mem.kind != prose {
				continue
			}
			if i := slices.IndexFunc(content, func(c *yaml.Node) bool { return c.Value == k.Value }); i >= 0 && i%2 == 0 {
				content[i+1] = v
			} else {
				content = slices.Insert(content, 0, k, v)
			}
		}
		n = m.changed(n, content)
	}
	return n
}

// wrap gives a place that refers to a component what is said of the place beside
// what the component says itself. ref is the new reference, nil: it stays.
func (m *merger) wrap(pa peeled, ref *yaml.Node, need flags) *yaml.Node {
	last := pa.wrappers[len(pa.wrappers)-1]
	inner := last
	if ref != nil {
		inner = m.with(last, "$ref", ref)
	}
	rest := pa.wrappers[:len(pa.wrappers)-1]
	beside := written(last)
	if len(rest) > 0 {
		return m.rewrap(rest, m.stated(inner, beside.and(need)), need.without(beside.and(need)))
	}
	if need.without(beside).none() {
		return m.stated(inner, need)
	}
	if m.is31 {
		return m.stated(inner, need)
	}
	target := newReference(textOf(inner, "$ref"))
	return m.adopt([]*yaml.Node{last}, newMap(append(need.content(), newText("allOf"), newList(target))...))
}

// rewrap puts another schema into wrappers that say need, and nothing else, of
// the place.
func (m *merger) rewrap(wrappers []*yaml.Node, inner *yaml.Node, need flags) *yaml.Node {
	for i, w := range slices.Backward(wrappers) {
		here := written(w).and(need)
		for _, outer := range wrappers[:i] {
			here = here.without(written(outer))
		}
		if i == 0 {
			here = need
		}
		need = need.without(here)
		inner = m.stated(m.with(w, "allOf", m.changed(get(w, "allOf"), []*yaml.Node{inner})), here)
	}
	return inner
}

// stated gives n with these flags written on it and no others.
func (m *merger) stated(n *yaml.Node, need flags) *yaml.Node {
	var content []*yaml.Node
	for k, v := range members(n) {
		i := slices.Index(placeFlags, k.Value)
		if i < 0 || i != defaultFlag && !isTrue(v) || need.has(written(n), i) {
			content = append(content, k, v)
		}
	}
	for i, v := range need.without(written(n)) {
		if v == nil {
			continue
		}
		content = insert(content, newText(placeFlags[i]), bare(v), byRank("Schema"))
	}
	return m.changed(n, content)
}
