package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// The JSON methods of a struct serve three needs at once, so that a type has
// at most one of each: required lists and maps that go out empty, members
// without a field, and selectors.

// marshalJSON prints, for a struct that fills or has extra members:
//
//	func (v Rule) MarshalJSON() ([]byte, error) {
//		type plain Rule
//		p := plain(v)
//		if p.Labels == nil {
//			p.Labels = []Label{}
//		}
//		return acme.Marshal(p)
//	}
func (p printer) marshalJSON(f *jen.File, t *ir.Type, d *ir.Struct) {
	fills := filled(d)
	if len(fills) == 0 && d.Extra == nil {
		return
	}
	body := []jen.Code{jen.Type().Id("plain").Id(t.GoName)}
	known := jen.Id("plain").Call(jen.Id("v"))
	if len(fills) > 0 {
		body = append(body, jen.Id("p").Op(":=").Add(known))
		known = jen.Id("p")
	}
	for _, field := range fills {
		body = append(body, p.fill(field))
	}
	if d.Extra != nil {
		body = append(body, jen.Return(p.core("MarshalExtra").Call(known, jen.Id("v").Dot("Extra"))))
	} else {
		body = append(body, jen.Return(p.core("Marshal").Call(known)))
	}
	f.Add(doc([]string{marshalDoc(len(fills) > 0, d.Extra != nil)}, ""))
	f.Add(marshalMethod("v", t.GoName)).Block(body...)
}

// marshalMethod prints the head of a MarshalJSON.
func marshalMethod(receiver, typeName string) *jen.Statement {
	return jen.Func().Params(jen.Id(receiver).Id(typeName)).Id("MarshalJSON").Params().Params(jen.Index().Byte(), jen.Error())
}

// unmarshalMethod prints the head of an UnmarshalJSON.
func unmarshalMethod(receiver, typeName string) *jen.Statement {
	return jen.Func().Params(jen.Id(receiver).Op("*").Id(typeName)).Id("UnmarshalJSON").
		Params(jen.Id("data").Index().Byte()).Error()
}

func marshalDoc(fills, extra bool) string {
	switch {
	case fills && extra:
		return "MarshalJSON writes the members of Extra beside the fields, and required lists and maps that are nil as empty."
	case extra:
		return "MarshalJSON writes the members of Extra beside the fields."
	default:
		return "MarshalJSON writes required lists and maps that are nil as empty."
	}
}

// fill prints:
//
//	if p.Labels == nil {
//		p.Labels = []Label{}
//	}
func (p printer) fill(field *ir.Field) *jen.Statement {
	x := func() *jen.Statement { return jen.Id("p").Dot(field.GoName) }
	return jen.If(x().Op("==").Nil()).Block(x().Op("=").Add(p.expr(field.Type)).Values())
}

// unmarshalJSON prints, for a struct with extra members or a selector:
//
//	func (v *Rule) UnmarshalJSON(data []byte) error {
//		type plain Rule
//		var p plain
//		extra, err := acme.UnmarshalExtra[any](data, &p)
//		if err != nil {
//			return err
//		}
//		*v = Rule(p)
//		v.Extra = extra
//		return nil
//	}
func (p printer) unmarshalJSON(f *jen.File, t *ir.Type, d *ir.Struct) {
	selectors := selecting(d)
	if len(selectors) == 0 && d.Extra == nil {
		return
	}
	body := []jen.Code{jen.Type().Id("plain").Id(t.GoName), jen.Var().Id("p").Id("plain")}
	body = append(body, p.decode(d)...)
	body = append(body, jen.Op("*").Id("v").Op("=").Id(t.GoName).Call(jen.Id("p")))
	if d.Extra != nil {
		body = append(body, jen.Id("v").Dot("Extra").Op("=").Id("extra"))
	}
	for _, field := range selectors {
		body = append(body, jen.Id("v").Dot(chooser(field)).Call())
	}
	f.Add(doc([]string{unmarshalDoc(len(selectors) > 0, d.Extra != nil)}, ""))
	f.Add(unmarshalMethod("v", t.GoName)).Block(append(body, jen.Return(jen.Nil()))...)
	for _, field := range selectors {
		p.choose(f, t, d, field)
	}
}

func unmarshalDoc(selects, extra bool) string {
	switch {
	case selects && extra:
		return "UnmarshalJSON reads members without a field into Extra, and unions by the fields that name their variants."
	case extra:
		return "UnmarshalJSON reads members without a field into Extra."
	default:
		return "UnmarshalJSON reads unions by the fields that name their variants."
	}
}

// decode prints the decoding of data into p, and with extra members into extra.
func (p printer) decode(d *ir.Struct) []jen.Code {
	failed := jen.Err().Op("!=").Nil()
	args := []jen.Code{jen.Id("data"), jen.Op("&").Id("p")}
	if d.Extra == nil {
		return []jen.Code{
			jen.If(jen.Err().Op(":=").Add(p.core("Unmarshal")).Call(args...), failed).Block(jen.Return(jen.Err())),
		}
	}
	return []jen.Code{
		jen.List(jen.Id("extra"), jen.Err()).Op(":=").Add(p.core("UnmarshalExtra")).Types(p.expr(d.Extra)).Call(args...),
		jen.If(failed).Block(jen.Return(jen.Err())),
	}
}

// filled lists the fields that go out empty when nil.
func filled(d *ir.Struct) []*ir.Field {
	var out []*ir.Field
	for _, field := range d.Fields {
		if d.Input && field.FillNil {
			out = append(out, field)
		}
	}
	return out
}

// selecting lists the fields that choose the variant of a union beside them.
func selecting(d *ir.Struct) []*ir.Field {
	var out []*ir.Field
	for _, field := range d.Fields {
		if field.Selects != nil {
			out = append(out, field)
		}
	}
	return out
}
