package words

// Which objects of two lists or mappings belong together.

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// match gives the objects of a member that belong together, ours and theirs.
func (m *merger) match(mem *member, a, u *yaml.Node) [][2]*yaml.Node {
	var out [][2]*yaml.Node
	switch {
	case mem.kind == list && mem.of == "Schema":
		return m.matchSchemas(a, u)
	case mem.kind == list:
		return m.matchLabels(mem.of, a, u)
	case mem.kind == tuple:
		for i := range min(len(a.Content), len(u.Content)) {
			out = append(out, [2]*yaml.Node{a.Content[i], u.Content[i]})
		}
	case mem.kind == mapping:
		for k, c := range members(a) {
			if t := findName(mem, u, k.Value); t != nil {
				out = append(out, [2]*yaml.Node{c, t})
			}
		}
	default:
		out = append(out, [2]*yaml.Node{a, u})
	}
	return out
}

func (m *merger) matchLabels(form string, a, u *yaml.Node) [][2]*yaml.Node {
	theirs := map[string]*yaml.Node{}
	for _, c := range u.Content {
		theirs[m.label(m.up, form, c)] = c
	}
	var out [][2]*yaml.Node
	for _, c := range a.Content {
		if t := theirs[m.label(m.ours, form, c)]; t != nil {
			out = append(out, [2]*yaml.Node{c, t})
		}
	}
	return out
}

// label is what an object of a list is known by.
func (m *merger) label(s *source, form string, n *yaml.Node) string {
	switch form {
	case "Server":
		return textOf(n, "url")
	case "Tag":
		return textOf(n, "name")
	}
	key := s.parameterKey(n)
	if name, ok := strings.CutPrefix(key, "path "); ok && s == m.ours && m.variables[name] != "" {
		return "path " + m.variables[name]
	}
	return key
}

// matchSchemas pairs the alternatives of a union, or the parts of an allOf: what
// is equal, what refers to the same name, and what has most properties in common.
func (m *merger) matchSchemas(a, u *yaml.Node) [][2]*yaml.Node {
	theirs := slices.Clone(u.Content)
	slices.SortStableFunc(theirs, func(x, y *yaml.Node) int {
		return cmp.Or(strings.Compare(refOf(x), refOf(y)), strings.Compare(string(m.of(m.up, "Schema", x)), string(m.of(m.up, "Schema", y))))
	})
	found := map[*yaml.Node]*yaml.Node{}
	for _, alike := range []func(x, y *yaml.Node) int{m.equal, sameRef, m.common} {
		for _, x := range a.Content {
			if found[x] != nil {
				continue
			}
			if i := most(x, theirs, alike); i >= 0 {
				found[x] = theirs[i]
				theirs = slices.Delete(theirs, i, i+1)
			}
		}
	}
	var out [][2]*yaml.Node
	for _, x := range a.Content {
		if found[x] != nil {
			out = append(out, [2]*yaml.Node{x, found[x]})
		}
	}
	return out
}

// most gives the first of those that are most alike x; -1: none is alike.
func most(x *yaml.Node, list []*yaml.Node, alike func(x, y *yaml.Node) int) int {
	at, best := -1, 0
	for i, y := range list {
		if n := alike(x, y); n > best {
			at, best = i, n
		}
	}
	return at
}

// equal prefers, among equals, what goes by the same name.
func (m *merger) equal(x, y *yaml.Node) int {
	if m.of(m.ours, "Schema", x) != m.of(m.up, "Schema", y) {
		return 0
	}
	return 1 + sameRef(x, y)
}

func sameRef(x, y *yaml.Node) int {
	if refOf(x) != "" && refOf(x) == refOf(y) {
		return 1
	}
	return 0
}

// common counts the properties that two schemas share.
func (m *merger) common(x, y *yaml.Node) int {
	x, y = m.ours.coreNode(x, m.is31), m.up.coreNode(y, m.is31)
	if !slices.Equal(typesOf(x), typesOf(y)) {
		return 0
	}
	count := 0
	for k := range members(get(x, "properties")) {
		if get(get(y, "properties"), k.Value) != nil {
			count++
		}
	}
	return count
}
