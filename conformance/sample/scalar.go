package sample

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/conformance/document"
)

// hostile is what a careless encoder breaks.
const hostile = `a/b c?&=#%+;,é日本"\<>'[0].{x}`

// texts are strings after the plain one: hostile, what looks like another type or
// another path, white space, controls, what is outside of the first plane.
var texts = []string{hostile, "123", "../..", " null ", "a\nb\t\x01\u2028😀", "true", "%2F+%20", "..."}

// formats are strings of a format (OpenAPI 3.0: Data Types; JSON Schema).
var formats = map[string][]string{
	"date-time": {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678901Z", "2026-12-31T23:59:59+05:30"},
	"date":      {"2026-01-02", "2024-02-29"},
	"time":      {"03:04:05Z"},
	"duration":  {"P1DT2H"},
	"uuid":      {"123e4567-e89b-12d3-a456-426614174000"},
	"email":     {"a+b@example.com"},
	"uri":       {"https://example.com/a%20b?c=d&e=f#g"},
	"hostname":  {"example.com"},
	"ipv4":      {"192.0.2.1"},
	"ipv6":      {"2001:db8::1"},
	"byte":      {"AAEC/w==", "YQ=="},
}

// text makes a string. In a path it is not empty and no dot element; where it is
// required in a query it is not empty.
func (m *maker) text(at string, s document.Schema, required bool) any {
	m.number++
	plain := fmt.Sprintf("%s %d", lastName(at), m.number)
	list := append([]string{plain}, texts...)
	if !required {
		list = append(list, "")
	}
	if f := formats[s.Text("format")]; f != nil {
		list = f
	}
	if p := s.Text("pattern"); p != "" {
		list = matching(p, list)
	}
	var fit []string
	for _, text := range list {
		if text, ok := fitted(text, s); ok {
			fit = append(fit, text)
		}
	}
	if len(fit) == 0 {
		panic(fmt.Sprintf("BUG: no string for %v", s))
	}
	return fit[m.next(at, len(fit))]
}

func lastName(at string) string {
	return strings.Trim(at[strings.LastIndex(at, "/")+1:], "[]*|0123456789")
}

// fitted is text as long as s allows, if that can be.
func fitted(text string, s document.Schema) (string, bool) {
	least, most := whole(s, "minLength", 0), whole(s, "maxLength", math.MaxInt)
	n := utf8.RuneCountInString(text)
	free := s.Text("format") == "" && s.Text("pattern") == ""
	switch {
	case n < least && free:
		return text + strings.Repeat("x", least-n), true
	case n > most && free:
		return string([]rune(text)[:most]), true
	}
	return text, n >= least && n <= most
}

// matching are those of the candidates that match a pattern, else one made from it.
func matching(pattern string, candidates []string) []string {
	re, err := regexp.Compile(pattern)
	if err != nil {
		panic(fmt.Sprintf("BUG: pattern %s: %v", pattern, err))
	}
	var all []string
	for _, c := range candidates {
		if re.MatchString(c) {
			all = append(all, c)
		}
	}
	if tree, err := syntax.Parse(pattern, syntax.Perl); err == nil && len(all) == 0 {
		if made := minimal(tree.Simplify()); re.MatchString(made) {
			all = append(all, made)
		}
	}
	return all
}

// minimal is a short text that an expression matches.
func minimal(re *syntax.Regexp) string {
	var b strings.Builder
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if re.Rune[i+1] >= 'a' { // a letter, if there is one
				return string(max(re.Rune[i], 'a'))
			}
		}
		return string(re.Rune[0])
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "a"
	case syntax.OpCapture, syntax.OpPlus, syntax.OpAlternate:
		return minimal(re.Sub[0])
	case syntax.OpRepeat:
		return strings.Repeat(minimal(re.Sub[0]), re.Min)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			b.WriteString(minimal(sub))
		}
	}
	return b.String()
}

// plainNumber is one that no other place has.
func (m *maker) plainNumber(s document.Schema) any {
	m.number++
	n := float64(1000 + m.number)
	if !fits(s, n) {
		n = bound(s, "minimum", bound(s, "maximum", 0)-1) + 1
	}
	if s.Text("type") == "number" && fits(s, n+0.125) {
		n += 0.125
	}
	return json.Number(strconv.FormatFloat(n, 'f', -1, 64))
}

// numbers are the others that s allows: boundaries, zero, negative, beyond what a
// float64 counts. Servers also write integers with a fraction or an exponent.
func numbers(s document.Schema, answers bool) []any {
	list := []string{"0", "1", "-7", "9007199254740993", "-9223372036854775808", "9223372036854775807"}
	switch {
	case s.Text("format") == "int32":
		list = []string{"0", "1", "-2147483648", "2147483647"}
	case s.Text("type") == "number":
		list = []string{"0", "-0.5", "0.1", "123456789.125", "9007199254740992", "1e21", "5e-324"}
	}
	if answers && s.Text("type") == "integer" {
		list = append(list, "30.0", "1e3")
	}
	for _, keyword := range []string{"minimum", "maximum"} {
		if v, ok := s[keyword]; ok {
			list = append(list, fmt.Sprint(v))
		}
	}
	var all []any
	for _, text := range list {
		if f, err := strconv.ParseFloat(text, 64); err == nil && fits(s, f) {
			all = append(all, json.Number(text))
		}
	}
	return all
}

// fits reports whether s allows a number.
func fits(s document.Schema, f float64) bool {
	low, high := bound(s, "minimum", math.Inf(-1)), bound(s, "maximum", math.Inf(1))
	switch {
	case f < low, f > high,
		f == low && s["exclusiveMinimum"] == true,
		f == high && s["exclusiveMaximum"] == true:
		return false
	}
	step := bound(s, "multipleOf", 0)
	return step == 0 || math.Mod(f, step) == 0
}

func bound(s document.Schema, keyword string, otherwise float64) float64 {
	switch v := s[keyword].(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return otherwise
}

func whole(s document.Schema, keyword string, otherwise int) int {
	if v, ok := s[keyword].(int); ok {
		return v
	}
	return otherwise
}

// scalar is a value of the document as JSON has it.
func scalar(v any) any {
	switch v := v.(type) {
	case int, int64, uint64, float64:
		return json.Number(fmt.Sprint(v))
	}
	return v
}

// anything makes what a schema without a type allows: numbers that must not be
// rounded, names that are no identifiers, nulls inside.
func (m *maker) anything(at string) any {
	m.number++
	free := func() any {
		return map[string]any{
			"big": json.Number("12345678901234567890"), "exact": json.Number("0.1000000000000000055"),
			"id": json.Number(strconv.Itoa(1700000000 + m.number)), hostile: hostile, "": "no name", "a.b": false,
			"nothing": nil, "none": []any{}, "empty": map[string]any{},
			"nested": []any{json.Number("9007199254740993"), []any{[]any{json.Number("1e300"), nil}, map[string]any{"n": json.Number("-0.0")}}},
		}
	}
	list := []any{free(), []any{free(), nil, "x"}, json.Number("9007199254740993"), hostile, "", true, false, json.Number("0.1"), []any{}, map[string]any{}}
	if m.answers {
		list = append(list, nil)
	}
	return list[m.next(at, len(list))]
}
