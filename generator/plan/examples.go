package plan

// The calls that godoc and README.md show: of each service the one that tells
// most. Which one it is, and with which values, hangs on what the document says
// and on the names in the lock, not on any order.

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

// candidate is an operation that may become an example.
type candidate struct {
	service *ir.Service
	out     *ir.Operation
	op      *model.Operation
	body    ir.Value                      // as the document shows it; nil: it does not
	params  map[*model.Parameter]ir.Value // likewise
	told    bool                          // the document shows an input
}

// examples chooses the example of every service of v, and the one of README.md.
func (v *version) examples() {
	byID := map[string]*model.Operation{}
	for _, op := range v.Operations {
		byID[op.ID] = op
	}
	var all []*candidate
	names := naming.NewScope()
	for _, s := range v.out.Services {
		var list []*candidate
		for _, out := range s.Operations {
			list = append(list, v.candidate(s, out, byID[out.ID]))
		}
		s.Example = v.example(slices.MinFunc(list, compareTelling))
		s.Example.Name = names.Take(exampleName(s, s.Example.Method), "Example_"+unexported(s.GoName))
		s.Example.File = strings.TrimSuffix(s.File, ".go") + "_example_test.go"
		all = append(all, list...)
	}
	all = slices.DeleteFunc(all, func(c *candidate) bool { return !c.simple() })
	if len(all) > 0 {
		v.out.Program = v.example(slices.MinFunc(all, compareSimple))
	}
}

// exampleName is the name that ties an example to a method (go.dev/pkg/testing,
// Examples). An underscore of a name cannot be told from one of godoc's.
func exampleName(s *ir.Service, method string) string {
	if strings.Contains(s.TypeName+method, "_") {
		return "Example_" + unexported(s.GoName+method)
	}
	return "Example" + s.TypeName + "_" + method
}

func unexported(name string) string {
	name = strings.ReplaceAll(name, "_", "")
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(r)) + name[n:]
}

func (v *version) candidate(s *ir.Service, out *ir.Operation, op *model.Operation) *candidate {
	c := &candidate{service: s, out: out, op: op, params: map[*model.Parameter]ir.Value{}}
	if content := bodyContent(op); content != nil && out.Body != nil {
		examples := content.Examples
		if content.Use != nil {
			examples = slices.Concat(examples, content.Use.Examples)
			c.told = showsMember(content.Use.Schema)
		}
		c.body = v.firstShown(examples, schemaOf(content.Use), out.Body.Type)
	}
	c.told = c.told || c.body != nil
	types := v.parameterTypes(op, out)
	for _, prm := range op.Parameters {
		if prm.Use == nil || types[prm] == nil {
			continue
		}
		examples := slices.Concat(prm.Examples, prm.Use.Examples)
		if value := v.firstShown(examples, prm.Use.Schema, types[prm]); value != nil {
			c.params[prm], c.told = value, true
		}
	}
	return c
}

// showsMember reports whether the document has an example for a member of s.
func showsMember(s *model.Schema) bool {
	return slices.ContainsFunc(s.Properties, func(prop *model.Property) bool { return len(prop.Use.Examples) > 0 })
}

func schemaOf(use *model.Use) *model.Schema {
	if use == nil {
		return new(model.Schema)
	}
	return use.Schema
}

// parameterTypes are the types of the arguments and fields that parameters
// become. Of a pagination it is the count.
func (v *version) parameterTypes(op *model.Operation, out *ir.Operation) map[*model.Parameter]ir.Expr {
	types := map[*model.Parameter]ir.Expr{}
	for i, prm := range pathParams(op) {
		types[prm] = out.PathParams[i].Type
	}
	if out.Params == nil {
		return types
	}
	for _, f := range out.Params.Fields {
		if prm := fieldParameter(op, f); prm != nil && f.Page == nil {
			types[prm] = f.Type
		}
	}
	return types
}

func fieldParameter(op *model.Operation, f *ir.ParamField) *model.Parameter {
	for _, prm := range op.Parameters {
		if prm.In == f.In && prm.Name == f.Name {
			return prm
		}
	}
	return nil
}

// compareTelling puts what a reader of a service wants to see first: what is not
// deprecated, then what the document has an example of, then a list that goes over
// all pages, then a read.
func compareTelling(a, b *candidate) int {
	return cmp.Or(compareBool(a.out.Deprecated != "", b.out.Deprecated != ""), compareBool(b.told, a.told),
		cmp.Compare(a.kind(), b.kind()), cmp.Compare(a.inputs(), b.inputs()), strings.Compare(a.out.GoName, b.out.GoName))
}

// compareSimple puts the call first that needs least, a list before others.
func compareSimple(a, b *candidate) int {
	return cmp.Or(cmp.Compare(a.inputs(), b.inputs()), cmp.Compare(a.kind(), b.kind()),
		strings.Compare(a.service.GoName, b.service.GoName), strings.Compare(a.out.GoName, b.out.GoName))
}

