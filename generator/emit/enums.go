package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// enum prints an open string type:
//
//	type TraitType string
//
//	// The known values of TraitType.
//	const (
//		TraitTypeComputed TraitType = "COMPUTED"
//		TraitTypeSQL      TraitType = "SQL"
//	)
//
//	// TraitTypeValues lists the known values of TraitType.
//	func TraitTypeValues() []TraitType {
//		return []TraitType{TraitTypeComputed, TraitTypeSQL}
//	}
func (p printer) enum(f *jen.File, t *ir.Type, d *ir.Enum) {
	f.Add(typeDoc(t, "Other values may come; they decode, compare and encode unchanged."))
	f.Type().Id(t.GoName).String()
	var names []string
	for _, v := range d.Values {
		names = append(names, v.GoName)
	}
	enumConsts(f, t, d, func(v *ir.EnumValue) *jen.Statement {
		return jen.Id(v.GoName).Id(t.GoName).Op("=").Lit(v.Value)
	})
	enumList(f, t, d, jen.Index().Id(t.GoName).Add(rows(names, ident)))
}

// enumConsts prints the constants of an enum, each as spec has it.
func enumConsts(f *jen.File, t *ir.Type, d *ir.Enum, spec func(*ir.EnumValue) *jen.Statement) {
	if len(d.Values) == 0 {
		return
	}
	var specs []jen.Code
	for _, v := range d.Values {
		specs = append(specs, doc(v.Doc, ""), spec(v))
	}
	f.Comment(fmt.Sprintf("// The known values of %s.", t.GoName))
	f.Const().Defs(specs...)
}

// enumList prints the function that lists the values of an enum.
func enumList(f *jen.File, t *ir.Type, d *ir.Enum, values jen.Code) {
	if d.List == "" {
		return
	}
	f.Comment(fmt.Sprintf("// %s lists the known values of %s.", d.List, t.GoName))
	f.Func().Id(d.List).Params().Index().Id(t.GoName).Block(jen.Return(values))
}
