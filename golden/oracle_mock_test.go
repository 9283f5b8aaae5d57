package golden

// Bodies made from a schema as the document of a version has it. This reads the
// document by itself: it must not share a mistake with what it tests.

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// mocks makes the bodies of one schema.
type mocks struct {
	doc map[string]any
	// How to decide. The counts are what was met: a later body can go one further.
	full, null, unknown bool
	top                 bool // all of the outermost object: what is wrapped in an envelope is not required
	choice              int  // of each enum and union, modulo its size
	enums, unions       int  // the largest met
	nullables           int  // met
	stack               []string
	sibling             any // value of the selector beside what is made; nil: there is none
}

// selected are the variants that the API sends beside a value of a selector; any
// goes beside others.
var selected = map[any][]string{
	"PERIODIC":      {"PeriodicConfig", "ReverseEtlPeriodicScheduleConfig"},
	"SPECIFIC_DAYS": {"SpecificDaysConfig", "ReverseEtlSpecificTimeScheduleConfig"},
	"CRON":          {"ReverseEtlCronScheduleConfig"},
	"DBT_CLOUD":     {"ReverseEtlDbtCloudScheduleConfig"},
	"USERS":         {"AudiencePreviewProfileResult"},
	"ACCOUNTS":      {"AudiencePreviewAccountResult"},
}

// variant chooses from a union: what goes with the selector, else each in turn.
func (m *mocks) variant(list []any) int {
	i := slices.IndexFunc(list, func(v any) bool {
		ref, _ := v.(map[string]any)["$ref"].(string)
		return slices.Contains(selected[m.sibling], strings.TrimPrefix(ref, "#/components/schemas/"))
	})
	if i >= 0 {
		return i
	}
	return m.choice % len(list)
}

// body is a mock and what it was made for.
type body struct {
	Kind string
	Body json.RawMessage
}

// bodiesOf gives all bodies of a schema, without repeats.
func bodiesOf(doc map[string]any, schema any) []body {
	m := &mocks{doc: doc, full: true}
	all := []body{m.make("all", schema)}
	choices := max(m.enums, m.unions)
	for i := 1; i < choices; i++ {
		m.choice = i
		all = append(all, m.make("choice "+strconv.Itoa(i), schema))
		choices = max(choices, m.enums, m.unions)
	}
	all = append(all, (&mocks{doc: doc, top: true}).make("required", schema), (&mocks{doc: doc}).make("least", schema))
	m = &mocks{doc: doc, full: true, null: true}
	if all = append(all, m.make("null", schema)); m.nullables == 0 {
		all = all[:len(all)-1]
	}
	all = append(all, (&mocks{doc: doc, full: true, unknown: true}).make("unknown property", schema))
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(b body) bool {
		was := seen[string(b.Body)]
		seen[string(b.Body)] = true
		return was
	})
}

func (m *mocks) make(kind string, schema any) body {
	text, err := json.Marshal(m.value(schema))
	if err != nil {
		panic(err)
	}
	return body{kind, text}
}

func (m *mocks) value(schema any) any {
	s, depth := m.resolve(schema)
	defer func() { m.stack = m.stack[:len(m.stack)-depth] }()
	if s["nullable"] == true {
		if m.nullables++; m.null {
			return nil
		}
	}
	for _, key := range []string{"oneOf", "anyOf"} {
		if list, _ := s[key].([]any); len(list) > 0 {
			m.unions = max(m.unions, len(list))
			return m.value(list[m.variant(list)])
		}
	}
	if list, _ := s["allOf"].([]any); len(list) == 1 && s["properties"] == nil {
		return m.value(list[0]) // a wrapper, for a nullable reference say
	}
	if list, _ := s["enum"].([]any); len(list) > 0 {
		m.enums = max(m.enums, len(list))
		return list[m.choice%len(list)]
	}
	properties, required := map[string]any{}, map[string]bool{}
	m.members(s, properties, required)
	switch s["type"] {
	case "string":
		return text(s["format"])
	case "integer":
		if s["format"] == "int32" {
			return 2147483647
		}
		return 9007199254740993
	case "number":
		return 123456789.125
	case "boolean":
		return true
	case "array":
		if m.full && len(m.stack) < 12 {
			return []any{m.value(s["items"])}
		}
		return []any{}
	}
	return m.object(s, properties, required)
}

