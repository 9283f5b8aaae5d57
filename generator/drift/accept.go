package drift

import (
	"slices"
	"time"

	"github.com/stratagen/strata/generator/model"
)

// Acceptance is somebody's word that a break may come, for what one fingerprint
// names and nothing else: a site, or a finding in one version.
type Acceptance struct {
	Fingerprint string
	Reason      string
	Until       time.Time // the last day it holds, midnight in UTC; zero: for good
	Pos         model.Pos // where it is written
}

// Idle is an acceptance that does nothing, and why.
type Idle struct {
	Acceptance
	Why Idleness
}

// Idleness is why an acceptance does nothing.
type Idleness string

// The ways to do nothing.
const (
	Unused   Idleness = "unused"   // it names nothing that changed
	Expired  Idleness = "expired"  // its last day is over
	Needless Idleness = "needless" // what it names blocks nothing
)

// Accept marks what the acceptances name and what blocks without them, and gives
// those that do nothing, in their order. today is a day, midnight in UTC. An
// acceptance of one version's fingerprint leaves every other version alone.
func (r *Report) Accept(list []Acceptance, today time.Time) []Idle {
	var idle []Idle
	for _, a := range list {
		sites := r.named(a.Fingerprint)
		blocking := slices.DeleteFunc(slices.Clone(sites), func(s *Site) bool { return s.Verdict < Block })
		switch {
		case !a.Until.IsZero() && today.After(a.Until):
			idle = append(idle, Idle{a, Expired})
			continue
		case len(sites) == 0:
			idle = append(idle, Idle{a, Unused})
		case len(blocking) == 0:
			idle = append(idle, Idle{a, Needless})
		}
		for _, s := range blocking {
			s.Accepted = a.Reason
		}
	}
	return idle
}

// named gives the sites that a fingerprint names: those of a finding in a version,
// or one alone.
func (r *Report) named(fingerprint string) []*Site {
	var list []*Site
	for _, f := range r.Findings {
		whole := slices.DeleteFunc(f.Versions(), func(token string) bool { return f.Fingerprint(token) != fingerprint })
		for i := range f.Sites {
			if s := &f.Sites[i]; s.Fingerprint == fingerprint || slices.Contains(whole, s.Version) {
				list = append(list, s)
			}
		}
	}
	return list
}

// Reaches reports whether something that nobody accepted has that verdict or a
// worse one, in any version.
func (r *Report) Reaches(v Verdict) bool {
	return slices.ContainsFunc(r.Findings, func(f *Finding) bool {
		return slices.ContainsFunc(f.Sites, func(s Site) bool { return s.Verdict >= v && s.Accepted == "" })
	})
}
