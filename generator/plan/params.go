package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/naming"
)

// params is the struct of an operation's parameters in one version.
type params struct {
	out    *ir.Params
	alias  *version                          // the version whose struct it is
	pageOf map[int]*pagination               // index into out.Pages
	asked  map[*ir.ParamField]*ir.ParamField // what fields would be that are kept; see hold
}

// pagination is a page parameter with the dialect that knows it.
type pagination struct {
	dialect config.Pagination
	page    *ir.Page
	cursor  *model.Use // nil: none
}

// paramsOf declares the query, header and cookie parameters of op. The members
// of a pagination are fields of their own.
func (v *version) paramsOf(op *model.Operation) *ir.Params {
	ps := &params{out: &ir.Params{GoName: v.p.paramsName(op), Doc: paramsDoc(v, op)}, pageOf: map[int]*pagination{}, asked: map[*ir.ParamField]*ir.ParamField{}}
	b := paramsBuilder{v: v, op: op, params: ps, names: v.p.Lock.Type(v.Token, ps.out.GoName), flat: flatPagination(v.p.Config, op)}
	for _, prm := range op.Parameters {
		if prm.In != "path" {
			b.add(prm)
		}
	}
	b.finish()
	v.params[op.ID] = ps
	ps.alias = v.sameParams(op.ID, ps)
	if ps.alias != nil {
		ps.out.Alias = &ir.Named{ImportPath: ps.alias.pkg.ImportPath, GoName: ps.out.GoName}
	} else {
		v.namePages(op, ps.out)
		v.pendParams(op, ps)
	}
	v.p.lock.Types = append(v.p.lock.Types, lockParams(v, op, ps))
	return ps.out
}

func lockParams(v *version, op *model.Operation, ps *params) *lock.Type {
	out, declared := ps.out, map[string]ir.Expr{}
	if ps.alias != nil { // what keeps a type there is declared otherwise
		root := ps.alias.params[op.ID].out
		for _, f := range root.Fields {
			declared[wireName(root, f)] = f.Type
		}
	}
	l := &lock.Type{Version: v.Token, Name: out.GoName, Places: []string{place{root: op.ID, side: paramsSide}.rootText()}}
	for i, f := range out.Fields {
		wire := wireName(out, f)
		l.Fields = append(l.Fields, &lock.Field{Index: i, Wire: wire, GoName: f.GoName, GoType: exprName(cmp.Or(declared[wire], f.Type))})
	}
	return l
}

// wireName tells the fields of a struct of parameters apart: the same name may
// stand in the query and in a header.
func wireName(out *ir.Params, f *ir.ParamField) string {
	if f.Page != nil {
		return out.Pages[*f.Page].Param + "." + f.PageRole
	}
	return f.In + ":" + f.Name
}

// sameParams finds a more stable version whose operation takes the same
// parameters, sent alike.
func (v *version) sameParams(id string, own *params) *version {
	for _, w := range v.p.versions[:v.index] {
		if ps := w.params[id]; ps != nil && ps.alias == nil && w.paramsShape(ps) == v.paramsShape(own) {
			return w
		}
	}
	return nil
}

// paramsShape writes what decides the declaration and the encoding, with types
// as the packages they are declared in, as if nothing were kept.
func (v *version) paramsShape(ps *params) string {
	var parts []string
	out := ps.out
	for _, f := range out.Fields {
		f = ps.asAsked(f)
		parts = append(parts, fmt.Sprint(wireName(out, f), f.GoName, v.fullName(f.Type), f.Style, f.Explode, f.Required, f.PageRole))
	}
	for _, pg := range out.Pages {
		sent := *pg
		sent.Var = "" // what it is called in one package
		parts = append(parts, fmt.Sprintf("%+v", sent))
	}
	slices.Sort(parts)
	return out.GoName + strings.Join(parts, "\n")
}

