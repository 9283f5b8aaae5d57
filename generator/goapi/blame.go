package goapi

import "github.com/stratagen/strata/generator/drift"

// Blame gives for each change the findings of which each explains it alone, the
// most serious first; see [Explain]. Unlike there, compatible changes have their
// reasons too.
func Blame(changes []Change, before, after *Places, r *drift.Report) [][]*drift.Finding {
	blamed := make([][]*drift.Finding, len(changes))
	for _, f := range r.Findings {
		e := newExplainer(before, after, causes(r, f))
		for i, c := range changes {
			if e.explained(c) {
				blamed[i] = append(blamed[i], f)
			}
		}
	}
	return blamed
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
