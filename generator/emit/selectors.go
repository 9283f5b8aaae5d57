package emit

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// chooser is the method that decodes a union by its selector.
func chooser(field *ir.Field) string {
	return "choose" + field.Selects.Union + "By" + field.GoName
}

// choose prints the method that decodes a union again, now as what the field
// beside it says. It uses only exported fields: the union may be declared in
// another package.
//
//	// chooseConfigByStrategy decodes Config as what Strategy says it is.
//	func (v *Schedule) chooseConfigByStrategy() {
//		u := &v.Config
//		switch v.Strategy {
//		case "PERIODIC":
//			*u = ScheduleConfig{Raw: u.Raw}
//			_ = acme.DecodeVariant(u.Raw, &u.Periodic)
//		}
//	}
//
// A value that names no variant, and one that does not fit its variant, stands in
// Raw only: what looks like another variant is not one, and a response never
// fails for it.
func (p printer) choose(f *jen.File, t *ir.Type, d *ir.Struct, field *ir.Field) {
	union := fieldNamed(t, d, field.Selects.Union)
	body, elem, put := p.access(union)
	body = append(body, jen.Op("*").Id("u").Op("=").Add(p.expr(elem)).Values(jen.Id("Raw").Op(":").Id("u").Dot("Raw")))
	body = append(body, jen.Switch(p.value(field.Type, jen.Id("v").Dot(field.GoName))).
		Block(p.variantCases(field.Selects)...))
	body = append(body, put...)
	f.Comment(fmt.Sprintf("// %s decodes %s as what %s says it is.", chooser(field), union.GoName, field.GoName))
	f.Func().Params(jen.Id("v").Op("*").Id(t.GoName)).Id(chooser(field)).Params().Block(body...)
}

// access prints how u becomes a pointer to the union that a field holds, and
// how the union is put back. A nullable union is copied:
//
//	c, ok := v.Config.Get()
//	if !ok {
//		return
//	}
//	u := &c
//	…
//	v.Config = acme.Value(c)
func (p printer) access(union *ir.Field) (take []jen.Code, elem ir.Expr, put []jen.Code) {
	field := func() *jen.Statement { return jen.Id("v").Dot(union.GoName) }
	u := func() *jen.Statement { return jen.Id("u").Op(":=") }
	switch t := union.Type.(type) {
	case *ir.Nullable:
		take = []jen.Code{
			jen.List(jen.Id("c"), jen.Id("ok")).Op(":=").Add(field()).Dot("Get").Call(),
			jen.If(jen.Op("!").Id("ok")).Block(jen.Return()),
			u().Op("&").Id("c"),
		}
		return take, t.Elem, []jen.Code{field().Op("=").Add(p.core("Value")).Call(jen.Id("c"))}
	case *ir.Ptr:
		take = []jen.Code{u().Add(field()), jen.If(jen.Id("u").Op("==").Nil()).Block(jen.Return())}
		return take, t.Elem, nil
	default:
		return []jen.Code{u().Op("&").Add(field())}, t, nil
	}
}

// variantCases prints a case for each variant, with the values that choose it:
//
//	case "HOURLY", "DAILY":
//		_ = acme.DecodeVariant(u.Raw, &u.Periodic)
func (p printer) variantCases(s *ir.Selects) []jen.Code {
	values := map[string][]jen.Code{}
	var variants []string
	for _, value := range slices.Sorted(maps.Keys(s.Values)) {
		variant := s.Values[value]
		if values[variant] == nil {
			variants = append(variants, variant)
		}
		values[variant] = append(values[variant], jen.Lit(value))
	}
	var cases []jen.Code
	for _, variant := range variants {
		cases = append(cases, jen.Case(values[variant]...).Block(
			jen.Id("_").Op("=").Add(p.core("DecodeVariant")).Call(jen.Id("u").Dot("Raw"), jen.Op("&").Id("u").Dot(variant)),
		))
	}
	return cases
}

// fieldNamed finds a field by its Go name.
func fieldNamed(t *ir.Type, d *ir.Struct, goName string) *ir.Field {
	for _, field := range d.Fields {
		if field.GoName == goName {
			return field
		}
	}
	panic(fmt.Sprintf("BUG: emit: type %s: no field %s to select", t.GoName, goName))
}
