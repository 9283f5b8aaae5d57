package goapi

import (
	"slices"

	"github.com/stratagen/strata/generator/drift"
)

// Blame gives for each change the findings of which each explains it alone, the
// most serious first; see [Explain]. Unlike there, compatible changes have their
// reasons too.
func Blame(changes []Change, before, after *Places, r *drift.Report) [][]*drift.Finding {
	b := newBlamer(changes, before, after)
	blamed := make([][]*drift.Finding, len(changes))
	for _, f := range r.Findings {
		for _, i := range b.explained(causes(r, f)) {
			blamed[i] = append(blamed[i], f)
		}
	}
	return blamed
}

// blamer knows which changes hang on what is said where: of thousands of changes a
// finding concerns few.
type blamer struct {
	changes       []Change
	before, after *Places
	byLane        map[lane][]hanging
	usual         map[string][]hanging // on what most operations answer, by version
	rest          []int                // changes of no place
}

// hanging is a change, by its index, and a place that decides it.
type hanging struct {
	change int
	spot   spot
}

func newBlamer(changes []Change, before, after *Places) *blamer {
	b := &blamer{changes: changes, before: before, after: after, byLane: map[lane][]hanging{}, usual: map[string][]hanging{}}
	e := newExplainer(before, after, nil)
	for i, c := range changes {
		spots := e.allSpots(c)
		if c.Object == "" || len(spots) == 0 {
			b.rest = append(b.rest, i)
			continue
		}
		for _, s := range compact(spots) {
			if s.usual() {
				b.usual[s.version] = append(b.usual[s.version], hanging{i, s})
				continue
			}
			at := lane{s.version, s.Operation}
			b.byLane[at] = append(b.byLane[at], hanging{i, s})
		}
	}
	return b
}

// explained lists the changes that something reached explains.
func (b *blamer) explained(reached []Reached) []int {
	hit := map[int]bool{}
	for _, r := range reached {
		for _, list := range [][]hanging{b.byLane[lane{r.Version, r.Operation}], b.usual[r.Version]} {
			for _, h := range list {
				if !hit[h.change] && h.spot.decidedBy(r.Place) {
					hit[h.change] = true
				}
			}
		}
	}
	var list []int
	e := newExplainer(b.before, b.after, reached)
	for _, i := range b.rest {
		if e.explained(b.changes[i]) {
			list = append(list, i)
		}
	}
	for i := range hit {
		list = append(list, i)
	}
	slices.Sort(list)
	return list
}

// Unversioned gives the same places by other import paths: those of packages that
// are the same whatever the major version of their module.
func (p *Places) Unversioned(path func(string) string) *Places {
	q := &Places{of: map[Object][]spot{}, core: map[string]bool{}}
	for o, spots := range p.of {
		q.of[Object{path(o.Package), o.Name}] = spots
	}
	for at := range p.core {
		q.core[path(at)] = true
	}
	return q
}
