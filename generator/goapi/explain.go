package goapi

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// Unexplained is an incompatible change that no finding explains.
type Unexplained struct {
	Change
	Hint string // what else it may come from
}

// Error says what is wrong: a program breaks for no reason that the document gives.
func (u Unexplained) Error() string {
	return u.Change.String() + ": no change of the document explains this; " + u.Hint
}

// The hints of an unexplained change.
const (
	hintNames     = "names.lock or gen.yaml changed"
	hintGenerator = "names.lock or gen.yaml changed, or the generator is wrong"
)

// Explain gives the incompatible changes that nothing reached explains; they are
// faults of the generator, or come from names.lock or the configuration. A change
// is explained by a finding in its own version, at one of the places that its
// object stands for, before or after:
//
//   - a field, a constant or a variant: its own place, or one that holds it;
//   - a type: likewise, and any place below: its name goes by its shape;
//   - a method: its operation, what it is given, the whole of what it answers;
//   - what is declared with other types than before: also what explains a change
//     of those types;
//   - a pointer that a circle of types takes: also any place below;
//   - the core: what the document says of servers and credentials.
//
// The places of an alias are those of the type it stands for too.
func Explain(changes []Change, before, after *Places, reached []Reached) []Unexplained {
	e := newExplainer(before, after, reached)
	var list []Unexplained
	for _, c := range changes {
		if !c.Compatible && !e.explained(c) {
			list = append(list, Unexplained{c, e.hint(c)})
		}
	}
	return list
}

type explainer struct {
	before, after *Places
	all           []Reached
	byLane        map[lane][]surface.Place
	byVersion     map[string][]surface.Place
}

func newExplainer(before, after *Places, reached []Reached) *explainer {
	e := &explainer{before: before, after: after, all: reached, byLane: map[lane][]surface.Place{}, byVersion: map[string][]surface.Place{}}
	for _, r := range reached {
		at := lane{r.Version, r.Operation}
		e.byLane[at] = append(e.byLane[at], r.Place)
		e.byVersion[r.Version] = append(e.byVersion[r.Version], r.Place)
	}
	return e
}

// lane is an operation in a version.
type lane struct{ version, operation string }

func (e *explainer) explained(c Change) bool {
	if c.Object == "" { // a version that is gone
		return slices.ContainsFunc(e.byVersion[c.Version], func(p surface.Place) bool { return p.Side == surface.Side{} })
	}
	spots := e.spots(Object{c.Package, c.Object})
	if len(spots) == 0 && (e.before.core[c.Package] || e.after.core[c.Package]) {
		return slices.ContainsFunc(e.all, ofCore)
	}
	return slices.ContainsFunc(e.allSpots(c), func(s spot) bool {
		if s.usual() {
			return slices.ContainsFunc(e.byVersion[s.version], s.decidedBy)
		}
		return slices.ContainsFunc(e.byLane[lane{s.version, s.Operation}], s.decidedBy)
	})
}

// ofCore reports whether a finding is about what the core is made of: the
// document as a whole, and credentials.
func ofCore(r Reached) bool {
	return r.Operation == surface.Everywhere || slices.Contains(credentials, r.Rule)
}

// allSpots are the places that decide what a change is of, and the types that its
// declaration names.
func (e *explainer) allSpots(c Change) []spot {
	spots := e.spots(Object{c.Package, c.Object})
	for _, o := range c.types {
		spots = append(spots, e.spots(o)...)
	}
	for i := range spots {
		spots[i].below = spots[i].below || c.cycle
	}
	return spots
}

func (e *explainer) spots(o Object) []spot {
	return slices.Concat(e.before.of[o], e.after.of[o])
}

// usual tells a place in what most operations answer, whichever they are.
func (s spot) usual() bool { return s.Operation == surface.Everywhere && s.Status != "" }

// decidedBy reports whether what is said at p decides s.
func (s spot) decidedBy(p surface.Place) bool {
	if s.usual() && p.Status != "" {
		s.Operation = p.Operation
	}
	return p.Above(s.Place) || s.below && s.Place.Above(p)
}

// hint looks for an object of another name at the places of one that is gone.
func (e *explainer) hint(c Change) string {
	if c.Message != "removed" || c.Object == "" {
		return hintGenerator
	}
	old := e.before.of[Object{c.Package, c.Object}]
	depth := strings.Count(c.Object, ".")
	var names []string
	for o, spots := range e.after.of {
		if o.Package == c.Package && o.Name != c.Object && strings.Count(o.Name, ".") == depth && len(old) > 0 && slices.Equal(old, spots) {
			names = append(names, o.Name)
		}
	}
	if len(names) == 0 || e.after.of[Object{c.Package, c.Object}] != nil {
		return hintGenerator
	}
	slices.Sort(names)
	return "it is called " + strings.Join(names, " or ") + " now: " + hintNames
}
