package report

// The members are described in docs/drift.md. They are stable: new ones may come,
// none changes its meaning.

import (
	"encoding/json"
	"io"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/drift/prose"
	"github.com/stratagen/strata/generator/model"
)

type reportJSON struct {
	Old         Document         `json:"old"`
	New         Document         `json:"new"`
	Blocks      bool             `json:"blocks"`
	Versions    []versionJSON    `json:"versions"`
	Operations  operationsJSON   `json:"operations"`
	Findings    []findingJSON    `json:"findings"`
	Prose       prose.Counts     `json:"prose"`
	Acceptances []acceptanceJSON `json:"idleAcceptances"`
}

type versionJSON struct {
	Version   string        `json:"version"`
	Stability string        `json:"stability"`
	Verdict   drift.Verdict `json:"verdict"`
	Blocks    bool          `json:"blocks"`
	Bump      drift.Bump    `json:"bump"`
	Findings  int           `json:"findings"`
	New       bool          `json:"new,omitempty"`
	Gone      bool          `json:"gone,omitempty"`
}

type operationsJSON struct {
	Added     []string `json:"added"`
	Removed   []string `json:"removed"`
	Graduated []string `json:"graduated"`
}

type findingJSON struct {
	Rule     string         `json:"rule"`
	Case     string         `json:"case,omitempty"`
	Title    string         `json:"title"`
	Wire     drift.Wire     `json:"wire"`
	Go       drift.Go       `json:"go"`
	Verdict  drift.Verdict  `json:"verdict"`
	Blocks   bool           `json:"blocks"`
	Before   string         `json:"before,omitempty"`
	After    string         `json:"after,omitempty"`
	Old      *positionJSON  `json:"old,omitempty"`
	New      *positionJSON  `json:"new,omitempty"`
	Versions []standingJSON `json:"versions"`
	Sites    []siteJSON     `json:"sites"`
}

type positionJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Pointer string `json:"pointer,omitempty"`
}

type standingJSON struct {
	Version     string        `json:"version"`
	Verdict     drift.Verdict `json:"verdict"`
	Fingerprint string        `json:"fingerprint"`
}

type siteJSON struct {
	Version     string        `json:"version"`
	Place       string        `json:"place"`
	Operation   string        `json:"operation,omitempty"`
	Status      string        `json:"status,omitempty"`
	Part        string        `json:"part,omitempty"`
	Media       string        `json:"media,omitempty"`
	Path        string        `json:"path,omitempty"`
	Verdict     drift.Verdict `json:"verdict"`
	Fingerprint string        `json:"fingerprint"`
	Accepted    string        `json:"accepted,omitempty"`
}

type acceptanceJSON struct {
	Fingerprint string         `json:"fingerprint"`
	Reason      string         `json:"reason"`
	Until       string         `json:"until,omitempty"`
	Why         drift.Idleness `json:"why"`
	At          *positionJSON  `json:"at,omitempty"`
}

// JSON writes the report for machines, nothing left out.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r.forMachines())
}

func (r *Report) forMachines() *reportJSON {
	out := &reportJSON{
		Old: r.Old, New: r.New, Prose: r.Prose, Versions: []versionJSON{}, Findings: []findingJSON{}, Acceptances: []acceptanceJSON{},
		Operations: operationsJSON{list(r.Operations.Added), list(r.Operations.Removed), list(r.Operations.Graduated)},
	}
	for _, v := range r.Versions {
		out.Versions = append(out.Versions, versionJSON{
			Version: label(v.Version), Stability: v.Stability.String(), Verdict: v.Verdict, Blocks: r.blocks(v.Version), Bump: v.Bump,
			Findings: v.Findings, New: v.New, Gone: v.Gone,
		})
	}
	for _, f := range r.Findings {
		out.Blocks = out.Blocks || f.Blocks()
		out.Findings = append(out.Findings, ofFinding(f))
	}
	for _, i := range r.Idle {
		a := acceptanceJSON{Fingerprint: i.Fingerprint, Reason: i.Reason, Why: i.Why, At: ofPosition(i.Pos)}
		if !i.Until.IsZero() {
			a.Until = i.Until.Format(dateForm)
		}
		out.Acceptances = append(out.Acceptances, a)
	}
	return out
}

// list is never null.
func list(names []string) []string { return append([]string{}, names...) }

func ofFinding(f *drift.Finding) findingJSON {
	out := findingJSON{
		Rule: f.Rule.ID, Case: f.Rule.Case, Title: f.Rule.Title, Wire: f.Rule.Wire, Go: f.Rule.Go, Verdict: f.Worst(), Blocks: f.Blocks(),
		Before: f.Before, After: f.After, Old: ofPosition(f.Old), New: ofPosition(f.New),
	}
	for _, token := range f.Versions() {
		out.Versions = append(out.Versions, standingJSON{label(token), f.Verdict(token), f.Fingerprint(token)})
	}
	for _, s := range f.Sites {
		p := s.Place
		out.Sites = append(out.Sites, siteJSON{
			Version: label(s.Version), Place: p.String(), Operation: p.Operation, Status: p.Status, Part: string(p.Part), Media: p.Media,
			Path: string(p.Path), Verdict: s.Verdict, Fingerprint: s.Fingerprint, Accepted: s.Accepted,
		})
	}
	return out
}

func ofPosition(p model.Pos) *positionJSON {
	if p.File == "" {
		return nil
	}
	return &positionJSON{p.File, p.Line, p.Column, p.Pointer}
}
