// Package fit says whether values are what a schema allows, and whether many of
// them together show all that it allows. It judges the values that package sample
// makes, so it shares nothing with it.
package fit

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/conformance/document"
)

// Sheet is a schema, what can be seen of it, and what has been.
type Sheet struct {
	doc    *document.Document
	schema document.Schema
	facts  map[string]bool // place and fact -> seen
	stack  []string        // of components, while facts are listed
}

// New lists what can be seen of a schema. Inside of itself, a component is listed
// once.
func New(d *document.Document, schema document.Schema) *Sheet {
	s := &Sheet{doc: d, schema: schema, facts: map[string]bool{}}
	s.list("", schema)
	return s
}

// Facts is how many facts there are, and how many are values of an enum.
func (s *Sheet) Facts() (all, enum int) {
	for fact := range s.facts {
		if strings.Contains(fact, " = ") {
			enum++
		}
	}
	return len(s.facts), enum
}

// Missing are the facts that no value has shown, sorted.
func (s *Sheet) Missing() []string {
	var all []string
	for fact, seen := range s.facts {
		if !seen {
			all = append(all, fact)
		}
	}
	slices.Sort(all)
	return all
}

// list adds the facts of a place and of those below.
func (s *Sheet) list(at string, schema document.Schema) {
	resolved, names := s.doc.Resolve(schema)
	for _, name := range names {
		if slices.Contains(s.stack, name) {
			return
		}
	}
	s.stack = append(s.stack, names...)
	defer func() { s.stack = s.stack[:len(s.stack)-len(names)] }()
	if resolved["nullable"] == true {
		s.facts[at+" null"] = false
	}
	for i, v := range resolved.Variants() {
		s.facts[at+" variant "+strconv.Itoa(i)] = false
		s.list(at+"|"+strconv.Itoa(i), v)
	}
	for _, v := range resolved.List("enum") {
		s.facts[at+" = "+fmt.Sprint(v)] = false
	}
	for _, keyword := range []string{"minimum", "maximum"} {
		if v, ok := resolved[keyword]; ok {
			s.facts[at+" "+fmt.Sprint(v)] = false
		}
	}
	switch resolved.Text("type") {
	case "boolean":
		s.facts[at+" true"], s.facts[at+" false"] = false, false
	case "string":
		if resolved["enum"] == nil && resolved["format"] == nil && resolved["pattern"] == nil && resolved["maxLength"] == nil {
			s.facts[at+" hard to encode"] = false
		}
	case "array":
		s.facts[at+" one"], s.facts[at+" several"] = false, false
		if !strings.HasPrefix(at, "/query/") { // which cannot say it
			s.facts[at+" none"] = false
		}
		s.list(at+"[]", resolved.Object("items"))
	}
	for _, name := range resolved.Properties() {
		if below := at + "/" + name; !resolved.Requires(name) {
			s.facts[below+" there"], s.facts[below+" not there"] = false, false
		}
		s.list(at+"/"+name, resolved.Property(name))
	}
	if extra := resolved.Object("additionalProperties"); extra != nil {
		s.facts[at+" members"], s.facts[at+" no members"] = false, false
		s.list(at+"*", extra)
	}
}

// Check notes what v shows, and returns what the schema does not allow, one line
// each.
func (s *Sheet) Check(v any) []string { return s.check("", s.schema, v) }

func (s *Sheet) see(at, fact string) {
	if _, listed := s.facts[at+" "+fact]; listed {
		s.facts[at+" "+fact] = true
	}
}

