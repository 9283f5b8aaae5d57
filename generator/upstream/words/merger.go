package words

// What one merge knows: the two documents, what belongs together, and what has
// been made so far.

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v4"
)

// merger makes one document of two.
type merger struct {
	ours, up *source
	*classes

	oldOps, newOps []*operation
	same           map[*operation]*operation // theirs -> ours
	inherited      map[*yaml.Node]*yaml.Node // our operation -> the parameters of its path
	variables      map[string]string         // our name -> theirs

	followed  map[[2]*yaml.Node]bool // components and what theirs has there
	walked    map[[2]*yaml.Node]bool
	records   map[*yaml.Node][]vote       // by our component
	chosen    map[*yaml.Node]*choice      // our component -> theirs
	heirs     map[*yaml.Node][]*yaml.Node // their component -> ours that are it
	sites     map[*yaml.Node]site         // our components
	names     map[*yaml.Node]string       // their component -> the reference to the one made of it
	made      map[string]*yaml.Node       // by reference: components that are new or changed
	queue     []newcomer                  // components to be made
	busy      map[[2]*yaml.Node]bool      // merges under way
	origin    map[*yaml.Node]*yaml.Node   // a node of the result -> the one of ours it was made of
	fresh     map[*yaml.Node]bool         // objects that came with this merge
	shared    map[habit]string            // references to our components
	inlines   bool                        // our answers have their schemas in place
	answering bool                        // an answer is being written whose schema goes in place
	path      string                      // of the operation at hand, in theirs
	order     map[string]int              // of media types in our document
}

// newMerger finds out what of ours is what of theirs.
func newMerger(a, u *source, opt Options) *merger {
	m := &merger{
		ours: a, up: u, classes: newClasses(a, u, opt.Extensions),
		origin:  map[*yaml.Node]*yaml.Node{},
		fresh:   map[*yaml.Node]bool{},
		records: map[*yaml.Node][]vote{},
		chosen:  map[*yaml.Node]*choice{},
		heirs:   map[*yaml.Node][]*yaml.Node{},
		made:    map[string]*yaml.Node{},
		names:   map[*yaml.Node]string{},
		walked:  map[[2]*yaml.Node]bool{},
	}
	m.learn()
	m.matchSchemes()
	m.matchOperations()
	m.pairOperations()
	m.choose()
	m.learnHabits()
	return m
}

// learn notes where our components are, and the order of media types.
func (m *merger) learn() {
	m.sites, m.order, m.busy = map[*yaml.Node]site{}, map[string]int{}, map[[2]*yaml.Node]bool{}
	m.followed = map[[2]*yaml.Node]bool{}
	for p := range parts("Components", get(m.ours.root, "components")) {
		m.sites[p.node] = site{p.member.name, p.key.Value, p.form}
	}
	longest := 0
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		for k, v := range members(n) {
			if k.Value == "content" && v.Kind == yaml.MappingNode && len(v.Content) > longest {
				longest = len(v.Content)
				m.order = map[string]int{}
				for i := 0; i < len(v.Content); i += 2 {
					m.order[v.Content[i].Value] = i - len(v.Content)
				}
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(m.ours.root)
}

// enter says which operations are at hand.
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
