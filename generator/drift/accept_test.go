package drift_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// property is a site of a property of a body, in an operation of a version.
func property(version, operation string, verdict drift.Verdict, fingerprint string) drift.Site {
	return drift.Site{
		Version: version, Verdict: verdict, Fingerprint: fingerprint,
		Place: surface.Place{Operation: operation, Side: surface.Side{Part: surface.InBody}, Path: "name"},
	}
}

// two are findings: one in two operations of v1 and one of v1alpha, one of v1 alone.
func two() *drift.Report {
	return &drift.Report{Findings: []*drift.Finding{
		{Sites: []drift.Site{
			property("v1", "create", drift.Block, "a"), property("v1", "update", drift.Block, "b"), property("v1alpha", "create", drift.Break, "c"),
		}},
		{Sites: []drift.Site{property("v1", "remove", drift.Block, "d")}},
	}}
}

func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

// TestAccept: an acceptance holds for what its fingerprint names, and until its day
// is over.
func TestAccept(t *testing.T) {
	whole := two().Findings[0].Fingerprint("v1")
	for _, c := range []struct {
		name        string
		fingerprint string
		until       time.Time
		accepted    []string // fingerprints of sites
		idle        []drift.Idleness
	}{
		{"a finding in a version", whole, time.Time{}, []string{"a", "b"}, nil},
		{"one place", "b", time.Time{}, []string{"b"}, nil},
		{"a finding of one place", "d", time.Time{}, []string{"d"}, nil},
		{"the last day", "d", day(30), []string{"d"}, nil},
		{"the day after", "d", day(29), nil, []drift.Idleness{drift.Expired}},
		{"a version that needs none", "c", time.Time{}, nil, []drift.Idleness{drift.Needless}},
		{"nothing", "e", time.Time{}, nil, []drift.Idleness{drift.Unused}},
		{"nothing, and over", "e", day(1), nil, []drift.Idleness{drift.Expired}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := two()
			a := drift.Acceptance{Fingerprint: c.fingerprint, Reason: "because", Until: c.until, Pos: model.Pos{File: "accept.yaml", Line: 3}}
			var idle []drift.Idleness
			for _, i := range r.Accept([]drift.Acceptance{a}, day(30)) {
				idle = append(idle, i.Why)
				if i.Acceptance != a {
					t.Errorf("%+v is not the acceptance", i)
				}
			}
			var accepted []string
			for _, f := range r.Findings {
				for _, s := range f.Sites {
					if s.Accepted != "" {
						accepted = append(accepted, s.Fingerprint)
					}
				}
			}
			if !slices.Equal(accepted, c.accepted) || !slices.Equal(idle, c.idle) {
				t.Errorf("accepts %q, %q; want %q, %q", accepted, idle, c.accepted, c.idle)
			}
			blocks := r.Findings[0].Blocks() || r.Findings[1].Blocks()
			if blocks != r.Reaches(drift.Block) || !blocks {
				t.Errorf("blocks: %v, reaches: %v, want both", blocks, r.Reaches(drift.Block))
			}
		})
	}
}

// TestReaches: a level is reached by what is as bad or worse and not accepted.
func TestReaches(t *testing.T) {
	r := two()
	r.Accept([]drift.Acceptance{{Fingerprint: r.Findings[0].Fingerprint("v1"), Reason: "because"}, {Fingerprint: "d", Reason: "because"}}, day(1))
	for level, want := range map[drift.Verdict]bool{drift.Refuse: false, drift.Block: false, drift.Break: true, drift.Doc: true} {
		if r.Reaches(level) != want {
			t.Errorf("%v: %v", level, !want)
		}
	}
}
