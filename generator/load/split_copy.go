package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// objectType is a type of object in OpenAPI's grammar.
type objectType string

// shape is how a member holds objects.
type shape int

const (
	one    shape = iota
	list         // in a list
	names        // by names of the author's
	fields       // by names among which x- is an extension
)

type field struct {
	holds objectType
	shape shape
}

// grammar tells which members of an object hold objects that have references or
// need corrections; any other member is data (OpenAPI 3.0, 4.7; 3.1, 4.8).
var grammar = map[objectType]map[string]field{
	"path item": {
		"parameters": {"parameter", list}, "get": {"operation", one}, "put": {"operation", one},
		"post": {"operation", one}, "delete": {"operation", one}, "options": {"operation", one},
		"head": {"operation", one}, "patch": {"operation", one}, "trace": {"operation", one},
	},
	"operation": {
		"parameters": {"parameter", list}, "requestBody": {"request body", one},
		"responses": {"response", fields}, "callbacks": {"callback", names},
	},
	"parameter":    {"schema": {"schema", one}, "content": {"media type", fields}, "examples": {"example", names}},
	"header":       {"schema": {"schema", one}, "content": {"media type", fields}, "examples": {"example", names}},
	"request body": {"content": {"media type", fields}},
	"response":     {"headers": {"header", names}, "content": {"media type", fields}, "links": {"link", names}},
	"media type":   {"schema": {"schema", one}, "examples": {"example", names}, "encoding": {"encoding", names}},
	"encoding":     {"headers": {"header", names}},
	"schema": {
		"properties": {"schema", names}, "patternProperties": {"schema", names}, "$defs": {"schema", names},
		"definitions": {"schema", names}, "dependentSchemas": {"schema", names},
		"allOf": {"schema", list}, "oneOf": {"schema", list}, "anyOf": {"schema", list}, "prefixItems": {"schema", list},
		"items": {"schema", one}, "additionalProperties": {"schema", one}, "not": {"schema", one},
		"unevaluatedItems": {"schema", one}, "unevaluatedProperties": {"schema", one}, "propertyNames": {"schema", one},
		"contains": {"schema", one}, "if": {"schema", one}, "then": {"schema", one}, "else": {"schema", one},
		"contentSchema": {"schema", one},
	},
}

// field looks up a member of an object of type t. Those of a callback are named
// by expressions.
func (t objectType) field(name string) (field, bool) {
	if t == "callback" {
		return field{"path item", one}, !isExtension(name)
	}
	f, ok := grammar[t][name]
	return f, ok
}

// object copies n, an object of type t, and everything below it.
func (s *splitter) object(t objectType, n *yaml.Node) *yaml.Node {
	switch {
	case n.Kind == yaml.MappingNode:
	case isNull(n) && t == "media type":
		return newMapping() // nothing is said of it
	default:
		return plain(n)
	}
	ref := get(n, "$ref")
	if ref != nil && ref.Kind == yaml.ScalarNode {
		if target := s.inPlace(t, ref); target != nil {
			return target
		}
	}
	out := newMapping()
	for k, v := range members(n) {
		switch {
		case v == ref:
			add(out, k, newText(s.reference(t, ref)))
		case k.Value == "content" && len(s.absent[n]) > 0:
			if content := s.contents(v, s.absent[n]); len(content.Content) > 0 {
				add(out, k, content)
			}
		case k.Value == "requestBody" && t == "operation" && !has(s.follow(v), "content"):
		case k.Value == "links" && t == "response":
			add(out, k, s.links(v))
		default:
			add(out, k, s.member(t, k.Value, v))
		}
	}
	s.correct(t, n, out)
	return out
}

