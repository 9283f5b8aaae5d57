package emit

// Values as they are written by hand: types left out where Go knows them, short
// ones on one line.

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// literal prints a value where nothing says its type: &acmev1.Pet{Name: "Rex"}.
func (p printer) literal(value ir.Value) *jen.Statement {
	switch value := value.(type) {
	case *ir.Text:
		return jen.Lit(value.Text)
	case *ir.Bytes:
		return jen.Index().Byte().Call(jen.Lit(value.Text))
	case *ir.Word:
		return jen.Id(value.Text)
	case *ir.Const:
		return qual(value.ImportPath, value.GoName)
	case *ir.Convert:
		return p.expr(value.Type).Call(p.literal(value.Value))
	case *ir.Moment:
		return moment(value.Time)
	case *ir.PtrTo:
		return p.core("Ptr").Call(p.literal(value.Value))
	case *ir.Set:
		return p.core("Value").Call(p.literal(value.Value))
	case *ir.Null:
		return p.core("Null").Types(p.expr(value.Elem)).Call()
	case *ir.Stream:
		return jen.Qual("strings", "NewReader").Call(jen.Lit(value.Text))
	case *ir.Zero:
		return jen.Op("*").New(p.expr(value.Type))
	case *ir.Composite:
		head := p.expr(value.Type)
		if value.Pointer {
			head = jen.Op("&").Add(head)
		}
		return head.Add(p.members(value))
	default:
		panic(fmt.Sprintf("BUG: emit: no literal for %T", value))
	}
}

// moment prints time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC).
func moment(t time.Time) *jen.Statement {
	return jen.Qual("time", "Date").Call(
		jen.Lit(t.Year()), jen.Qual("time", t.Month().String()), jen.Lit(t.Day()),
		jen.Lit(t.Hour()), jen.Lit(t.Minute()), jen.Lit(t.Second()), jen.Lit(t.Nanosecond()), jen.Qual("time", "UTC"))
}

// members prints what stands between the braces of a composite value, and these.
func (p printer) members(c *ir.Composite) *jen.Statement {
	var elems []jen.Code
	for _, m := range c.Members {
		elem := p.element(elementType(c.Type), m.Value)
		switch {
		case m.Field != "":
			elem = jen.Id(m.Field).Op(":").Add(elem)
		case m.Key != nil:
			elem = jen.Lit(m.Key.Text).Op(":").Add(elem)
		}
		elems = append(elems, elem)
	}
	if len(elems) > 0 && wide(c) {
		return lines(elems)
	}
	return jen.Values(elems...)
}

// element prints a member: without its type where that is what the list or map
// holds anyway (gofmt -s).
func (p printer) element(of ir.Expr, value ir.Value) *jen.Statement {
	if c, ok := value.(*ir.Composite); ok && !c.Pointer && of != nil && isComposite(of) {
		return p.members(c)
	}
	return p.literal(value)
}

// elementType is what a list or a map holds; nil for a struct.
func elementType(t ir.Expr) ir.Expr {
	switch t := t.(type) {
	case *ir.Slice:
		return t.Elem
	case *ir.Map:
		return t.Elem
	default:
		return nil
	}
}

// isComposite tells the types whose values are composite from any, which can hold
// them.
func isComposite(t ir.Expr) bool {
	switch t.(type) {
	case *ir.Named, *ir.Slice, *ir.Map:
		return true
	default:
		return false
	}
}

// wide reports whether a composite value is better read on several lines: it is
// long, or it holds structs of several members.
func wide(c *ir.Composite) bool {
	const line = 60
	nested := func(m ir.Member) bool {
		inner, ok := m.Value.(*ir.Composite)
		return ok && len(inner.Members) > 1
	}
	return width(c) > line || slices.ContainsFunc(c.Members, nested)
}

// isWide is wide for any value.
func isWide(value ir.Value) bool {
	c, ok := value.(*ir.Composite)
	return ok && wide(c)
}

// width is about how long a value is on one line.
func width(value ir.Value) int {
	switch value := value.(type) {
	case *ir.Text:
		return len(strconv.Quote(value.Text))
	case *ir.Word:
		return len(value.Text)
	case *ir.Const:
		return 10 + len(value.GoName)
	case *ir.Convert:
		return 8 + width(value.Value)
	case *ir.PtrTo:
		return 12 + width(value.Value)
	case *ir.Set:
		return 12 + width(value.Value)
	case *ir.Moment:
		return 50
	case *ir.Composite:
		n := 2
		if named, ok := value.Type.(*ir.Named); ok {
			n += 10 + len(named.GoName)
		}
		for _, m := range value.Members {
			n += 2 + len(m.Field) + width(m.Value)
			if m.Key != nil {
				n += 2 + width(m.Key)
			}
		}
		return n
	default:
		return 10
	}
}
