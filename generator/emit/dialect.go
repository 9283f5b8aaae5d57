package emit

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// dialect prints dialect.go, all that the runtime knows of the API:
//
//	const apiName = "acme"
//
//	var api = dialect{
//		envelope: "data",
//		servers:  []string{"https://api.acme.example"},
//		…
//	}
func (p printer) dialect() ([]byte, error) {
	f := p.file()
	d := p.api.Dialect
	var l literal
	l.str("envelope", d.Envelope)
	l.strs("servers", urls(d.Servers))
	if d.Errors != (ir.ErrorShape{}) {
		l.set("errors", errorShape(d.Errors))
	}
	if len(d.RetryAfter) > 0 {
		l.set("retryAfter", retrySources(d.RetryAfter))
	}
	if d.Query.Object != "" || d.Query.Array != "" {
		l.set("query", queryForm(d.Query))
	}
	f.Comment("// apiName is the prefix of errors and stands in the User-Agent.")
	f.Const().Id("apiName").Op("=").Lit(p.api.Name)
	f.Comment("// api is what is particular to this API.")
	f.Var().Id("api").Op("=").Id("dialect").Add(lines(l))
	p.regions(f, d.Servers)
	p.newClient(f, d.Auth)
	return p.render(f)
}

func urls(servers []ir.Server) []string {
	var out []string
	for _, s := range servers {
		out = append(out, s.URL)
	}
	return out
}

// errorShape prints errorShape{list: "errors", message: "message"}.
func errorShape(e ir.ErrorShape) *jen.Statement {
	var l literal
	l.str("list", e.List)
	l.str("typ", e.Type)
	l.str("message", e.Message)
	l.str("field", e.Field)
	l.str("data", e.Data)
	l.str("status", e.Status)
	return jen.Id("errorShape").Values(l...)
}

// retrySources prints []retrySource{{header: "Retry-After"}}, one a line.
func retrySources(sources []ir.RetrySource) *jen.Statement {
	units := map[string]string{"ms": "Millisecond", "s": "Second"}
	var elems []jen.Code
	for _, s := range sources {
		var l literal
		l.str("body", s.Body)
		l.str("header", s.Header)
		if s.Unit != "" {
			unit, ok := units[s.Unit]
			if !ok {
				panic(fmt.Sprintf("BUG: emit: unit %q", s.Unit))
			}
			l.set("unit", jen.Qual("time", unit))
		}
		l.str("format", s.Format)
		elems = append(elems, jen.Values(l...))
	}
	return jen.Index().Id("retrySource").Add(lines(elems))
}

// queryForm prints queryForm{object: "dots", array: "dots"}. Scalars have one
// form, which the runtime need not be told.
func queryForm(q ir.QueryForm) *jen.Statement {
	var l literal
	l.str("object", q.Object)
	l.str("array", q.Array)
	return jen.Id("queryForm").Values(l...)
}

// regions prints, where servers are named:
//
//	type Region string
//
//	const (
//		RegionEU Region = "https://eu1.api.acme.example"
//	)
//
//	func WithRegion(r Region) Option { return WithBaseURL(string(r)) }
func (p printer) regions(f *jen.File, servers []ir.Server) {
	var specs []jen.Code
	for _, s := range servers {
		if s.GoName != "" {
			specs = append(specs, jen.Id(s.GoName).Id("Region").Op("=").Lit(s.URL))
		}
	}
	if len(specs) == 0 {
		return
	}
	f.Comment("// Region is the base URL of the servers of one region.")
	f.Type().Id("Region").String()
	f.Comment("// The regions of the API.")
	f.Const().Defs(specs...)
	f.Comment("// WithRegion sends all calls to the servers of r.")
	f.Func().Id("WithRegion").Params(jen.Id("r").Id("Region")).Id("Option").
		Block(jen.Return(jen.Id("WithBaseURL").Call(jen.String().Call(jen.Id("r")))))
}
