package load

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// endless finds the objects that can never be written: their required properties
// lead back to themselves, with no list, map, null or choice on the way where a
// value could end.
func (r *reader) endless(operations []*operation) {
	var all []*model.Schema
	w := walk{seen: map[*model.Schema]bool{}, visit: func(s *model.Schema) { all = append(all, s) }}
	for _, op := range operations {
		w.operation(op.Operation)
	}
	ends := findEnds(all)
	reported := map[*model.Schema]bool{}
	for _, s := range all {
		if ends[s] {
			continue
		}
		if loop := loopFrom(s, ends); !reported[loop[0].of] {
			for _, st := range loop {
				reported[st.of] = true
			}
			r.faultLoop(loop)
		}
	}
}

// findEnds gives the schemas some finite value fits: those that hold nothing
// they must hold, then those that hold only such, and so on. A schema is looked
// at again when one it holds has an end.
func findEnds(all []*model.Schema) map[*model.Schema]bool {
	ends := map[*model.Schema]bool{}
	waiting := map[*model.Schema][]*model.Schema{}
	for todo := slices.Clone(all); len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if st, stuck := next(s, ends); !stuck {
			ends[s] = true
			todo = append(todo, waiting[s]...)
			delete(waiting, s)
		} else if s.Kind == model.Object {
			waiting[st.to] = append(waiting[st.to], s)
		} else {
			for _, v := range s.Variants { // any may be the end
				waiting[v.Schema] = append(waiting[v.Schema], s)
			}
		}
	}
	return ends
}

// stride is a step down from a schema that has no end yet.
type stride struct {
	of   *model.Schema
	name string // of the property; empty: a variant
	at   model.Pos
	to   *model.Schema
}

// next gives a place in s that must hold a value and knows no end; false: s ends.
func next(s *model.Schema, ends map[*model.Schema]bool) (stride, bool) {
	open := func(u *model.Use) bool { return !u.Nullable && !ends[u.Schema] }
	switch s.Kind {
	case model.Object:
		for _, p := range s.Properties {
			if p.Required && open(p.Use) {
				return stride{s, p.Name, p.Pos, p.Use.Schema}, true
			}
		}
	case model.Union:
		if len(s.Variants) > 0 && !slices.ContainsFunc(s.Variants, func(u *model.Use) bool { return !open(u) }) {
			return stride{s, "", s.Variants[0].Pos, s.Variants[0].Schema}, true
		}
	}
	return stride{}, false
}

// loopFrom follows s to the loop it cannot leave. Whatever of the loop s leads
// to first, the loop begins where the document has it first.
func loopFrom(s *model.Schema, ends map[*model.Schema]bool) []stride {
	var way []stride
	seen := map[*model.Schema]int{}
	for {
		if i, again := seen[s]; again {
			return turn(way[i:])
		}
		seen[s] = len(way)
		st, _ := next(s, ends)
		way = append(way, st)
		s = st.to
	}
}

func turn(loop []stride) []stride {
	first := 0
	for i, st := range loop {
		if st.of.Pos.Compare(loop[first].of.Pos) < 0 {
			first = i
		}
	}
	return slices.Concat(loop[first:], loop[:first])
}

func (r *reader) faultLoop(loop []stride) {
	var names []string
	for _, st := range loop {
		if st.name != "" {
			names = append(names, st.name)
		}
	}
	owner := ""
	if name := loop[0].of.Component; name != "" {
		owner = name + ": "
	}
	r.contradict(loop[0].of, loop[0].at, "%sno value fits, as it would have no end: %s is required and leads back here",
		owner, strings.Join(names, "."))
}
