package words

// Classes of schemas that hold themselves.

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v4"
)

func newClasses(a, u *source, extensions []string) *classes {
	c := &classes{extensions: extensions, is31: a.dialect() != "3.0", circles: map[*yaml.Node]class{}}
	c.reset()
	loops := map[*source][]*yaml.Node{a: a.circles(), u: u.circles()}
	for _, list := range loops {
		for _, n := range list {
			c.circles[n] = ""
		}
	}
	for distinct := 0; len(c.circles) > 0; {
		now := c.round(loops)
		if now == distinct {
			break
		}
		distinct = now
	}
	return c
}

// round tells schemas that hold themselves apart by what the round before says of
// those below them. It returns how many classes there are now; if no more than
// before, no round finds more.
func (c *classes) round(loops map[*source][]*yaml.Node) int {
	next, seen := map[*yaml.Node]class{}, map[class]bool{}
	for s, list := range loops {
		for _, n := range list {
			next[n] = c.fields(s, "Schema", n)
			seen[next[n]] = true
		}
	}
	c.circles = next
	c.reset()
	return len(seen)
}

// circles are the targets of references that lead back to themselves.
func (s *source) circles() []*yaml.Node {
	edges := map[*yaml.Node][]*yaml.Node{}
	for _, ref := range sortedKeys(s.targets) {
		n := s.targets[ref]
		if edges[n] == nil {
			edges[n] = s.referred(n, nil)
		}
	}
	var out []*yaml.Node
	for n := range edges {
		if reaches(edges, n) {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b *yaml.Node) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return out
}

// referred are the targets of the references in n.
func (s *source) referred(n *yaml.Node, out []*yaml.Node) []*yaml.Node {
	for _, c := range n.Content {
		if t := s.targets[c.Value]; t != nil && c.Kind == yaml.ScalarNode {
			out = append(out, t)
		}
		out = s.referred(c, out)
	}
	return out
}

func reaches(edges map[*yaml.Node][]*yaml.Node, from *yaml.Node) bool {
	seen := map[*yaml.Node]bool{}
	queue := slices.Clone(edges[from])
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if n == from {
			return true
		}
		if !seen[n] {
			seen[n] = true
			queue = append(queue, edges[n]...)
		}
	}
	return false
}
