package plan

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
)

var (
	anyType    = &ir.Prim{Name: "any"}
	stringType = &ir.Prim{Name: "string"}
	readerType = &ir.Prim{Import: "io", Name: "Reader"}
	closerType = &ir.Prim{Import: "io", Name: "ReadCloser"}
)

// member is how a use of a schema is declared as a field.
type member struct {
	expr ir.Expr
	omit ir.Omit
}

// member decides the declaration of a field:
//
//	required            T
//	optional            *T, omitempty; slices and maps omitzero
//	nullable            Nullable[T], omitzero
//	required, nullable  Nullable[T]
//
// byRef makes T a pointer where holding the value would never end. Where only a
// format came since, T stays what it was locked as.
func (v *version) member(use *model.Use, required, byRef bool, locked string) member {
	expr := held(v.expr(use.Schema), locked)
	if byRef {
		expr = &ir.Ptr{Elem: expr}
	}
	switch kind := holding(expr); {
	case kind == holdsAny && required:
		return member{expr, ir.OmitNever}
	case kind == holdsAny:
		return member{expr, ir.OmitEmpty}
	case use.Nullable && required:
		return member{&ir.Nullable{Elem: expr}, ir.OmitNever}
	case use.Nullable:
		return member{&ir.Nullable{Elem: expr}, ir.OmitZero}
	case required:
		return member{expr, ir.OmitNever}
	case kind == holdsList:
		return member{expr, ir.OmitZero}
	case byRef:
		return member{expr, ir.OmitEmpty}
	default:
		return member{&ir.Ptr{Elem: expr}, ir.OmitEmpty}
	}
}

type holdingKind int

const (
	holdsValue holdingKind = iota
	holdsList              // slice or map: nil is absent
	holdsAny
)

func holding(e ir.Expr) holdingKind {
	switch e := e.(type) {
	case *ir.Slice, *ir.Map:
		return holdsList
	case *ir.Prim:
		switch e.Name {
		case "any":
			return holdsAny
		case "RawMessage", "IP", "HardwareAddr", "IPMask":
			return holdsList // slices of the standard library
		}
	}
	return holdsValue
}

// expr is the Go type of a value of s that is there and not null.
func (v *version) expr(s *model.Schema) ir.Expr { return v.exprIn(s, nil) }

// exprIn is expr inside the undeclared schemas above: a list of itself ends in
// any.
func (v *version) exprIn(s *model.Schema, above []*model.Schema) ir.Expr {
	if t := v.types[s]; t != nil {
		return t.named()
	}
	if e := goType(s); e != nil {
		return e
	}
	if slices.Contains(above, s) {
		return anyType
	}
	above = append(above, s)
	switch s.Kind {
	case model.Array:
		return &ir.Slice{Elem: v.elem(s.Items, above)}
	case model.Object:
		if s.Additional == nil {
			return &ir.Map{Elem: anyType}
		}
		return &ir.Map{Elem: v.elem(s.Additional, above)}
	case model.String, model.Integer, model.Number, model.Boolean:
		return v.p.scalarType(s)
	default:
		return anyType
	}
}

// elem is the type of an item or of a value of a map.
func (v *version) elem(use *model.Use, above []*model.Schema) ir.Expr {
	if use == nil {
		return anyType
	}
	e := v.exprIn(use.Schema, above)
	if use.Nullable && holding(e) != holdsAny {
		return &ir.Nullable{Elem: e}
	}
	return e
}

// scalar names the Go type of a schema without parts; it is part of the shape.
func (p *planner) scalar(s *model.Schema) string {
	switch s.Kind {
	case model.String, model.Integer, model.Number, model.Boolean:
		return exprName(p.scalarType(s))
	default:
		return ""
	}
}

// scalarType maps type and format to Go. float32 never: it rounds what JSON does
// not.
func (p *planner) scalarType(s *model.Schema) ir.Expr {
	switch s.Kind {
	case model.Boolean:
		return &ir.Prim{Name: "bool"}
	case model.Number:
		return &ir.Prim{Name: "float64"}
	case model.Integer:
		if s.Format == "int32" {
			return &ir.Prim{Name: "int32"}
		}
		return &ir.Prim{Name: "int64"}
	}
	switch {
	case p.Config.Types[s.Format] == "string":
		return stringType
	case s.Format == "date-time":
		return &ir.Prim{Import: "time", Name: "Time"}
	case s.Format == "byte":
		return &ir.Slice{Elem: &ir.Prim{Name: "byte"}}
	default:
		return stringType
	}
}

// exprName writes a type as Go does, package paths without their folders: for
// the lock and for comparisons.
func exprName(e ir.Expr) string {
	switch e := e.(type) {
	case *ir.Prim:
		if e.Import != "" {
			return e.Import[strings.LastIndexByte(e.Import, '/')+1:] + "." + e.Name
		}
		return e.Name
	case *ir.Named:
		return e.GoName
	case *ir.Slice:
		return "[]" + exprName(e.Elem)
	case *ir.Map:
		return "map[string]" + exprName(e.Elem)
	case *ir.Ptr:
		return "*" + exprName(e.Elem)
	case *ir.Nullable:
		return "Nullable[" + exprName(e.Elem) + "]"
	}
	panic("BUG: an expression of no known kind")
}

// held keeps the Go type that something was given when only a format came since:
// locked is the type as the lock writes it, pointer and Nullable included.
func held(e ir.Expr, locked string) ir.Expr {
	locked = strings.TrimLeft(locked, "*")
	if inner, ok := strings.CutPrefix(locked, "Nullable["); ok {
		locked = strings.TrimLeft(strings.TrimSuffix(inner, "]"), "*")
	}
	if plain := unformatted(e); locked != "" && locked != exprName(e) && locked == exprName(plain) {
		return plain
	}
	return e
}

// unformatted is e as it would be without formats.
func unformatted(e ir.Expr) ir.Expr {
	switch x := e.(type) {
	case *ir.Prim:
		switch exprName(x) {
		case "time.Time":
			return stringType
		case "int32":
			return &ir.Prim{Name: "int64"}
		}
	case *ir.Slice:
		if exprName(x) == "[]byte" {
			return stringType
		}
		return &ir.Slice{Elem: unformatted(x.Elem)}
	case *ir.Map:
		return &ir.Map{Elem: unformatted(x.Elem)}
	case *ir.Nullable:
		return &ir.Nullable{Elem: unformatted(x.Elem)}
	}
	return e
}
