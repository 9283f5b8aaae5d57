package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/drift"
)

// colour is how a terminal shows a text: the parameter of SGR, ECMA-48 8.3.117.
type colour string

const (
	bold   colour = "1"
	faint  colour = "2"
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
)

// page is a text in the making.
type page struct {
	strings.Builder
	coloured bool
}

func (p *page) paint(c colour, text string) string {
	if !p.coloured || c == "" || text == "" {
		return text
	}
	return "\x1b[" + string(c) + "m" + text + "\x1b[0m"
}

func (p *page) line(indent int, text string) {
	if text != "" {
		p.WriteString(strings.Repeat(" ", indent) + text + "\n")
	}
}

// Text prints the report for people: what blocks first, then by severity, and at
// the end what it comes to for each version.
func (r *Report) Text(w io.Writer, coloured bool) error {
	p := &page{coloured: coloured}
	for _, g := range r.groups() {
		p.line(0, p.paint(g.colour, g.name)+fmt.Sprintf(": %s (%d)", g.about, len(g.findings)))
		for _, f := range g.findings {
			p.finding(f)
		}
		p.WriteString("\n")
	}
	if r.quiet() {
		p.line(0, nothingChanged)
		p.WriteString("\n")
	}
	p.versions(r)
	for _, t := range r.totals() {
		p.line(0, t)
	}
	if slices.ContainsFunc(r.Findings, (*drift.Finding).Blocks) {
		p.line(0, toAcceptAny)
	}
	for _, i := range r.Idle {
		p.line(0, p.paint(yellow, plain(i.Pos.String()+": "+idle(i))))
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// toAcceptAny tells who sees a fingerprint for the first time what it is for.
const toAcceptAny = "What blocks may come once its fingerprint stands in accept.yaml with a reason; -format md writes the lines."

// finding prints one finding: what, where, from what to what, for whom, and what
// to accept it by.
func (p *page) finding(f *drift.Finding) {
	const indent = 6
	p.line(2, p.paint(bold, f.Rule.ID)+" "+f.Rule.Title+": "+p.paint(bold, where(f, asIs)))
	p.line(indent, change(f, "->", asIs))
	for _, line := range reach(f, p.verdict, asIs) {
		p.line(indent, line)
	}
	p.line(indent, p.paint(faint, positions(f, "->", asIs)))
	for _, s := range standings(f) {
		if s.reason != "" {
			p.line(indent, "accepted in "+clip(label(s.version), maxName)+": "+clip(s.reason, maxPlace))
		}
		if s.fingerprint != "" {
			p.line(indent, "to accept it in "+clip(label(s.version), maxName)+": "+s.fingerprint)
		}
	}
}

// verdict is "v1 block".
func (p *page) verdict(s standing) string {
	c := map[drift.Verdict]colour{
		drift.Refuse: red, drift.Block: red, drift.Break: yellow, drift.Warn: yellow, drift.Note: green, drift.Add: green,
	}[s.verdict]
	return clip(label(s.version), maxName) + " " + p.paint(c, s.verdict.String())
}

// versions prints the table of what it comes to.
func (p *page) versions(r *Report) {
	rows := [][]string{{"version", "verdict", "findings", "next version"}}
	for _, v := range r.Versions {
		rows = append(rows, []string{clip(label(v.Version), maxName), r.state(v), fmt.Sprint(v.Findings), v.Bump.String()})
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for n, row := range rows {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
		}
		line = strings.TrimRight(line, " ")
		if n == 0 {
			line = p.paint(bold, line)
		}
		p.line(0, line)
	}
}
