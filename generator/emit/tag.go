package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// tag prints the struct tag of a field: `json:"name,omitzero"`.
func tag(typeName string, f *ir.Field) (*jen.Statement, error) {
	if !ir.Taggable(f.Name) {
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
