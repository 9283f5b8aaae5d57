package sample

// Objects: what is in them, what is left out, and which variant stands beside
// which value of a selector.

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/stratagen/strata/conformance/document"
)

// object tries the values of a selector, if it has one, as union does variants.
func (m *maker) object(at string, s document.Schema) any {
	outer := m.place
	defer func() { m.place = outer }()
	if in := s.Text(inKeyword); in != "" {
		m.place = in
	}
	selector, values := m.selector(s)
	if selector == "" || m.strange {
		return m.members(at, s, "", nil)
	}
	switch {
	case s.Requires(selector):
	case m.sparse:
		values = append([]any{leftOut{}}, values...)
	default:
		m.isOptional(at + "/" + selector)
		values = append(slices.Clone(values), leftOut{})
	}
	around := m.asked
	defer func() { m.asked = around }()
	for _, v := range values {
		before := m.fresh
		m.asked = m.chosen(selector, v)
		if made := m.members(at, s, selector, v); m.fresh > before || m.sparse && m.reached {
			return made
		}
	}
	m.asked = m.chosen(selector, values[0])
	return m.members(at, s, selector, values[0])
}

// selector is the property of s that says which variant stands beside it.
func (m *maker) selector(s document.Schema) (property string, values []any) {
	for _, sel := range m.doc.Selectors {
		p, _ := m.doc.Resolve(s.Property(sel.Property))
		if enum := p.List("enum"); len(enum) > 0 && len(s.Properties()) > 1 {
			return sel.Property, enum
		}
	}
	return "", nil
}

// chosen are the variants that stand beside a value of a selector.
func (m *maker) chosen(property string, value any) []string {
	var all []string
	for _, sel := range m.doc.Selectors {
		if v := sel.Values[fmt.Sprint(value)]; v != "" && sel.Property == property {
			all = append(all, v)
		}
	}
	return all
}

// members makes the properties of an object, and further ones where it may have
// any. The selector has the value given, or is left out.
func (m *maker) members(at string, s document.Schema, selector string, value any) any {
	o := map[string]any{}
	for _, name := range s.Properties() {
		here := at + "/" + name
		if name == selector {
			m.next(here+"="+fmt.Sprint(value), 1)
			if value != (leftOut{}) {
				o[name] = value
				m.reached = m.reached || m.only == here
			}
			continue
		}
		if v := m.member(here, s.Property(name), s.Requires(name)); v != (leftOut{}) {
			o[name] = v
		}
	}
	if isMap(s) {
		maps.Copy(o, m.further(at, s.Object("additionalProperties")))
	} else if m.unknown {
		o[Unknown] = map[string]any{"n": json.Number("12345678901234567890"), "list": []any{nil, "x"}}
	}
	return o
}

// isMap reports whether s has members with names that it does not say.
func isMap(s document.Schema) bool {
	switch extra := s["additionalProperties"]; extra {
	case nil:
		return s["properties"] == nil
	default:
		return extra != false
	}
}

// member makes a property, or leaves it out.
func (m *maker) member(at string, s document.Schema, required bool) any {
	if required {
		return m.value(at, s, m.place != "")
	}
	m.isOptional(at)
	if m.endless() || m.sparse && m.only != at && !m.inside(at) {
		return leftOut{}
	}
	m.reached = m.reached || m.only == at
	v := m.close(at+"-", []any{leftOut{}}, func() any { return m.value(at, s, false) })
	if o, ok := v.(map[string]any); ok && len(o) == 0 && m.place == "query" {
		return leftOut{} // a query has no way to say that it is there and empty
	}
	return v
}

func (m *maker) isOptional(at string) {
	if !slices.Contains(m.optional, at) && !m.sparse {
		m.optional = append(m.optional, at)
	}
}

// further are the members that a map has: their names are hard to encode, their
// values what extra says, or anything.
func (m *maker) further(at string, extra document.Schema) map[string]any {
	if m.endless() || m.sparse && !m.within(at+"*") {
		return nil
	}
	return m.close(at+"*", []any{map[string]any(nil)}, func() any {
		o := map[string]any{}
		for _, name := range []string{"a key", hostile} {
			o[name] = m.value(at+"*", extra, false)
		}
		return o
	}).(map[string]any)
}
