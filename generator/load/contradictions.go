package load

import (
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// reachContradictions tells each operation which schemas without a value, or
// without a Go type, it reaches. Few documents have any. A schema that many reach is one fault; when
// operations are skipped each says why.
func (r *reader) reachContradictions(operations []*operation) {
	if len(r.broken) == 0 && len(r.untyped) == 0 {
		return
	}
	for _, op := range operations {
		w := walk{seen: map[*model.Schema]bool{}, visit: func(s *model.Schema) {
			for _, f := range slices.Concat(r.broken[s], r.untyped[s]) {
				text := f.Text
				if r.cfg.Lenient {
					text = op.ID + ": " + text
				}
				op.refused.Add(f.Pos, "%s", text)
			}
		}}
		w.operation(op.Operation)
	}
}

// faultContradictions reports the schemas without a value that operations reach.
func (r *reader) faultContradictions(operations []*operation) {
	w := walk{seen: map[*model.Schema]bool{}, visit: func(s *model.Schema) { r.faults = append(r.faults, r.broken[s]...) }}
	for _, op := range operations {
		w.operation(op.Operation)
	}
}

// walk visits every schema below something, once.
type walk struct {
	seen  map[*model.Schema]bool
	visit func(*model.Schema)
}

func (w walk) operation(op *model.Operation) {
	for _, p := range op.Parameters {
		w.use(p.Use)
	}
	for _, list := range contentLists(op) {
		for _, c := range list {
			w.use(c.Use)
		}
	}
	for _, res := range op.Responses {
		for _, h := range res.Headers {
			w.use(h.Use)
		}
	}
}

func (w walk) use(u *model.Use) {
	if u == nil || w.seen[u.Schema] {
		return
	}
	s := u.Schema
	w.seen[s] = true
	w.visit(s)
	for _, p := range s.Properties {
		w.use(p.Use)
	}
	w.use(s.Additional)
	w.use(s.Items)
	for _, v := range s.Variants {
		w.use(v)
	}
}
