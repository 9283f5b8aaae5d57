package words

// The habits of our document: what it refers to as a component and what it
// writes in place. Upstream's are dropped, so what is new is written as we would.

import (
	"cmp"

	"go.yaml.in/yaml/v4"
)

// habit is something that operations of ours share as a component: a parameter,
// or the answer to a status, by its class in theirs.
type habit struct {
	what  string // "Parameter", or the status
	class class
}

func (m *merger) learnHabits() {
	m.shared = map[habit]string{}
	inPlace, byRef := 0, 0
	for _, o := range m.oldOps {
		for _, p := range held(&member{"parameters", list, "Parameter"}, cmp.Or(get(o.node, "parameters"), newList())) {
			m.share("Parameter", p.node)
		}
		for status, r := range members(get(o.node, "responses")) {
			m.share(status.Value, r)
			for _, media := range members(get(r, "content")) {
				if schema := get(media, "schema"); refOf(schema) != "" {
					byRef++
				} else if schema != nil {
					inPlace++
				}
			}
		}
	}
	m.inlines = inPlace > byRef
}

// share notes the component that n refers to; of several of one class the first
// by name.
func (m *merger) share(what string, n *yaml.Node) {
	ref := refOf(n)
	c := m.chosen[m.ours.targets[ref]]
	if c == nil {
		return
	}
	h := habit{what, c.class}
	if m.shared[h] == "" || ref < m.shared[h] {
		m.shared[h] = ref
	}
}