// object is also what a schema without a type gets.
func (m *mocks) object(s map[string]any, properties map[string]any, required map[string]bool) any {
	o, top, outer := map[string]any{}, m.top, m.sibling
	m.top = false
	for _, name := range []string{"strategy", "audienceType"} {
		if p, ok := properties[name].(map[string]any); ok && p["enum"] != nil {
			m.sibling = m.value(p)
			defer func() { m.sibling = outer }()
		}
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if required[name] || top || m.full && len(m.stack) < 12 {
			o[name] = m.value(properties[name])
		}
	}
	extra, open := s["additionalProperties"].(map[string]any)
	switch {
	case m.full && open && len(extra) > 0:
		o["a-key"] = m.value(extra)
	case m.full && len(properties) == 0:
		o["a-key"] = map[string]any{"n": json.Number("12345678901234567890"), "list": []any{"x", nil, true}}
	case m.unknown:
		o["x-unknown"] = map[string]any{"n": 1}
	}
	return o
}

// members collects the properties of s, and of what it is made of.
func (m *mocks) members(s, properties map[string]any, required map[string]bool) {
	list, _ := s["allOf"].([]any)
	for _, part := range list {
		p, depth := m.resolve(part)
		m.members(p, properties, required)
		m.stack = m.stack[:len(m.stack)-depth]
	}
	own, _ := s["properties"].(map[string]any)
	maps.Copy(properties, own)
	names, _ := s["required"].([]any)
	for _, name := range names {
		if _, there := properties[name.(string)]; there {
			required[name.(string)] = true
		}
	}
}

// resolve follows references. depth is how many names it put on the stack.
func (m *mocks) resolve(schema any) (s map[string]any, depth int) {
	s, _ = schema.(map[string]any)
	for {
		ref, ok := s["$ref"].(string)
		if !ok {
			return s, depth
		}
		m.stack = append(m.stack, ref)
		depth++
		s = lookup(m.doc, ref)
	}
}

func lookup(doc map[string]any, ref string) map[string]any {
	var at any = doc
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		at = at.(map[string]any)[part]
	}
	s, ok := at.(map[string]any)
	if !ok {
		panic(fmt.Sprintf("%s leads nowhere", ref))
	}
	return s
}

func text(format any) string {
	switch format {
	case "date-time":
		return "2026-01-02T03:04:05.678Z"
	case "date":
		return "2026-01-02"
	case "uuid":
		return "123e4567-e89b-12d3-a456-426614174000"
	case "byte":
		return "AAEC/w=="
	case "email":
		return "someone@example.com"
	}
	return `a/b "c" é`
}

// answersOf makes every body of every response in the document of a version.
func answersOf(version string, text []byte) ([]answer, error) {
	var doc map[string]any
	if err := yaml.Load(text, &doc); err != nil {
		return nil, err
	}
	var all []answer
	paths, _ := doc["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item, _ := paths[path].(map[string]any)
		for _, method := range slices.Sorted(maps.Keys(item)) {
			op, _ := item[method].(map[string]any)
			id, _ := op["operationId"].(string)
			responses, _ := op["responses"].(map[string]any)
			for _, code := range slices.Sorted(maps.Keys(responses)) {
				status, err := strconv.Atoi(code)
				if err != nil {
					return nil, fmt.Errorf("%s %s: status %s", version, id, code)
				}
				response, _ := responses[code].(map[string]any)
				if ref, ok := response["$ref"].(string); ok {
					response = lookup(doc, ref)
				}
				contents, _ := response["content"].(map[string]any)
				for _, mediaType := range slices.Sorted(maps.Keys(contents)) {
					content, _ := contents[mediaType].(map[string]any)
					for _, b := range bodiesOf(doc, content["schema"]) {
						all = append(all, answer{version, id, mediaType, status, b.Kind, b.Body})
					}
				}
			}
		}
	}
	return all, nil
}
