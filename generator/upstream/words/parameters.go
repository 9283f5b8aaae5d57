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
		list := newList()
		if own != nil {
			list.Content = slices.Clone(own.Content)
		}
		list.Content = append(list.Content, shared.Content...)
		setMember(op, "parameters", list)
	}
	setMember(item, "parameters", newList())
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
	for _, o := range m.oldOps {
		if shared := get(o.item, "parameters"); shared != nil {
			m.inherited[o.node] = shared
		}
	}
	ops := m.byPath()
	for _, path := range sortedKeys(ops) {
		item := m.itemAt(path, ops[path])
		for _, p := range cmp.Or(get(item, "parameters"), newList()).Content {
			m.liftOne(item, ops[path], m.label(m.ours, "Parameter", p))
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
	p := m.inCommon(item, ops, key)
	if p == nil {
		return
	}
	list := get(ops[0].item, "parameters")
	if list == nil {
		list = newList()
		setMember(ops[0].item, "parameters", list)
	}
	list.Content = append(list.Content, p)
	for _, o := range ops {
		own := get(o.node, "parameters")
		own.Content = slices.DeleteFunc(own.Content, func(p *yaml.Node) bool { return m.up.parameterKey(p) == key })
	}
}

// inCommon is the parameter that all operations have alike, nil if there is none
// or one of ours states it itself.
func (m *merger) inCommon(item *yaml.Node, ops []*operation, key string) *yaml.Node {
	var first *yaml.Node
	for _, o := range ops {
		p := m.up.parametersOf(get(o.node, "parameters"))[key]
		if p == nil || first != nil && m.of(m.up, "Parameter", p) != m.of(m.up, "Parameter", first) {
			return nil
		}
		if own := m.ours.parametersOf(get(get(item, o.method), "parameters")); own[key] != nil {
			return nil
		}
		first = p
	}
	return first
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
