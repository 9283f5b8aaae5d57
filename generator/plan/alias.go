package plan

import (
	"github.com/stratagen/strata/generator/model"
)

// alias finds the types of v that a more stable version declares alike: the same
// name, the same shape, and the same below, name for name. It starts from the most
// stable candidate of each and goes on to the next until nothing changes, so
// recursive types stay. Each round looks at all before it changes any.
func (v *version) alias() {
	candidates := map[*typ][]*typ{}
	for name, t := range v.byName {
		for _, w := range v.p.versions[:v.index] {
			if u := w.byName[name]; u != nil && u.alias == nil && u.class() == t.class() {
				candidates[t] = append(candidates[t], u)
			}
		}
	}
	for struck := []*typ{}; ; struck = struck[:0] {
		for t, us := range candidates {
			t.alias = us[0]
		}
		for t := range candidates {
			if !t.sameBelow(t.alias) {
				struck = append(struck, t)
			}
		}
		if len(struck) == 0 {
			return
		}
		for _, t := range struck {
			t.alias = nil
			if candidates[t] = candidates[t][1:]; len(candidates[t]) == 0 {
				delete(candidates, t)
			}
		}
	}
}

// sameBelow reports whether the types t is made of are those u is made of. Both
// have the same shape, so their members correspond.
func (t *typ) sameBelow(u *typ) bool {
	mine, theirs := t.v.below(t.schema()), u.v.below(u.schema())
	if len(mine) != len(theirs) {
		return false
	}
	for step, a := range mine {
		b := theirs[step]
		if b == nil || a.name != b.name || a.root() != b.root() {
			return false
		}
	}
	return true
}

// below lists the declared types directly below s by the steps to them.
func (v *version) below(s *model.Schema) map[string]*typ {
	found := map[string]*typ{}
	seen := map[*model.Schema]bool{}
	var visit func(s *model.Schema, path string)
	visit = func(s *model.Schema, path string) {
		if seen[s] { // a list of itself
			return
		}
		seen[s] = true
		for _, c := range v.p.childrenOf(s) {
			at := path + "/" + c.step + "@" + string(v.p.classes[c.use.Schema]) // variants may look alike
			if t := v.types[c.use.Schema]; t != nil {
				found[at] = t
			} else {
				visit(c.use.Schema, at)
			}
		}
	}
	visit(s, "")
	return found
}

// markSides finds the types that requests and responses carry; what an alias
// carries, the type it stands for carries.
func (v *version) markSides() {
	for _, op := range v.Operations {
		sent, received := roots(op)
		v.mark(sent, func(t *typ) { t.sent, t.root().input = true, true })
		v.mark(received, func(t *typ) { t.received, t.root().output = true, true })
	}
}

// mark calls set for every type below uses.
func (v *version) mark(uses []*model.Use, set func(*typ)) {
	seen := map[*model.Schema]bool{}
	var visit func(s *model.Schema)
	visit = func(s *model.Schema) {
		if seen[s] {
			return
		}
		seen[s] = true
		if t := v.types[s]; t != nil {
			set(t)
		}
		for _, c := range v.p.childrenOf(s) {
			visit(c.use.Schema)
		}
	}
	for _, use := range uses {
		visit(use.Schema)
	}
}

// breakCycles finds the types that hold one another by value: Go needs a pointer
// on the way. One that is kept is enough.
func (v *version) breakCycles() {
	for _, t := range v.byName {
		t.holds = t.members(v.keptPointer)
		t.wouldHold = t.members(func(*typ, *model.Property) bool { return false })
	}
	for _, t := range v.byName {
		t.loops = t.inCircle(func(t *typ) map[*typ]bool { return t.holds })
		t.circles = t.inCircle(func(t *typ) map[*typ]bool { return t.wouldHold })
	}
}

// inCircle lists the types that t has and that have t.
func (t *typ) inCircle(holds func(*typ) map[*typ]bool) map[*typ]bool {
	found := map[*typ]bool{}
	for u := range holds(t) {
		if u.reaches(t, holds, map[*typ]bool{}) {
			found[u] = true
		}
	}
	return found
}

// members lists the types t has as a value: required members, and nullable ones,
// since a Nullable holds its value. A value that is kept is one, a pointer none.
func (t *typ) members(pointer func(*typ, *model.Property) bool) map[*typ]bool {
	held := map[*typ]bool{}
	if t.schema().Kind != model.Object {
		return held
	}
	for _, prop := range t.schema().Properties {
		u := t.v.types[prop.Use.Schema]
		if u != nil && !pointer(t, prop) && (prop.Use.Nullable || t.v.required(t, prop) || t.v.keptValue(t, prop)) {
			held[u] = true
		}
	}
	return held
}

func (t *typ) reaches(target *typ, holds func(*typ) map[*typ]bool, seen map[*typ]bool) bool {
	if t == target {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	for u := range holds(t) {
		if u.reaches(target, holds, seen) {
			return true
		}
	}
	return false
}

// required reports whether a member is always there: a read-only one is not when
// the type is sent (OpenAPI 3.0, 4.7.24.2: required applies to the response
// only), a write-only one does not come back.
func (v *version) required(t *typ, prop *model.Property) bool {
	if prop.Use.ReadOnly && t.root().input || prop.Use.WriteOnly && t.root().output {
		return false
	}
	return prop.Required
}
