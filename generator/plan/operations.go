package plan

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/naming"
)

// operations fills in the services of v.
func (v *version) operations() {
	v.out = &ir.Version{Token: v.Token, Stability: v.Stability.String(), MediaType: v.MediaType, Package: v.pkg, Doc: v.packageDoc()}
	byTag := map[string]*ir.Service{}
	taken := map[string]*naming.Scope{}
	for _, op := range v.Operations {
		m := v.p.methodOf[op.ID]
		s := byTag[m.service.tag]
		if s == nil {
			s = v.service(m.service)
			byTag[m.service.tag], taken[m.service.tag] = s, m.service.names(v.p)
		}
		s.Operations = append(s.Operations, v.operation(op, m, taken[m.service.tag]))
	}
	v.out.Services = slices.SortedFunc(maps.Values(byTag), func(a, b *ir.Service) int { return strings.Compare(a.GoName, b.GoName) })
	for _, s := range v.out.Services {
		slices.SortFunc(s.Operations, func(a, b *ir.Operation) int { return strings.Compare(a.GoName, b.GoName) })
	}
}

// names reserves the methods of s, so that the iterators do not hide one.
func (s *service) names(p *planner) *naming.Scope {
	scope := naming.NewScope()
	for _, id := range slices.Sorted(maps.Keys(s.ops)) {
		scope.Take(p.methodOf[id].name)
	}
	return scope
}

func (v *version) service(s *service) *ir.Service {
	out := &ir.Service{Tag: s.tag, GoName: s.goName, TypeName: s.typeName()}
	for _, tag := range v.p.API.Tags {
		if tag.Name == s.tag {
			out.Doc = strings.Join(paragraphs(tag.Description), " ")
		}
	}
	return out
}

func (v *version) operation(op *model.Operation, m *method, taken *naming.Scope) *ir.Operation {
	out := &ir.Operation{
		ID: op.ID, GoName: m.name, Var: "op" + v.p.opNames[op.ID],
		Method: op.Method, Path: op.Path, Status: status(op),
		Idempotent: idempotent(op.Method), RateLimit: v.rateLimit(op),
	}
	for _, prm := range pathParams(op) {
		typ := held(v.argument(prm), m.types[prm.Name])
		out.PathParams = append(out.PathParams, &ir.PathParam{Name: prm.Name, GoName: m.args[prm.Name], Type: typ})
	}
	if len(m.lock.Args) == 0 { // the most stable version speaks for all
		for _, prm := range out.PathParams {
			m.lock.Args = append(m.lock.Args, lock.Arg{Name: prm.GoName, GoType: exprName(prm.Type)})
		}
	}
	if op.Deprecated {
		out.Deprecated = deprecatedByAPI
		if op.Reason != "" {
			out.Deprecated = sentence(op.Reason)
		}
	}
	if hasParams(op) {
		out.Params = v.paramsOf(op)
	}
	v.body(op, out)
	v.result(op, out)
	out.Paging = v.paging(op, out, taken)
	out.Doc = v.operationDoc(op, out)
	v.holdCall(op, m, out)
	return out
}

// idempotent as RFC 9110, 9.2.2 has it.
func idempotent(method string) bool {
	return slices.Contains([]string{"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}, method)
}

// argument is the type of a positional parameter: never optional.
func (v *version) argument(prm *model.Parameter) ir.Expr {
	if prm.Use == nil {
		return stringType
	}
	return v.expr(prm.Use.Schema)
}

// rateLimit reads x-rate-limit: "50/minute", or "120/day per workspace".
func (v *version) rateLimit(op *model.Operation) ir.RateLimit {
	if op.RateLimit == "" {
		return ir.RateLimit{}
	}
	count, per, _ := strings.Cut(op.RateLimit, "/")
	per, _, _ = strings.Cut(per, " ") // "120/day per workspace": the unit is what a client can keep to
	n, err := strconv.Atoi(count)
	unit := map[string]string{"second": "Second", "minute": "Minute", "hour": "Hour", "day": "Day"}[per]
	if err != nil || unit == "" || n <= 0 {
		v.p.note(op.Pos, op.ID+": x-rate-limit is not COUNT/second, minute, hour or day: "+strconv.Quote(op.RateLimit))
		return ir.RateLimit{}
	}
	return ir.RateLimit{Requests: n, Per: unit}
}

// body decides what a call sends.
func (v *version) body(op *model.Operation, out *ir.Operation) {
	c := bodyContent(op)
	if c == nil {
		return
	}
	out.ContentType = asked(c)
	if !isJSON(c.MediaType) {
		out.Body = &ir.Body{GoName: "in", Type: readerType, Required: op.Body.Required, Stream: true}
		return
	}
	out.Body = &ir.Body{GoName: "in", Type: anyType, Required: op.Body.Required}
	if c.Use == nil {
		return
	}
	expr := v.expr(c.Use.Schema)
	if holding(expr) == holdsValue && (v.byPointer(c.Use.Schema) || !op.Body.Required) {
		expr = &ir.Ptr{Elem: expr}
	}
	out.Body.Type = expr
}

// byPointer tells structs and unions, which travel by pointer, from scalars.
func (v *version) byPointer(s *model.Schema) bool {
	return v.types[s] != nil && s.Kind != model.String
}

// result decides what a call returns.
func (v *version) result(op *model.Operation, out *ir.Operation) {
	_, c := success(op)
	if c == nil {
		out.Accept = v.MediaType // an answer without a body, and errors, are of this version too
		return
	}
	out.Accept = asked(c)
	if !isJSON(c.MediaType) {
		out.Result = &ir.Result{Type: closerType, Stream: true}
		return
	}
	out.Result = &ir.Result{Type: anyType}
	if c.Use == nil {
		return
	}
	use, wrapped := v.p.unwrap(c.Use)
	out.Envelope = wrapped
	v.p.unwrapped = v.p.unwrapped || wrapped
	expr := v.expr(use.Schema)
	switch {
	case v.byPointer(use.Schema):
		out.Result = &ir.Result{Type: expr, Pointer: true}
	case use.Nullable && holding(expr) == holdsValue:
		out.Result = &ir.Result{Type: &ir.Nullable{Elem: expr}}
	default:
		out.Result = &ir.Result{Type: expr}
	}
}
