package words

// YAML's nodes: looking into ours and theirs, making new ones.

import (
	"iter"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

func members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

func find(n *yaml.Node, key string) *yaml.Node {
	for k, v := range members(n) {
		if k.Value == key {
			return v
		}
	}
	return nil
}

// get gives the value of a member; null counts as absent.
func get(n *yaml.Node, key string) *yaml.Node {
	if v := find(n, key); v != nil && v.Tag != "!!null" {
		return v
	}
	return nil
}

func textOf(n *yaml.Node, key string) string {
	if v := get(n, key); v != nil {
		return v.Value
	}
	return ""
}

func isTrue(n *yaml.Node) bool {
	return n != nil && n.Tag == "!!bool" && strings.EqualFold(n.Value, "true")
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }

// sortedMembers are the keys of a mapping, sorted.
func sortedMembers(n *yaml.Node) []string {
	var out []string
	for k := range members(n) {
		out = append(out, k.Value)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func newText(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

func newMap(content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: content}
}

func newList(content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: content}
}

func newReference(ref string) *yaml.Node { return newMap(newText("$ref"), newText(ref)) }

// insert puts a member before the first that it is less than.
func insert(content []*yaml.Node, k, v *yaml.Node, less func(x, y string) bool) []*yaml.Node {
	i := 0
	for i < len(content) && !less(k.Value, content[i].Value) {
		i += 2
	}
	return slices.Insert(content, i, k, v)
}

// setMember writes a member of a node that is not ours.
func setMember(n *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
			return
		}
	}
	n.Content = append(n.Content, newText(key), value)
}

// bare copies a value of theirs without its comments, layout and order.
func bare(n *yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value}
	if n.Kind == yaml.MappingNode {
		for _, k := range sortedMembers(n) {
			out.Content = append(out.Content, newText(k), bare(find(n, k)))
		}
		return out
	}
	for _, c := range n.Content {
		out.Content = append(out.Content, bare(c))
	}
	return out
}

// dressed gives a scalar the quotes and the comment of the one it replaces.
func dressed(n, old *yaml.Node) *yaml.Node {
	if old != nil && old.Kind == yaml.ScalarNode && n.Kind == yaml.ScalarNode {
		n.LineComment = old.LineComment
		if n.Tag == "!!str" {
			n.Style = old.Style & (yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle)
		}
	}
	return n
}
