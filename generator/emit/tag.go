package emit

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// tag prints the struct tag of a field: `json:"name,omitzero"`.
func tag(typeName string, f *ir.Field) (*jen.Statement, error) {
	if !taggable(f.Name) {
		return nil, fmt.Errorf("type %s: property %q: encoding/json has no tag for this name", typeName, f.Name)
	}
	value := f.Name
	if f.Omit != ir.OmitNever {
		value += "," + string(f.Omit)
	} else if value == "-" {
		value = "-," // without the comma, encoding/json would leave the field out
	}
	return jen.Tag(map[string]string{"json": value}), nil
}

// taggable tells whether encoding/json takes name from a tag. It falls back to
// the Go name, silently, for any other.
func taggable(name string) bool {
	const punctuation = "!#$%&()*+-./:;<=>?@[]^_{|}~ "
	bad := func(r rune) bool {
		return !strings.ContainsRune(punctuation, r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return name != "" && !strings.ContainsFunc(name, bad)
}
