package plan

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

// objectPagination finds the dialect of a parameter that is a pagination object:
// its name is the dialect's or ends in it, and it has a count or a cursor.
func objectPagination(cfg *config.Config, prm *model.Parameter) *config.Pagination {
	if prm.Use == nil || prm.Use.Schema.Kind != model.Object || prm.In != "query" {
		return nil
	}
	for i, d := range cfg.Pagination {
		if d.Param == "" || !strings.HasSuffix(strings.ToLower(prm.Name), strings.ToLower(d.Param)) {
			continue
		}
		known := 0
		for _, prop := range prm.Use.Schema.Properties {
			if prop.Name == d.Count || prop.Name == d.Cursor {
				known++
			}
		}
		if known > 0 && known == len(prm.Use.Schema.Properties) {
			return &cfg.Pagination[i]
		}
	}
	return nil
}

// flatPagination finds the dialect whose cursor is a query parameter of op.
func flatPagination(cfg *config.Config, op *model.Operation) *config.Pagination {
	for i, d := range cfg.Pagination {
		if d.Param != "" || d.Cursor == "" {
			continue
		}
		for _, prm := range op.Parameters {
			if prm.In == "query" && prm.Name == d.Cursor {
				return &cfg.Pagination[i]
			}
		}
	}
	return nil
}

// pagePrefix tells two paginations of one operation apart: warehousesPagination
// gives WarehousesCount.
func pagePrefix(cfg *config.Config, name string) string {
	for _, d := range cfg.Pagination {
		if d.Param != "" && len(name) > len(d.Param) && strings.HasSuffix(strings.ToLower(name), strings.ToLower(d.Param)) {
			return name[:len(name)-len(d.Param)]
		}
	}
	return ""
}

// paging decides how the pages of op follow one another: exactly one pagination
// with a cursor, and a result that holds the next one in the same type.
func (v *version) paging(op *model.Operation, out *ir.Operation, taken *naming.Scope) *ir.Paging {
	ps := v.params[op.ID]
	if ps == nil || len(ps.pageOf) != 1 || len(ps.out.Pages) != 1 || out.Result == nil || !out.Result.Pointer {
		return nil
	}
	pg := ps.pageOf[0]
	_, c := success(op)
	use, _ := v.p.unwrap(c.Use)
	next, typ := v.steps(use, strings.Split(pg.dialect.Next, "."))
	if next == nil || exprName(typ) != exprName(v.expr(pg.cursor.Schema)) {
		return nil
	}
	if i := slices.Index(v.p.Config.Pagination, pg.dialect); i >= 0 {
		v.p.paged[i] = true
	}
	p := &ir.Paging{PagesName: taken.Take(out.GoName+"Pages", out.GoName+"EachPage"), CursorField: pg.page.CursorField, CursorType: typ, Next: next}
	if items, elem := v.items(use); items != nil {
		p.AllName, p.Items, p.ItemType = taken.Take(out.GoName+"All", out.GoName+"EachItem"), items, elem
	}
	return p
}

// steps follows wire names through structs; it gives nil when the way is not
// there.
func (v *version) steps(use *model.Use, path []string) ([]ir.Step, ir.Expr) {
	var steps []ir.Step
	for _, wire := range path {
		t := v.types[use.Schema]
		if t == nil {
			return nil, nil
		}
		d, ok := t.root().decl.(*ir.Struct)
		if !ok {
			return nil, nil
		}
		f := fieldOf(d, wire)
		if f == nil {
			return nil, nil
		}
		steps = append(steps, step(f))
		for _, prop := range use.Schema.Properties {
			if prop.Name == wire {
				use = prop.Use
				break
			}
		}
	}
	return steps, v.expr(use.Schema)
}

func step(f *ir.Field) ir.Step {
	switch f.Type.(type) {
	case *ir.Ptr:
		return ir.Step{Field: f.GoName, Kind: ir.Pointer}
	case *ir.Nullable:
		return ir.Step{Field: f.GoName, Kind: ir.Optional}
	}
	return ir.Step{Field: f.GoName}
}

// items finds the one list of a result.
func (v *version) items(use *model.Use) ([]ir.Step, ir.Expr) {
	d, ok := v.types[use.Schema].root().decl.(*ir.Struct)
	if !ok {
		return nil, nil
	}
	var steps []ir.Step
	var elem ir.Expr
	for _, prop := range use.Schema.Properties {
		if prop.Use.Schema.Kind != model.Array {
			continue
		}
		if steps != nil {
			return nil, nil
		}
		f := fieldOf(d, prop.Name)
		if f == nil { // it stands in Extra
			return nil, nil
		}
		steps, elem = []ir.Step{step(f)}, v.elem(prop.Use.Schema.Items, nil)
	}
	return steps, elem
}
