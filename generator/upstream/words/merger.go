package words

// What one merge knows: the two documents, what belongs together, and what has
// been made so far.

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v4"
)

// merger makes one document of two. Its fields are filled from top to bottom.
type merger struct {
	ours, up *source
	*classes

	sites map[*yaml.Node]site // where our components stand
	order map[string]int      // of media types in our document

	// Found by operations and parameters.
	oldOps, newOps []*operation
	same           map[*operation]*operation // theirs -> ours
	inherited      map[*yaml.Node]*yaml.Node // our operation -> the parameters of its path

	// Found by pairs: our component -> its places, and what was compared already.
	records          map[*yaml.Node][]vote
	followed, walked map[[2]*yaml.Node]bool

	// Found by votes and habits.
	chosen  map[*yaml.Node]*choice      // our component -> what it becomes
	heirs   map[*yaml.Node][]*yaml.Node // their component -> ours that are it
	shared  map[habit]string            // what our operations share -> the reference to it
	inlines bool                        // our answers have their schemas in place

	// Of the tree that is being made.
	origin map[*yaml.Node]*yaml.Node // a node of it -> the one of ours it was made of
	fresh  map[*yaml.Node]bool       // objects that came with this merge
	names  map[*yaml.Node]string     // their component -> the reference to the one made of it
	made   map[string]*yaml.Node     // components that are new, by reference
	queue  []newcomer                // components to be made
	busy   map[[2]*yaml.Node]bool    // merges of schemas under way

	// Of the operation at hand.
	path      string            // in theirs
	variables map[string]string // of its path: our name -> theirs
	answering bool              // an answer is being written whose schema goes in place
}

// newMerger finds out what of ours is what of theirs.
func newMerger(a, u *source, opt Options) *merger {
	m := &merger{
		ours: a, up: u, classes: newClasses(a, u, opt.Extensions),
		sites:    map[*yaml.Node]site{},
		order:    mediaOrder(a.root),
		records:  map[*yaml.Node][]vote{},
		followed: map[[2]*yaml.Node]bool{},
		walked:   map[[2]*yaml.Node]bool{},
		chosen:   map[*yaml.Node]*choice{},
		heirs:    map[*yaml.Node][]*yaml.Node{},
		origin:   map[*yaml.Node]*yaml.Node{},
		fresh:    map[*yaml.Node]bool{},
		names:    map[*yaml.Node]string{},
		made:     map[string]*yaml.Node{},
		busy:     map[[2]*yaml.Node]bool{},
	}
	for p := range parts("Components", get(a.root, "components")) {
		m.sites[p.node] = site{p.member.name, p.key.Value, p.form}
	}
	m.matchSchemes()
	m.matchOperations()
	m.pairOperations()
	m.choose()
	m.learnHabits()
	return m
}

// mediaOrder is the order of media types where a document has most of them: each
// with a number, all below that of a type it does not have, which is 0.
func mediaOrder(root *yaml.Node) map[string]int {
	longest := newMap()
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for k, v := range members(n) {
			if k.Value == "content" && v.Kind == yaml.MappingNode && len(v.Content) > len(longest.Content) {
				longest = v
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(root)
	out := map[string]int{}
	for i := 0; i < len(longest.Content); i += 2 {
		out[longest.Content[i].Value] = i - len(longest.Content)
	}
	return out
}

// enter notes which variables of the path of an operation are called otherwise now.
func (m *merger) enter(old, now *operation) {
	m.variables = map[string]string{}
	a, u := variables(old.path), variables(now.path)
	for i, name := range a {
		if len(a) == len(u) && !slices.Contains(u, name) && !slices.Contains(a, u[i]) {
			m.variables[name] = u[i]
		}
	}
}

// mark notes that an object came with this merge.
func (m *merger) mark(n *yaml.Node) *yaml.Node {
	m.fresh[n] = true
	return n
}

// changed gives a with another content; a itself if it is the same.
func (m *merger) changed(a *yaml.Node, content []*yaml.Node) *yaml.Node {
	if slices.Equal(a.Content, content) {
		return a
	}
	n := *a
	n.Content = content
	if n.Kind == yaml.ScalarNode { // null, where a mapping may stand
		n.Kind, n.Tag, n.Value, n.Style = yaml.MappingNode, "!!map", "", 0
	}
	m.origin[&n] = cmp.Or(m.origin[a], a)
	if m.fresh[a] {
		m.fresh[&n] = true
	}
	return &n
}

// with gives a with another member.
func (m *merger) with(a *yaml.Node, key string, value *yaml.Node) *yaml.Node {
	content := slices.Clone(a.Content)
	for i := 0; i+1 < len(content); i += 2 {
		if content[i].Value == key {
			if content[i+1].Value == value.Value && value.Kind == yaml.ScalarNode {
				return a
			}
			content[i+1] = value
		}
	}
	return m.changed(a, content)
}
