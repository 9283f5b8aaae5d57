package words

// By which of our names a component of theirs goes.

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// newcomer is a component that is to be made of one of theirs.
type newcomer struct {
	section, ref string
	form         string
	content      *yaml.Node // theirs
	words        *yaml.Node // ours, nil if there are none
}

// named gives the text by which a discriminator's mapping names a schema.
func (m *merger) named(a, u *yaml.Node) *yaml.Node {
	if m.up.targets[u.Value] == nil {
		return newText(u.Value)
	}
	ref := u.Value
	if !strings.HasPrefix(ref, "#") {
		ref = referenceTo("schemas", ref)
	}
	var words *yaml.Node
	if a != nil {
		t := m.ours.targets[a.Value]
		if c := m.chosen[t]; c != nil && c.class == m.target(m.up, "Schema", m.up.targets[u.Value]) {
			return a
		}
		words = t
	}
	return newText(m.nameFor("Schema", ref, words))
}

// nameFor gives the reference to our component that is theirs, which is made if
// there is none yet. words are ours that stood at the place.
func (m *merger) nameFor(form, ref string, words *yaml.Node) string {
	theirs := m.up.targets[ref]
	if known := m.names[theirs]; known != "" {
		return known
	}
	section, name, ok := component(ref)
	if !ok { // a reference to somewhere in the document
		section, name = sectionOf(form), ref[strings.LastIndex(ref, "/")+1:]
	}
	same := referenceTo(section, name)
	best := m.heirOf(theirs, same)
	if old := m.ours.targetOf(section, name); best == "" && old != nil && m.chosen[old] == nil {
		m.chosen[old] = &choice{m.target(m.up, form, theirs), theirs, m.up.flags(theirs, m.is31)}
		m.chosen[old].flags[deprecatedFlag] = nil
		best = same
	}
	if best == "" {
		best = m.freeName(section, name)
		m.queue = append(m.queue, newcomer{section, best, form, theirs, words})
	}
	m.names[theirs] = best
	return best
}

// heirOf is the reference to one of our components that are theirs: the one of
// the same name, else the first. It is empty if there is none.
func (m *merger) heirOf(theirs *yaml.Node, same string) string {
	best := ""
	for _, n := range m.heirs[theirs] {
		s := m.sites[n]
		if r := referenceTo(s.section, s.name); best == "" || r == same || best != same && r < best {
			best = r
		}
	}
	return best
}

func sectionOf(form string) string {
	for _, m := range forms["Components"] {
		if m.of == form {
			return m.name
		}
	}
	panic("BUG: no components of the form " + form)
}

// freeName gives a new component a reference that nothing of either document has.
func (m *merger) freeName(section, name string) string {
	free := func(name string) bool {
		return m.ours.targetOf(section, name) == nil && m.made[referenceTo(section, name)] == nil
	}
	chosen := name
	for i := 2; !free(chosen) || chosen != name && m.up.targetOf(section, chosen) != nil; i++ {
		chosen = name + strconv.Itoa(i)
	}
	ref := referenceTo(section, chosen)
	m.made[ref] = &yaml.Node{Kind: yaml.MappingNode} // until it is made
	return ref
}

// flagsOf are those that the component at a reference of the result states
// itself.
func (m *merger) flagsOf(ref string) flags {
	section, name, _ := component(ref)
	if c := m.chosen[m.ours.targetOf(section, name)]; c != nil {
		return c.flags
	}
	for theirs, r := range m.names {
		if r == ref {
			f := m.up.flags(theirs, m.is31)
			f[deprecatedFlag] = nil
			return f
		}
	}
	return flags{}
}
