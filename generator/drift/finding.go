package drift

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// Lane is one operation in one version.
type Lane struct {
	Version   string
	Operation string // empty: the version as a whole
}

// Finding is one cause: what it is, and every place it reaches.
type Finding struct {
	Rule   *Rule  // of several cases that of the worst site
	Before string // the shape, or the value, that was
	After  string
	Old    model.Pos // in the old document; zero: nowhere
	New    model.Pos
	Sites  []Site // sorted: versions most stable first, then by place
}

// Site is a place that a finding reaches.
type Site struct {
	Version string
	Place   surface.Place
	Rule    *Rule // as the finding's, or another case of it
	Verdict Verdict
	// Fingerprint names the rule, the lane, the place and the shapes, and nothing
	// that may change without meaning: neither words nor order.
	Fingerprint string
	Accepted    string // the reason somebody gave
}

// Verdict is the worst that the finding means for a version, accepted or not.
func (f *Finding) Verdict(token string) Verdict {
	worst := Nothing
	for _, s := range f.Sites {
		if s.Version == token {
			worst = max(worst, s.Verdict)
		}
	}
	return worst
}

// Worst is the worst verdict over all versions.
func (f *Finding) Worst() Verdict {
	worst := Nothing
	for _, s := range f.Sites {
		worst = max(worst, s.Verdict)
	}
	return worst
}

// WorstSite is the first of the sites with the worst verdict: what a finding is
// about where its cases differ.
func (f *Finding) WorstSite() Site {
	return slices.MaxFunc(f.Sites, func(a, b Site) int { return cmp.Compare(a.Verdict, b.Verdict) })
}

// Blocks reports whether the finding has a break of a stable version that nobody
// accepted.
func (f *Finding) Blocks() bool {
	return slices.ContainsFunc(f.Sites, func(s Site) bool { return s.Verdict >= Block && s.Accepted == "" })
}

// Lanes lists the lanes that the finding reaches, in the order of its sites.
func (f *Finding) Lanes() []Lane {
	var list []Lane
	for _, s := range f.Sites {
		if l := (Lane{s.Version, s.Place.Operation}); !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

// Versions lists the versions that the finding reaches, most stable first.
func (f *Finding) Versions() []string {
	var list []string
	for _, s := range f.Sites {
		if !slices.Contains(list, s.Version) {
			list = append(list, s.Version)
		}
	}
	return list
}

// Fingerprint names the finding in one version: that of its only place there, or
// one made of those of all its places. It is empty where it reaches nothing.
func (f *Finding) Fingerprint(token string) string {
	var list []string
	for _, s := range f.Sites {
		if s.Version == token {
			list = append(list, s.Fingerprint)
		}
	}
	slices.Sort(list)
	if list = slices.Compact(list); len(list) == 1 {
		return list[0]
	}
	if len(list) == 0 {
		return ""
	}
	return digest(list...)
}

// digest shortens to what a line of text can hold; 48 bits do not collide among
// some thousands.
func digest(parts ...string) string {
	const length = 12
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])[:length]
}

// change is a rule that applies at one place of one lane.
type change struct {
	rule          *Rule
	version       *version
	place         surface.Place
	before, after string
	old, now      model.Pos // where it is said, which is the cause
	verdict       Verdict
}

func (c *change) fingerprint() string {
	p := c.place
	return digest(c.rule.ID, c.version.Token, p.Operation, p.Status, string(p.Part), p.Media, string(p.Path), c.before, c.after)
}

// found records a change.
func (c *comparison) found(ch change) {
	if ch.verdict == Nothing {
		ch.verdict = ch.rule.verdict(ch.version.Stability, slices.Contains(c.Held[ch.version.Token], ch.rule.ID))
	}
	c.changes = append(c.changes, ch)
}

// findings makes one of each group of changes.
func (c *comparison) findings() []*Finding {
	rank := map[string]int{}
	for i, v := range c.versions {
		rank[v.Token] = i
	}
	var list []*Finding
	for _, group := range c.grouped() {
		first := group[0]
		f := &Finding{Rule: first.rule, Before: first.before, After: first.after, Old: first.old, New: first.now}
		for _, ch := range group {
			f.Sites = append(f.Sites, Site{
				Version: ch.version.Token, Place: ch.place, Rule: ch.rule, Verdict: ch.verdict, Fingerprint: ch.fingerprint(),
			})
		}
		slices.SortStableFunc(f.Sites, func(a, b Site) int {
			return cmp.Or(rank[a.Version]-rank[b.Version], a.Place.Compare(b.Place))
		})
		f.Sites = slices.Compact(f.Sites)
		f.Rule = f.WorstSite().Rule
		list = append(list, f)
	}
	slices.SortStableFunc(list, compareFindings(rank))
	return list
}

// compareFindings puts the worst first, of these what reaches the most stable
// version; then by rule and place.
func compareFindings(rank map[string]int) func(a, b *Finding) int {
	return func(a, b *Finding) int {
		return cmp.Or(cmp.Compare(b.Worst(), a.Worst()), cmp.Compare(rank[a.Sites[0].Version], rank[b.Sites[0].Version]),
			cmp.Compare(a.Rule.ID, b.Rule.ID), a.Sites[0].Place.Compare(b.Sites[0].Place),
			cmp.Compare(a.Before, b.Before), cmp.Compare(a.After, b.After))
	}
}
