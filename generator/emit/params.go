package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// params prints the struct of an operation's parameters and how it is sent.
func (p printer) params(f *jen.File, op *ir.Operation) {
	if op.Params.Alias != nil {
		p.aliasOf(f, op.Params.GoName, op.Params.Alias, "")
		return
	}
	var fields []jen.Code
	for _, field := range op.Params.Fields {
		fields = append(fields, doc(field.Doc, field.Deprecated), jen.Id(field.GoName).Add(p.expr(field.Type)))
	}
	f.Add(docOr(op.Params.Doc, "", fmt.Sprintf("%s are the parameters of %s.", op.Params.GoName, op.ID)))
	f.Type().Id(op.Params.GoName).Struct(fields...)
	for _, page := range op.Params.Pages {
		p.page(f, page)
	}
	p.encodeParams(f, op)
}

// page prints:
//
//	var pageListSources = acme.Page{
//		Param:        "pagination",
//		Count:        "count",
//		Cursor:       "cursor",
//		Style:        acme.DeepObject | acme.Explode,
//		DefaultCount: 200,
//	}
func (p printer) page(f *jen.File, page *ir.Page) {
	var l literal
	l.str("Param", page.Param)
	l.str("Count", page.Count)
	l.str("Cursor", page.Cursor)
	if page.Style != "" {
		l.set("Style", p.style(page.Style, page.Explode, false))
	}
	if page.DefaultCount != 0 {
		l.set("DefaultCount", jen.Lit(int(page.DefaultCount)))
	}
	l.flag("Required", page.Required)
	f.Var().Id(page.Var).Op("=").Add(p.core("Page")).Add(lines(l))
}

// encodeParams prints:
//
//	func (p *ListSourcesParams) EncodeParams(e *acme.Encoder) {
//		if p == nil {
//			p = new(ListSourcesParams)
//		}
//		e.Page(&pageListSources, p.Count, p.Cursor)
//		e.Query("search", p.Search, acme.Form|acme.Explode)
//	}
func (p printer) encodeParams(f *jen.File, op *ir.Operation) {
	name := op.Params.GoName
	body := []jen.Code{jen.If(jen.Id("p").Op("==").Nil()).Block(jen.Id("p").Op("=").New(jen.Id(name)))}
	sent := map[int]bool{}
	for _, field := range op.Params.Fields {
		switch {
		case field.Page == nil:
			body = append(body, p.transfer("e", field, jen.Id("p").Dot(field.GoName)))
		case !sent[*field.Page]:
			sent[*field.Page] = true
			body = append(body, encodePage(op.Params.Pages[*field.Page]))
		}
	}
	f.Comment("// EncodeParams writes p into e; a nil p is an empty one.")
	f.Func().Params(jen.Id("p").Op("*").Id(name)).Id("EncodeParams").
		Params(jen.Id("e").Op("*").Add(p.core("Encoder"))).Block(body...)
}

// transfer prints e.Query("search", p.Search, acme.Form|acme.Explode), with the
// coder and the value that are given.
func (p printer) transfer(coder string, field *ir.ParamField, value jen.Code) *jen.Statement {
	methods := map[string]string{"query": "Query", "header": "Header", "cookie": "Cookie"}
	method, ok := methods[field.In]
	if !ok {
		panic(fmt.Sprintf("BUG: emit: parameter %s in %q", field.Name, field.In))
	}
	return jen.Id(coder).Dot(method).Call(jen.Lit(field.Name), value,
		p.style(field.Style, field.Explode, field.Required))
}

// encodePage prints e.Page(&pageListSources, p.Count, p.Cursor).
func encodePage(page *ir.Page) *jen.Statement {
	count, cursor := jen.Lit(0), jen.Nil()
	if page.CountField != "" {
		count = jen.Id("p").Dot(page.CountField)
	}
	if page.CursorField != "" {
		cursor = jen.Id("p").Dot(page.CursorField)
	}
	return jen.Id("e").Dot("Page").Call(jen.Op("&").Id(page.Var), count, cursor)
}

// style prints acme.DeepObject|acme.Explode|acme.Required.
func (p printer) style(name string, explode, required bool) *jen.Statement {
	styles := map[string]string{
		"form": "Form", "deepObject": "DeepObject", "simple": "Simple",
		"spaceDelimited": "SpaceDelimited", "pipeDelimited": "PipeDelimited",
	}
	flag, ok := styles[name]
	if !ok {
		panic(fmt.Sprintf("BUG: emit: parameter style %q", name))
	}
	s := p.core(flag)
	if explode {
		s.Op("|").Add(p.core("Explode"))
	}
	if required {
		s.Op("|").Add(p.core("Required"))
	}
	return s
}
