package words

// A schema as a place sees it: what the place adds, and what it refers to.

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// peeled is a schema without its wrappers: references, and an allOf of one with
// nothing else that limits a value.
type peeled struct {
	wrappers []*yaml.Node // outermost first; the last is a reference where target is set
	ref      string       // what it refers to
	target   *yaml.Node   // the schema referred to; nil: it is written in place
	inner    *yaml.Node   // the schema written in place
}

// peel goes down to the first reference, or to what is no wrapper.
func (s *source) peel(n *yaml.Node, is31 bool) peeled {
	var p peeled
	for {
		if target := s.targets[refOf(n)]; target != nil && (!is31 || !ownShape(n, "$ref")) {
			p.wrappers = append(p.wrappers, n)
			p.ref, p.target = refOf(n), target
			return p
		}
		all := get(n, "allOf")
		if all == nil || all.Kind != yaml.SequenceNode || len(all.Content) != 1 || ownShape(n, "allOf") {
			p.inner = n
			return p
		}
		p.wrappers = append(p.wrappers, n)
		n = all.Content[0]
	}
}

// ownShape reports whether n limits its values by more than key.
func ownShape(n *yaml.Node, key string) bool {
	for k, v := range members(n) {
		m, _ := findMember("Schema", k.Value)
		if m != nil && m.kind != prose && m.name != key && !slices.Contains(placeFlags, m.name) && !idle("Schema", n, m, v) {
			return true
		}
	}
	return false
}

// coreNode is the schema that n comes down to.
func (s *source) coreNode(n *yaml.Node, is31 bool) *yaml.Node {
	seen := map[*yaml.Node]bool{}
	for {
		p := s.peel(n, is31)
		if p.target == nil {
			return p.inner
		}
		if seen[p.target] {
			return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		}
		seen[p.target] = true
		n = p.target
	}
}

// flags are what is said of a place: the values of placeFlags, nil where nothing is.
type flags [5]*yaml.Node

// Where two of them are in placeFlags.
const (
	deprecatedFlag = 3
	defaultFlag    = 4
)

// flags gives those of a schema where it stands, whichever wrapper or target says
// them. Of a component that is deprecated the place is not.
func (s *source) flags(n *yaml.Node, is31 bool) flags {
	var out flags
	seen := map[*yaml.Node]bool{}
	for n != nil && !seen[n] {
		seen[n] = true
		p := s.peel(n, is31)
		for _, w := range append(p.wrappers, p.inner) {
			out = out.or(written(w), len(seen) == 1)
		}
		n = p.target
	}
	return out
}

// written are the flags that n itself states.
func written(n *yaml.Node) flags {
	var out flags
	for i, name := range placeFlags {
		v := find(n, name)
		if v != nil && (i == defaultFlag || isTrue(v)) {
			out[i] = v
		}
	}
	return out
}

func (f flags) or(g flags, here bool) flags {
	for i := range f {
		if f[i] == nil && (here || i != deprecatedFlag) {
			f[i] = g[i]
		}
	}
	return f
}

// has reports whether f states flag i as g does.
func (f flags) has(g flags, i int) bool {
	return f[i] != nil && g[i] != nil && canon(f[i]) == canon(g[i])
}

// and are the flags that both state.
func (f flags) and(g flags) flags {
	for i := range f {
		if !f.has(g, i) {
			f[i] = nil
		}
	}
	return f
}

// without are those of f that g does not state.
func (f flags) without(g flags) flags {
	for i := range f {
		if f.has(g, i) {
			f[i] = nil
		}
	}
	return f
}

func (f flags) none() bool { return f == flags{} }

func (f flags) texts() []string {
	var out []string
	for i, v := range f {
		if v != nil {
			out = append(out, placeFlags[i]+"="+canon(v))
		}
	}
	return out
}

// content writes flags as members.
func (f flags) content() []*yaml.Node {
	var out []*yaml.Node
	for i, v := range f {
		if v != nil {
			out = append(out, newText(placeFlags[i]), bare(v))
		}
	}
	return out
}
