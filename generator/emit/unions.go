package emit

import (
	"maps"
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// union prints a struct of pointers:
//
//	type Result struct {
//		Profile *Profile
//		Account *Account
//		// Raw is the value as received; it is sent only when no variant is set.
//		Raw json.RawMessage
//	}
func (p printer) union(f *jen.File, t *ir.Type, d *ir.UnionDecl) {
	var fields []jen.Code
	for _, v := range d.Variants {
		fields = append(fields, doc(v.Doc, ""), jen.Id(v.GoName).Op("*").Add(p.expr(v.Type)))
	}
	fields = append(fields,
		jen.Comment("// Raw is the value as received; it is sent only when no variant is set."),
		jen.Id("Raw").Qual("encoding/json", "RawMessage"))
	f.Add(typeDoc(t, "Exactly one variant is set; a value that fits none stands in Raw."))
	f.Type().Id(t.GoName).Struct(fields...)
	p.marshalUnion(f, t, d)
	p.unmarshalUnion(f, t, d)
}

// marshalUnion prints:
//
//	func (u Result) MarshalJSON() ([]byte, error) {
//		return acme.MarshalUnion(u.Raw, u.Profile, u.Account)
//	}
func (p printer) marshalUnion(f *jen.File, t *ir.Type, d *ir.UnionDecl) {
	args := []jen.Code{jen.Id("u").Dot("Raw")}
	for _, v := range d.Variants {
		args = append(args, jen.Id("u").Dot(v.GoName))
	}
	f.Comment("// MarshalJSON writes the variant that is set.")
	f.Add(marshalMethod("u", t.GoName)).Block(jen.Return(p.core("MarshalUnion").Call(args...)))
}

// unmarshalUnion prints:
//
//	func (u *Result) UnmarshalJSON(data []byte) error {
//		*u = Result{}
//		raw, err := acme.UnmarshalUnion(data, acme.Union{Variants: []acme.Variant{
//			{
//				Kind:   "object",
//				Known:  []string{"id"},
//				Decode: func(b []byte) error { return acme.DecodeVariant(b, &u.Profile) },
//			},
//		}})
//		u.Raw = raw
//		return err
//	}
func (p printer) unmarshalUnion(f *jen.File, t *ir.Type, d *ir.UnionDecl) {
	var variants []jen.Code
	for _, v := range d.Variants {
		variants = append(variants, p.variant(v))
	}
	var union literal
	union.str("Discriminator", d.Discriminator)
	union.set("Variants", jen.Index().Add(p.core("Variant")).Add(lines(variants)))
	f.Comment("// UnmarshalJSON reads data as the variant that it fits.")
	f.Add(unmarshalMethod("u", t.GoName)).Block(
		jen.Op("*").Id("u").Op("=").Id(t.GoName).Values(),
		jen.List(jen.Id("raw"), jen.Err()).Op(":=").Add(p.core("UnmarshalUnion")).
			Call(jen.Id("data"), p.core("Union").Values(union...)),
		jen.Id("u").Dot("Raw").Op("=").Id("raw"),
		jen.Return(jen.Err()),
	)
}

// variant prints how one alternative of a union is known and decoded.
func (p printer) variant(v *ir.Variant) *jen.Statement {
	var l literal
	l.str("Kind", v.Kind)
	l.strs("Values", v.Values)
	l.strs("Required", v.Required)
	l.strs("Known", v.Known)
	if len(v.Consts) > 0 {
		l.set("Consts", constSets(v.Consts))
	}
	l.set("Decode", jen.Func().Params(jen.Id("b").Index().Byte()).Error().Add(oneLine(
		jen.Return(p.core("DecodeVariant").Call(jen.Id("b"), jen.Op("&").Id("u").Dot(v.GoName))))))
	return lines(l)
}

// constSets prints map[string][]string{"kind": {"A", "B"}}, sorted.
func constSets(consts map[string][]string) *jen.Statement {
	var entries []jen.Code
	for _, name := range slices.Sorted(maps.Keys(consts)) {
		entries = append(entries, jen.Lit(name).Op(":").Add(rows(consts[name], quoted)))
	}
	sets := jen.Map(jen.String()).Index().String()
	if len(entries) == 1 {
		return sets.Values(entries...)
	}
	return sets.Add(lines(entries))
}
