package config

// The JSON Schemas, for editors: draft-07, because that is what the server behind
// most editors reads in full (yaml-language-server took support for later drafts
// back), and nothing here needs a later one.

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// schemaAddress is where a schema is published; a change on main is one there.
const schemaAddress = "https://raw.githubusercontent.com/stratagen/strata/main/docs/"

// TestSchemas: the schemas in docs are those of the code.
func TestSchemas(t *testing.T) {
	for name, tree := range trees(t) {
		golden(t, schemaName(name), schemaText(t, name, tree))
	}
}

func schemaName(file string) string { return strings.TrimSuffix(file, ".yaml") + ".schema.json" }

func schemaText(t *testing.T, name string, tree *node) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	head := object{
		{"$schema", "http://json-schema.org/draft-07/schema#"},
		{"$id", schemaAddress + schemaName(name)},
		{"title", name + " of Strata"},
		{"$comment", "Generated from generator/config by make golden. DO NOT EDIT."},
	}
	if err := e.Encode(append(head, schema(tree)...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// object is a JSON object in its order.
type object []pair

type pair struct {
	key   string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (o *object) set(key string, value any) { *o = append(*o, pair{key, value}) }

// schema is that of a key and of everything in it.
func schema(n *node) object {
	var o object
	if n.about != "" {
		o.set("description", n.about)
	}
	o.set("type", types(n))
	switch {
	case n.section():
	case n.is(reflect.Struct):
		structSchema(n, &o)
	case n.is(reflect.Slice):
		o.set("items", schema(n.item))
		if n.rule.unique {
			o.set("uniqueItems", true)
		}
	case n.is(reflect.Map):
		if n.rule.required {
			o.set("minProperties", 1)
		}
		if n.rule.names != nil {
			o.set("propertyNames", patterns(n.rule.names))
		}
		o.set("additionalProperties", schema(n.item))
	case n.is(reflect.String):
		stringSchema(n, &o)
	}
	if f := n.rule.fallback; f != "" {
		o.set("default", defaultValue(n))
	}
	return o
}

// types: a key with nothing behind it is a key that is not set, if it can be left
// out. An item of a list, or what an author gave a name, is something.
func types(n *node) any {
	kind := map[reflect.Kind]string{
		reflect.Struct: "object", reflect.Map: "object", reflect.Slice: "array", reflect.String: "string", reflect.Bool: "boolean",
	}[n.typ.Kind()]
	if kind == "" {
		panic("BUG: no schema for a " + n.typ.Kind().String())
	}
	if len(n.path) == 0 || n.name() == "*" || n.rule.required {
		return kind
	}
	return []string{kind, "null"}
}

func structSchema(n *node, o *object) {
	var required []string
	var properties object
	for _, k := range n.keys {
		if k.rule.required {
			required = append(required, k.name())
		}
		properties.set(k.name(), schema(k))
	}
	if required != nil {
		o.set("required", required)
	}
	o.set("properties", properties)
	o.set("additionalProperties", false)
	*o = append(*o, conditions[n.dotted()]...)
}

func stringSchema(n *node, o *object) {
	r := n.rule
	if r.oneOf != nil {
		values := make([]any, 0, len(r.oneOf)+1)
		for _, v := range r.oneOf {
			values = append(values, v)
		}
		if _, nullable := types(n).([]string); nullable {
			values = append(values, nil)
		}
		o.set("enum", values)
	}
	if r.required && r.oneOf == nil && r.form == nil {
		o.set("minLength", 1)
	}
	if r.form != nil {
		*o = append(*o, patterns(r.form)...)
	}
}

func patterns(f *form) object {
	o := object{{"pattern", f.match.String()}}
	if f.unless != nil {
		o.set("not", object{{"type", "string"}, {"pattern", f.unless.String()}})
	}
	return o
}

func defaultValue(n *node) any {
	if n.is(reflect.Bool) {
		return n.rule.fallback == "true"
	}
	return n.rule.fallback
}

// conditions are the rules about several keys, which stand as code beside validate.
// TestCombinations holds the two together.
var conditions = map[string]object{
	"":         {{"not", all(is("layout", LayoutPackages), object{{"not", given("module")}})}},
	"versions": {{"not", all(given("pattern"), is("from", FromNone))}},
	"retryAfter.*": {
		{"oneOf", []object{given("body"), given("header")}},
		{"not", either(all(given("body"), given("format")), all(is("format", "rfc5322"), is("unit", "ms")))},
	},
	"upstream": {
		{"anyOf", []object{
			{{"oneOf", []object{given("redoc"), given("url"), given("file"), given("git")}}},
			{{"not", either(given("redoc"), given("url"), given("file"), given("git"), given("words"), given("hosts"), given("tokenEnv"))}},
		}},
		{"allOf", []object{either(given("redoc"), given("url"), object{{"not", either(given("hosts"), given("tokenEnv"))}})}},
	},
}

// given: the key is there and says something.
func given(key string) object {
	return object{
		{"type", "object"},
		{"required", []string{key}},
		{"properties", object{{key, object{{"not", object{{"enum", []any{nil, ""}}}}}}}},
	}
}

func is(key, value string) object {
	return object{{"type", "object"}, {"required", []string{key}}, {"properties", object{{key, object{{"const", value}}}}}}
}

func all(o ...object) object    { return object{{"allOf", o}} }
func either(o ...object) object { return object{{"anyOf", o}} }
