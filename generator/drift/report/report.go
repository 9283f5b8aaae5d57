// Package report tells people and machines what drift found: as text, as JSON, as
// the body of a pull request, as annotations of GitHub. It is given findings and
// promises output that is safe where it goes, whatever the documents hold.
package report

import (
	"slices"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/drift/prose"
)

// Report is what changed between two documents, and what the people who take the
// change said of it.
type Report struct {
	*drift.Report
	Old, New Document
	Prose    prose.Counts
	Idle     []drift.Idle // acceptances that do nothing
}

// Document is one side.
type Document struct {
	Name    string `json:"document"`          // as positions call it
	Version string `json:"version,omitempty"` // info.version
}

// group is a section of a report: what its findings have in common.
type group struct {
	name, about string
	colour      colour
	findings    []*drift.Finding
}

// groups puts the findings into sections, the worst first. What means nothing for
// any version is in none.
func (r *Report) groups() []*group {
	blocks := &group{name: "blocks", about: "breaks what a stable version promises", colour: red}
	accepted := &group{name: "accepted", about: "would block, but somebody said why it may come", colour: yellow}
	breaks := &group{name: "breaks", about: "only versions that promise no better", colour: yellow}
	warns := &group{name: "warns", about: "blocks nothing, but somebody should know", colour: yellow}
	adds := &group{name: "adds", about: "programs compile as they are; a note is worth a look", colour: green}
	documents := &group{name: "documents", about: "only comments change", colour: faint}
	for _, f := range r.Findings {
		g := documents
		switch worst := f.Worst(); {
		case f.Blocks():
			g = blocks
		case worst >= drift.Block:
			g = accepted
		case worst == drift.Break:
			g = breaks
		case worst == drift.Warn:
			g = warns
		case worst >= drift.Add:
			g = adds
		case worst == drift.Nothing:
			continue
		}
		g.findings = append(g.findings, f)
	}
	all := []*group{blocks, accepted, breaks, warns, adds, documents}
	return slices.DeleteFunc(all, func(g *group) bool { return len(g.findings) == 0 })
}

// silent counts the findings that mean nothing for any version.
func (r *Report) silent() int {
	n := 0
	for _, f := range r.Findings {
		if f.Worst() == drift.Nothing {
			n++
		}
	}
	return n
}

// quiet reports whether nothing changed that means anything for any version.
func (r *Report) quiet() bool { return r.silent() == len(r.Findings) }

const nothingChanged = "Nothing changed that a client could notice."

// standing is what is left to say of a finding in one version.
type standing struct {
	version     string
	verdict     drift.Verdict
	operations  []string
	fingerprint string // to accept it by; empty: nothing to accept
	reason      string // somebody accepted it; where only some of its places, that of the last
}

// standings tells of each version that a finding means something for, most stable
// first.
func standings(f *drift.Finding) []standing {
	var list []standing
	for _, token := range f.Versions() {
		s := standing{version: token, verdict: f.Verdict(token)}
		open := false
		for _, site := range f.Sites {
			if site.Version != token {
				continue
			}
			if op := site.Place.Operation; op != "" && !slices.Contains(s.operations, op) {
				s.operations = append(s.operations, op)
			}
			if site.Accepted != "" {
				s.reason = site.Accepted
			}
			open = open || site.Verdict >= drift.Block && site.Accepted == ""
		}
		if open {
			s.fingerprint = f.Fingerprint(token)
		}
		if s.verdict > drift.Nothing {
			list = append(list, s)
		}
	}
	return list
}
