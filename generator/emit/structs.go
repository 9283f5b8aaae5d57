package emit

import (
	"errors"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// structType prints an object:
//
//	type Source struct {
//		// ID identifies it.
//		ID   string  `json:"id"`
//		Name *string `json:"name,omitempty"`
//	}
//
// and the JSON methods it takes.
func (p printer) structType(f *jen.File, t *ir.Type, d *ir.Struct) error {
	var fields []jen.Code
	var errs []error
	for _, field := range d.Fields {
		tag, err := tag(t.GoName, field)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		fields = append(fields, doc(field.Doc, field.Deprecated), jen.Id(field.GoName).Add(p.expr(field.Type)).Add(tag))
	}
	if d.Extra != nil {
		fields = append(fields,
			doc([]string{"Extra holds the members that have no field of their own."}, ""),
			jen.Id("Extra").Map(jen.String()).Add(p.expr(d.Extra)).Tag(map[string]string{"json": "-"}))
	}
	f.Add(typeDoc(t))
	f.Type().Id(t.GoName).Struct(fields...)
	p.marshalJSON(f, t, d)
	p.unmarshalJSON(f, t, d)
	return errors.Join(errs...)
}
