// Package drift says what changed between two documents of one API, for which
// version, and whether it hurts. It is given the surfaces of both and promises
// findings: each has its rule, the lanes it reaches, what it does on the wire and
// in Go, and what that means for the module of each version. Same surfaces, same
// findings, whatever the order of anything.
//
// A lane is one operation in one version. The rules are a table (Rules); this
// package finds where they apply.
package drift

import (
	"slices"

	"github.com/stratagen/strata/generator/surface"
)

// Options is what the surfaces do not say.
type Options struct {
	Known     []string     // version tokens that a reviewer has seen; those of the old document always are
	Announced map[Lane]int // days since a lane was first seen deprecated
	// Held lists for each version, by its token, the rules whose change the generator
	// keeps from Go until the next major version. Of a beta or alpha version rules
	// say what is so if it is not held there either.
	Held   map[string][]string
	Shrink bool     // that much is gone is meant: a break like others, not to be refused
	Paging []Paging // where pages are asked for and continued
	// A surface that was read from its text says at each place what its document may
	// say once: the positions of the other side tell then what is one cause.
	OldIsText, NewIsText bool
}

// Paging is one dialect of paging, in the words of the configuration.
type Paging struct {
	Cursor, Count string // query parameters, or members of one
	Next          string // dotted path of the next cursor in an answer, from its body
}

// Report is what changed between two documents.
type Report struct {
	Findings   []*Finding  // most serious first
	Versions   []*Verdicts // one of each version of either document, most stable first
	Operations Operations
}

// Operations counts whole operations, however many versions have them.
type Operations struct {
	Added     []string // in no version before
	Removed   []string // in no version now
	Graduated []string // in a more stable version than any before
}

// Compare tells what changed from old to now.
func Compare(old, now []*surface.Version, o Options) *Report {
	c := newComparison(old, now, o)
	c.document()
	for _, p := range c.pairs {
		c.lifecycle(p)
		c.shapes(p)
	}
	c.defaults()
	r := &Report{Findings: c.findings(), Operations: c.operations}
	r.Versions = c.verdicts()
	r.sum()
	return r
}

// comparison is one run of Compare.
type comparison struct {
	Options
	versions   []*version // of either document, most stable first
	defaultOld *surface.Version
	defaultNow *surface.Version
	pairs      []*pair
	operations Operations
	vanished   []*version             // all of a stability: said once, not of each operation
	common     map[surface.Place]bool // of answers that most operations of a version have in common
	changes    []change
}

// version is a version of the API in both documents; nil where one has none.
type version struct {
	*surface.Version // the newer one there is, for its token and stability
	old, now         *side
	changed          map[string]bool // references of the same words that lead to something else now
}

// side is a version in one document.
type side struct {
	facts      []surface.Fact // about the version as a whole
	operations map[string]*operation
	homes      map[string]surface.Place // of huge schemas, by the words of references to them
}

func (s *side) empty() bool { return s == nil || len(s.operations) == 0 }

// pair is an operation in both documents, by operationId or, where that was
// renamed, by method and path.
type pair struct {
	oldID, nowID string // empty where one has none
	swapped      bool
	lanes        []lanePair // one of each version that has or had it, most stable first
}

// lanePair is a lane in both documents.
type lanePair struct {
	version  *version
	old, now *operation // nil where it is not offered
}

func newComparison(old, now []*surface.Version, o Options) *comparison {
	c := &comparison{Options: o, common: map[surface.Place]bool{}}
	c.versions, c.defaultOld, c.defaultNow = match(old, now)
	for _, v := range slices.Concat(old, now) {
		for _, f := range v.Facts {
			if f.Common && f.Status != "" {
				c.common[f.Place] = true
			}
		}
	}
	c.pairs = c.pair()
	return c
}

// match brings the versions of two documents together, by token.
func match(old, now []*surface.Version) (list []*version, defaultOld, defaultNow *surface.Version) {
	byToken := map[string]*version{}
	for i, document := range [][]*surface.Version{now, old} {
		for _, v := range document {
			switch {
			case v.Default && i == 0:
				defaultNow = v
				continue
			case v.Default:
				defaultOld = v
				continue
			}
			m := byToken[v.Token]
			if m == nil {
				m = &version{Version: v}
				byToken[v.Token] = m
				list = append(list, m)
			}
			if i == 0 {
				m.now = newSide(v)
			} else {
				m.old = newSide(v)
			}
		}
	}
	if len(list) > 1 { // a document without operations has a version all the same
		list = slices.DeleteFunc(list, func(v *version) bool { return v.old.empty() && v.now.empty() && (v.old == nil || v.now == nil) })
	}
	for _, v := range list {
		v.changed = v.changedHomes()
	}
	slices.SortFunc(list, func(a, b *version) int { return compareVersions(a.Version, b.Version) })
	return list, defaultOld, defaultNow
}
