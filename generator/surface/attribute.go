package surface

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// Attribute is what a fact says of its place.
type Attribute string

// The attributes. Those before own stand on the line of their place, in this
// order; the others are lines of their own.
const (
	Method        Attribute = "method"
	PathTemplate  Attribute = "path"
	Answered      Attribute = "status" // an answer to a status
	Type          Attribute = "type"   // the kind; "untyped" where there is no schema
	Required      Attribute = "required"
	Nullable      Attribute = "nullable"
	ReadOnly      Attribute = "readOnly"
	WriteOnly     Attribute = "writeOnly"
	Deprecated    Attribute = "deprecated"
	Closed        Attribute = "closed" // additionalProperties: false
	Open          Attribute = "open"   // any other members
	Format        Attribute = "format"
	Style         Attribute = "style"   // only where it is not OpenAPI's default
	Explode       Attribute = "explode" // likewise
	Discriminator Attribute = "discriminator"
	Recursive     Attribute = "recursive" // the path it returns to
	As            Attribute = "as"        // the place of a huge schema

	Offered   Attribute = "version"
	Stability Attribute = "stability"
	ServerURL Attribute = "server"
	Security  Attribute = "security" // one alternative
	Tag       Attribute = "tag"
	Reason    Attribute = "reason"
	Sunset    Attribute = "sunset"
	RateLimit Attribute = "rate-limit"
	Media     Attribute = "media"
	Enum      Attribute = "enum"
	Mapping   Attribute = "mapping" // discriminator value and the key of its alternative
	Default   Attribute = "default"

	Minimum          Attribute = "minimum"
	Maximum          Attribute = "maximum"
	ExclusiveMinimum Attribute = "exclusiveMinimum"
	ExclusiveMaximum Attribute = "exclusiveMaximum"
	MultipleOf       Attribute = "multipleOf"
	MinLength        Attribute = "minLength"
	MaxLength        Attribute = "maxLength"
	Pattern          Attribute = "pattern"
	MinItems         Attribute = "minItems"
	MaxItems         Attribute = "maxItems"
	UniqueItems      Attribute = "uniqueItems"
	MinProperties    Attribute = "minProperties"
	MaxProperties    Attribute = "maxProperties"
)

// words are the attributes on the line of their place, in its order.
var words = []Attribute{
	Method, PathTemplate, Answered, Type, Required, Nullable, ReadOnly, WriteOnly, Deprecated, Closed, Open, Format, Style, Explode,
	Discriminator, Recursive, As,
}

// own are the attributes with lines of their own.
var own = []Attribute{
	Offered, Stability, ServerURL, Security, Tag, Reason, Sunset, RateLimit, Media, Enum, Mapping, Default, Minimum, Maximum, ExclusiveMinimum,
	ExclusiveMaximum, MultipleOf, MinLength, MaxLength, Pattern, MinItems, MaxItems, UniqueItems, MinProperties, MaxProperties,
}

var ranks = func() map[Attribute]int {
	m := map[Attribute]int{}
	for i, a := range slices.Concat(words, own) {
		m[a] = i
	}
	return m
}()

// attribute is a fact that does not know its place yet.
type attribute struct {
	Name  Attribute
	Value string
	Pos   model.Pos // zero: where the place stands
}

// facts puts attributes at a place.
func facts(p Place, at model.Pos, list []attribute) []Fact {
	out := make([]Fact, len(list))
	for i, a := range list {
		if a.Pos == (model.Pos{}) {
			a.Pos = at
		}
		out[i] = Fact{Place: p, Attribute: a.Name, Value: a.Value, At: at, Pos: a.Pos}
	}
	return out
}

var kinds = map[model.Kind]string{
	model.Any: "any", model.Boolean: "boolean", model.Integer: "integer", model.Number: "number", model.String: "string",
	model.Array: "array", model.Object: "object", model.Null: "null",
}

func kind(s *model.Schema) string {
	switch {
	case s.Kind != model.Union:
		return kinds[s.Kind]
	case s.OneOf:
		return "oneOf"
	default:
		return "anyOf"
	}
}

// ofSchema gives what a schema says of itself, apart from its members and the
// mapping of a discriminator.
func (b *builder) ofSchema(s *model.Schema) []attribute {
	if known, ok := b.own[s]; ok {
		return known
	}
	list := []attribute{{Type, kind(s), s.Pos}}
	add := func(name Attribute, value string) {
		if value != "" {
			list = append(list, attribute{name, value, s.Pos})
		}
	}
	if s.Closed {
		list = append(list, attribute{Name: Closed, Pos: s.Pos})
	}
	if isAny(s.Additional) {
		list = append(list, attribute{Name: Open, Pos: s.Pos})
	}
	add(Format, s.Format)
	if d := s.Discriminator; d != nil {
		list = append(list, attribute{Discriminator, d.Property, d.Pos})
	}
	for _, v := range slices.Compact(slices.Sorted(slices.Values(s.Enum))) {
		list = append(list, attribute{Enum, v, s.Pos})
	}
	limits(&s.Constraints, add)
	b.own[s] = list
	return list
}

func limits(c *model.Constraints, add func(Attribute, string)) {
	for _, l := range []struct {
		name  Attribute
		value string
	}{
		{Minimum, c.Minimum}, {Maximum, c.Maximum}, {ExclusiveMinimum, c.ExclusiveMinimum}, {ExclusiveMaximum, c.ExclusiveMaximum},
		{MultipleOf, c.MultipleOf}, {MinLength, c.MinLength}, {MaxLength, c.MaxLength}, {MinItems, c.MinItems}, {MaxItems, c.MaxItems},
		{MinProperties, c.MinProperties}, {MaxProperties, c.MaxProperties},
	} {
		add(l.name, number(l.value))
	}
	add(Pattern, c.Pattern)
	if c.UniqueItems {
		add(UniqueItems, "true")
	}
}

// isAny reports whether u allows whatever there is.
func isAny(u *model.Use) bool {
	return u != nil && len(ofUse(u)) == 0 && u.Schema.Kind == model.Any && len(u.Schema.Enum) == 0 && u.Schema.Format == ""
}

// ofUse gives what a place says of the schema that stands there.
func ofUse(u *model.Use) []attribute {
	var list []attribute
	if u.Nullable {
		list = append(list, attribute{Name: Nullable, Pos: u.NullableAt})
	}
	if u.ReadOnly {
		list = append(list, attribute{Name: ReadOnly, Pos: u.Pos})
	}
	if u.WriteOnly {
		list = append(list, attribute{Name: WriteOnly, Pos: u.Pos})
	}
	switch {
	case u.Deprecated:
		list = append(list, attribute{Name: Deprecated, Pos: u.Pos})
	case u.Schema.Deprecated:
		list = append(list, attribute{Name: Deprecated, Pos: u.Schema.Pos})
	}
	if u.Default != nil {
		list = append(list, attribute{Default, canonical(*u.Default), u.Pos})
	}
	return list
}

// number spells numbers that are equal alike, as far as that is exact.
func number(text string) string {
	if text == "" {
		return ""
	}
	f, err := strconv.ParseFloat(text, 64)
	const exact = 1 << 53
	if err != nil || f <= -exact || f >= exact {
		return text
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// canonical spells JSON values that are equal alike: the order of members means
// nothing.
func canonical(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return text
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return text
	}
	return strings.TrimSuffix(out.String(), "\n")
}
