package words

// Which operation of ours is which of theirs, and what the two documents write
// in different places: parameters of a path, names of security schemes.

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// operation is one of a document.
type operation struct {
	id, path, method string
	node             *yaml.Node
	item             *yaml.Node // the path item, references followed
}

// operations lists those of a document by path and method.
func (s *source) operations() []*operation {
	var out []*operation
	for p := range parts("Paths", get(s.root, "paths")) {
		item := s.resolve(p.node)
		for _, method := range methods {
			if n := get(item, method); n != nil {
				out = append(out, &operation{textOf(n, "operationId"), p.key.Value, method, n, item})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *operation) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return out
}

// matchOperations pairs operations by operationId, the rest by method and path,
// then by method and path with variables of other names.
func (m *merger) matchOperations() {
	for _, item := range items(m.up) {
		pushDown(item)
	}
	m.oldOps, m.newOps = m.ours.operations(), m.up.operations()
	m.same = map[*operation]*operation{}
	taken := map[*operation]bool{}
	for _, key := range []func(*operation) string{
		func(o *operation) string { return o.id },
		func(o *operation) string { return o.method + " " + o.path },
		func(o *operation) string { return o.method + " " + shape(o.path) },
	} {
		old := index(m.oldOps, key)
		for k, list := range index(m.newOps, key) {
			if k != "" && len(list) == 1 && len(old[k]) == 1 && m.same[list[0]] == nil && !taken[old[k][0]] {
				m.same[list[0]] = old[k][0]
				taken[old[k][0]] = true
			}
		}
	}
	m.lift()
}

// index groups operations by a key.
func index(ops []*operation, key func(*operation) string) map[string][]*operation {
	out := map[string][]*operation{}
	for _, o := range ops {
		out[key(o)] = append(out[key(o)], o)
	}
	return out
}

// shape is a path without the names of its variables.
func shape(path string) string {
	var b strings.Builder
	for path != "" {
		before, rest, ok := strings.Cut(path, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		_, path, _ = strings.Cut(rest, "}")
		b.WriteString("{}")
	}
	return b.String()
}

// variables are the names in a path, in order.
func variables(path string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return out
		}
		var name string
		name, path, _ = strings.Cut(rest, "}")
		out = append(out, name)
	}
}

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

// set1 writes a member of a node that is not ours.
func set1(n *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
			return
		}
	}
	n.Content = append(n.Content, newText(key), value)
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

// matchSchemes gives their security schemes the names that ours have: by name,
// else by what they are.
func (m *merger) matchSchemes() {
	ours, theirs := get(get(m.ours.root, "components"), "securitySchemes"), get(get(m.up.root, "components"), "securitySchemes")
	taken := map[string]bool{}
	renamed := map[string]string{}
	for k := range members(theirs) {
		if get(ours, k.Value) != nil {
			taken[k.Value] = true
		}
	}
	for _, k := range sortedMembers(theirs) {
		for o, v := range members(ours) {
			if !taken[k] && !taken[o.Value] && m.of(m.ours, "SecurityScheme", v) == m.of(m.up, "SecurityScheme", get(theirs, k)) {
				renamed[k] = o.Value
				taken[o.Value], taken[k] = true, true
			}
		}
	}
	if len(renamed) == 0 {
		return
	}
	for k := range members(theirs) {
		k.Value = cmp.Or(renamed[k.Value], k.Value)
	}
	rename := func(n *yaml.Node) {
		if security := get(n, "security"); security != nil {
			for _, requirement := range security.Content {
				for k := range members(requirement) {
					k.Value = cmp.Or(renamed[k.Value], k.Value)
				}
			}
		}
	}
	rename(m.up.root)
	for _, o := range m.up.operations() {
		rename(o.node)
	}
}
