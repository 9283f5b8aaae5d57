package plan

// The fields of types that a released module keeps as they were.

import (
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
)

// pendFields records the fields that the types of v keep, those of types that
// nobody meets aside.
func (v *version) pendFields() {
	for t := range maps.Keys(v.reached) {
		for _, p := range t.pending {
			v.pend(p)
		}
	}
}

// lockedAs is how a member of t was declared in v, and what it would be now if it
// were always there; both are empty where that is not the question.
func (v *version) lockedAs(t *typ, prop *model.Property) (was, plain string) {
	if !v.keeps || !t.locked || prop.Use.Nullable {
		return "", ""
	}
	was = t.names.Field(prop.Name).Type()
	expr := held(v.expr(prop.Use.Schema), was)
	if was == "" || holding(expr) != holdsValue {
		return "", ""
	}
	return was, exprName(expr)
}

// keptPointer reports whether a member of an answer came to be always there, and
// was a pointer. A pointer in what is sent may be nil, which the API refuses by
// now.
func (v *version) keptPointer(t *typ, prop *model.Property) bool {
	was, plain := v.lockedAs(t, prop)
	return was != "" && was == "*"+plain && v.required(t, prop) && !t.sent
}

// keptValue reports whether a member of what is sent came to be optional, and was
// a value. In an answer it would not say whether it was there.
func (v *version) keptValue(t *typ, prop *model.Property) bool {
	was, plain := v.lockedAs(t, prop)
	return was != "" && was == plain && !v.required(t, prop) && !t.received
}

// byRef reports whether a member needs a pointer, as it is part of a circle. One
// that was a value is left one where a pointer that is kept breaks the circle.
func (v *version) byRef(t *typ, prop *model.Property, required bool) bool {
	below := v.types[prop.Use.Schema]
	was := t.names.Field(prop.Name).Type()
	if v.keeps && t.locked && was == exprName(v.member(prop.Use, required, false, was).expr) {
		return t.loops[below]
	}
	return t.circles[below]
}

// keptSent is keptValue for a member that is declared in one way whether it is
// optional or not: a list, or one that may be null.
func (v *version) keptSent(t *typ, prop *model.Property, f *ir.Field) bool {
	was := t.names.Field(prop.Name)
	return v.keeps && t.locked && was != nil && was.Sent && was.GoType == exprName(f.Type) && !f.Required && !t.received
}

// keepField declares a field as it was, if that is kept, and records what it will
// be. What a circle makes a pointer is one anyway.
func (v *version) keepField(t *typ, prop *model.Property, f *ir.Field) {
	below := v.types[prop.Use.Schema]
	p := Pending{Object: t.name + "." + f.GoName, Wanted: exprName(f.Type), Pos: prop.Pos}
	switch {
	case v.keptPointer(t, prop) && !t.circles[below]:
		f.Type, f.Omit = &ir.Ptr{Elem: f.Type}, ir.OmitEmpty
		p.Rule, p.Declared = answerRequired, exprName(f.Type)
		f.Doc = append(f.Doc, f.GoName+" is always there; it stays a pointer until the next major version.")
	case v.keptValue(t, prop) && !t.loops[below]:
		f.Type, f.Omit = f.Type.(*ir.Ptr).Elem, ir.OmitNever
		p.Rule, p.Declared = t.optionalRule(), exprName(f.Type)
		f.Doc = append(f.Doc, f.GoName+stillSent)
	case v.keptSent(t, prop, f):
		f.Omit = ir.OmitNever
		p.Rule, p.Declared = t.optionalRule(), p.Wanted+", sent in any case"
		f.Doc = append(f.Doc, f.GoName+stillSent)
	default:
		return
	}
	t.pending = append(t.pending, p)
}

const stillSent = " is optional by now; it is sent in any case until the next major version."

// optionalRule is the rule of a member that came to be optional.
func (t *typ) optionalRule() string {
	if slices.ContainsFunc(t.places(), func(pl place) bool { return !strings.HasPrefix(pl.side, "param:") }) {
		return bodyOptional
	}
	return parameterOptional
}

// sentSilently reports whether a field goes out in any case and its declaration
// does not show that.
func (t *typ) sentSilently(f *ir.Field) bool {
	_, nullable := f.Type.(*ir.Nullable)
	return t.v.major() > 0 && t.sent && f.Omit == ir.OmitNever && (nullable || holding(f.Type) != holdsValue)
}
