package words

// The document as a whole: its members, its paths, then the components.

import (
	"slices"

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
	return m.changed(root, insert(slices.Clone(root.Content), newText(key), value, byRank("OpenAPI")))
}