func (s *splitter) member(t objectType, name string, v *yaml.Node) *yaml.Node {
	f, ok := t.field(name)
	switch {
	case !ok:
		if name == "security" && t == "operation" {
			s.requirements(v)
		}
		return s.unknown(name, v)
	case f.shape == one:
		return s.object(f.holds, v)
	case f.shape == list && v.Kind == yaml.SequenceNode:
		out := newList()
		for _, e := range v.Content {
			out.Content = append(out.Content, s.object(f.holds, e))
		}
		return out
	case f.shape == fields:
		return s.fields(f.holds, v)
	default:
		return s.named(f.holds, v)
	}
}

// unknown copies a member that the grammar has not, in which a reference is one
// all the same.
func (s *splitter) unknown(name string, v *yaml.Node) *yaml.Node {
	switch {
	case v.Kind == yaml.MappingNode && holdsNames(name):
		return s.named("", v)
	case isData(name):
		return plain(v)
	case v.Kind == yaml.SequenceNode:
		out := newList()
		for _, e := range v.Content {
			out.Content = append(out.Content, s.unknown("", e))
		}
		return out
	}
	return s.object("", v)
}

// named copies objects that have names, except examples that are not there:
// reading passes over them, and a document with one is not valid.
func (s *splitter) named(t objectType, n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return plain(n)
	}
	out := newMapping()
	for k, v := range members(n) {
		if t != "example" || s.isThere(v) {
			add(out, k, s.object(t, v))
		}
	}
	return out
}

// isThere reports whether a reference, if v is one, leads to something.
func (s *splitter) isThere(v *yaml.Node) bool {
	var trail []*yaml.Node
	for ref := get(v, "$ref"); ref != nil; ref = get(v, "$ref") {
		var faults model.Faults
		if v = s.resolve(ref, &faults); v == nil || slices.Contains(trail, v) {
			return false
		}
		trail = append(trail, v)
	}
	return true
}

// fields is named, with extensions among the names.
func (s *splitter) fields(t objectType, n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return plain(n)
	}
	out := newMapping()
	for k, v := range members(n) {
		if isExtension(k.Value) {
			add(out, k, plain(v))
		} else {
			add(out, k, s.object(t, v))
		}
	}
	return out
}

// contents copies the media types of a body but those that are absent.
func (s *splitter) contents(n *yaml.Node, absent []*yaml.Node) *yaml.Node {
	kept := newMapping()
	for k, v := range members(n) {
		if !slices.Contains(absent, k) {
			kept.Content = append(kept.Content, k, v)
		}
	}
	return s.fields("media type", kept)
}

// links copies the links to operations that this version has too.
func (s *splitter) links(n *yaml.Node) *yaml.Node {
	out := newMapping()
	for k, v := range members(n) {
		link := s.follow(v)
		if id := get(link, "operationId"); id != nil && !s.offers(id.Value) {
			continue
		}
		if ref := get(link, "operationRef"); ref != nil && strings.HasPrefix(ref.Value, "#/paths/") && !s.keeps(ref.Value) {
			continue
		}
		add(out, k, s.object("link", v))
	}
	return out
}

// plain copies data, in which nothing is a reference. Comments and the style it
// was written in are left behind.
func plain(n *yaml.Node) *yaml.Node {
	c := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value}
	if n.Kind == yaml.MappingNode {
		for k, v := range members(n) {
			add(c, k, plain(v))
		}
		return c
	}
	for _, e := range n.Content {
		c.Content = append(c.Content, plain(e))
	}
	return c
}

func newMapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }
func newList(content ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: content}
}
func newTrue() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true"} }

func newText(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
}

// add appends a member; a key is text whatever it looks like (200: …).
func add(n, key, value *yaml.Node) {
	n.Content = append(n.Content, newText(key.Value), value)
}

// set gives a member its value, at the end where it is new.
func set(n *yaml.Node, key string, value *yaml.Node) {
	if i := memberIndex(n, key); i >= 0 {
		n.Content[i] = value
		return
	}
	n.Content = append(n.Content, newText(key), value)
}

// unset takes a member out.
func unset(n *yaml.Node, key string) {
	if i := memberIndex(n, key); i >= 0 {
		n.Content = slices.Delete(n.Content, i-1, i+1)
	}
}
