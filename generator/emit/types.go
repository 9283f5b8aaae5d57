package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// declare prints the declaration of a type with its methods.
func (p printer) declare(f *jen.File, t *ir.Type) error {
	if t.Alias != nil {
		p.alias(f, t)
		return nil
	}
	switch d := t.Decl.(type) {
	case *ir.Struct:
		return p.structType(f, t, d)
	case *ir.Enum:
		p.enum(f, t, d)
	case *ir.UnionDecl:
		p.union(f, t, d)
	default:
		panic(fmt.Sprintf("BUG: emit: type %s: no declaration for %T", t.GoName, d))
	}
	return nil
}

// typeDoc prints the doc comment of a type.
func typeDoc(t *ir.Type, more ...string) *jen.Statement {
	paragraphs := t.Doc
	if len(paragraphs) == 0 {
		paragraphs = []string{t.GoName + " is part of the API."}
	}
	return doc(append(paragraphs[:len(paragraphs):len(paragraphs)], more...), t.Deprecated)
}
