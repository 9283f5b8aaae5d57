package goapi

import (
	"slices"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
)

// Reached is a place in one version that a finding is about.
type Reached struct {
	Version string // token
	surface.Place
	Rule string // "R09"
}

// The rules that are about credentials (rows O09 and O10): an operation says them,
// and the core is made for them.
var credentials = []string{"O09", "O10"}

// renamedOperation is the rule of an operation that goes by another id. It is no
// reason for anything in Go, since names.lock keeps the names, but the places of
// the old names have the old id.
const renamedOperation = "O03"

// Causes lists the places of a report that can be the reason of a change in Go:
// those of rules by which it does not stay the same.
func Causes(r *drift.Report) []Reached { return causes(r, r.Findings...) }

// causes lists the places of some findings of a report.
func causes(r *drift.Report, findings ...*drift.Finding) []Reached {
	was := map[string]string{} // operation id now -> before
	for _, f := range r.Findings {
		if f.Rule.ID == renamedOperation {
			was[f.After] = f.Before
		}
	}
	var list []Reached
	for _, f := range findings {
		for _, s := range f.Sites {
			if !changesGo(s.Rule) {
				continue
			}
			list = append(list, Reached{s.Version, s.Place, s.Rule.ID})
			if old, ok := was[s.Place.Operation]; ok {
				at := s.Place
				at.Operation = old
				list = append(list, Reached{s.Version, at, s.Rule.ID})
			}
		}
	}
	return list
}

func changesGo(r *drift.Rule) bool {
	if slices.Contains(credentials, r.ID) {
		return true
	}
	return r.Go > drift.GoComment && r.ID != renamedOperation
}