// simple reports whether a call reads and takes nothing that has to be built.
func (c *candidate) simple() bool {
	return c.out.Method == http.MethodGet && c.out.Body == nil && c.out.Deprecated == "" && c.out.Result != nil && !c.out.Result.Stream &&
		c.inputs() == len(c.out.PathParams) && !slices.ContainsFunc(c.out.PathParams, func(p *ir.PathParam) bool { return exprName(p.Type) != "string" })
}

func (c *candidate) kind() int {
	p := c.out.Paging
	switch {
	case p != nil && p.AllName != "":
		return 0
	case c.out.Method == http.MethodGet && c.out.Result != nil && !c.out.Result.Stream:
		return 1
	case c.out.Body != nil && !c.out.Body.Stream:
		return 2
	default:
		return 3
	}
}

// inputs counts what a caller must give.
func (c *candidate) inputs() int {
	n := len(c.out.PathParams)
	if c.out.Body != nil {
		n++
	}
	if c.out.Params != nil {
		for _, f := range c.out.Params.Fields {
			if f.Required {
				n++
			}
		}
	}
	return n
}

// example makes the call of c.
func (v *version) example(c *candidate) *ir.Example {
	x := exampler{version: v, left: maxMade}
	e := &ir.Example{Service: c.service.GoName, Method: c.out.GoName, Args: x.args(c)}
	switch r := c.out.Result; {
	case r == nil:
	case r.Stream:
		e.Outcome = ir.OfStream
	case c.kind() == 0:
		e.Outcome, e.Method = ir.OfItems, c.out.Paging.AllName
		e.Item = v.itemName(c.out.Paging.ItemType)
		e.Show, e.Count = v.telling(c.out.Paging.ItemType)
	default:
		e.Outcome = ir.OfResult
		e.Show, e.Count = v.telling(r.Type)
	}
	return e
}

// exampleLocals are the names that examples have for other things.
var exampleLocals = []string{"api", "client", "ctx", "err", "log", "out", "params"}

// itemName is what an item of a list is called: its type, where that is short.
func (v *version) itemName(t ir.Expr) string {
	name := "item"
	if n, ok := value(t).(*ir.Named); ok && len(naming.Words(n.GoName)) < 3 {
		name = n.GoName
	}
	avoid := append(slices.Clone(exampleLocals), v.p.core.Name, v.pkg.Name)
	return naming.Unexported(name, avoid...)
}

// tellingNames are the members that say most of a thing.
var tellingNames = []string{"name", "title", "slug", "displayname", "email", "label", "key", "id", "type", "status"}

// telling finds what to print of a value of type t: the member that says most,
// else the length of a list, else any member. Nothing: all of it.
func (v *version) telling(t ir.Expr) (show []ir.Step, count bool) {
	if list, ok := t.(*ir.Slice); ok && exprName(list) != "[]byte" {
		return nil, true
	}
	if show = v.tellingMember(t, 0); show != nil {
		return show, false
	}
	return v.anyMember(t, 0)
}

// tellingDepth is how far down a member may stand that is printed.
const tellingDepth = 2

// tellingMember finds a member of one of the telling names, the nearest first.
func (v *version) tellingMember(t ir.Expr, depth int) []ir.Step {
	d := v.structOf(t)
	if d == nil {
		return nil
	}
	for _, name := range tellingNames {
		for _, f := range d.Fields {
			if strings.ToLower(f.Name) == name && v.isScalar(f.Type) {
				return []ir.Step{step(f)}
			}
		}
	}
	for _, f := range d.Fields {
		if depth == tellingDepth {
			break
		}
		if below := v.tellingMember(value(f.Type), depth+1); below != nil {
			return append([]ir.Step{step(f)}, below...)
		}
	}
	return nil
}

// anyMember finds the first list, else the first scalar, else what is below.
func (v *version) anyMember(t ir.Expr, depth int) (show []ir.Step, count bool) {
	d := v.structOf(t)
	if d == nil {
		return nil, false
	}
	for _, f := range d.Fields {
		if _, ok := value(f.Type).(*ir.Slice); ok {
			return []ir.Step{step(f)}, true
		}
	}
	for _, f := range d.Fields {
		if v.isScalar(f.Type) {
			return []ir.Step{step(f)}, false
		}
	}
	for _, f := range d.Fields {
		if depth == tellingDepth {
			break
		}
		if below, length := v.anyMember(value(f.Type), depth+1); below != nil {
			return append([]ir.Step{step(f)}, below...), length
		}
	}
	return nil, false
}

// structOf is the declaration of a type that is a struct, else nil.
func (v *version) structOf(t ir.Expr) *ir.Struct {
	n, ok := t.(*ir.Named)
	if !ok || v.byName[n.GoName] == nil {
		return nil
	}
	d, _ := v.byName[n.GoName].decl.(*ir.Struct)
	return d
}

func (v *version) isScalar(t ir.Expr) bool {
	switch t := value(t).(type) {
	case *ir.Prim:
		return holding(t) == holdsValue
	case *ir.Named:
		typ := v.byName[t.GoName]
		if typ == nil {
			return false
		}
		_, enum := typ.decl.(*ir.Enum)
		return enum
	}
	return false
}
