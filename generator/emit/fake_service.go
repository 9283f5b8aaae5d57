package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// fakeService prints the functions that fake a service, and which operations they
// are for:
//
//	type Sources struct {
//		// Get answers getSource: GET /sources/{sourceId}.
//		Get func(ctx context.Context, sourceID string) (*acmev1.GetSourceOutput, error)
//	}
//
//	func (s *Sources) routes() []acmetest.Route {
//		return []acmetest.Route{
//			{ID: "getSource", Name: "Sources.Get", Func: &s.Get},
//			{ID: "listSources", Name: "Sources.List", Func: &s.List, Params: readListSourcesParams},
//		}
//	}
func (p printer) fakeService(f *jen.File, s *ir.Service) {
	var fields, routes []jen.Code
	for _, op := range s.Operations {
		sentence := fmt.Sprintf("%s answers %s: %s %s.", op.GoName, op.ID, op.Method, op.Path)
		fields = append(fields, doc([]string{sentence}, op.Deprecated), jen.Id(op.GoName).Add(p.function(op)))
		routes = append(routes, fakeRoute(s, op))
	}
	f.Add(doc([]string{fmt.Sprintf("%s are the functions that fake the operations of %s.", s.Fake.GoName, s.Tag)}, ""))
	f.Type().Id(s.Fake.GoName).Struct(fields...)
	f.Line()
	f.Func().Params(jen.Id("s").Op("*").Id(s.Fake.GoName)).Id("routes").Params().Index().Add(p.fake("Route")).
		Block(jen.Return(jen.Index().Add(p.fake("Route")).Add(lines(routes))))
}

// function prints the type of a function: that of the method without options.
func (p printer) function(op *ir.Operation) *jen.Statement {
	f := jen.Func().Params(p.inputs(op)...)
	if op.Result == nil {
		return f.Error()
	}
	return f.Params(p.result(op.Result), jen.Error())
}

// fakeRoute prints one element of routes. The status is said where it is not 200.
func fakeRoute(s *ir.Service, op *ir.Operation) *jen.Statement {
	var l literal
	l.str("ID", op.ID)
	l.str("Name", s.Fake.Field+"."+op.GoName)
	if op.Status != 0 && op.Status != 200 {
		l.set("Status", httpStatus(op.Status))
	}
	l.set("Func", jen.Op("&").Id("s").Dot(op.GoName))
	if op.Params != nil {
		l.set("Params", jen.Id(readName(op)))
	}
	return jen.Values(l...)
}

// httpStatus prints http.StatusCreated, or the number of a status that is rare.
func httpStatus(status int) *jen.Statement {
	names := map[int]string{201: "StatusCreated", 202: "StatusAccepted", 204: "StatusNoContent"}
	if name, ok := names[status]; ok {
		return jen.Qual("net/http", name)
	}
	return jen.Lit(status)
}

func readName(op *ir.Operation) string { return "read" + op.Params.GoName }

// readParams prints the inverse of EncodeParams, with which a fake reads them:
//
//	func readListSourcesParams(d *acmetest.Decoder, p *acmev1.ListSourcesParams) {
//		d.Page(&acme.Page{Param: "pagination", Count: "count", Cursor: "cursor"}, &p.Count, &p.Cursor)
//		d.Query("search", &p.Search, acme.Form|acme.Explode)
//	}
func (p printer) readParams(f *jen.File, op *ir.Operation) {
	var body []jen.Code
	seen := map[int]bool{}
	for _, field := range op.Params.Fields {
		switch {
		case field.Page == nil:
			body = append(body, p.transfer("d", field, jen.Op("&").Id("p").Dot(field.GoName)))
		case !seen[*field.Page]:
			seen[*field.Page] = true
			body = append(body, p.readPage(op.Params.Pages[*field.Page]))
		}
	}
	f.Line()
	f.Func().Id(readName(op)).Params(jen.Id("d").Op("*").Add(p.fake("Decoder")), jen.Id("p").Add(p.paramsType(op))).Block(body...)
}

// readPage prints d.Page(&acme.Page{…}, &p.Count, &p.Cursor).
func (p printer) readPage(page *ir.Page) *jen.Statement {
	var l literal
	l.str("Param", page.Param)
	l.str("Count", page.Count)
	l.str("Cursor", page.Cursor)
	if page.Style != "" {
		l.set("Style", p.style(page.Style, page.Explode, false))
	}
	field := func(name string) jen.Code {
		if name == "" {
			return jen.Nil()
		}
		return jen.Op("&").Id("p").Dot(name)
	}
	return jen.Id("d").Dot("Page").Call(jen.Op("&").Add(p.core("Page")).Values(l...), field(page.CountField), field(page.CursorField))
}
