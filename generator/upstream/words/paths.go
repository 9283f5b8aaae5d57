package words

// The document as a whole: paths in the order and the sections of ours, then the
// components that are left.

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// document gives the new document; our root itself if nothing changes.
func (m *merger) document() *yaml.Node {
	root := m.object("OpenAPI", m.ours.root, m.up.root)
	if paths := m.paths(get(root, "paths")); paths != nil {
		root = m.put(root, "paths", paths)
	}
	parts := m.components()
	root = m.put(root, "components", parts)
	return m.put(root, "components", m.prune(root, get(root, "components")))
}

// put writes a member of the root.
func (m *merger) put(root *yaml.Node, key string, value *yaml.Node) *yaml.Node {
	switch {
	case find(root, key) != nil:
		return m.with(root, key, value)
	case value == nil || len(value.Content) == 0:
		return root
	}
	return m.changed(root, insert(slices.Clone(root.Content), newText(key), value, func(x, y string) bool {
		return rankOf("OpenAPI", x) < rankOf("OpenAPI", y)
	}))
}

// paths gives the new paths: ours in their order, new ones in the section of
// their tag.
func (m *merger) paths(a *yaml.Node) *yaml.Node {
	byPath := map[string][]*operation{}
	for _, o := range m.newOps {
		byPath[o.path] = append(byPath[o.path], o)
	}
	theirs := get(m.up.root, "paths")
	if a == nil {
		a = newMap()
	}
	left := map[string]bool{}
	for _, k := range sortedMembers(theirs) {
		left[k] = !isExtension(k)
	}
	var content []*yaml.Node
	for k, v := range members(a) {
		path := m.pathNow(k.Value, left)
		switch {
		case isExtension(k.Value):
			content = append(content, k, v)
		case path != "":
			key := k
			if path != k.Value {
				key = newText(path)
				m.origin[key] = k
			}
			content = append(content, key, m.item(v, m.up.resolve(find(theirs, path)), byPath[path]))
			left[path] = false
		}
	}
	for _, path := range sortedKeys(left) {
		if left[path] {
			item := m.item(nil, m.up.resolve(find(theirs, path)), byPath[path])
			content = slices.Insert(content, m.slot(content, path, item), newText(path), item)
		}
	}
	return m.changed(a, content)
}

