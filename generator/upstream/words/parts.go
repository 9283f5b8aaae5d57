package words

// The objects that an object holds, by the form of each.

import (
	"iter"
	"strings"

	"go.yaml.in/yaml/v4"
)

// part is an object that another one holds.
type part struct {
	member *member
	form   string
	key    *yaml.Node // of the mapping it stands in, the member's own aside
	node   *yaml.Node
}

// parts gives the objects directly below n, an object of a form.
func parts(form string, n *yaml.Node) iter.Seq[part] {
	return func(yield func(part) bool) {
		for k, v := range members(n) {
			if of := names[form]; of != "" {
				if !isExtension(k.Value) && !yield(part{nil, of, k, v}) {
					return
				}
				continue
			}
			m, _ := findMember(form, k.Value)
			if m == nil || v.Tag == "!!null" {
				continue
			}
			for _, p := range held(m, meant(v)) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// held gives the objects that a member holds.
func held(m *member, v *yaml.Node) []part {
	var out []part
	switch {
	case m.of == "":
	case m.kind == list || m.kind == tuple:
		for _, c := range v.Content {
			out = append(out, part{m, m.of, nil, c})
		}
	case m.kind == mapping:
		for k, c := range members(v) {
			if m.name != "responses" || !isExtension(k.Value) {
				out = append(out, part{m, m.of, k, c})
			}
		}
	default:
		out = append(out, part{m, m.of, nil, v})
	}
	return out
}

// findName gives a member of a mapping of names. Case means nothing in the name
// of a header (RFC 9110, section 5.1).
func findName(mem *member, n *yaml.Node, name string) *yaml.Node {
	for k, v := range members(n) {
		if k.Value == name || mem.of == "Header" && strings.EqualFold(k.Value, name) {
			return v
		}
	}
	return nil
}
