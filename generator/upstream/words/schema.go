package words

// Merging schemas, where the same may be written in many ways: in place or by
// reference, with or without a wrapper.

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// schema gives our schema a the facts of theirs; want is what is said of the
// place.
func (m *merger) schema(a, u *yaml.Node, want flags) *yaml.Node {
	pa, pu := m.ours.peel(a, m.is31), m.up.peel(u, m.is31)
	if key := [2]*yaml.Node{a, u}; m.busy[key] && pu.target != nil {
		return m.newSchema(u, want) // both hold themselves, in other ways
	} else if !m.busy[key] {
		m.busy[key] = true
		defer delete(m.busy, key)
	}
	if pa.target == nil {
		return m.inPlace(a, u, pa, want)
	}
	chosen := m.chosen[pa.target]
	switch {
	case chosen != nil && chosen.class == m.core(m.up, u):
		return m.wrap(pa, nil, want.without(chosen.flags))
	case pu.target != nil:
		ref := m.nameFor("Schema", pu.ref, pa.target)
		return m.wrap(pa, newText(ref), want.without(m.flagsOf(ref)))
	}
	n := m.fields(m.ours.coreNode(a, m.is31), pu.inner, want) // the words of the component
	return m.adopt(pa.wrappers, n)
}

// inPlace merges a schema that ours writes in place.
func (m *merger) inPlace(a, u *yaml.Node, pa peeled, want flags) *yaml.Node {
	core := m.up.coreNode(u, m.is31)
	if len(pa.wrappers) > 0 {
		outer := flags{}
		for _, w := range pa.wrappers {
			outer = outer.or(written(w), true)
		}
		inner := m.fields(pa.inner, core, want.without(outer.and(want)))
		return m.rewrap(pa.wrappers, inner, outer.and(want))
	}
	pu := m.up.peel(u, m.is31)
	if pu.target == nil || m.alike(a, core) {
		return m.fields(a, core, want)
	}
	ref := m.nameFor("Schema", pu.ref, nil)
	n := newReference(ref)
	if need := want.without(m.flagsOf(ref)); !need.none() || hasWords(a) {
		n = m.adopt([]*yaml.Node{withoutExamples(a)}, newMap(append(need.content(), newText("allOf"), newList(n))...))
	}
	return m.mark(n)
}

// alike reports whether two schemas are so much of a kind that one can be edited
// into the other.
func (m *merger) alike(a, core *yaml.Node) bool {
	if a.Kind != yaml.MappingNode || core.Kind != yaml.MappingNode {
		return false
	}
	if m.fieldsOf(m.ours, a) == m.fieldsOf(m.up, core) {
		return true
	}
	for _, key := range []string{"properties", "items", "allOf", "oneOf", "anyOf", "enum"} {
		if get(a, key) != nil && get(core, key) != nil {
			return true
		}
	}
	return false
}

func (m *merger) fieldsOf(s *source, n *yaml.Node) class { return m.classes.fields(s, "Schema", n) }

func hasWords(n *yaml.Node) bool {
	for k := range members(n) {
		if mem, _ := findMember("Schema", k.Value); mem == nil || mem.kind == prose {
			return true
		}
	}
	return false
}

// fields merges two schemas that are no wrappers.
func (m *merger) fields(a, core *yaml.Node, want flags) *yaml.Node {
	if a.Kind != yaml.MappingNode || core.Kind != yaml.MappingNode {
		if m.fieldsOf(m.ours, a) == m.fieldsOf(m.up, core) && want.none() {
			return a
		}
		return m.newFields(core, want)
	}
	from := a
	if !slices.Equal(typesOf(a), typesOf(core)) {
		from = withoutExamples(a) // they show something else
		m.origin[from] = a
	}
	n := m.members("Schema", from, core, m.schemaFacts(core, want))
	return m.alongside(a, n)
}

// schemaFacts are the facts of a schema with what is said of its place.
func (m *merger) schemaFacts(core *yaml.Node, want flags) []field {
	var out []field
	for _, f := range m.facts("Schema", core) {
		if !slices.Contains(placeFlags, f.member.name) {
			out = append(out, f)
		}
	}
	for i, v := range want {
		if v != nil {
			mem, rank := findMember("Schema", placeFlags[i])
			out = append(out, field{mem, rank, newText(placeFlags[i]), v})
		}
	}
	slices.SortStableFunc(out, func(a, b field) int { return a.rank - b.rank })
	return out
}

// withoutExamples is n without what shows values of another type.
func withoutExamples(n *yaml.Node) *yaml.Node {
	out := *n
	out.Content = nil
	for k, v := range members(n) {
		if k.Value != "example" && k.Value != "examples" {
			out.Content = append(out.Content, k, v)
		}
	}
	return &out
}

// alongside keeps words for the values of an enum, which are lists of the same
// length beside it, in step.
func (m *merger) alongside(a, n *yaml.Node) *yaml.Node {
	old, now := get(a, "enum"), get(n, "enum")
	if old == nil || now == nil || old == now {
		return n
	}
	for k, v := range members(n) {
		if !isExtension(k.Value) || v.Kind != yaml.SequenceNode || len(v.Content) != len(old.Content) || slices.Contains(m.extensions, k.Value) {
			continue
		}
		var content []*yaml.Node
		for _, value := range now.Content {
			word := newText("")
			for i, o := range old.Content {
				if canon(o) == canon(value) {
					word = v.Content[i]
				}
			}
			content = append(content, word)
		}
		n = m.with(n, k.Value, m.changed(v, content))
	}
	return n
}

// newSchema writes a schema of theirs.
func (m *merger) newSchema(u *yaml.Node, want flags) *yaml.Node {
	pu := m.up.peel(u, m.is31)
	inPlace := m.answering && !m.holdsItself(pu.target)
	m.answering = false
	if pu.target == nil || inPlace && len(m.heirs[pu.target]) == 0 {
		return m.newFields(m.up.coreNode(u, m.is31), want)
	}
	ref := m.nameFor("Schema", pu.ref, nil)
	n := newReference(ref)
	if need := want.without(m.flagsOf(ref)); !need.none() {
		n = newMap(append(need.content(), newText("allOf"), newList(n))...)
	}
	return m.mark(n)
}

// holdsItself reports whether a schema of theirs can not be written out.
func (m *merger) holdsItself(n *yaml.Node) bool {
	_, circle := m.circles[n]
	return circle
}

func (m *merger) newFields(core *yaml.Node, want flags) *yaml.Node {
	if core.Kind != yaml.MappingNode {
		if want.none() {
			return bare(core)
		}
		return m.mark(newMap(want.content()...))
	}
	n := m.mark(newMap())
	for _, f := range m.schemaFacts(core, want) {
		n.Content = append(n.Content, newText(f.key.Value), m.value(f, n, nil))
	}
	return n
}
