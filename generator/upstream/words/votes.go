package words

// Which component of ours is which of theirs: what most of its places became.

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v4"
)

// site is where one of our components stands.
type site struct{ section, name, form string }

// vote is one place: ours refers to a component, theirs has something there.
type vote struct {
	class    class
	ref      string // theirs, empty where it is written in place
	content  *yaml.Node
	was, own flags // of our place; of what theirs refers to, or has in place
}

// choice is what one of our components becomes.
type choice struct {
	class   class
	content *yaml.Node // of theirs
	flags   flags
}

func (m *merger) vote(component *yaml.Node, v vote) {
	if component != nil {
		m.records[component] = append(m.records[component], v)
	}
}

// choose decides what each of our components becomes.
func (m *merger) choose() {
	var list []*yaml.Node
	for n := range m.records {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b *yaml.Node) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	for _, n := range list {
		site, ok := m.sites[n]
		if !ok {
			continue // no component: it is merged where it stands
		}
		m.chosen[n] = m.elect(n, site)
		for _, v := range m.records[n] {
			if v.class == m.chosen[n].class && v.ref != "" {
				m.inherit(m.up.targets[v.ref], n)
			}
		}
	}
}

func (m *merger) inherit(theirs, ours *yaml.Node) {
	if !slices.Contains(m.heirs[theirs], ours) {
		m.heirs[theirs] = append(m.heirs[theirs], ours)
	}
}

// elect chooses for one component. If theirs has it unchanged under the same name
// it stays; else it is what most of its places became.
func (m *merger) elect(n *yaml.Node, s site) *choice {
	ref := referenceTo(s.section, s.name)
	own, had := m.target(m.ours, s.form, n), m.ours.flags(n, m.is31)
	votes := m.records[n]
	if t := m.up.targets[ref]; t != nil && m.target(m.up, s.form, t) == own {
		votes = append(slices.Clone(votes), vote{class: own, ref: ref, content: t, was: had, own: m.up.flags(t, m.is31)})
		m.inherit(t, n)
		return decide(votes, own, had)
	}
	return decide(votes, majority(votes, own, ref), had)
}

// majority is the class of most votes. Among equals it is the one that the
// component has, then the one of the same name.
func majority(votes []vote, own class, ref string) class {
	counts := map[class]int{}
	for _, v := range votes {
		counts[v.class] += 4
	}
	for _, v := range votes {
		if v.class == own {
			counts[own] |= 2
		}
		if v.ref == ref {
			counts[v.class] |= 1
		}
	}
	best := votes[0].class
	for c, count := range counts {
		if count > counts[best] || count == counts[best] && c < best {
			best = c
		}
	}
	return best
}

// decide gives a component a class; had are the flags it states now. It will
// state a flag only if everything of that class does; the places add the rest.
func decide(votes []vote, c class, had flags) *choice {
	votes = slices.DeleteFunc(slices.Clone(votes), func(v vote) bool { return v.class != c })
	out := &choice{class: c, content: votes[0].content}
	all, wrapped, ref := votes[0].own, votes[0].was, "" // wrapped: what each of our places says already
	for _, v := range votes {
		if v.ref != "" && (ref == "" || v.ref < ref) {
			out.content, ref = v.content, v.ref // the first by name, whatever the order
		}
		all, wrapped = all.and(v.own), wrapped.and(v.was)
	}
	for i := range all {
		if i != deprecatedFlag && all[i] != nil && (had.has(all, i) || !wrapped.has(all, i)) {
			out.flags[i] = all[i]
		}
	}
	return out
}
