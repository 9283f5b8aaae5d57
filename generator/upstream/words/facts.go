package words

// The facts that an object states, and when two values are one.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// field is a fact that an object states.
type field struct {
	member *member
	rank   int
	key    *yaml.Node
	value  *yaml.Node
}

// facts lists those of an object, in the order of its form. What means nothing
// (a flag that says false, a default written out, a limit of another type) is no
// fact.
func (c *classes) facts(form string, n *yaml.Node) []field {
	var out []field
	for k, v := range members(n) {
		m, rank := findMember(form, k.Value)
		if m == nil && slices.Contains(c.extensions, k.Value) {
			m = &member{k.Value, fact, ""}
		}
		if m == nil || m.kind == prose || m.kind == annexed || idle(form, n, m, v) {
			continue
		}
		out = append(out, field{m, rank, k, v})
	}
	slices.SortStableFunc(out, func(a, b field) int { return cmp.Or(a.rank-b.rank, strings.Compare(a.key.Value, b.key.Value)) })
	return out
}

// idle reports whether a member of n would say the same if it were left out.
func idle(form string, n *yaml.Node, m *member, v *yaml.Node) bool {
	switch {
	case v.Tag == "!!null":
		return m.name != "default" && m.name != "const"
	case m.kind == flag:
		return !isTrue(v)
	case v.Kind == yaml.SequenceNode && len(v.Content) == 0 || v.Kind == yaml.MappingNode && len(v.Content) == 0 && m.kind == mapping:
		return m.name != "security" && m.kind != fact
	case m.name == "style":
		return v.Value == usualStyle(form, n)
	case m.name == "explode":
		return isTrue(v) == (cmp.Or(textOf(n, "style"), usualStyle(form, n)) == "form")
	case strings.HasPrefix(m.name, "exclusive") && v.Tag == "!!bool":
		return !isTrue(v)
	case form == "Schema" && ofType[m.name] != nil:
		types := typesOf(n)
		return len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return slices.Contains(ofType[m.name], t) })
	}
	return false
}

// usualStyle is the style of a parameter that states none (OpenAPI 3.0.3,
// Parameter Object).
func usualStyle(form string, n *yaml.Node) string {
	if in := textOf(n, "in"); form == "Encoding" || in == "query" || in == "cookie" {
		return "form"
	}
	return "simple"
}

// typesOf are the types that a schema names.
func typesOf(n *yaml.Node) []string {
	v := get(n, "type")
	switch {
	case v == nil:
		return nil
	case v.Kind != yaml.SequenceNode:
		return []string{v.Value}
	}
	var out []string
	for _, t := range v.Content {
		out = append(out, t.Value)
	}
	slices.Sort(out)
	return out
}

func canon(n *yaml.Node) string {
	var out []string
	switch n.Kind {
	case yaml.SequenceNode:
		for _, c := range n.Content {
			out = append(out, canon(c))
		}
		return "[" + strings.Join(out, ",") + "]"
	case yaml.MappingNode:
		for k, v := range members(n) {
			out = append(out, strconv.Quote(k.Value)+":"+canon(v))
		}
		slices.Sort(out)
		return "{" + strings.Join(out, ",") + "}"
	}
	return canonScalar(n)
}

// canonScalar writes whole numbers without point and exponent, as far as each of
// them has a float64 of its own.
func canonScalar(n *yaml.Node) string {
	switch n.Tag {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(n.Value)
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && f == float64(int64(f)) && f > -1<<53 && f < 1<<53 {
			return strconv.FormatInt(int64(f), 10)
		}
		return n.Value
	}
	return strconv.Quote(n.Value)
}

// canonSet are the values of a set; one that is no list is alone.
func canonSet(n *yaml.Node) []string {
	if n.Kind != yaml.SequenceNode {
		return []string{canon(n)}
	}
	var out []string
	for _, c := range n.Content {
		out = append(out, canon(c))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
