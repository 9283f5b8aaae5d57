package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// pages prints:
//
//	func (s *SourcesService) ListPages(ctx context.Context, params *ListSourcesParams, opts ...acme.CallOption) iter.Seq2[*ListSourcesOutput, error] {
//		return acme.Pages(params,
//			func(p *ListSourcesParams) *string { return &p.Cursor },
//			func(p *ListSourcesParams) (*ListSourcesOutput, error) { return s.List(ctx, p, opts...) },
//			func(out *ListSourcesOutput) string { return acme.Deref(out.Pagination).Next.OrZero() },
//		)
//	}
func (p printer) pages(f *jen.File, s *ir.Service, op *ir.Operation) {
	params := func() *jen.Statement { return jen.Id("p").Op("*").Id(op.Params.GoName) }
	cursor := jen.Func().Params(params()).Op("*").Add(p.expr(op.Paging.CursorType)).
		Add(oneLine(jen.Return(jen.Op("&").Id("p").Dot(op.Paging.CursorField))))
	fetch := jen.Func().Params(params()).Params(p.result(op.Result), jen.Error()).
		Add(oneLine(jen.Return(jen.Id("s").Dot(op.GoName).Call(passed(op, "p")...))))
	next := jen.Func().Params(jen.Id("out").Add(p.result(op.Result))).Add(p.expr(op.Paging.CursorType)).
		Add(oneLine(jen.Return(p.steps(jen.Id("out"), op.Paging.Next))))
	sentence := fmt.Sprintf("%s ranges over the pages of %s; an error ends the sequence.", op.Paging.PagesName, op.GoName)
	f.Add(doc([]string{sentence}, op.Deprecated))
	f.Add(methodHead(s, op.Paging.PagesName)).Params(p.arguments(op)...).Add(p.seq(p.result(op.Result))).Block(
		jen.Return(p.core("Pages").Custom(
			jen.Options{Open: "(", Close: ")", Separator: ",", Multi: true},
			jen.Id("params"), cursor, fetch, next)))
}

// all prints, where the pages have one list of items:
//
//	func (s *SourcesService) ListAll(ctx context.Context, params *ListSourcesParams, opts ...acme.CallOption) iter.Seq2[Source, error] {
//		return acme.Items(s.ListPages(ctx, params, opts...), func(out *ListSourcesOutput) []Source { return out.Sources })
//	}
func (p printer) all(f *jen.File, s *ir.Service, op *ir.Operation) {
	if op.Paging.AllName == "" {
		return
	}
	pages := jen.Id("s").Dot(op.Paging.PagesName).Call(passed(op, "params")...)
	items := jen.Func().Params(jen.Id("out").Add(p.result(op.Result))).Index().Add(p.expr(op.Paging.ItemType)).
		Add(oneLine(jen.Return(p.steps(jen.Id("out"), op.Paging.Items))))
	sentence := fmt.Sprintf("%s ranges over the items of all pages of %s, fetching a page when it is reached; "+
		"an error ends the sequence.", op.Paging.AllName, op.GoName)
	f.Add(doc([]string{sentence}, op.Deprecated))
	f.Add(methodHead(s, op.Paging.AllName)).Params(p.arguments(op)...).Add(p.seq(p.expr(op.Paging.ItemType))).
		Block(jen.Return(p.core("Items").Call(pages, items)))
}

// seq prints iter.Seq2[T, error].
func (p printer) seq(of jen.Code) *jen.Statement {
	return jen.Qual("iter", "Seq2").Types(of, jen.Error())
}

// steps prints the way from x to a value in it, which what is absent on the way
// does not break: acme.Deref(out.Pagination).Next.OrZero().
func (p printer) steps(x *jen.Statement, steps []ir.Step) *jen.Statement {
	for _, step := range steps {
		x = x.Dot(step.Field)
		switch step.Kind {
		case ir.Plain:
		case ir.Pointer:
			x = p.core("Deref").Call(x)
		case ir.Optional:
			x = x.Dot("OrZero").Call()
		default:
			panic(fmt.Sprintf("BUG: emit: step kind %d", step.Kind))
		}
	}
	return x
}
