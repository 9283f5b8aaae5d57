package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Schema is a schema as it stands in the document (OpenAPI 3.0: Schema Object).
type Schema map[string]any

// object is v as a mapping; nil: it is none.
func object(v any) Schema {
	switch v := v.(type) {
	case Schema:
		return v
	case map[string]any:
		return v
	}
	return nil
}

// Object is the schema that stands under a keyword; nil: there is none.
func (s Schema) Object(keyword string) Schema { return object(s[keyword]) }

// List is the list under a keyword.
func (s Schema) List(keyword string) []any {
	list, _ := s[keyword].([]any)
	return list
}

// Text is the string under a keyword.
func (s Schema) Text(keyword string) string {
	text, _ := s[keyword].(string)
	return text
}

// Variants are the alternatives of a oneOf or anyOf.
func (s Schema) Variants() []Schema {
	var all []Schema
	for _, v := range append(s.List("oneOf"), s.List("anyOf")...) {
		all = append(all, object(v))
	}
	return all
}

// Properties are the names of the properties, sorted.
func (s Schema) Properties() []string { return slices.Sorted(maps.Keys(s.Object("properties"))) }

// Property is the schema of a property.
func (s Schema) Property(name string) Schema { return object(s.Object("properties")[name]) }

// Requires reports whether the property must be there.
func (s Schema) Requires(property string) bool {
	return slices.Contains(s.List("required"), any(property))
}

// Name is what a reference leads to: Label; "" if s is no reference.
func (s Schema) Name() string {
	ref := s.Text("$ref")
	return unescape.Replace(ref[strings.LastIndex(ref, "/")+1:])
}

// Resolve follows references and merges what stands under allOf into one schema.
// names are those of the components on the way.
func (d *Document) Resolve(s Schema) (resolved Schema, names []string) {
	for s.Text("$ref") != "" {
		names = append(names, s.Name())
		s = d.lookup(s.Text("$ref"))
	}
	parts := s.List("allOf")
	if len(parts) == 0 {
		return s, names
	}
	merged := maps.Clone(s)
	delete(merged, "allOf")
	for _, part := range parts {
		p, via := d.Resolve(object(part))
		names = append(names, via...)
		merge(merged, p)
	}
	return merged, names
}

// merge adds what from says to s: properties and required are joined, for
// everything else the outer schema stands.
func merge(s, from Schema) {
	for keyword, v := range from {
		switch have := s[keyword]; {
		case have == nil:
			s[keyword] = v
		case keyword == "properties":
			both := maps.Clone(object(v))
			maps.Copy(both, object(have))
			s[keyword] = both
		case keyword == "required":
			s[keyword] = slices.Concat(s.List(keyword), from.List(keyword))
		}
	}
}

// follow is the object behind a reference, or s itself.
func (d *Document) follow(s Schema) Schema {
	for s.Text("$ref") != "" {
		s = d.lookup(s.Text("$ref"))
	}
	return s
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~") // RFC 6901, 4

func (d *Document) lookup(ref string) Schema {
	at := d.tree
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		at = object(at[unescape.Replace(part)])
	}
	if at == nil {
		panic(fmt.Sprintf("%s leads nowhere", ref))
	}
	return at
}
