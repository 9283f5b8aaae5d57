package load

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// collisions finds paths that only differ in the names of their parameters: they
// "MUST NOT exist as they are identical" (OpenAPI 3.0 and 3.1, Paths Object).
// They do exist. Large APIs take an id or a name in one place, and their servers
// tell by the value; so it is a note where the method, or what the parameters
// look like, differs. Where nothing does, one call has two answers: a fault.
func (r *reader) collisions(versions []*model.Version) {
	for _, v := range versions {
		byShape := map[string][]*model.Operation{}
		for _, op := range slices.SortedFunc(slices.Values(v.Operations), byPlace) {
			shape := pathHole.ReplaceAllString(op.Path, "{}")
			if i := slices.IndexFunc(byShape[shape], func(o *model.Operation) bool { return o.Path != op.Path }); i >= 0 {
				r.collision(op, byShape[shape])
			}
			byShape[shape] = append(byShape[shape], op)
		}
	}
}

func byPlace(a, b *model.Operation) int {
	return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Path, b.Path))
}

// collision says how op meets the operations before it that share its path.
func (r *reader) collision(op *model.Operation, before []*model.Operation) {
	other := before[0]
	for _, o := range before {
		if o.Path == op.Path || o.Method != op.Method {
			continue
		}
		other = o
		if sameForms(o, op) {
			r.faults.Add(op.Pos, "%s: nothing tells %s %s from %s at %s", op.ID, op.Method, op.Path, o.Path, o.Pos)
			return
		}
	}
	if other.Path != op.Path {
		r.note(op.Pos, "%s: path %s is the same as %s at %s", op.ID, op.Path, other.Path, other.Pos)
	}
}

// sameForms reports whether the path parameters of both look alike on the wire.
func sameForms(a, b *model.Operation) bool {
	return slices.EqualFunc(pathForms(a), pathForms(b), func(s, t *model.Schema) bool {
		return s.Kind == t.Kind && s.Format == t.Format && s.Constraints == t.Constraints && slices.Equal(s.Enum, t.Enum)
	})
}

// pathForms are the schemas of the path parameters, in the order of the path.
func pathForms(op *model.Operation) []*model.Schema {
	var list []*model.Schema
	for _, p := range op.Parameters {
		if p.In == "path" {
			list = append(list, p.Use.Schema)
		}
	}
	return list
}
