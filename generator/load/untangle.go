package load

import (
	"slices"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// untangler turns what YAML adds to JSON into plain nodes: aliases become the
// nodes they stand for, merge keys the members they bring. It reports duplicate
// keys on the way.
type untangler struct {
	doc    *document
	faults *model.Faults
	state  map[*yaml.Node]anchorState // of anchored nodes, the only ones met twice
	seen   map[string]*yaml.Node      // keys of the mapping at hand
}

type anchorState int

const (
	entered anchorState = iota + 1
	left
)

// node untangles n and everything below it, and gives what stands in its place.
func (u *untangler) node(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = u.alias(n)
	}
	if n.Anchor == "" {
		u.content(n)
		return n
	}
	if u.state == nil {
		u.state = map[*yaml.Node]anchorState{}
	}
	if u.state[n] == 0 {
		u.state[n] = entered
		u.content(n)
		u.state[n] = left
	}
	return n
}

// alias gives the node an alias stands for, or null where that holds the alias.
func (u *untangler) alias(n *yaml.Node) *yaml.Node {
	if n.Alias != nil && u.state[n.Alias] != entered {
		return n.Alias
	}
	u.faults.Add(u.doc.at(n), "alias *%s stands inside its own anchor", n.Value)
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: n.Line, Column: n.Column}
}

func (u *untangler) content(n *yaml.Node) {
	for i, c := range n.Content {
		n.Content[i] = u.node(c)
	}
	if n.Kind != yaml.MappingNode {
		u.doc.count += len(n.Content)
		return
	}
	u.doc.count += len(n.Content) / 2
	merges, repeated := u.keys(n)
	if repeated {
		unite(n)
	}
	if merges {
		u.merge(n)
	}
}

// keys checks the keys of a mapping and reports whether one is a merge key, and
// whether one is given twice.
func (u *untangler) keys(n *yaml.Node) (merges, repeated bool) {
	if u.seen == nil {
		u.seen = map[string]*yaml.Node{}
	}
	clear(u.seen)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		switch first := u.seen[k.Value]; {
		case k.Kind != yaml.ScalarNode:
			u.faults.Add(u.doc.at(k), "a key must be a string")
		case k.Tag == mergeTag:
			merges = true
		case first != nil:
			u.faults.Add(u.doc.at(k), "duplicate key %q, first on line %d", k.Value, first.Line)
			repeated = true
		default:
			u.seen[k.Value] = k
		}
	}
	return merges, repeated
}

// unite makes one member of those with the same key, so that reading goes on
// without faults that are none: what stands in one of two mappings is there. Of
// two other values the first counts.
func unite(n *yaml.Node) {
	var kept []*yaml.Node
	index := map[string]int{} // of a key's value in kept
	for k, v := range members(n) {
		i, repeated := index[k.Value]
		switch {
		case !repeated || k.Tag == mergeTag:
			kept = append(kept, k, v)
			index[k.Value] = len(kept) - 1
		case kept[i].Kind == yaml.MappingNode && v.Kind == yaml.MappingNode && kept[i] != v:
			both := *kept[i]
			both.Content = slices.Concat(both.Content, v.Content)
			kept[i] = &both
			unite(kept[i])
		}
	}
	n.Content = kept
}

const mergeTag = "!!merge"

// merge replaces merge keys by the members they bring; a key of n's own wins,
// and so does an earlier one (https://yaml.org/type/merge.html).
func (u *untangler) merge(n *yaml.Node) {
	var own, brought []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k, v := n.Content[i], n.Content[i+1]; k.Tag != mergeTag {
			own = append(own, k, v)
		} else if v.Kind == yaml.SequenceNode {
			brought = append(brought, v.Content...)
		} else {
			brought = append(brought, v)
		}
	}
	n.Content = own
	for _, m := range brought {
		if m.Kind != yaml.MappingNode {
			u.faults.Add(u.doc.at(m), "a merge key needs a mapping")
			continue
		}
		for i := 0; i+1 < len(m.Content); i += 2 {
			if v := find(n, m.Content[i].Value); v == nil {
				n.Content = append(n.Content, m.Content[i], m.Content[i+1])
			}
		}
	}
}
