package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// expr prints a use of a type, never its declaration. It makes a new statement
// on each call: jennifer's statements must not be shared.
func (p printer) expr(t ir.Expr) *jen.Statement {
	switch t := t.(type) {
	case *ir.Prim:
		return qual(t.Import, t.Name)
	case *ir.Named:
		return qual(t.ImportPath, t.GoName)
	case *ir.Slice:
		return jen.Index().Add(p.expr(t.Elem))
	case *ir.Map:
		return jen.Map(jen.String()).Add(p.expr(t.Elem))
	case *ir.Ptr:
		return jen.Op("*").Add(p.expr(t.Elem))
	case *ir.Nullable:
		return p.core("Nullable").Types(p.expr(t.Elem))
	default:
		panic(fmt.Sprintf("BUG: emit: no type expression for %T", t))
	}
}

func qual(importPath, name string) *jen.Statement {
	if importPath == "" {
		return jen.Id(name)
	}
	return jen.Qual(importPath, name)
}

// value prints the value that an expression of type t stands for, the zero
// value where there is none: x, acme.Deref(x) or x.OrZero().
func (p printer) value(t ir.Expr, x *jen.Statement) *jen.Statement {
	switch t.(type) {
	case *ir.Ptr:
		return p.core("Deref").Call(x)
	case *ir.Nullable:
		return x.Dot("OrZero").Call()
	default:
		return x
	}
}