// pathNow is the path of theirs that one of ours is: the same, or one that only
// calls its variables by other names. It is empty if there is none.
func (m *merger) pathNow(path string, left map[string]bool) string {
	if left[path] {
		return path
	}
	for o, old := range m.same {
		if old.path == path && shape(o.path) == shape(path) && left[o.path] && get(get(m.ours.root, "paths"), o.path) == nil {
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
	byMethod := map[string]*yaml.Node{}
	for _, o := range ops {
		m.variables, m.path = nil, o.path
		if old := m.same[o]; old != nil {
			m.enter(old, o)
			byMethod[o.method] = m.build("Operation", old.node, o.node)
		} else {
			byMethod[o.method] = m.build("Operation", nil, o.node)
		}
	}
	var content []*yaml.Node
	for _, f := range m.facts("PathItem", u) {
		if !slices.Contains(methods, f.member.name) {
			content = append(content, newText(f.member.name), m.value(f, base, find(base, f.member.name)))
		}
	}
	n := m.assemble(base, u, newMap(content...), byMethod)
	if a != nil && n == base {
		return a
	}
	return n
}

// assemble puts together what is of the path and its operations.
func (m *merger) assemble(base, u, own *yaml.Node, byMethod map[string]*yaml.Node) *yaml.Node {
	var content []*yaml.Node
	done := map[string]bool{}
	for k, v := range members(base) {
		mem, _ := findMember("PathItem", k.Value)
		done[k.Value] = true
		switch now := cmp.Or(find(own, k.Value), byMethod[k.Value]); {
		case now != nil:
			content = append(content, k, now)
		case mem == nil && k.Value == "$ref":
		case mem == nil || mem.kind == prose || idle("PathItem", u, mem, v):
			content = append(content, k, v)
		}
	}
	for _, mem := range forms["PathItem"] {
		if now := cmp.Or(find(own, mem.name), byMethod[mem.name]); now != nil && !done[mem.name] {
			content = insert(content, newText(mem.name), now, func(x, y string) bool { return rankOf("PathItem", x) < rankOf("PathItem", y) })
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

// components merges ours with what they became, and adds those that are new.
func (m *merger) components() *yaml.Node {
	m.variables = nil
	done := map[*yaml.Node]*yaml.Node{}
	for {
		progress := m.mergeComponents(done)
		for len(m.queue) > 0 {
			next := m.queue[0]
			m.queue = m.queue[1:]
			m.made[next.ref] = m.newComponent(next)
			progress = true
		}
		if !progress {
			break
		}
	}
	a := cmp.Or(get(m.ours.root, "components"), newMap())
	var content []*yaml.Node
	for k, section := range members(a) {
		content = append(content, k, m.section(k.Value, section, done))
	}
	for _, mem := range forms["Components"] {
		if n := m.section(mem.name, newMap(), done); find(a, mem.name) == nil && len(n.Content) > 0 {
			content = insert(content, newText(mem.name), n, func(x, y string) bool { return rankOf("Components", x) < rankOf("Components", y) })
		}
	}
	return m.changed(a, content)
}

// mergeComponents merges those of ours whose counterpart is known by now.
func (m *merger) mergeComponents(done map[*yaml.Node]*yaml.Node) (progress bool) {
	for p := range parts("Components", get(m.ours.root, "components")) {
		c := m.chosen[p.node]
		if c == nil || done[p.node] != nil {
			continue
		}
		progress = true
		done[p.node] = m.component(p.form, p.node, c)
	}
	return progress
}

func (m *merger) component(form string, a *yaml.Node, c *choice) *yaml.Node {
	if form != "Schema" {
		return m.build(form, a, c.content)
	}
	want := c.flags
	want[deprecatedFlag] = m.up.flags(c.content, m.is31)[deprecatedFlag]
	if !m.referred(c) {
		want[deprecatedFlag] = nil
	}
	return m.schema(a, c.content, want)
}

// referred reports whether what was chosen is a component of theirs, not
// something written in place, of which the place is deprecated.
func (m *merger) referred(c *choice) bool {
	for _, t := range m.up.targets {
		if t == c.content {
			return true
		}
	}
	return false
}

// newComponent makes one of theirs, with our words from the place where it came
// up.
func (m *merger) newComponent(c newcomer) *yaml.Node {
	if c.words != nil && c.form == "Schema" {
		want := m.up.flags(c.content, m.is31)
		return m.fields(m.ours.coreNode(c.words, m.is31), m.up.coreNode(c.content, m.is31), want)
	}
	if c.form == "Schema" {
		return m.newFields(m.up.coreNode(c.content, m.is31), m.up.flags(c.content, m.is31))
	}
	if c.words != nil {
		return m.build(c.form, c.words, c.content)
	}
	n := m.make(c.form, m.up.resolve(c.content))
	if c.form == "Response" {
		n.Content = slices.Insert(n.Content, 0, newText("description"), newText(statusText("")))
	}
	return n
}

// section gives the components of one kind.
func (m *merger) section(name string, a *yaml.Node, done map[*yaml.Node]*yaml.Node) *yaml.Node {
	if name == "securitySchemes" {
		theirs := get(get(m.up.root, "components"), name)
		mem, _ := findMember("Components", name)
		return m.mapping(mem, a, cmp.Or(theirs, newMap()))
	}
	var content []*yaml.Node
	for k, v := range members(a) {
		content = append(content, k, cmp.Or(done[v], v))
	}
	for _, ref := range sortedKeys(m.made) {
		if section, key, _ := component(ref); section == name {
			content = insert(content, newText(key), m.made[ref], func(x, y string) bool { return x < y })
		}
	}
	return m.changed(a, content)
}

// prune takes out the components that something of ours referred to and nothing
// refers to any more.
func (m *merger) prune(root, parts *yaml.Node) *yaml.Node {
	if parts == nil {
		return newMap()
	}
	before, now := used(m.ours.root), used(root)
	var content []*yaml.Node
	for k, section := range members(parts) {
		var kept []*yaml.Node
		for n, v := range members(section) {
			ref := referenceTo(k.Value, n.Value)
			if k.Value == "securitySchemes" || isExtension(k.Value) || now[ref] || !before[ref] && m.made[ref] == nil {
				kept = append(kept, n, v)
			}
		}
		now := m.changed(section, kept)
		wasEmpty := section.Kind != yaml.MappingNode || len(section.Content) == 0
		if wasEmpty || len(now.Content) > 0 {
			content = append(content, k, now)
		}
	}
	return m.changed(parts, content)
}

// used are the references that paths lead to, over however many components.
func used(root *yaml.Node) map[string]bool {
	out := map[string]bool{}
	var queue []*yaml.Node
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			section, name, ok := component(n.Value)
			if target := get(get(get(root, "components"), section), name); ok && target != nil && !out[referenceTo(section, name)] {
				out[referenceTo(section, name)] = true
				queue = append(queue, target)
			}
			return
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	for k, v := range members(root) {
		if !strings.HasPrefix(k.Value, "components") {
			visit(v)
		}
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		visit(n)
	}
	return out
}