func (s *Sheet) check(at string, schema document.Schema, v any) []string {
	schema, _ = s.doc.Resolve(schema)
	free := schema.Text("type") == "" && schema["properties"] == nil && len(schema.Variants()) == 0
	if v == nil {
		s.see(at, "null")
		if schema["nullable"] == true || free && len(schema.List("enum")) == 0 {
			return nil
		}
		return []string{at + ": null"}
	}
	if variants := schema.Variants(); len(variants) > 0 {
		return s.checkVariants(at, variants, v)
	}
	var wrong []string
	if enum := schema.List("enum"); len(enum) > 0 {
		s.see(at, "= "+fmt.Sprint(v))
		if !slices.ContainsFunc(enum, func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(v) }) {
			wrong = append(wrong, fmt.Sprintf("%s: %v is not among %v", at, v, enum))
		}
	}
	if t := schema.Text("type"); t != "" && kind(v) != t && (kind(v) != "integer" || t != "number") {
		return append(wrong, fmt.Sprintf("%s: %v is no %s", at, v, t))
	}
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "%") && strings.Contains(v, "日") {
			s.see(at, "hard to encode")
		}
		if n := utf8.RuneCountInString(v); float64(n) < number(schema, "minLength", 0) || float64(n) > number(schema, "maxLength", float64(n)) {
			wrong = append(wrong, fmt.Sprintf("%s: %d characters", at, n))
		}
	case bool:
		s.see(at, fmt.Sprint(v))
	case json.Number:
		s.see(at, v.String())
		f, err := v.Float64()
		if err != nil || f < number(schema, "minimum", f) || f > number(schema, "maximum", f) {
			wrong = append(wrong, fmt.Sprintf("%s: %s is out of range", at, v))
		}
	case []any:
		wrong = append(wrong, s.checkList(at, schema, v)...)
	case map[string]any:
		wrong = append(wrong, s.checkObject(at, schema, v)...)
	}
	return wrong
}

// checkVariants looks for one that allows v; all that do are seen.
func (s *Sheet) checkVariants(at string, variants []document.Schema, v any) []string {
	var all []string
	fits := false
	for i, variant := range variants {
		before := maps.Clone(s.facts)
		wrong := s.check(at+"|"+strconv.Itoa(i), variant, v)
		if len(wrong) > 0 {
			s.facts = before
			all = append(all, wrong...)
			continue
		}
		s.see(at, "variant "+strconv.Itoa(i))
		fits = true
	}
	if fits {
		return nil
	}
	return all
}

func (s *Sheet) checkList(at string, schema document.Schema, list []any) []string {
	var wrong []string
	s.see(at, []string{"none", "one", "several"}[min(len(list), 2)])
	if n := float64(len(list)); n < number(schema, "minItems", 0) || n > number(schema, "maxItems", n) {
		wrong = append(wrong, fmt.Sprintf("%s: %d elements", at, len(list)))
	}
	for _, item := range list {
		wrong = append(wrong, s.check(at+"[]", schema.Object("items"), item)...)
	}
	return wrong
}

func (s *Sheet) checkObject(at string, schema document.Schema, o map[string]any) []string {
	var wrong []string
	known := schema.Object("properties")
	extra := 0
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if known[name] != nil {
			wrong = append(wrong, s.check(at+"/"+name, schema.Property(name), o[name])...)
			continue
		}
		extra++
		below := schema.Object("additionalProperties")
		if below == nil && (known != nil || schema["additionalProperties"] == false) {
			wrong = append(wrong, fmt.Sprintf("%s: no property %s", at, name))
		} else if below != nil {
			wrong = append(wrong, s.check(at+"*", below, o[name])...)
		}
	}
	s.see(at, map[bool]string{true: "members", false: "no members"}[extra > 0])
	for name := range known {
		_, there := o[name]
		s.see(at+"/"+name, map[bool]string{true: "there", false: "not there"}[there])
		if !there && schema.Requires(name) {
			wrong = append(wrong, fmt.Sprintf("%s: no %s", at, name))
		}
	}
	return wrong
}

// kind is the type of a value (OpenAPI 3.0: Data Types).
func kind(v any) string {
	switch v := v.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case json.Number:
		if r, ok := new(big.Rat).SetString(v.String()); ok && r.IsInt() {
			return "integer" // 30.0 is one
		}
		return "number"
	}
	return fmt.Sprintf("%T", v)
}

func number(s document.Schema, keyword string, otherwise float64) float64 {
	switch v := s[keyword].(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return otherwise
}
