package load

import (
	"slices"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// enumValue is one value of an enum, with what is said of it.
type enumValue struct {
	text, name, doc string
}

// enum reads the values of s: those every part that lists any allows, in the
// order of the first.
func (r *reader) enum(s *model.Schema, parts []part) {
	var values []enumValue
	var from *yaml.Node
	for _, p := range parts {
		list := r.enumOf(p, s.Kind)
		if len(list) == 0 {
			continue
		}
		if from == nil {
			values, from = list, p.node
			continue
		}
		common := slices.DeleteFunc(slices.Clone(values), func(v enumValue) bool {
			return !slices.ContainsFunc(list, func(w enumValue) bool { return v.text == w.text })
		})
		if len(common) == 0 {
			r.contradict(s, r.pos(p.node), "%s: allOf: no enum value here is one at %s", r.owner(p.node), r.pos(from))
			return
		}
		values = common
	}
	setEnum(s, values)
}

// setEnum stores values; names and docs only where there are any.
func setEnum(s *model.Schema, values []enumValue) {
	named := slices.ContainsFunc(values, func(v enumValue) bool { return v.name != "" })
	told := slices.ContainsFunc(values, func(v enumValue) bool { return v.doc != "" })
	for _, v := range values {
		s.Enum = append(s.Enum, v.text)
		if named {
			s.EnumNames = append(s.EnumNames, v.name)
		}
		if told {
			s.EnumDocs = append(s.EnumDocs, v.doc)
		}
	}
}

// enumOf reads the values of one part, null left out: that is a matter of the
// use.
func (r *reader) enumOf(p part, kind model.Kind) []enumValue {
	if v := get(p.node, "enum"); v != nil {
		if v.Kind != yaml.SequenceNode {
			r.wrong(v, "enum must be a list, not %s", what(v))
			return nil
		}
		if len(v.Content) == 0 {
			r.note(r.at(v), "%s: enum lists no value", r.owner(p.node))
		}
	}
	nodes := listed(p.node)
	names := elements(p.node, "x-enum-varnames")
	docs := elements(p.node, "x-enum-descriptions")
	var values []enumValue
	seen := map[string]bool{}
	add := func(n *yaml.Node, v enumValue) {
		switch {
		case isNull(n):
		case seen[v.text]:
			r.note(r.at(n), "%s: enum value %s is listed twice", r.owner(n), v.text)
		default:
			seen[v.text] = true
			values = append(values, v)
		}
	}
	for i, n := range nodes {
		v := enumValue{text: enumText(n, kind)}
		if len(names) == len(nodes) {
			v.name = names[i].Value
		}
		if len(docs) == len(nodes) {
			v.doc = docs[i].Value
		}
		add(n, v)
	}
	for _, e := range p.values {
		for _, n := range listed(e) {
			add(n, enumValue{text: enumText(n, kind), doc: r.text(e, "description")})
		}
	}
	return values
}

// enumText is a scalar as it is written (a number in quotes is a number where
// the type says so), anything else as JSON.
func enumText(n *yaml.Node, kind model.Kind) string {
	switch kind {
	case model.String, model.Integer, model.Number, model.Boolean:
		if n.Kind == yaml.ScalarNode {
			return n.Value
		}
	}
	return literal(n)
}
