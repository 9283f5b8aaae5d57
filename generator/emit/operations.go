package emit

import (
	"net/http"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// descriptor prints what the runtime has to know of an operation; what is zero
// is left out:
//
//	var opGetSource = acme.Operation{
//		ID:         "getSource",
//		Method:     http.MethodGet,
//		Path:       "/sources/{sourceId}",
//		Version:    version,
//		Stability:  Stability,
//		Accept:     mediaType,
//		Idempotent: true,
//		Envelope:   true,
//	}
func (p printer) descriptor(f *jen.File, op *ir.Operation) {
	var l literal
	l.str("ID", op.ID)
	l.set("Method", httpMethod(op.Method))
	l.str("Path", op.Path)
	if p.v.Token != "" {
		l.set("Version", jen.Id("version"))
		l.set("Stability", jen.Id("Stability"))
	}
	if op.Accept != "" {
		l.set("Accept", p.mediaType(op.Accept))
	}
	if op.ContentType != "" {
		l.set("ContentType", p.mediaType(op.ContentType))
	}
	l.flag("BodyRequired", op.Body != nil && op.Body.Required)
	l.flag("Idempotent", op.Idempotent)
	l.str("Deprecated", op.Deprecated)
	if op.RateLimit != (ir.RateLimit{}) {
		l.set("RateLimit", p.rateLimit(op.RateLimit))
	}
	l.flag("Envelope", op.Envelope)
	f.Var().Id(op.Var).Op("=").Add(p.core("Operation")).Add(lines(l))
}

// mediaType prints the version's constant, or the literal of another type.
func (p printer) mediaType(name string) *jen.Statement {
	if p.v.Token != "" && name == p.v.MediaType {
		return jen.Id("mediaType")
	}
	return jen.Lit(name)
}

// rateLimit prints acme.RateLimitSpec{Requests: 50, Per: time.Minute}.
func (p printer) rateLimit(r ir.RateLimit) *jen.Statement {
	per := jen.Qual("time", r.Per)
	if r.Per == "Day" {
		per = jen.Lit(24).Op("*").Qual("time", "Hour")
	}
	return p.core("RateLimitSpec").Values(jen.Id("Requests").Op(":").Lit(r.Requests), jen.Id("Per").Op(":").Add(per))
}

var httpMethods = map[string]string{
	http.MethodGet: "MethodGet", http.MethodHead: "MethodHead", http.MethodPost: "MethodPost",
	http.MethodPut: "MethodPut", http.MethodPatch: "MethodPatch", http.MethodDelete: "MethodDelete",
	http.MethodConnect: "MethodConnect", http.MethodOptions: "MethodOptions", http.MethodTrace: "MethodTrace",
}

// httpMethod prints http.MethodGet, or the literal of a method that net/http
// has no constant for.
func httpMethod(method string) *jen.Statement {
	if name, ok := httpMethods[method]; ok {
		return jen.Qual("net/http", name)
	}
	return jen.Lit(method)
}
