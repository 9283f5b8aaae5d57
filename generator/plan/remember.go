package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
)

// How types are found again in names.lock; docs/decisions/0005 says why.

// lockedType finds what the lock knows of a type: in v; in a more stable version,
// which it was an alias of; else in a less stable one, where it comes from.
func (v *version) lockedType(name string) *lock.Type {
	for _, w := range v.lookups() {
		if t := v.p.Lock.Type(w.Token, name); t != nil && (len(t.Fields) > 0 || len(t.Consts) > 0) {
			return t
		}
	}
	return v.p.Lock.Type(v.Token, name)
}

// lookups lists v, then the more stable versions from the nearest, then the less
// stable ones.
func (v *version) lookups() []*version {
	list := slices.Clone(v.p.versions[:v.index+1])
	slices.Reverse(list)
	return append(list, v.p.versions[v.index+1:]...)
}

// byLock gives a type the name most of its places had; where places look alike,
// the name of the type it resembles most. Shapes with more votes are heard first.
func (nr *namer) byLock() {
	votes := map[*node]vote{}
	for _, n := range nr.todo {
		votes[n] = nr.vote(n)
	}
	slices.SortStableFunc(nr.todo, func(a, b *node) int {
		return cmp.Or(-votes[a].compare(votes[b]), cmp.Compare(nr.v.p.classes[a.schema], nr.v.p.classes[b.schema]))
	})
	nr.settle(func(n *node) string {
		if votes[n].tied {
			return ""
		}
		return votes[n].name
	})
	nr.sort()
	nr.settle(func(n *node) string { return nr.vote(n).name }) // now that what holds them has its name
}

// vote is the name the lock proposes for a node, and how sure it is.
type vote struct {
	name            string
	places, members int  // that speak for it
	own             bool // it is the name that n asks for by itself
	tied            bool // another name is as good
}

func (a vote) compare(b vote) int {
	return cmp.Or(cmp.Compare(a.places, b.places), cmp.Compare(a.members, b.members), compareBool(a.own, b.own))
}

// asksFor reports whether name is what n would be called without a lock.
func (nr *namer) asksFor(n *node, name string) bool {
	if base, _ := nr.v.base(n); base != "" {
		return name == base
	}
	return slices.ContainsFunc(n.places, func(pl place) bool {
		return (pl.parent == nil || nr.v.types[pl.parent] != nil) && name == nr.v.standing(n, pl)
	})
}

// vote asks the places of n in its own version, and where they are new there in
// the others: an operation that graduates brings its names along.
func (nr *namer) vote(n *node) vote {
	var best vote
	for _, w := range nr.v.lookups() {
		count := map[string]int{}
		for _, pl := range slices.Concat(n.places, n.detours) {
			for _, name := range w.lockedPlaces()[pl.text] {
				count[name]++
			}
		}
		for _, name := range slices.Sorted(maps.Keys(count)) {
			v := vote{name: name, places: count[name], members: nr.v.resemblance(n.schema, name), own: nr.asksFor(n, name)}
			switch d := v.compare(best); {
			case d > 0:
				best = v
			case d == 0:
				best.tied = true
			}
		}
		if best.name != "" {
			break
		}
	}
	return best
}

// resemblance counts what a schema has in common with a locked type: a point for
// a member of the name, another one for the same declaration.
func (v *version) resemblance(s *model.Schema, name string) int {
	locked, points := v.lockedType(name), 0
	for _, prop := range s.Properties {
		f := locked.Field(prop.Name)
		if f == nil {
			continue
		}
		points++
		if exprName(v.member(prop.Use, prop.Required, false, "").expr) == f.GoType {
			points++
		}
	}
	for _, value := range s.Enum {
		if locked.Const(value) != nil {
			points++
		}
	}
	return points
}

// lockedPlaces gives the types that stood at each place: more than one where
// variants of a union look alike. The places of an operation that was renamed are
// those of the new name.
func (v *version) lockedPlaces() map[string][]string {
	if v.had != nil {
		return v.had
	}
	had := map[string][]string{}
	v.had = had
	for _, t := range v.p.Lock.Types {
		if t.Version != v.Token {
			continue
		}
		for _, pl := range t.Places {
			root, rest, _ := strings.Cut(pl, "/")
			if id, ok := v.p.renamed[root]; ok {
				pl = id + "/" + rest
			}
			had[pl] = append(had[pl], t.Name)
		}
	}
	return had
}
