package emit

import (
	"reflect"

	"github.com/dave/jennifer/jen"

	"github.com/stratagen/strata/generator/ir"
)

// operation prints everything of one operation, in the order in which it is
// read: descriptor, method, paging, parameters.
func (p printer) operation(f *jen.File, s *ir.Service, op *ir.Operation) {
	p.descriptor(f, op)
	p.method(f, s, op)
	if op.Paging != nil {
		p.pages(f, s, op)
		p.all(f, s, op)
	}
	if op.Params != nil {
		p.params(f, op)
	}
}

// method prints one call. The result decides its form:
//
//	func (s *SourcesService) Get(ctx context.Context, sourceID string, opts ...acme.CallOption) (*GetSourceOutput, error) {
//		return acme.Send[GetSourceOutput](ctx, s.c, &opGetSource, acme.Call{Path: []any{sourceID}}, opts...)
//	}
//
// SendValue for what is not a pointer, s.c.Do where nothing comes back.
func (p printer) method(f *jen.File, s *ir.Service, op *ir.Operation) {
	f.Add(docOr(op.Doc, op.Deprecated, op.GoName+" calls "+op.ID+"."))
	head := methodHead(s, op.GoName).Params(p.arguments(op)...)
	if op.Result == nil {
		head.Error()
	} else {
		head.Params(p.result(op.Result), jen.Error())
	}
	f.Add(head).Block(jen.Return(p.send(op)))
}

// send prints the call of the runtime.
func (p printer) send(op *ir.Operation) *jen.Statement {
	ctx, client := jen.Id("ctx"), jen.Id("s").Dot("c")
	descriptor, call, opts := jen.Op("&").Id(op.Var), p.call(op), jen.Id("opts").Op("...")
	switch {
	case op.Result == nil:
		return client.Dot("Do").Call(ctx, descriptor, call, opts)
	case op.Result.Pointer:
		return p.core("Send").Types(p.resultValue(op.Result)).Call(ctx, client, descriptor, call, opts)
	default:
		return p.core("SendValue").Types(p.resultValue(op.Result)).Call(ctx, client, descriptor, call, opts)
	}
}

// methodHead prints func (s *SourcesService) Get.
func methodHead(s *ir.Service, name string) *jen.Statement {
	return jen.Func().Params(jen.Id("s").Op("*").Id(s.TypeName)).Id(name)
}

// arguments prints the parameters of a method: the inputs and the options.
func (p printer) arguments(op *ir.Operation) []jen.Code {
	return append(p.inputs(op), jen.Id("opts").Op("...").Add(p.core("CallOption")))
}

// inputs prints what a call is made of: the context, the path, the body, the
// other parameters.
func (p printer) inputs(op *ir.Operation) []jen.Code {
	args := []jen.Code{jen.Id("ctx").Qual("context", "Context")}
	for i, param := range op.PathParams {
		arg := jen.Id(param.GoName)
		if i+1 == len(op.PathParams) || !reflect.DeepEqual(param.Type, op.PathParams[i+1].Type) {
			arg.Add(p.expr(param.Type)) // a, b string
		}
		args = append(args, arg)
	}
	if op.Body != nil {
		args = append(args, jen.Id(op.Body.GoName).Add(p.body(op.Body)))
	}
	if op.Params != nil {
		args = append(args, jen.Id("params").Add(p.paramsType(op)))
	}
	return args
}

// paramsType prints *ListSourcesParams.
func (p printer) paramsType(op *ir.Operation) *jen.Statement {
	return jen.Op("*").Qual(p.v.Package.ImportPath, op.Params.GoName)
}

// passed prints the arguments with which a method calls another of the same
// parameters, with params in the place of its own.
func passed(op *ir.Operation, params string) []jen.Code {
	args := []jen.Code{jen.Id("ctx")}
	for _, param := range op.PathParams {
		args = append(args, jen.Id(param.GoName))
	}
	if op.Body != nil {
		args = append(args, jen.Id(op.Body.GoName))
	}
	if op.Params != nil {
		args = append(args, jen.Id(params))
	}
	return append(args, jen.Id("opts").Op("..."))
}

// call prints acme.Call{Path: []any{sourceID}, Params: params, Body: in}.
func (p printer) call(op *ir.Operation) *jen.Statement {
	var path []jen.Code
	for _, param := range op.PathParams {
		path = append(path, jen.Id(param.GoName))
	}
	var l literal
	if len(path) > 0 {
		l.set("Path", jen.Index().Any().Values(path...))
	}
	if op.Params != nil {
		l.set("Params", jen.Id("params"))
	}
	if op.Body != nil {
		l.set("Body", jen.Id(op.Body.GoName))
	}
	return p.core("Call").Values(l...)
}

func (p printer) body(b *ir.Body) *jen.Statement {
	if b.Stream {
		return jen.Qual("io", "Reader")
	}
	return p.expr(b.Type)
}

// resultValue prints the type that is decoded.
func (p printer) resultValue(r *ir.Result) *jen.Statement {
	if r.Stream {
		return jen.Qual("io", "ReadCloser")
	}
	return p.expr(r.Type)
}

// result prints the type that a method returns.
func (p printer) result(r *ir.Result) *jen.Statement {
	if r.Pointer {
		return jen.Op("*").Add(p.resultValue(r))
	}
	return p.resultValue(r)
}
