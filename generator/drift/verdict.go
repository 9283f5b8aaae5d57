package drift

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// Wire is what a change does to a program that was built before it.
type Wire uint8

// The effects on the wire.
const (
	WireOK    Wire = iota
	WireMaybe      // depends on the program, or on the server
	WireBreak
)

// Go is what a change does to the source of a program that uses the client.
type Go uint8

// The effects on Go source.
const (
	GoSame    Go = iota
	GoComment    // documentation only
	GoAdded      // new names
	GoHold       // only the declaration would break: it can be kept until the next major version
	GoBreak
)

// Verdict is what a change means for the module of one version.
type Verdict uint8

// The verdicts, from nothing to the worst.
const (
	Nothing Verdict = iota
	Doc             // comments change: a patch
	Add             // something is new: a minor version, of an unstable module a patch
	Note            // as Add, and worth a look
	Warn            // never blocks, but somebody should know
	Break           // breaks an unstable module: its next minor version
	Block           // breaks a stable module: refused until accepted, then its next major version
	Refuse          // the document cannot be meant: nothing is taken from it
)

var (
	wireNames    = [...]string{"ok", "maybe", "break"}
	goNames      = [...]string{"same", "comment", "added", "hold", "break"}
	verdictNames = [...]string{"nothing", "doc", "add", "note", "warn", "break", "block", "refuse"}
)

func (w Wire) String() string    { return wireNames[w] }
func (g Go) String() string      { return goNames[g] }
func (v Verdict) String() string { return verdictNames[v] }

// MarshalText writes the name, as String does.
func (w Wire) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// MarshalText writes the name, as String does.
func (g Go) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// MarshalText writes the name, as String does.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// ParseVerdict reads the name that String gives.
func ParseVerdict(name string) (Verdict, error) {
	for i, n := range verdictNames {
		if n == name {
			return Verdict(i), nil
		}
	}
	return Nothing, fmt.Errorf("%q is none of %s", name, strings.Join(verdictNames[:], ", "))
}

// Bump is the part of a module's version that has to be raised (semver.org).
type Bump uint8

// The bumps, from none to the largest. A module on v0 has no major one.
const (
	NoBump Bump = iota
	Patch
	Minor
	Major
)

var bumpNames = [...]string{"none", "patch", "minor", "major"}

func (b Bump) String() string { return bumpNames[b] }

// MarshalText writes the name, as String does.
func (b Bump) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// bump gives what a verdict raises in a module of that stability: beta and alpha
// stay on v0.
func (v Verdict) bump(s model.Stability) Bump {
	stable := !unstable(s)
	switch {
	case v == Nothing || v == Refuse:
		return NoBump
	case v >= Break && stable:
		return Major
	case v >= Break, v >= Add && v != Warn && stable:
		return Minor
	default:
		return Patch
	}
}

// unstable reports whether a break is what the stability promises. An unknown one
// promises nothing, but nobody was warned either.
func unstable(s model.Stability) bool { return s == model.Beta || s == model.Alpha }

// Verdicts sums up what happened to one version.
type Verdicts struct {
	Version   string // token; empty where the document has no versions
	Stability model.Stability
	Verdict   Verdict // the worst there is
	Bump      Bump    // accepted changes included
	New       bool
	Gone      bool
	Findings  int // that reach it and are not nothing
}

func (c *comparison) verdicts() []*Verdicts {
	var list []*Verdicts
	for _, v := range c.versions {
		list = append(list, &Verdicts{Version: v.Token, Stability: v.Stability, New: v.old == nil, Gone: v.now == nil})
	}
	return list
}

// sum counts for each version what the findings mean for it.
func (r *Report) sum() {
	for _, s := range r.Versions {
		s.Findings, s.Verdict, s.Bump = 0, Nothing, NoBump
		for _, f := range r.Findings {
			s.add(f)
		}
		if s.New {
			s.Bump = min(s.Bump, Minor) // nobody has it yet
		}
	}
}

func (s *Verdicts) add(f *Finding) {
	worst := f.Verdict(s.Version)
	if worst == Nothing {
		return
	}
	s.Findings++
	s.Verdict = max(s.Verdict, worst)
	for _, site := range f.Sites {
		if site.Version == s.Version {
			s.Bump = max(s.Bump, site.bump(s.Stability))
		}
	}
}

// BreaksGo says that a finding, whatever its rule, breaks programs that use a
// stable version: so the compiler found. It then blocks as other breaks do. Of an
// unstable version nothing changes.
func (r *Report) BreaksGo(f *Finding, token string) {
	for _, s := range r.Versions {
		if s.Version != token || unstable(s.Stability) {
			continue
		}
		for i := range f.Sites {
			if site := &f.Sites[i]; site.Version == token {
				site.Verdict = max(site.Verdict, Block)
			}
		}
	}
	slices.SortStableFunc(r.Findings, func(a, b *Finding) int { return cmp.Compare(b.Worst(), a.Worst()) })
	r.sum()
}

// bump gives what a site raises. A warning is worth what it changes in Go: nothing
// has to be released for what only the server does.
func (s Site) bump(of model.Stability) Bump {
	switch {
	case s.Verdict != Warn:
		return s.Verdict.bump(of)
	case s.Rule.Go == GoSame:
		return NoBump
	case s.Rule.Go == GoComment:
		return Patch
	default:
		return Add.bump(of)
	}
}

func compareVersions(a, b *surface.Version) int {
	return model.CompareVersions(&model.Version{Token: a.Token, Stability: a.Stability}, &model.Version{Token: b.Token, Stability: b.Stability})
}
