package load

import (
	"github.com/pb33f/go-yaml"
)

// update merges what an action brings into one node, as Overlay 1.0 says: an
// object is merged member by member, a list takes a list's elements or one more
// element. It reports whether anything changed.
func (o *overlay) update(n, with *yaml.Node) bool {
	switch {
	case n.Kind == yaml.MappingNode && with.Kind == yaml.MappingNode:
		return o.mergeMembers(n, with)
	case n.Kind == yaml.SequenceNode && with.Kind == yaml.SequenceNode:
		for _, e := range with.Content {
			n.Content = append(n.Content, o.clone(e))
		}
		return len(with.Content) > 0
	case n.Kind == yaml.SequenceNode:
		n.Content = append(n.Content, o.clone(with))
		return true
	case n.Kind == yaml.ScalarNode && with.Kind == yaml.ScalarNode:
		return o.replaceScalar(n, with)
	default:
		o.fault(with, "an update of %s must not be %s", what(n), what(with))
		return true
	}
}

func (o *overlay) mergeMembers(n, with *yaml.Node) (changed bool) {
	for key, value := range members(with) {
		i := memberIndex(n, key.Value)
		switch {
		case i < 0:
			n.Content = append(n.Content, o.clone(key), o.clone(value))
			changed = true
		case n.Content[i].Kind != value.Kind:
			o.fault(value, "an update of %s must not be %s", what(n.Content[i]), what(value))
			changed = true
		case value.Kind == yaml.ScalarNode:
			if !same(n.Content[i], value) {
				n.Content[i] = o.clone(value)
				changed = true
			}
		default:
			changed = o.update(n.Content[i], value) || changed
		}
	}
	return changed
}

// replaceScalar gives a scalar that is itself a target its new value.
func (o *overlay) replaceScalar(n, with *yaml.Node) bool {
	if same(n, with) {
		return false
	}
	*n = *with
	o.files[n] = o.file
	return true
}

func same(a, b *yaml.Node) bool { return a.Value == b.Value && a.Tag == b.Tag }

// memberIndex is where in n's content the value of a member stands, or -1.
func memberIndex(n *yaml.Node, key string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i + 1
		}
	}
	return -1
}

// clone copies a node of the overlay, so that several targets do not share it.
func (o *overlay) clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Anchor = ""
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, e := range n.Content {
		c.Content[i] = o.clone(e)
	}
	o.files[&c] = o.file
	return &c
}
