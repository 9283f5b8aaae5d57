package load

import (
	"slices"

	"github.com/pb33f/go-yaml"
)

// correctSchema puts right one schema; those in it are right already.
func (s *splitter) correctSchema(n, out *yaml.Node) {
	s.reachMapping(get(n, "discriminator"))
	correctRequired(n, out)
	correctEnum(out)
	if s.is31() {
		correctNullable(out)
		correctFlagLimit(out, "minimum", "exclusiveMinimum")
		correctFlagLimit(out, "maximum", "exclusiveMaximum")
		return
	}
	if enum := get(out, "enum"); enum != nil && len(enum.Content) == 0 {
		unset(out, "enum") // which 3.1 only advises against
	}
	correctTypeList(out)
	dropNull(out, "oneOf")
	dropNull(out, "anyOf")
	if c := get(out, "const"); c != nil {
		unset(out, "const")
		set(out, "enum", newList(c))
	}
	if list := elements(out, "examples"); len(list) > 0 {
		unset(out, "examples")
		if !has(out, "example") {
			set(out, "example", list[0])
		}
	}
	correctNumberLimit(out, "minimum", "exclusiveMinimum")
	correctNumberLimit(out, "maximum", "exclusiveMaximum")
}

// correctRequired writes required as a list of the object's: n may say it in a
// flag on a property.
func correctRequired(n, out *yaml.Node) {
	var names []*yaml.Node
	seen := map[string]bool{}
	addName := func(name *yaml.Node) {
		if !seen[name.Value] {
			seen[name.Value] = true
			names = append(names, newText(name.Value))
		}
	}
	for _, e := range elements(n, "required") {
		addName(e)
	}
	for k, v := range members(get(n, "properties")) {
		if isTrue(get(v, "required")) {
			addName(k)
		}
	}
	if len(names) == 0 {
		unset(out, "required")
		return
	}
	set(out, "required", newList(names...))
}

// alongside are lists that go with the values of an enum.
var alongside = []string{"x-enum-varnames", "x-enum-descriptions"}

// correctEnum drops values that are listed twice, and what is said of them.
func correctEnum(out *yaml.Node) {
	enum := get(out, "enum")
	if enum == nil || enum.Kind != yaml.SequenceNode {
		return
	}
	seen := map[string]bool{}
	repeated := make([]bool, len(enum.Content))
	for i, v := range enum.Content {
		text := literal(v)
		repeated[i] = seen[text]
		seen[text] = true
	}
	for _, key := range append([]string{"enum"}, alongside...) {
		list := get(out, key)
		if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) != len(repeated) {
			continue
		}
		var kept []*yaml.Node
		for i, v := range list.Content {
			if !repeated[i] {
				kept = append(kept, v)
			}
		}
		list.Content = kept
	}
}

// correctNullable says nullable in the words of 3.1.
func correctNullable(out *yaml.Node) {
	nullable := get(out, "nullable")
	if isFalse(nullable) {
		unset(out, "nullable")
	}
	if !isTrue(nullable) {
		return
	}
	t := get(out, "type")
	switch {
	case t != nil:
		if !namesNull(t) {
			set(out, "type", withNull(t))
		}
		allowNull(out)
	case has(out, "enum"):
		allowNull(out)
	case len(elements(out, "oneOf")) > 0:
		addNull(get(out, "oneOf"))
	case len(elements(out, "anyOf")) > 0:
		addNull(get(out, "anyOf"))
	case has(out, "$ref") || has(out, "allOf"):
		wrapNull(out)
	default:
		return // which allows anything
	}
	unset(out, "nullable")
}

// withNull is a type keyword that allows null too.
func withNull(t *yaml.Node) *yaml.Node {
	l := newList(t.Content...)
	if t.Kind == yaml.ScalarNode {
		l = newList(t)
	}
	l.Content = append(l.Content, newText("null"))
	return l
}

// allowNull lists null among the values of an enum.
func allowNull(out *yaml.Node) {
	enum := get(out, "enum")
	if enum == nil || enum.Kind != yaml.SequenceNode || slices.ContainsFunc(enum.Content, isNull) {
		return
	}
	for _, key := range alongside {
		if names := elements(out, key); len(names) == len(enum.Content) {
			set(out, key, newList(slices.Concat(names, []*yaml.Node{newText("null")})...))
		}
	}
	enum.Content = append(enum.Content, newNull())
}

// addNull adds an alternative that is null.
func addNull(alternatives *yaml.Node) {
	alternatives.Content = append(alternatives.Content, newType("null"))
}

// wrapNull makes a reference or an allOf one alternative and null the other.
// What only describes stays outside.
func wrapNull(out *yaml.Node) {
	inner, outer := newMapping(), newMapping()
	for k, v := range members(out) {
		to := inner
		if slices.Contains(annotations, k.Value) || isExtension(k.Value) {
			to = outer
		}
		add(to, k, v)
	}
	alternatives := newList(inner)
	addNull(alternatives)
	set(outer, "anyOf", alternatives)
	out.Content = outer.Content
}

// correctTypeList says a type and null in the words of 3.0.
func correctTypeList(out *yaml.Node) {
	t := get(out, "type")
	if t == nil || t.Kind != yaml.SequenceNode {
		return
	}
	names := typeNames(t)
	if len(names) != 1 {
		return
	}
	if namesNull(t) {
		set(out, "nullable", newTrue())
	}
	set(out, "type", newText(names[0]))
}

// dropNull says an alternative that is null in the words of 3.0.
func dropNull(out *yaml.Node, key string) {
	alternatives := get(out, key)
	list := elements(out, key)
	isNullType := func(e *yaml.Node) bool { t := get(e, "type"); return t != nil && t.Value == "null" }
	if !slices.ContainsFunc(list, isNullType) {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(list), isNullType)
	if len(kept) == 0 {
		return
	}
	alternatives.Content = kept
	set(out, "nullable", newTrue())
}

// correctFlagLimit turns 3.0's "exclusiveMinimum: true" into 3.1's number.
func correctFlagLimit(out *yaml.Node, limit, exclusive string) {
	switch e := get(out, exclusive); {
	case isFalse(e), isTrue(e) && !has(out, limit):
		unset(out, exclusive)
	case isTrue(e):
		set(out, exclusive, get(out, limit))
		unset(out, limit)
	}
}

// correctNumberLimit turns 3.1's "exclusiveMinimum: 0" into 3.0's flag.
func correctNumberLimit(out *yaml.Node, limit, exclusive string) {
	e := get(out, exclusive)
	if e == nil || isTrue(e) || isFalse(e) || has(out, limit) {
		return
	}
	set(out, limit, e)
	set(out, exclusive, newTrue())
}

// newType is a schema that says its type only.
func newType(name string) *yaml.Node {
	n := newMapping()
	set(n, "type", newText(name))
	return n
}

func newNull() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"} }
