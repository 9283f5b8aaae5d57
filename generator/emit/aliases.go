package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// alias prints a type that a more stable version declares, and for an enum
// its constants again:
//
//	// TraitType is [acmev1.TraitType].
//	type TraitType = acmev1.TraitType
//
//	// The known values of TraitType.
//	const (
//		TraitTypeSQL = acmev1.TraitTypeSQL
//	)
//
//	// TraitTypeValues lists the known values of TraitType.
//	func TraitTypeValues() []TraitType {
//		return acmev1.TraitTypeValues()
//	}
func (p printer) alias(f *jen.File, t *ir.Type) {
	p.aliasOf(f, t.GoName, t.Alias, t.Deprecated)
	d, ok := t.Decl.(*ir.Enum)
	if !ok {
		return
	}
	enumConsts(f, t, d, func(v *ir.EnumValue) *jen.Statement {
		return jen.Id(v.GoName).Op("=").Add(qual(t.Alias.ImportPath, v.GoName))
	})
	enumList(f, t, d, qual(t.Alias.ImportPath, d.List).Call())
}

// aliasOf prints the declaration of an alias.
func (p printer) aliasOf(f *jen.File, goName string, target *ir.Named, deprecated string) {
	sentence := fmt.Sprintf("%s is [%s.%s].", goName, p.packageName(target.ImportPath), target.GoName)
	f.Add(doc([]string{sentence}, deprecated))
	f.Type().Id(goName).Op("=").Add(p.expr(target))
}

// packageName finds the name of a generated package.
func (p printer) packageName(importPath string) string {
	for _, v := range p.api.Versions {
		if v.Package.ImportPath == importPath {
			return v.Package.Name
		}
	}
	panic(fmt.Sprintf("BUG: emit: %s is the package of no version", importPath))
}
