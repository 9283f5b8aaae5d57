package plan

// What a released module keeps until its next major version: declarations that the
// document has come to ask for otherwise, though nothing changed for a program that
// was built with them. docs/decisions/0033 says when.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
)

// The rules (docs/drift.md) whose change is kept from Go.
const (
	answerRequired    = "R05" // a property of an answer became required
	bodyOptional      = "Q10" // a property of a body became optional
	parameterOptional = "P07"
	parameterAdded    = "P01" // where it is the first of its operation
	firstParameter    = "first"
)

// Held says by version (its token) which rules are kept from Go: those of
// released modules. The rest of in than API, Config and Tags may be missing.
func Held(in Input) map[string][]string {
	p := newPlanner(in)
	p.packages()
	held := map[string][]string{}
	for _, v := range p.versions {
		if v.major() > 0 {
			held[v.Token] = []string{parameterAdded, parameterOptional, bodyOptional, answerRequired}
		}
	}
	return held
}

func (v *version) major() int { return v.p.Tags.Major(v.pkg.Dir) }

// hold finds the versions that keep what they are locked as, and takes from their
// operations the parameters that wait.
func (p *planner) hold() {
	for _, v := range p.versions {
		major := v.major()
		if major == 0 {
			continue
		}
		p.lock.SetMajor(v.Token, major)
		if v.keeps = p.Lock.Major(v.Token) == major; v.keeps {
			v.withoutFirst()
		}
	}
}

// withoutFirst leaves the parameters of an operation aside whose method has
// none: it would have to take them. A required one breaks callers anyway.
func (v *version) withoutFirst() {
	own := *v.Version
	own.Operations = slices.Clone(own.Operations)
	for i, op := range own.Operations {
		var late, path []*model.Parameter
		required := false
		for _, prm := range op.Parameters {
			if prm.In == "path" {
				path = append(path, prm)
				continue
			}
			late = append(late, prm)
			required = required || prm.Required
		}
		if len(late) == 0 || required || !v.wasBare(op) {
			continue
		}
		bare := *op
		bare.Parameters = path
		own.Operations[i] = &bare
		v.late[op.ID] = late
	}
	v.Version = &own
}

func (v *version) wasBare(op *model.Operation) bool {
	id := op.ID
	if m := v.p.Lock.Method(op.ID, op.Method, op.Path); m != nil {
		id = m.ID
	}
	return v.p.Lock.Bare[lock.Operation{Version: v.Token, ID: id}]
}

// lateDoc says what a method does not take yet.
func (v *version) lateDoc(op *model.Operation, out *ir.Operation) []string {
	var names []string
	for _, prm := range v.late[op.ID] {
		names = append(names, prm.Name)
	}
	if names == nil {
		return nil
	}
	slices.Sort(names)
	return []string{fmt.Sprintf("The API takes %s too; %s does from the next major version on.", model.OneLine(strings.Join(names, ", ")), out.GoName)}
}

// holdCall records what a method does not take yet, and in the lock what takes
// nothing.
func (v *version) holdCall(op *model.Operation, m *method, out *ir.Operation) {
	if out.Params == nil && v.major() > 0 {
		v.p.lock.SetBare(v.Token, op.ID)
	}
	late := v.late[op.ID]
	if late == nil {
		return
	}
	first := slices.MinFunc(late, func(a, b *model.Parameter) int { return strings.Compare(a.Name, b.Name) })
	v.pend(Pending{
		Object: m.service.typeName() + "." + out.GoName, Rule: parameterAdded, Case: firstParameter, Pos: first.Pos,
		Declared: call(out, ""), Wanted: call(out, "params"),
	})
}

// call writes what a method takes, by name.
func call(out *ir.Operation, params string) string {
	args := []string{"ctx"}
	for _, prm := range out.PathParams {
		args = append(args, prm.GoName)
	}
	if out.Body != nil {
		args = append(args, out.Body.GoName)
	}
	if params != "" {
		args = append(args, params)
	}
	return out.GoName + "(" + strings.Join(append(args, "opts"), ", ") + ")"
}

// pend records what v keeps.
func (v *version) pend(p Pending) {
	p.Version, p.Folder = v.Token, v.pkg.Dir
	v.p.pending = append(v.p.pending, p)
}

// keepParam leaves a parameter required that came to be optional.
func (b *paramsBuilder) keepParam(prm *model.Parameter, f *ir.ParamField, was string) {
	ptr, optional := f.Type.(*ir.Ptr)
	if !b.v.keeps || prm.Required || !optional || was != exprName(ptr.Elem) {
		return
	}
	asked := *f
	b.params.asked[f] = &asked
	f.Type, f.Required = ptr.Elem, true
}

// pendParams records the parameters that stay required.
func (v *version) pendParams(op *model.Operation, ps *params) {
	for f, asked := range ps.asked {
		v.pend(Pending{
			Object: ps.out.GoName + "." + f.GoName, Rule: parameterOptional, Declared: exprName(f.Type), Wanted: exprName(asked.Type),
			Pos: fieldParameter(op, f).Pos,
		})
		f.Doc = append(f.Doc, f.GoName+" is optional by now; it stays required until the next major version.")
	}
}

// asAsked is a field of parameters as the document has it, kept or not.
func (ps *params) asAsked(f *ir.ParamField) *ir.ParamField {
	if asked := ps.asked[f]; asked != nil {
		named := *asked
		named.GoName = f.GoName
		return &named
	}
	return f
}
