package words

// Paths, in the order and the sections of ours.

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v4"
)

// paths gives the new paths: ours in their order, new ones in the section of
// their tag.
func (m *merger) paths(a *yaml.Node) *yaml.Node {
	ops, theirs := m.byPath(), get(m.up.root, "paths")
	a = cmp.Or(a, newMap())
	left := map[string]bool{}
	for k := range members(theirs) {
		left[k.Value] = !isExtension(k.Value)
	}
	var content []*yaml.Node
	for k, v := range members(a) {
		path := m.pathNow(k.Value, left)
		switch {
		case isExtension(k.Value):
			content = append(content, k, v)
		case path != "":
			content = append(content, m.renamed(k, path), m.item(v, m.up.resolve(find(theirs, path)), ops[path]))
			left[path] = false
		}
	}
	for _, path := range sortedKeys(left) {
		if left[path] {
			item := m.item(nil, m.up.resolve(find(theirs, path)), ops[path])
			content = slices.Insert(content, m.slot(content, path, item), newText(path), item)
		}
	}
	return m.changed(a, content)
}

// byPath groups their operations.
func (m *merger) byPath() map[string][]*operation {
	return index(m.newOps, func(o *operation) string { return o.path })
}

// renamed is a key with another name; the key itself if it has it.
func (m *merger) renamed(key *yaml.Node, name string) *yaml.Node {
	if key.Value == name {
		return key
	}
	n := newText(name)
	m.origin[n] = key
	return n
}

// pathNow is the path of theirs that one of ours is: the same, or one that only
// calls its variables by other names. It is empty if there is none.
func (m *merger) pathNow(path string, left map[string]bool) string {
	if left[path] {
		return path
	}
	for _, o := range m.newOps {
		old := m.same[o]
		if old != nil && old.path == path && shape(o.path) == shape(path) && left[o.path] && get(get(m.ours.root, "paths"), o.path) == nil {
			return o.path
		}
	}
	return ""
}

// item merges a path item; a is ours, nil if there is none.
func (m *merger) item(a, u *yaml.Node, ops []*operation) *yaml.Node {
	var base *yaml.Node
	if a == nil {
		base = m.mark(newMap())
	} else {
		base = m.ours.resolve(a)
	}
	now := m.operationsNow(ops)
	for _, f := range m.facts("PathItem", u) {
		if !slices.Contains(methods, f.member.name) {
			now[f.member.name] = m.value(f, base, find(base, f.member.name))
		}
	}
	n := m.assemble(base, u, now)
	if a != nil && n == base {
		return a
	}
	return n
}

// operationsNow merges the operations of a path, and gives them by method.
func (m *merger) operationsNow(ops []*operation) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	for _, o := range ops {
		m.variables, m.path = nil, o.path
		var words *yaml.Node
		if old := m.same[o]; old != nil {
			m.enter(old, o)
			words = old.node
		}
		out[o.method] = m.build("Operation", words, o.node)
	}
	return out
}

// assemble gives a path item its members as they are now.
func (m *merger) assemble(base, u *yaml.Node, now map[string]*yaml.Node) *yaml.Node {
	var content []*yaml.Node
	for k, v := range members(base) {
		mem, _ := findMember("PathItem", k.Value)
		switch {
		case now[k.Value] != nil:
			content = append(content, k, now[k.Value])
		case mem == nil && k.Value == "$ref":
		case mem == nil || mem.kind == prose || idle("PathItem", u, mem, v):
			content = append(content, k, v)
		}
	}
	for _, mem := range forms["PathItem"] {
		if now[mem.name] != nil && find(base, mem.name) == nil {
			content = insert(content, newText(mem.name), now[mem.name], byRank("PathItem"))
		}
	}
	return m.changed(base, content)
}

// slot is where a new path goes: into the section of its tag, by name; a section
// that is new goes where the order of the tags wants it.
func (m *merger) slot(content []*yaml.Node, path string, item *yaml.Node) int {
	tag := m.tagOf(item)
	last := -1
	for i := 0; i+1 < len(content); i += 2 {
		if m.tagOf(content[i+1]) != tag || isExtension(content[i].Value) {
			continue
		}
		if content[i].Value > path {
			return i
		}
		last = i + 2
	}
	if last >= 0 {
		return last
	}
	for i := 0; i+1 < len(content); i += 2 {
		if foldLess(tag, m.tagOf(content[i+1])) {
			return i
		}
	}
	return len(content)
}

// tagOf is the section that a path is in: the first tag of its first operation.
func (m *merger) tagOf(item *yaml.Node) string { return tagOf(m.ours.resolve(item)) }

func tagOf(item *yaml.Node) string {
	for _, method := range methods {
		if tags := get(get(item, method), "tags"); tags != nil && len(tags.Content) > 0 {
			return tags.Content[0].Value
		}
	}
	return ""
}
