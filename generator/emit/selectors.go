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
//		*u = ScheduleConfig{Raw: u.Raw}
//		switch v.Strategy {
//		case "PERIODIC":
//			_ = acme.DecodeVariant(u.Raw, &u.Periodic)
//		}
//	}
//
// A value that names no variant stands in Raw only, or keeps the variant that its
// shape fits where the configuration says so; one that does not fit its variant
// stands in Raw only. A response never fails for it.
func (p printer) choose(f *jen.File, t *ir.Type, d *ir.Struct, field *ir.Field) {
	union := fieldNamed(t, d, field.Selects.Union)
	a := p.access(union)
	body := slices.Concat(a.take, p.decide(field, a.elem), a.put)
	if a.each != nil {
		body = []jen.Code{a.each.Block(body...)}
	}
	f.Comment(fmt.Sprintf("// %s decodes %s as what %s says it is.", chooser(field), union.GoName, field.GoName))
	f.Func().Params(jen.Id("v").Op("*").Id(t.GoName)).Id(chooser(field)).Params().Block(body...)
}

// decide prints the switch over the selector, with a case for each variant:
//
//	*u = ScheduleConfig{Raw: u.Raw}
//	switch v.Strategy {
//	case "HOURLY", "DAILY":
//		_ = acme.DecodeVariant(u.Raw, &u.Periodic)
//	}
func (p printer) decide(field *ir.Field, elem ir.Expr) []jen.Code {
	reset := func() *jen.Statement {
		return jen.Op("*").Id("u").Op("=").Add(p.expr(elem)).Values(jen.Id("Raw").Op(":").Id("u").Dot("Raw"))
	}
	values := map[string][]jen.Code{}
	var variants []string
	for _, value := range slices.Sorted(maps.Keys(field.Selects.Values)) {
		variant := field.Selects.Values[value]
		if values[variant] == nil {
			variants = append(variants, variant)
		}
		values[variant] = append(values[variant], jen.Lit(value))
	}
	var cases []jen.Code
	for _, variant := range variants {
		var body []jen.Code
		if field.Selects.KeepShape {
			body = append(body, reset())
		}
		decode := p.core("DecodeVariant").Call(jen.Id("u").Dot("Raw"), jen.Op("&").Id("u").Dot(variant))
		cases = append(cases, jen.Case(values[variant]...).Block(append(body, jen.Id("_").Op("=").Add(decode))...))
	}
	choice := jen.Switch(p.value(field.Type, jen.Id("v").Dot(field.GoName))).Block(cases...)
	if field.Selects.KeepShape {
		return []jen.Code{choice}
	}
	return []jen.Code{reset(), choice}
}

// access is how a field's union becomes the pointer u.
type access struct {
	each *jen.Statement // the loop around it; nil: none
	take []jen.Code
	elem ir.Expr // of the union
	put  []jen.Code
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
//
// and those of a list are visited in turn.
func (p printer) access(union *ir.Field) access {
	field := func() *jen.Statement { return jen.Id("v").Dot(union.GoName) }
	u := func() *jen.Statement { return jen.Id("u").Op(":=") }
	switch t := union.Type.(type) {
	case *ir.Slice:
		return access{
			each: jen.For(jen.Id("i").Op(":=").Range().Add(field())),
			take: []jen.Code{u().Op("&").Add(field()).Index(jen.Id("i"))},
			elem: t.Elem,
		}
	case *ir.Nullable:
		take := []jen.Code{
			jen.List(jen.Id("c"), jen.Id("ok")).Op(":=").Add(field()).Dot("Get").Call(),
			jen.If(jen.Op("!").Id("ok")).Block(jen.Return()),
			u().Op("&").Id("c"),
		}
		return access{take: take, elem: t.Elem, put: []jen.Code{field().Op("=").Add(p.core("Value")).Call(jen.Id("c"))}}
	case *ir.Ptr:
		return access{take: []jen.Code{u().Add(field()), jen.If(jen.Id("u").Op("==").Nil()).Block(jen.Return())}, elem: t.Elem}
	default:
		return access{take: []jen.Code{u().Op("&").Add(field())}, elem: t}
	}
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
