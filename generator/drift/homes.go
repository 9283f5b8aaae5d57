package drift

import (
	"maps"
	"slices"

	"github.com/stratagen/strata/generator/surface"
)

// This file is about huge schemas, which a version writes once, at their home: of
// any operation. Elsewhere only a reference stands, which stays the same when
// something inside changes.

// findHomes notes where the references of a version lead.
func (s *side) findHomes(all []surface.Fact) {
	wanted := map[string]bool{}
	for _, f := range all {
		if f.Attribute == surface.As {
			wanted[f.Value] = true
		}
	}
	if len(wanted) == 0 {
		return
	}
	s.homes = map[string]surface.Place{}
	for i, f := range all {
		if i > 0 && f.Place == all[i-1].Place {
			continue
		}
		spelled := f.Place
		if f.Common { // written of all operations
			spelled.Operation = surface.Everywhere
		}
		if text := spelled.String(); wanted[text] {
			s.homes[text] = f.Place
		}
	}
}

// written follows a node that refers to a place to where its facts stand.
func (s *side) written(n *node) *node {
	const hops = 3 // to a home, from there to a place above
	for range hops {
		var target *node
		switch {
		case n.has(surface.As):
			home, ok := s.homes[n.value(surface.As)]
			if !ok {
				return n
			}
			op := s.operations[home.Operation]
			op.grow()
			target = op.top[home]
		case n.has(surface.Recursive):
			place := n.place
			place.Path = surface.Path(n.value(surface.Recursive))
			target = n.whole.top[place]
		}
		if target == nil {
			return n
		}
		n = target
	}
	return n
}

// changedHomes lists the references, alike in both documents, that lead to what is
// not.
func (v *version) changedHomes() map[string]bool {
	if v.old == nil || v.now == nil || len(v.old.homes)+len(v.now.homes) == 0 {
		return nil
	}
	changed, leads := map[string]bool{}, map[string][]string{}
	for text, home := range v.old.homes {
		there, ok := v.now.homes[text]
		was := v.old.below(home)
		if !ok || !equal(was, v.now.below(there)) {
			changed[text] = true
		}
		for _, f := range was {
			if f.Attribute == surface.As {
				leads[text] = append(leads[text], f.Value)
			}
		}
	}
	for again := true; again; {
		again = false
		for text, others := range leads {
			if !changed[text] && slices.ContainsFunc(others, func(o string) bool { return changed[o] }) {
				changed[text], again = true, true
			}
		}
	}
	return changed
}

// below gives the facts at and below a home; of its whole side, if something in it
// leads back to above.
func (s *side) below(home surface.Place) []surface.Fact {
	var inside, all []surface.Fact
	leaves := false
	for _, f := range s.operations[home.Operation].facts {
		if f.Side != home.Side {
			continue
		}
		all = append(all, f)
		if f.Path.Within(home.Path) {
			inside = append(inside, f)
			leaves = leaves || f.Attribute == surface.Recursive && !surface.Path(f.Value).Within(home.Path)
		}
	}
	if leaves {
		return all
	}
	return inside
}

// unchanged reports whether a lane promises the same in both documents, at the
// ends of its references too.
func (v *version) unchanged(l lanePair) bool {
	return equal(l.old.facts, l.now.facts) && (len(v.changed) == 0 || !slices.ContainsFunc(l.now.facts, func(f surface.Fact) bool {
		return f.Attribute == surface.As && v.changed[f.Value]
	}))
}

// equal reports whether two lists promise the same.
func equal(old, now []surface.Fact) bool {
	return slices.EqualFunc(old, now, func(a, b surface.Fact) bool {
		b.Operation = a.Operation // a rename is a finding of its own
		return a.Place == b.Place && a.Attribute == b.Attribute && a.Value == b.Value
	})
}

// sortedKeys gives the keys of a map in their order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
