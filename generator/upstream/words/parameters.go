package words

// Parameters, which one document writes at the path and the other at each
// operation, where they mean the same (OpenAPI 3.0.3, Path Item Object).

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// items are the path items of a document, references followed, each once.
func items(s *source) []*yaml.Node {
	var out []*yaml.Node
	for p := range parts("Paths", get(s.root, "paths")) {
		if item := s.resolve(p.node); !slices.Contains(out, item) {
			out = append(out, item)
		}
	}
	return out
}

// pushDown gives the parameters of a path item to its operations, where they
// mean the same (OpenAPI 3.0.3, Path Item Object).
func pushDown(item *yaml.Node) {
	shared := get(item, "parameters")
	if shared == nil {
		return
	}
	for _, method := range methods {
		op := get(item, method)
		if op == nil || op.Kind != yaml.MappingNode {
			continue
		}
		own := find(op, "parameters")
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		if own != nil {
			list.Content = slices.Clone(own.Content)
		}
		list.Content = append(list.Content, shared.Content...)
		set1(op, "parameters", list)
	}
	set1(item, "parameters", &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
}

// parametersOf are those of a list by location and name; of two the first counts,
// which is the operation's own.
func (s *source) parametersOf(list *yaml.Node) map[string]*yaml.Node {
	byKey := map[string]*yaml.Node{}
	if list == nil {
		return byKey
	}
	for _, p := range list.Content {
		if key := s.parameterKey(p); byKey[key] == nil {
			byKey[key] = p
		}
	}
	return byKey
}

func (s *source) parameterKey(p *yaml.Node) string {
	t := s.resolve(p)
	name := textOf(t, "name")
	if textOf(t, "in") == "header" {
		name = strings.ToLower(name)
	}
	return textOf(t, "in") + " " + name
}

// lift states parameters at the path where our document does and all operations
// of the path have them; the other operations get theirs from there by words.
func (m *merger) lift() {
	m.inherited = map[*yaml.Node]*yaml.Node{}
	byPath := map[string][]*operation{}
	for _, o := range m.newOps {
		byPath[o.path] = append(byPath[o.path], o)
	}
	for _, o := range m.oldOps {
		if shared := get(o.item, "parameters"); shared != nil {
			m.inherited[o.node] = shared
		}
	}
	for path, ops := range byPath {
		item := m.itemAt(path, ops)
		if shared := get(item, "parameters"); shared != nil {
			for _, p := range shared.Content {
				m.liftOne(item, ops, m.label(m.ours, "Parameter", p))
			}
		}
	}
	m.variables = nil
}

// itemAt is our path item of a path of theirs, also where its variables have
// other names; an empty node if there is none.
func (m *merger) itemAt(path string, ops []*operation) *yaml.Node {
	m.variables = nil
	if n := get(get(m.ours.root, "paths"), path); n != nil {
		return m.ours.resolve(n)
	}
	for _, o := range ops {
		if old := m.same[o]; old != nil && shape(old.path) == shape(path) {
			m.enter(old, o)
			return old.item
		}
	}
	return newMap()
}

// liftOne states one parameter, by its label, at the path.
func (m *merger) liftOne(item *yaml.Node, ops []*operation, key string) {
	var first *yaml.Node
	for _, o := range ops {
		theirs := m.up.parametersOf(get(o.node, "parameters"))
		p := theirs[key]
		if p == nil || first != nil && m.of(m.up, "Parameter", p) != m.of(m.up, "Parameter", first) {
			return
		}
		if old := get(item, o.method); old != nil {
			if own := m.ours.parametersOf(get(old, "parameters")); own[key] != nil {
				return
			}
		}
		first = p
	}
	if first == nil {
		return
	}
	list := get(ops[0].item, "parameters")
	if list == nil {
		list = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		set1(ops[0].item, "parameters", list)
	}
	list.Content = append(list.Content, first)
	for _, o := range ops {
		own := get(o.node, "parameters")
		own.Content = slices.DeleteFunc(own.Content, func(p *yaml.Node) bool { return m.up.parameterKey(p) == key })
	}
}

// fromPath finds the words for a parameter that our path states and theirs does
// not any more.
func (m *merger) fromPath(form string, holder, u *yaml.Node) *yaml.Node {
	if form != "Parameter" {
		return nil
	}
	for _, p := range cmp.Or(m.inherited[holder], newList()).Content {
		if m.label(m.ours, form, p) == m.label(m.up, form, u) {
			return p
		}
	}
	return nil
}
