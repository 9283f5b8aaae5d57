package words

// What of ours stands where what of theirs stands, from the operations down. On
// the way each place that refers to a component of ours votes on what that is.

import (
	"cmp"

	"go.yaml.in/yaml/v4"
)

func (m *merger) pairOperations() {
	for _, o := range m.newOps {
		if old := m.same[o]; old != nil {
			m.enter(old, o)
			m.pair("Operation", old.node, o.node)
		}
	}
	m.variables = nil
	if a, u := get(m.ours.root, "webhooks"), get(m.up.root, "webhooks"); a != nil && u != nil {
		member, _ := findMember("OpenAPI", "webhooks")
		for _, c := range m.match(member, a, u) {
			m.pair("PathItem", c[0], c[1])
		}
	}
	for _, path := range sortedMembers(get(m.up.root, "paths")) {
		if a := get(get(m.ours.root, "paths"), path); a != nil {
			m.pairList("Parameter", get(m.ours.resolve(a), "parameters"), get(m.up.resolve(get(get(m.up.root, "paths"), path)), "parameters"))
		}
	}
}

func (m *merger) pairList(form string, a, u *yaml.Node) {
	if a != nil && u != nil {
		for _, c := range m.match(&member{"", list, form}, a, u) {
			m.pair(form, c[0], c[1])
		}
	}
}

// pair walks down what stands in the same place.
func (m *merger) pair(form string, a, u *yaml.Node) {
	switch form {
	case "Schema":
		m.pairSchema(a, u)
		return
	case "reference":
		if t := m.up.targets[u.Value]; t != nil {
			m.vote(m.ours.targets[a.Value], vote{m.target(m.up, "Schema", t), u.Value, t, flags{}, m.up.flags(t, m.is31)})
		}
		return
	}
	if t := m.ours.targets[refOf(a)]; t != nil {
		m.vote(t, vote{class: m.of(m.up, form, u), ref: refOf(u), content: m.up.resolve(u)})
	}
	m.pairContent(form, m.ours.resolve(a), m.up.resolve(u))
}

func (m *merger) pairSchema(a, u *yaml.Node) {
	pa, pu := m.ours.peel(a, m.is31), m.up.peel(u, m.is31)
	if pa.target == nil {
		m.pairContent("Schema", pa.inner, m.up.coreNode(u, m.is31))
		return
	}
	content := cmp.Or(pu.target, pu.inner)
	own := m.up.flags(content, m.is31)
	m.vote(pa.target, vote{m.core(m.up, u), pu.ref, content, m.ours.flags(a, m.is31), own})
	if key := [2]*yaml.Node{pa.target, content}; !m.followed[key] {
		m.followed[key] = true
		m.pairSchema(pa.target, content)
	}
}

// pairContent walks down the members of two objects, once for each two.
func (m *merger) pairContent(form string, a, u *yaml.Node) {
	key := [2]*yaml.Node{a, u}
	if m.walked[key] && form != "Operation" {
		return
	}
	m.walked[key] = true
	if of := names[form]; of != "" {
		for p := range parts(form, a) {
			if c := get(u, p.key.Value); c != nil {
				m.pair(of, p.node, c)
			}
		}
		return
	}
	for _, f := range m.facts(form, u) {
		v := find(a, f.member.name)
		if v == nil || f.member.of == "" {
			continue
		}
		for _, c := range m.match(f.member, v, f.value) {
			m.pair(f.member.of, c[0], c[1])
		}
	}
}
