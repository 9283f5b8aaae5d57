package load

// Everything that looks at a node without judging it: members, literals and
// places.

import (
	"iter"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// place is where a node hangs in the tree. Every node has one, so it is small.
type place struct {
	parent *yaml.Node
	index  int // in the content of parent
}

// key is the key of a node in a mapping; nil: it hangs elsewhere.
func (p place) key() *yaml.Node {
	if p.parent == nil || p.parent.Kind != yaml.MappingNode {
		return nil
	}
	return p.parent.Content[p.index-1]
}

// settle records the place of every node. It runs once, when the tree no longer
// changes.
func (d *document) settle() {
	d.places = make(map[*yaml.Node]place, d.count)
	d.hang(d.root)
	d.paths = get(d.root, "paths")
	d.schemas = get(get(d.root, "components"), "schemas")
}

func (d *document) hang(n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 1; i < len(n.Content); i += 2 {
			switch n.Content[i-1].Value {
			case "$ref", "$id":
				d.refs = append(d.refs, n.Content[i])
			}
			d.place(n.Content[i], place{n, i})
		}
	case yaml.SequenceNode:
		for i, v := range n.Content {
			d.place(v, place{n, i})
		}
	}
}

// place keeps the first place of a node that aliases repeat.
func (d *document) place(n *yaml.Node, p place) {
	if _, ok := d.places[n]; !ok {
		d.places[n] = p
		d.hang(n)
	}
}

// at is where n itself is written.
func (d *document) at(n *yaml.Node) model.Pos {
	file := d.file
	if f, ok := d.files[n]; ok {
		file = f
	}
	return model.Pos{File: file, Line: n.Line, Column: n.Column, Pointer: d.pointer(n)}
}

// pos is where what n describes begins: at its key, if it has one.
func (d *document) pos(n *yaml.Node) model.Pos {
	p := d.at(n)
	if k := d.places[n].key(); k != nil {
		p.Line, p.Column = k.Line, k.Column
		p.File = d.at(k).File
	}
	return p
}

// pointer is the JSON pointer (RFC 6901) of n.
func (d *document) pointer(n *yaml.Node) string {
	var steps [32]string
	path := steps[:0]
	size := 0
	for p, ok := d.places[n]; ok; p, ok = d.places[p.parent] {
		var step string
		if k := p.key(); k != nil {
			step = escapePointer.Replace(k.Value)
		} else {
			step = strconv.Itoa(p.index)
		}
		path = append(path, step)
		size += 1 + len(step)
	}
	var b strings.Builder
	b.Grow(size)
	for i := len(path) - 1; i >= 0; i-- {
		b.WriteByte('/')
		b.WriteString(path[i])
	}
	return b.String()
}

var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

// members are the keys and values of a mapping.
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

// find gives the value of a member.
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
	if v := find(n, key); !isNull(v) {
		return v
	}
	return nil
}

func has(n *yaml.Node, key string) bool { return get(n, key) != nil }

// isNull reports whether n is missing or null.
func isNull(n *yaml.Node) bool {
	return n == nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// isTrue reports whether n is the boolean true.
func isTrue(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.Tag == "!!bool" && strings.EqualFold(n.Value, "true")
}

// isFalse reports whether n is the boolean false.
func isFalse(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.Tag == "!!bool" && strings.EqualFold(n.Value, "false")
}

// isExtension reports whether a key is outside of OpenAPI.
func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }

// what names the kind of a node for people.
func what(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	default:
		return strconv.Quote(n.Value)
	}
}
