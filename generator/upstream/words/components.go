package words

// Components: ours as what they became, then those that the tree came to need.

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v4"
)

func (m *merger) components() *yaml.Node {
	m.variables = nil
	done := m.mergeComponents()
	a := cmp.Or(get(m.ours.root, "components"), newMap())
	var content []*yaml.Node
	for k, section := range members(a) {
		content = append(content, k, m.section(k.Value, section, done))
	}
	for _, mem := range forms["Components"] {
		if n := m.section(mem.name, newMap(), done); find(a, mem.name) == nil && len(n.Content) > 0 {
			content = insert(content, newText(mem.name), n, byRank("Components"))
		}
	}
	return m.changed(a, content)
}

// mergeComponents merges ours and makes those that are new until none is left:
// each may bring up more of both. It returns what ours became.
func (m *merger) mergeComponents() map[*yaml.Node]*yaml.Node {
	done := map[*yaml.Node]*yaml.Node{}
	for {
		progress := m.mergeKnown(done)
		for len(m.queue) > 0 {
			next := m.queue[0]
			m.queue = m.queue[1:]
			m.made[next.ref] = m.newComponent(next)
			progress = true
		}
		if !progress {
			return done
		}
	}
}

// mergeKnown merges those of ours whose counterpart is known by now.
func (m *merger) mergeKnown(done map[*yaml.Node]*yaml.Node) (progress bool) {
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
	if !m.refersTo(c) {
		want[deprecatedFlag] = nil
	}
	return m.schema(a, c.content, want)
}

// refersTo reports whether what was chosen is a component of theirs, not
// something written in place, of which the place is deprecated.
func (m *merger) refersTo(c *choice) bool {
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
		theirs := m.up.section(name)
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
	before := used(m.ours.root, func(string) bool { return false })
	spare := func(ref string) bool { return !before[ref] && m.made[ref] == nil }
	now := used(root, spare)
	var content []*yaml.Node
	for k, section := range members(parts) {
		var kept []*yaml.Node
		for n, v := range members(section) {
			ref := referenceTo(k.Value, n.Value)
			if k.Value == "securitySchemes" || isExtension(k.Value) || now[ref] || spare(ref) {
				kept = append(kept, n, v)
			}
		}
		left := m.changed(section, kept)
		wasEmpty := section.Kind != yaml.MappingNode || len(section.Content) == 0
		if wasEmpty || len(left.Content) > 0 {
			content = append(content, k, left)
		}
	}
	return m.changed(parts, content)
}

// used are the references that paths lead to, over however many components, and
// those that the components named by too lead to.
func used(root *yaml.Node, too func(ref string) bool) map[string]bool {
	out := map[string]bool{}
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for _, c := range n.Content {
			visit(c)
		}
		section, name, ok := component(n.Value)
		if !ok || n.Kind != yaml.ScalarNode {
			return
		}
		target, ref := componentOf(root, section, name), referenceTo(section, name)
		if target != nil && !out[ref] {
			out[ref] = true
			visit(target)
		}
	}
	for k, v := range members(root) {
		if k.Value != "components" {
			visit(v)
		}
	}
	for k, section := range members(get(root, "components")) {
		for n, v := range members(section) {
			if too(referenceTo(k.Value, n.Value)) {
				visit(v)
			}
		}
	}
	return out
}
