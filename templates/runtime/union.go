package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Union describes the alternatives of a oneOf or anyOf to UnmarshalUnion.
type Union struct {
	Discriminator string // property that names the alternative; empty: none does
	Variants      []Variant
}

// Variant is one alternative of a Union.
type Variant struct {
	// Kind is that of its JSON: object, array, string, number, integer, boolean,
	// any.
	Kind string
	// Values are those of the discriminator that stand for it.
	Values []string
	// Required and Known are the properties it must have and may have.
	Required, Known []string
	// Consts holds, by property, closed sets of values.
	Consts map[string][]string
	// Decode decodes data and sets the union's field, which it leaves unset when
	// it fails. See DecodeVariant.
	Decode func(data []byte) error
}

// MarshalUnion writes the one variant that is not a nil pointer or, when all
// are, what was received. Anything else is an error.
func MarshalUnion(raw json.RawMessage, variants ...any) ([]byte, error) {
	var set any
	for _, v := range variants {
		if isNil(v) {
			continue
		}
		if set != nil {
			return nil, fmt.Errorf("%s: two variants of a union are set: %T and %T", apiName, set, v)
		}
		set = v
	}
	switch {
	case set != nil:
		return Marshal(set)
	case len(raw) > 0:
		return raw, nil
	}
	return nil, errors.New(apiName + ": no variant of a union is set")
}

// UnmarshalUnion finds the variant that data is, decodes it, and returns a copy
// of data. A variant that is not known is no error: then nothing but the copy is
// set.
//
// A discriminator decides alone, and its variant must then decode. Without one,
// the candidates are the variants whose kind, required properties and constants
// agree with data; the one that knows most of its properties comes first, then
// the one listed first, and the first that decodes is it.
func UnmarshalUnion(data []byte, u Union) (json.RawMessage, error) {
	raw := json.RawMessage(bytes.Clone(data))
	var members map[string]json.RawMessage
	kind := kindOf(data)
	if kind == "null" {
		return raw, nil
	}
	if kind == "object" {
		if err := json.Unmarshal(data, &members); err != nil {
			return raw, err
		}
	}
	if value, ok := members[u.Discriminator]; ok && u.Discriminator != "" {
		for _, v := range u.Variants {
			if slices.Contains(v.Values, scalarText(value)) {
				return raw, v.Decode(data)
			}
		}
		return raw, nil
	}
	for _, v := range u.candidates(kind, data, members) {
		if v.Decode(data) == nil {
			break
		}
	}
	return raw, nil
}

// DecodeVariant decodes data into a new T and points p to it. When that fails, p
// is nil.
func DecodeVariant[T any](data []byte, p **T) error {
	*p = nil
	v := new(T)
	if err := Unmarshal(data, v); err != nil {
		return err
	}
	*p = v
	return nil
}

// candidates are the variants that data may be, best first.
func (u Union) candidates(kind string, data []byte, members map[string]json.RawMessage) []Variant {
	score := func(v Variant) int {
		n := 0
		for _, name := range v.Known {
			if _, ok := members[name]; ok {
				n++
			}
		}
		if v.Kind == "any" {
			n-- // the last resort
		}
		return n
	}
	var fit []Variant
	for _, v := range u.Variants {
		if v.fitsKind(kind, data) && v.fitsMembers(members) {
			fit = append(fit, v)
		}
	}
	slices.SortStableFunc(fit, func(a, b Variant) int { return score(b) - score(a) })
	return fit
}

func (v Variant) fitsKind(kind string, data []byte) bool {
	switch v.Kind {
	case "any", kind:
		return true
	case "integer":
		return kind == "number" && isInteger(data)
	}
	return false
}

func (v Variant) fitsMembers(members map[string]json.RawMessage) bool {
	for _, name := range v.Required {
		if _, ok := members[name]; !ok {
			return false
		}
	}
	for name, values := range v.Consts {
		if m, ok := members[name]; ok && !slices.Contains(values, scalarText(m)) {
			return false
		}
	}
	return true
}

// kindOf is the kind of a JSON text; "null" for null.
func kindOf(data []byte) string {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return ""
	}
	switch data[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

func isInteger(data []byte) bool {
	s := string(bytes.TrimSpace(data))
	if !strings.ContainsAny(s, ".eE") {
		return true
	}
	_, ok := plainInteger(s)
	return ok
}

// scalarText is a string without its quotes, or any other JSON as it is.
func scalarText(raw json.RawMessage) string { return node(raw).text() }