func (v *version) fullName(e ir.Expr) string {
	switch x := value(e).(type) {
	case *ir.Named:
		return v.byName[x.GoName].root().v.pkg.ImportPath + "." + exprName(e)
	case *ir.Slice:
		return "[]" + v.fullName(x.Elem)
	case *ir.Map:
		return "map[string]" + v.fullName(x.Elem)
	}
	return exprName(e)
}

// paramsBuilder adds the parameters of one operation.
type paramsBuilder struct {
	v      *version
	op     *model.Operation
	params *params
	names  *lock.Type
	flat   *config.Pagination
	wanted []wanted
}

// wanted is a field waiting for its name.
type wanted struct {
	field *ir.ParamField
	name  string
	prm   *model.Parameter // nil for a part of a pagination, which is documented already
}

func (b *paramsBuilder) add(prm *model.Parameter) {
	if d := objectPagination(b.v.p.Config, prm); d != nil {
		b.page(prm, *d)
		return
	}
	if b.flat != nil && prm.In == "query" && (prm.Name == b.flat.Count || prm.Name == b.flat.Cursor) {
		b.flatPart(prm)
		return
	}
	was := b.names.Field(prm.In + ":" + prm.Name).Type()
	m := b.v.member(&model.Use{Schema: prm.Use.Schema}, prm.Required, false, was)
	f := &ir.ParamField{Type: m.expr, Name: prm.Name, In: prm.In, Style: prm.Style, Explode: prm.Explode, Required: prm.Required}
	if prm.Deprecated {
		f.Deprecated = deprecatedByAPI
	}
	b.keepParam(prm, f, was)
	b.wanted = append(b.wanted, wanted{f, cmp.Or(prm.GoName, prm.Name), prm})
}

// page flattens a pagination object into a count and a cursor.
func (b *paramsBuilder) page(prm *model.Parameter, d config.Pagination) {
	pg := &ir.Page{Param: prm.Name, Style: prm.Style, Explode: prm.Explode, Required: prm.Required}
	prefix := pagePrefix(b.v.p.Config, prm.Name)
	for _, prop := range prm.Use.Schema.Properties {
		switch prop.Name {
		case d.Count:
			b.count(pg, prm, d.Count, prop.Use, prefix)
		case d.Cursor:
			b.cursor(pg, d, prm, prop.Use, prefix)
		}
	}
	b.params.out.Pages = append(b.params.out.Pages, pg)
}

// flatPart adds a count or a cursor that is a parameter of its own.
func (b *paramsBuilder) flatPart(prm *model.Parameter) {
	if len(b.params.out.Pages) == 0 {
		b.params.out.Pages = []*ir.Page{{Style: prm.Style, Explode: prm.Explode}}
	}
	pg := b.params.out.Pages[0]
	pg.Required = pg.Required || prm.Required
	if prm.Name == b.flat.Count {
		b.count(pg, prm, prm.Name, prm.Use, "")
		return
	}
	index := len(b.params.out.Pages)
	b.params.out.Pages = b.params.out.Pages[:index-1]
	b.cursor(pg, *b.flat, prm, prm.Use, "")
	b.params.out.Pages = append(b.params.out.Pages, pg)
}

// maxDefaultCount bounds the count sent with a cursor when the document names no
// default.
const maxDefaultCount = 200

func (b *paramsBuilder) count(pg *ir.Page, prm *model.Parameter, name string, use *model.Use, prefix string) {
	pg.Count = name
	pg.DefaultCount = maxDefaultCount
	if n, err := strconv.ParseInt(use.Schema.Constraints.Maximum, 10, 64); err == nil && n > 0 {
		pg.DefaultCount = min(n, maxDefaultCount)
	}
	if def := cmp.Or(use.Default, use.Schema.Default); def != nil {
		if n, err := strconv.ParseInt(*def, 10, 64); err == nil && n > 0 {
			pg.DefaultCount = n
		}
	}
	b.part(pg, prm, "count", &ir.Prim{Name: "int64"}, countDoc(use.Schema, pg), prefix+" count")
}

