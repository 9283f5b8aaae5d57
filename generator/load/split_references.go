package load

import (
	"net/url"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
)

// component is one entry of the components.
type component struct{ section, name string }

// sections tells what the sections of the components hold.
var sections = map[string]objectType{
	"schemas": "schema", "responses": "response", "parameters": "parameter", "examples": "example",
	"requestBodies": "request body", "headers": "header", "securitySchemes": "security scheme", "links": "link",
	"callbacks": "callback", "pathItems": "path item",
}

// reach makes sure that a component is in the document.
func (s *splitter) reach(c component) {
	if _, ok := s.reached[c]; !ok {
		s.reached[c] = nil
		s.queue = append(s.queue, c)
	}
}

// reference reaches what ref names and gives the text of the reference, which
// is the one written unless it leads through other references.
func (s *splitter) reference(t objectType, ref *yaml.Node) string {
	target := s.resolve(ref, &s.faults)
	if target == nil {
		return ref.Value
	}
	text := ref.Value
	if s.strictly(text) != target {
		text = fragment(s.pointer(target))
	}
	steps := steps(text)
	if len(steps) > 2 && steps[0] == "components" && sections[steps[1]] != "" {
		s.reach(component{steps[1], steps[2]})
		return text
	}
	if !s.visited[target] { // elsewhere: copied there, but what it needs is reached
		s.visited[target] = true
		s.object(t, target)
	}
	return text
}

// inPlace gives what is written instead of a reference into paths, whose target
// this version may not have; nil for any other reference.
func (s *splitter) inPlace(t objectType, ref *yaml.Node) *yaml.Node {
	if !strings.HasPrefix(ref.Value, "#/paths/") {
		return nil
	}
	target := s.resolve(ref, &s.faults)
	if target == nil {
		return nil
	}
	if s.copied <= maxRepeated {
		s.copied += weightOf(target)
	}
	switch {
	case slices.Contains(s.expanding, target):
		s.fault(ref, "reference %q leads back to itself through paths: make it a component", ref.Value)
		return nil
	case len(s.expanding) >= maxDepth || s.copied > maxRepeated:
		s.fault(ref, "reference %q is one of too many into paths, which are written out: make it a component", ref.Value)
		return nil
	}
	s.expanding = append(s.expanding, target)
	out := s.object(t, target)
	s.expanding = s.expanding[:len(s.expanding)-1]
	return out
}

// weightOf is the weight of all that stands at n.
func weightOf(n *yaml.Node) int {
	sum := weight(n)
	for _, c := range n.Content {
		sum += weightOf(c)
	}
	return sum
}

// keeps reports whether this version has the operation that ref names.
func (s *splitter) keeps(ref string) bool {
	steps := steps(ref)
	return len(steps) == 3 && s.offered[lane{strings.ToUpper(steps[2]), steps[1]}] != nil
}

// components copies what is reached until nothing new is, and gives it in the
// document's order; nil where there is nothing.
func (s *splitter) components() *yaml.Node {
	all := get(s.root, "components")
	unknown := map[string]*yaml.Node{}
	for k, section := range members(all) {
		if sections[k.Value] == "" {
			unknown[k.Value] = s.unknown(k.Value, section)
		}
	}
	for len(s.queue) > 0 {
		c := s.queue[0]
		s.queue = s.queue[1:]
		n := find(get(all, c.section), c.name)
		s.reached[c] = s.object(sections[c.section], n)
		if c.section == "schemas" {
			s.reachVariants(all, c.name, n)
		}
	}
	out := newMapping()
	for k, section := range members(all) {
		if sections[k.Value] == "" {
			add(out, k, unknown[k.Value])
			continue
		}
		entries := newMapping()
		for name := range members(section) {
			if n := s.reached[component{k.Value, name.Value}]; n != nil {
				add(entries, name, n)
			}
		}
		if len(entries.Content) > 0 {
			add(out, k, entries)
		}
	}
	if len(out.Content) == 0 {
		return nil
	}
	return out
}

// reachVariants reaches the schemas that a discriminator chooses from: those its
// mapping names, and those that extend the schema which has it (OpenAPI 3.0,
// 4.7.25).
func (s *splitter) reachVariants(all *yaml.Node, name string, n *yaml.Node) {
	if !has(n, "discriminator") || has(n, "oneOf") || has(n, "anyOf") {
		return
	}
	for k, v := range members(get(all, "schemas")) {
		for _, e := range elements(v, "allOf") {
			if ref := get(e, "$ref"); ref != nil && slices.Equal(steps(ref.Value), []string{"components", "schemas", name}) {
				s.reach(component{"schemas", k.Value})
			}
		}
	}
}

// reachMapping reaches what a discriminator's mapping names, by reference or by
// the bare name of a component.
func (s *splitter) reachMapping(discriminator *yaml.Node) {
	for _, v := range members(get(discriminator, "mapping")) {
		steps := steps(v.Value)
		if len(steps) != 3 {
			steps = []string{"components", "schemas", v.Value}
		}
		if steps[1] == "schemas" && has(s.schemas, steps[2]) {
			s.reach(component{"schemas", steps[2]})
		}
	}
}

// strictly gives what a reference names without passing through references.
func (s *splitter) strictly(ref string) *yaml.Node {
	n := s.root
	for _, step := range steps(ref) {
		if n = child(n, step); n == nil {
			return nil
		}
	}
	return n
}

// steps are those of a local reference; none for any other.
func steps(ref string) []string {
	pointer, ok := strings.CutPrefix(ref, "#/")
	if !ok {
		return nil
	}
	list := strings.Split(pointer, "/")
	for i, step := range list {
		if text, err := url.PathUnescape(step); err == nil {
			step = text
		}
		list[i] = unescapePointer.Replace(step)
	}
	return list
}

// fragment writes a JSON pointer as a reference (RFC 6901, 6).
func fragment(pointer string) string {
	return "#" + (&url.URL{Path: pointer}).EscapedPath()
}
