package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// member is a property and every node that describes it.
type member struct {
	name  string
	key   *yaml.Node
	nodes []*yaml.Node
}

// object reads properties, what is required and what else may come.
func (r *reader) object(s *model.Schema, parts []part) {
	required := r.required(parts)
	for _, m := range r.propertyNodes(parts) {
		_, needed := required[m.name]
		delete(required, m.name)
		s.Properties = append(s.Properties, r.property(m, needed))
	}
	for name, n := range required {
		r.note(r.at(n), "%s: required names %q, which is not a property", r.owner(n), name)
	}
	r.additional(s, parts)
}

// property reads one member; m.nodes has more than one node where parts of an
// allOf describe it each.
func (r *reader) property(m *member, required bool) *model.Property {
	last := m.nodes[len(m.nodes)-1]
	p := &model.Property{Name: m.name, Required: required, Use: r.useAll(m.nodes), Pos: r.pos(last)}
	p.Pos.Line, p.Pos.Column = m.key.Line, m.key.Column
	if last.Kind == yaml.MappingNode {
		p.Extensions = r.extensions(last)
	}
	return p
}

// propertyNodes gathers the properties of all parts, in order.
func (r *reader) propertyNodes(parts []part) []*member {
	var list []*member
	byName := map[string]*member{}
	for _, p := range parts {
		for k, v := range members(r.mapping(p.node, "properties")) {
			m := byName[k.Value]
			if m == nil {
				m = &member{name: k.Value}
				byName[k.Value] = m
				list = append(list, m)
			}
			m.key = k
			m.nodes = append(m.nodes, v)
		}
	}
	return list
}

// required gathers the required names. "required: true" on a property is a slip
// from Swagger 1: it makes the property that has it required.
func (r *reader) required(parts []part) map[string]*yaml.Node {
	names := map[string]*yaml.Node{}
	for _, p := range parts {
		v := get(p.node, "required")
		switch {
		case v == nil:
		case v.Kind == yaml.SequenceNode:
			r.requiredNames(v, names)
		case isTrue(v) || isFalse(v):
			r.noteRequired(p.node, v)
		default:
			r.wrong(v, "required must be a list, not %s", what(v))
		}
		for k, prop := range members(get(p.node, "properties")) {
			if v := get(prop, "required"); isTrue(v) {
				r.noteRequired(prop, v)
				names[k.Value] = v
			}
		}
	}
	return names
}

func (r *reader) requiredNames(list *yaml.Node, names map[string]*yaml.Node) {
	for _, n := range list.Content {
		if n.Kind != yaml.ScalarNode {
			r.wrong(n, "required must list strings, not %s", what(n))
			continue
		}
		names[n.Value] = n
	}
}

func (r *reader) noteRequired(n, value *yaml.Node) {
	r.note(r.at(value), "%s: required: %s stands on a schema; it belongs to the object", r.owner(n), value.Value)
}

// additional reads additionalProperties. An object of which nothing is said is
// free-form, unless it is closed.
func (r *reader) additional(s *model.Schema, parts []part) {
	var nodes []*yaml.Node
	for _, p := range parts {
		v := get(p.node, "additionalProperties")
		switch {
		case v == nil:
			nodes = append(nodes, r.patterns(p.node)...)
		case isFalse(v):
			s.Closed = true
		case isTrue(v), v.Kind == yaml.MappingNode:
			nodes = append(nodes, v)
		default:
			r.wrong(v, "additionalProperties must be a schema, true or false, not %s", what(v))
		}
	}
	switch {
	case s.Closed:
	case len(nodes) > 0:
		s.Additional = r.useAll(nodes)
	case len(s.Properties) == 0:
		s.Additional = anyUse(s.Pos)
	}
}

// patterns are the schemas of patternProperties. One is as good as
// additionalProperties; of several nothing is known.
func (r *reader) patterns(n *yaml.Node) []*yaml.Node {
	var nodes []*yaml.Node
	patterns := r.mapping(n, "patternProperties")
	for k, v := range members(patterns) {
		if !strings.HasPrefix(k.Value, "^x-") {
			nodes = append(nodes, v)
		}
	}
	if len(nodes) > 1 {
		return []*yaml.Node{{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true", Line: patterns.Line, Column: patterns.Column}}
	}
	return slices.Clip(nodes)
}
