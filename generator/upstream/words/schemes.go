package words

// Security schemes, which requirements call by name.

import (
	"cmp"

	"go.yaml.in/yaml/v4"
)

// matchSchemes gives their security schemes the names that ours have.
func (m *merger) matchSchemes() {
	renamed := m.schemesRenamed()
	if len(renamed) == 0 {
		return
	}
	rename := func(n *yaml.Node) {
		for k := range members(n) {
			k.Value = cmp.Or(renamed[k.Value], k.Value)
		}
	}
	requirements := func(n *yaml.Node) {
		for _, c := range cmp.Or(get(n, "security"), newList()).Content {
			rename(c)
		}
	}
	rename(m.up.section("securitySchemes"))
	requirements(m.up.root)
	for _, o := range m.up.operations() {
		requirements(o.node)
	}
}

// schemesRenamed gives the names of ours, by those of theirs, for schemes that
// are the same but for the name.
func (m *merger) schemesRenamed() map[string]string {
	ours, theirs := m.ours.section("securitySchemes"), m.up.section("securitySchemes")
	taken := map[string]bool{}
	for k := range members(theirs) {
		if get(ours, k.Value) != nil {
			taken[k.Value] = true
		}
	}
	out := map[string]string{}
	for _, k := range sortedMembers(theirs) {
		for o, v := range members(ours) {
			if !taken[k] && !taken[o.Value] && m.of(m.ours, "SecurityScheme", v) == m.of(m.up, "SecurityScheme", get(theirs, k)) {
				out[k] = o.Value
				taken[o.Value], taken[k] = true, true
			}
		}
	}
	return out
}
