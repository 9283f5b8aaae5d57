package words

// Merging what holds many: sets of values, lists of objects, objects by name.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

func (m *merger) set(a, u *yaml.Node) *yaml.Node {
	if a != nil && slices.Equal(canonSet(a), canonSet(u)) {
		return a
	}
	if u.Kind != yaml.SequenceNode {
		return dressed(bare(u), a)
	}
	if a == nil || a.Kind != yaml.SequenceNode {
		a = newList()
	}
	theirs := map[string]*yaml.Node{}
	for _, c := range u.Content {
		theirs[canon(c)] = c
	}
	var content []*yaml.Node
	for _, c := range a.Content {
		if key := canon(c); theirs[key] != nil {
			content = append(content, c)
			delete(theirs, key)
		}
	}
	for _, key := range sortedKeys(theirs) {
		content = append(content, bare(theirs[key]))
	}
	return m.changed(a, content)
}

// scopes keeps our words for each scope.
func (m *merger) scopes(a, u *yaml.Node) *yaml.Node {
	var content []*yaml.Node
	for k, v := range members(a) {
		if find(u, k.Value) != nil {
			content = append(content, k, v)
		}
	}
	for _, k := range sortedMembers(u) {
		if find(a, k) == nil {
			content = append(content, newText(k), newText(""))
		}
	}
	return m.changed(cmp.Or(a, newMap()), content)
}

func (m *merger) list(mem *member, holder, a, u *yaml.Node) *yaml.Node {
	if a == nil || a.Kind != yaml.SequenceNode {
		a = newList()
	}
	theirs := map[*yaml.Node]*yaml.Node{}
	taken := map[*yaml.Node]bool{}
	for _, c := range m.match(mem, a, u) {
		theirs[c[0]] = c[1]
		taken[c[1]] = true
	}
	var content []*yaml.Node
	for _, c := range a.Content {
		if t := theirs[c]; t != nil {
			content = append(content, m.build(mem.of, c, t))
		}
	}
	rest := slices.DeleteFunc(slices.Clone(u.Content), func(c *yaml.Node) bool { return taken[c] })
	if mem.kind != tuple {
		slices.SortStableFunc(rest, func(x, y *yaml.Node) int { return strings.Compare(m.sortKey(mem.of, x), m.sortKey(mem.of, y)) })
	}
	for _, c := range rest {
		n := m.build(mem.of, m.fromPath(mem.of, holder, c), c)
		content = slices.Insert(content, listSlot(mem.of, content, c), n)
	}
	return m.changed(a, content)
}

// listSlot is where a new object of a list goes: a tag by its name, others last.
func listSlot(form string, content []*yaml.Node, u *yaml.Node) int {
	if form == "Tag" {
		i := slices.IndexFunc(content, func(t *yaml.Node) bool { return foldLess(textOf(u, "name"), textOf(t, "name")) })
		if i >= 0 {
			return i
		}
	}
	return len(content)
}

// sortKey orders what is new in a list, by nothing that renaming or reordering
// changes; variables of the path come first, in its order.
func (m *merger) sortKey(form string, n *yaml.Node) string {
	if form == "Schema" {
		return refOf(n) + "\x00" + string(m.of(m.up, form, n))
	}
	label := m.label(m.up, form, n)
	if name, ok := strings.CutPrefix(label, "path "); ok {
		return fmt.Sprintf("\x00%03d", slices.Index(variables(m.path), name))
	}
	return label
}

func foldLess(x, y string) bool {
	return cmp.Or(strings.Compare(strings.ToLower(x), strings.ToLower(y)), strings.Compare(x, y)) < 0
}

// mapping merges objects by name. What is new goes where the order of the names
// wants it; properties go to the end.
func (m *merger) mapping(mem *member, a, u *yaml.Node) *yaml.Node {
	a = cmp.Or(a, newMap())
	var content []*yaml.Node
	extension := func(k string) bool { return isExtension(k) && (mem.name == "responses" || mem.name == "") }
	for k, v := range members(a) {
		if extension(k.Value) {
			content = append(content, k, v)
		} else if t := findName(mem, u, k.Value); t != nil {
			content = append(content, k, m.build(mem.of, v, t))
		}
	}
	for _, k := range sortedMembers(u) {
		if findName(mem, a, k) == nil && !extension(k) {
			content = insert(content, newText(k), m.newAt(mem, k, find(u, k)), m.nameLess(mem))
		}
	}
	return m.changed(a, content)
}

// nameLess is the order of the names of a member: that of media types is the one
// of our document.
func (m *merger) nameLess(mem *member) func(x, y string) bool {
	if mem.of == "Schema" {
		return func(string, string) bool { return false }
	}
	return func(x, y string) bool { return cmp.Or(m.order[x]-m.order[y], strings.Compare(x, y)) < 0 }
}
