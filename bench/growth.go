package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
)

// words tell the copies of a grown document apart. Not numbers: names that end
// in one are an artefact to the generator, which drops them.
var words = []string{"", "Amber", "Birch", "Cedar", "Dahlia", "Elder", "Fennel", "Ginger"}

// grow gives a document with n times the operations of doc: every path, operation,
// tag and component is there n times, each copy under names of its own and with
// references into itself.
func grow(doc []byte, n int) ([]byte, error) {
	if n < 1 || n > len(words) {
		return nil, fmt.Errorf("a document grows up to %d times, not %d", len(words), n)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(doc, &root); err != nil {
		return nil, err
	}
	top := root.Content[0]
	var lists []*yaml.Node // mappings of what is copied
	if tags := value(top, "tags"); tags != nil {
		lists = append(lists, tags)
	}
	lists = append(lists, value(top, "paths"))
	for key, kind := range entries(value(top, "components")) {
		if key.Value != "securitySchemes" { // named by what applies to all operations
			lists = append(lists, kind)
		}
	}
	for _, list := range lists {
		original := slices.Clone(list.Content)
		for _, word := range words[1:n] {
			list.Content = append(list.Content, copies{word, list}.all(original)...)
		}
	}
	return yaml.Marshal(&root)
}

// copies makes the copies of one word in a list of tags or a mapping of paths or
// components.
type copies struct {
	word string
	list *yaml.Node
}

func (c copies) all(original []*yaml.Node) []*yaml.Node {
	var made []*yaml.Node
	for i, n := range original {
		n = c.node(n)
		switch {
		case c.list.Kind == yaml.SequenceNode:
			name := value(n, "name")
			name.Value = c.tag(name.Value)
		case i%2 == 1: // the value of a mapping
			c.operations(n)
		case strings.HasPrefix(n.Value, "/"):
			n.Value = "/" + strings.ToLower(c.word) + n.Value
		default:
			n.Value = c.component(n.Value)
		}
		made = append(made, n)
	}
	return made
}

// node copies n, and has its references name the copies of what they named.
func (c copies) node(n *yaml.Node) *yaml.Node {
	made := *n
	if at := strings.LastIndexByte(n.Value, '/'); strings.HasPrefix(n.Value, "#/components/") {
		made.Value = n.Value[:at+1] + c.component(n.Value[at+1:])
	}
	made.Content = nil
	for _, inner := range n.Content {
		made.Content = append(made.Content, c.node(inner))
	}
	return &made
}

// operations renames the operations of a path. Other values have none.
func (c copies) operations(n *yaml.Node) {
	for _, op := range entries(n) {
		if id := value(op, "operationId"); id != nil {
			id.Value += c.word
		}
		if tags := value(op, "tags"); tags != nil && tags.Kind == yaml.SequenceNode {
			for _, tag := range tags.Content {
				tag.Value = c.tag(tag.Value)
			}
		}
	}
}

func (c copies) tag(name string) string { return name + " " + c.word }

// component puts the word first: a name may end in the token of a version.
func (c copies) component(name string) string { return c.word + name }

// value is the value of a key of a mapping; nil: there is none.
func value(n *yaml.Node, key string) *yaml.Node {
	for k, v := range entries(n) {
		if k.Value == key {
			return v
		}
	}
	return nil
}

// entries are the keys and values of a mapping; anything else has none.
func entries(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
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
