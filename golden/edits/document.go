// Package edits holds the changes that upstream makes to a document, each as code
// on its nodes, with the lanes it reaches. It is given a published document and
// promises one edit at a time; who compares documents tests with it.
package edits

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Document is a document to edit. The first step that finds nothing to edit ends
// it; Bytes gives the error.
type Document struct {
	root *yaml.Node
	err  error
}

// Parse reads a document.
func Parse(data []byte) (*Document, error) {
	var top yaml.Node
	if err := yaml.Unmarshal(data, &top); err != nil {
		return nil, err
	}
	return &Document{root: top.Content[0]}, nil
}

// Bytes writes the document, or says which step failed.
func (d *Document) Bytes() ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	return yaml.Marshal(d.root)
}

func (d *Document) missing(what string) *yaml.Node {
	if d.err == nil {
		d.err = fmt.Errorf("there is no %s to edit", what)
	}
	return &yaml.Node{Kind: yaml.MappingNode}
}

// get gives a member at a path of keys.
func (d *Document) get(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		i := index(n, key)
		if i < 0 {
			return d.missing(key)
		}
		n = n.Content[i+1]
	}
	return n
}

// index finds a key, -1 where there is none.
func index(n *yaml.Node, key string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// remove takes a member out.
func (d *Document) remove(n *yaml.Node, key string) *yaml.Node {
	i := index(n, key)
	if i < 0 {
		return d.missing(key)
	}
	value := n.Content[i+1]
	n.Content = slices.Delete(n.Content, i, i+2)
	return value
}

// set writes a member, of YAML text.
func (d *Document) set(n *yaml.Node, key, text string) {
	var value yaml.Node
	if err := yaml.Unmarshal([]byte(text), &value); err != nil {
		d.err = err
		return
	}
	d.put(n, key, value.Content[0])
}

func (d *Document) put(n *yaml.Node, key string, value *yaml.Node) {
	if i := index(n, key); i >= 0 {
		n.Content[i+1] = value
		return
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
}

// drop takes a value from a list, in which it must be.
func (d *Document) drop(list *yaml.Node, value string) {
	before := len(list.Content)
	list.Content = slices.DeleteFunc(list.Content, func(n *yaml.Node) bool { return n.Value == value })
	if len(list.Content) == before {
		d.missing(value)
	}
}

// add puts a value at the end of a list.
func add(list *yaml.Node, value string) {
	list.Content = append(list.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: value})
}

// operation finds an operation by its id, and the path item that holds it.
func (d *Document) operation(id string) (op, item *yaml.Node, method string) {
	paths := d.get(d.root, "paths")
	for i := 1; i < len(paths.Content); i += 2 {
		item := paths.Content[i]
		for j := 0; j+1 < len(item.Content); j += 2 {
			op := item.Content[j+1]
			if k := index(op, "operationId"); op.Kind == yaml.MappingNode && k >= 0 && op.Content[k+1].Value == id {
				return op, item, item.Content[j].Value
			}
		}
	}
	n := d.missing(id)
	return n, n, ""
}

// request and answer give the media types of a body.
func (d *Document) request(id string) *yaml.Node {
	op, _, _ := d.operation(id)
	return d.get(op, "requestBody", "content")
}

func (d *Document) answer(id string) *yaml.Node {
	op, _, _ := d.operation(id)
	return d.get(op, "responses", "200", "content")
}

func vnd(version string) string { return "application/vnd.segment." + version + "+json" }

const plain = "application/json"

// schema gives the schema that stands, through references, below a body in one
// media type.
func (d *Document) schema(content *yaml.Node, media string, path ...string) *yaml.Node {
	n := d.resolve(d.get(content, media, "schema"))
	for _, name := range path {
		if name == "[]" {
			n = d.resolve(d.get(n, "items"))
		} else {
			n = d.resolve(d.get(n, "properties", name))
		}
	}
	return n
}

func (d *Document) resolve(n *yaml.Node) *yaml.Node {
	for {
		if i := index(n, "allOf"); i >= 0 && len(n.Content[i+1].Content) == 1 {
			n = n.Content[i+1].Content[0]
		}
		i := index(n, "$ref")
		if i < 0 {
			return n
		}
		n = d.get(d.root, strings.Split(strings.TrimPrefix(n.Content[i+1].Value, "#/"), "/")...)
	}
}

func (d *Document) component(name string) *yaml.Node {
	return d.get(d.root, "components", "schemas", name)
}

// each visits every node.
func each(n *yaml.Node, visit func(*yaml.Node)) {
	visit(n)
	for _, c := range n.Content {
		each(c, visit)
	}
}

// clone copies a node and all below it.
func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, e := range n.Content {
		c.Content[i] = clone(e)
	}
	return &c
}
