package sample

// How a value is put together: each place of a schema offers alternatives, and
// takes the next one each time it is visited.

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/conformance/document"
)

// inKeyword marks a schema that holds parameters with the place where they go.
const inKeyword = "x-in"

const (
	deepest  = 14 // components inside of each other; below, only what is required
	mostSelf = 2  // of them the same one; likewise
)

// maker makes the values of one schema.
type maker struct {
	doc     *document.Document
	seen    map[string]int // place -> how many of its alternatives were taken
	fresh   int            // alternatives taken for the first time in this round
	answers bool           // what a server may send, which is more than what a client may

	sparse  bool   // only what is required …
	only    string // … and the optional thing in this place, and what is around it
	reached bool   // it was made
	unknown bool   // members that no schema has
	strange bool   // enum values and variants that no schema has

	optional []string // the places of all that may be left out
	stack    []string // of components
	number   int      // of values made: no two look alike
	place    string   // of parameters: path, query; empty: in a body
	asked    []string // the variants that a selector beside asks for, of all unions
}

// root makes a value of s. Values are numbered from the start, so that what is
// made does not hang on what was made before.
func (m *maker) root(s document.Schema) any {
	m.number, m.reached = 0, false
	return m.value("", s, false)
}

// next is the alternative of n to take in a place. The first is as good as any
// when all have been taken.
func (m *maker) next(at string, n int) int {
	if m.sparse || m.unknown || m.strange || m.seen[at] >= n {
		return 0
	}
	m.seen[at]++
	m.fresh++
	return m.seen[at] - 1
}

// close makes a value and, when nothing in it is new any more, takes one of the
// ways to have none.
func (m *maker) close(at string, ways []any, open func() any) any {
	before := m.fresh
	v := open()
	if m.fresh > before || m.sparse || m.unknown || m.strange || len(ways) == m.seen[at+"!"] {
		return v
	}
	return ways[m.next(at+"!", len(ways))]
}

// leftOut stands for what is not there.
type leftOut struct{}

// value makes a value of s. required: the empty string would count as none.
func (m *maker) value(at string, s document.Schema, required bool) any {
	resolved, names := m.doc.Resolve(s)
	m.stack = append(m.stack, names...)
	defer func() { m.stack = m.stack[:len(m.stack)-len(names)] }()
	if resolved["nullable"] == true && m.place == "" {
		if m.endless() {
			return nil
		}
		return m.close(at+"?", []any{nil}, func() any { return m.set(at, resolved, required) })
	}
	return m.set(at, resolved, required)
}

// endless reports whether it is time to come to an end.
func (m *maker) endless() bool {
	if len(m.stack) == 0 {
		return false
	}
	times := 0
	for _, name := range m.stack {
		if name == m.stack[len(m.stack)-1] {
			times++
		}
	}
	return times > mostSelf || len(m.stack) > deepest
}

// set makes a value that is not null.
func (m *maker) set(at string, s document.Schema, required bool) any {
	if variants := s.Variants(); len(variants) > 0 {
		if m.strange {
			return map[string]any{"nobodyKnows": json.Number("12345678901234567890")}
		}
		return m.union(at, variants)
	}
	if enum := s.List("enum"); len(enum) > 0 {
		if _, ok := enum[0].(string); ok && m.strange {
			return "nobody knows"
		}
		return scalar(enum[m.next(at, len(enum))])
	}
	switch s.Text("type") {
	case "string":
		return m.text(at, s, required)
	case "integer", "number":
		list := numbers(s, m.answers && m.place == "")
		if i := m.next(at, len(list)+1); i > 0 {
			return list[i-1]
		}
		return m.plainNumber(s)
	case "boolean":
		return m.next(at, 2) == 0
	case "array":
		return m.list(at, s)
	case "":
		if s["properties"] == nil && s["additionalProperties"] == nil {
			return m.anything(at)
		}
	}
	return m.object(at, s)
}

// union takes the variant that a selector asks for, else the one that leads to
// what is wanted, else the first in which there is something new.
func (m *maker) union(at string, variants []document.Schema) any {
	for i, v := range variants {
		if _, names := m.doc.Resolve(v); slices.ContainsFunc(names, m.isAskedFor) {
			return m.variant(at, i, v)
		}
	}
	for i, v := range variants {
		if m.within(variantAt(at, i)) {
			return m.variant(at, i, v)
		}
	}
	for i, v := range variants {
		before := m.fresh
		m.next(variantAt(at, i)+" chosen", 1)
		if made := m.variant(at, i, v); m.fresh > before {
			return made
		}
	}
	return m.variant(at, 0, variants[0])
}

// isAskedFor compares the name of a component with those that the selector beside
// it asks for, which are Go's.
func (m *maker) isAskedFor(name string) bool {
	return slices.ContainsFunc(m.asked, func(a string) bool { return strings.EqualFold(a, name) })
}

func (m *maker) variant(at string, i int, s document.Schema) any {
	return m.value(variantAt(at, i), s, false)
}

func variantAt(at string, i int) string { return at + "|" + strconv.Itoa(i) }

// list has two elements, one, or none. A query cannot say that a list is there
// and empty.
func (m *maker) list(at string, s document.Schema) any {
	least := whole(s, "minItems", 0)
	if m.place == "query" {
		least = max(least, 1)
	}
	n := min(max(2, least), whole(s, "maxItems", 2))
	if m.endless() || m.sparse && !m.within(at+"[]") {
		n = least
	} else if m.sparse || m.next(at+"[1]", 2) == 1 {
		n = max(1, least)
	}
	var ways []any
	if least == 0 {
		ways = append(ways, []any{})
	}
	return m.close(at+"[]", ways, func() any {
		list := []any{}
		for range n {
			list = append(list, m.value(at+"[]", s.Object("items"), false))
		}
		if s["uniqueItems"] == true {
			list = m.unlike(list, n, s.Object("items"))
		}
		return list
	})
}

// unlike is list without repeats, and filled up to n with values of the enum.
func (m *maker) unlike(list []any, n int, items document.Schema) []any {
	items, _ = m.doc.Resolve(items)
	for _, v := range items.List("enum") {
		list = append(list, scalar(v))
	}
	list = distinct(list, func(v any) any { return v })
	return list[:min(n, len(list))]
}

// within reports whether the place that is wanted begins so.
func (m *maker) within(at string) bool {
	return m.only != "" && strings.HasPrefix(m.only, at)
}

// inside reports whether it is inside of this one.
func (m *maker) inside(at string) bool {
	rest, ok := strings.CutPrefix(m.only, at)
	return ok && rest != "" && strings.ContainsAny(rest[:1], "/[|*")
}
