package words

// Security schemes, which requirements call by name.

import (
	"cmp"

	"go.yaml.in/yaml/v4"
)

// matchSchemes gives their security schemes the names that ours have: by name,
// else by what they are.
func (m *merger) matchSchemes() {
	ours, theirs := get(get(m.ours.root, "components"), "securitySchemes"), get(get(m.up.root, "components"), "securitySchemes")
	taken := map[string]bool{}
	renamed := map[string]string{}
	for k := range members(theirs) {
		if get(ours, k.Value) != nil {
			taken[k.Value] = true
		}
	}
	for _, k := range sortedMembers(theirs) {
		for o, v := range members(ours) {
			if !taken[k] && !taken[o.Value] && m.of(m.ours, "SecurityScheme", v) == m.of(m.up, "SecurityScheme", get(theirs, k)) {
				renamed[k] = o.Value
				taken[o.Value], taken[k] = true, true
			}
		}
	}
	if len(renamed) == 0 {
		return
	}
	for k := range members(theirs) {
		k.Value = cmp.Or(renamed[k.Value], k.Value)
	}
	rename := func(n *yaml.Node) {
		if security := get(n, "security"); security != nil {
			for _, requirement := range security.Content {
				for k := range members(requirement) {
					k.Value = cmp.Or(renamed[k.Value], k.Value)
				}
			}
		}
	}
	rename(m.up.root)
	for _, o := range m.up.operations() {
		rename(o.node)
	}
}
