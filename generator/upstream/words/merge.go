package words

// The new tree: ours where it still holds, theirs where it does not, with nothing
// of theirs that is no fact. What does not change keeps its node.

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// build gives what stands where a stands, with the facts of u. Without a it is
// new.
func (m *merger) build(form string, a, u *yaml.Node) *yaml.Node {
	switch {
	case form == "reference":
		return m.named(a, u)
	case a == nil:
		return m.create(form, u)
	case form == "Schema":
		return m.schema(a, u, m.up.flags(u, m.is31))
	}
	old, now := m.ours.resolve(a), m.up.resolve(u)
	switch {
	case refOf(a) == "":
		return m.object(form, a, now)
	case m.stays(form, a, u):
		return a
	case refOf(u) != "":
		return m.with(a, "$ref", newText(m.nameFor(form, refOf(u), old)))
	}
	return m.object(form, old, now)
}

// create builds what is new: a reference where our document shares such a thing,
// or theirs refers to one.
func (m *merger) create(form string, u *yaml.Node) *yaml.Node {
	if form == "Schema" {
		return m.newSchema(u, m.up.flags(u, m.is31))
	}
	if ref := m.shared[habit{form, m.of(m.up, form, u)}]; ref != "" {
		return m.mark(newReference(ref))
	}
	if refOf(u) != "" {
		return m.mark(newReference(m.nameFor(form, refOf(u), nil)))
	}
	return m.make(form, m.up.resolve(u))
}

// stays reports whether what our reference leads to becomes what theirs has in its
// place.
func (m *merger) stays(form string, a, u *yaml.Node) bool {
	if c := m.chosen[m.ours.targets[refOf(a)]]; c != nil {
		return c.class == m.of(m.up, form, u)
	}
	return m.of(m.ours, form, a) == m.of(m.up, form, u)
}

// object merges the members of two objects of a form, neither a reference.
func (m *merger) object(form string, a, u *yaml.Node) *yaml.Node {
	if a.Kind != yaml.MappingNode || u.Kind != yaml.MappingNode {
		return m.make(form, u)
	}
	if of := names[form]; of != "" {
		return m.mapping(&member{"", mapping, of}, a, u)
	}
	return m.members(form, a, u, m.facts(form, u))
}

// members gives a the facts listed; u is whose they are.
func (m *merger) members(form string, a, u *yaml.Node, facts []field) *yaml.Node {
	theirs := map[string]field{}
	for _, f := range facts {
		theirs[f.key.Value] = f
	}
	var content []*yaml.Node
	for k, v := range members(a) {
		mem, _ := findMember(form, k.Value)
		f, stated := theirs[k.Value]
		delete(theirs, k.Value)
		switch {
		case stated:
			content = append(content, k, m.value(f, a, v))
		case mem == nil && slices.Contains(m.extensions, k.Value):
		case mem == nil || mem.kind == prose || mem.kind == annexed || idle(form, u, mem, v):
			content = append(content, k, v)
		}
	}
	for _, f := range facts {
		if _, left := theirs[f.key.Value]; left {
			content = insert(content, newText(f.key.Value), m.value(f, a, nil), byRank(form))
		}
	}
	return m.changed(a, content)
}

// byRank is the order of the members of a form.
func byRank(form string) func(x, y string) bool {
	return func(x, y string) bool {
		_, i := findMember(form, x)
		_, j := findMember(form, y)
		return i < j
	}
}

// value merges one member of a; v is ours, nil if there is none.
func (m *merger) value(f field, a, v *yaml.Node) *yaml.Node {
	u := f.value
	switch f.member.kind {
	case fact, flag:
		if v != nil && canon(v) == canon(u) {
			return v
		}
		return dressed(bare(u), v)
	case set:
		return m.set(v, u)
	case scopes:
		return m.scopes(v, u)
	case list, tuple:
		return m.list(f.member, a, v, u)
	case mapping:
		return m.mapping(f.member, v, u)
	default:
		return m.build(cmp.Or(f.member.of, "reference"), v, u)
	}
}

// make writes the facts of an object of theirs.
func (m *merger) make(form string, u *yaml.Node) *yaml.Node {
	if form == "Schema" {
		return m.newSchema(u, m.up.flags(u, m.is31))
	}
	n := m.mark(newMap())
	if of := names[form]; of != "" {
		return m.mapping(&member{"", mapping, of}, n, u)
	}
	for _, f := range m.facts(form, u) {
		n.Content = append(n.Content, newText(f.key.Value), m.value(f, n, nil))
	}
	return n
}

// newAt builds what is new under a name. An answer that other operations of ours
// give by reference is one here too; without a description it would not be valid
// (OpenAPI 3.0.3, Response Object).
func (m *merger) newAt(mem *member, name string, u *yaml.Node) *yaml.Node {
	if mem.of != "Response" {
		return m.build(mem.of, nil, u)
	}
	if ref := m.shared[habit{name, m.of(m.up, mem.of, u)}]; ref != "" {
		return m.mark(newReference(ref))
	}
	m.answering = m.inlines
	defer func() { m.answering = false }()
	n := m.build(mem.of, nil, u)
	if refOf(n) == "" {
		n.Content = slices.Insert(n.Content, 0, newText("description"), newText(statusText(name)))
	}
	return n
}

// statusText are the words for an answer that has none: those of HTTP.
func statusText(status string) string {
	code, _ := strconv.Atoi(status)
	return cmp.Or(http.StatusText(code), "An answer")
}