func (b *paramsBuilder) cursor(pg *ir.Page, d config.Pagination, prm *model.Parameter, use *model.Use, prefix string) {
	pg.Cursor = d.Cursor
	b.params.pageOf[len(b.params.out.Pages)] = &pagination{dialect: d, page: pg, cursor: use}
	b.part(pg, prm, "cursor", b.v.expr(use.Schema), cursorDoc, prefix+" cursor")
}

func (b *paramsBuilder) part(pg *ir.Page, prm *model.Parameter, role string, typ ir.Expr, doc, name string) {
	index := len(b.params.out.Pages)
	if pg.Param == "" {
		index = 0
	}
	f := &ir.ParamField{Type: typ, Name: prm.Name, In: prm.In, Style: prm.Style, Explode: prm.Explode, Page: &index, PageRole: role, Doc: []string{doc}}
	b.wanted = append(b.wanted, wanted{f, name, nil})
}

// inOrder is the order in which parameters of one name take it.
var inOrder = map[string]int{"query": 0, "header": 1, "cookie": 2}

// finish orders and names the fields as the lock has them.
func (b *paramsBuilder) finish() {
	out := b.params.out
	scope := naming.NewScope("EncodeParams")
	wire := func(w wanted) string { return wireName(out, w.field) }
	for _, w := range b.wanted {
		if f := b.names.Field(wire(w)); f != nil {
			w.field.GoName = scope.Take(f.GoName)
		}
	}
	byWire := slices.SortedFunc(slices.Values(b.wanted), func(x, y wanted) int {
		return cmp.Or(compareWire(x.name, y.name), cmp.Compare(inOrder[x.field.In], inOrder[y.field.In]), strings.Compare(wire(x), wire(y)))
	})
	for _, w := range byWire {
		if w.field.GoName == "" {
			name := naming.Exported(w.name)
			w.field.GoName = scope.Take(name, naming.Spelled(w.name), name+naming.Exported(w.field.In), name+"Param")
		}
	}
	slices.SortStableFunc(b.wanted, func(x, y wanted) int {
		return cmp.Compare(b.names.Field(wire(x)).Rank(), b.names.Field(wire(y)).Rank())
	})
	for _, w := range b.wanted {
		out.Fields = append(out.Fields, w.field)
		if w.prm != nil {
			w.field.Doc = paramDoc(w.field.GoName, w.prm)
		} else {
			w.field.Doc[0] = w.field.GoName + w.field.Doc[0]
		}
		if w.field.Page != nil {
			linkPage(out.Pages[*w.field.Page], w.field)
		}
	}
	b.orderPages()
}

// orderPages puts the paginations into the order of their fields.
func (b *paramsBuilder) orderPages() {
	out := b.params.out
	var pages []*ir.Page
	moved := map[int]*pagination{}
	for _, f := range out.Fields {
		if f.Page == nil {
			continue
		}
		old := *f.Page
		at := slices.Index(pages, out.Pages[old])
		if at < 0 {
			at = len(pages)
			pages = append(pages, out.Pages[old])
			if pg := b.params.pageOf[old]; pg != nil {
				moved[at] = pg
			}
		}
		f.Page = &at
	}
	out.Pages, b.params.pageOf = pages, moved
}

// namePages names the variables that hold the paginations of op; where there are
// several, each carries the field that tells it apart.
func (v *version) namePages(op *model.Operation, out *ir.Params) {
	for _, pg := range out.Pages {
		name := "page" + v.p.opNames[op.ID]
		if len(out.Pages) > 1 {
			name += cmp.Or(strings.TrimSuffix(pg.CursorField, "Cursor"), strings.TrimSuffix(pg.CountField, "Count"))
		}
		pg.Var = v.pageVars.Take(name, name+"Page")
	}
}

func linkPage(pg *ir.Page, f *ir.ParamField) {
	if f.PageRole == "count" {
		pg.CountField = f.GoName
	} else {
		pg.CursorField = f.GoName
	}
}
