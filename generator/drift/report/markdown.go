package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/stratagen/strata/generator/drift"
)

// MaxMarkdown is the room that [Report.Markdown] can be given for a pull request
// of GitHub, in bytes: its body holds 65,536 characters, and a title and a few
// lines of one's own should fit beside the report.
const MaxMarkdown = 60_000

// minMarkdown is what a report takes that has nothing but its frame.
const minMarkdown = 10_000

// Markdown writes the report as the body of a pull request, in no more bytes than
// there is room for: at least 10,000. What does not fit is left out, finding by
// finding from the least serious, and counted. Whatever a document says stands in
// code spans.
func (r *Report) Markdown(w io.Writer, room int) error {
	m := &markdown{room: max(room, minMarkdown) - tailRoom}
	m.head(r)
	for _, g := range r.groups() {
		m.group(g)
	}
	m.acceptances()
	m.tail(r)
	_, err := io.WriteString(w, m.body.String())
	return err
}

// Room that is kept for what follows the findings, in bytes, and how many versions
// and idle acceptances are listed.
const (
	tailRoom   = 4_000
	maxListed  = 8
	maxComment = 120 // characters of a comment in accept.yaml
)

// markdown is a body in the making.
type markdown struct {
	body   strings.Builder
	accept strings.Builder // lines of accept.yaml
	room   int             // for the head, the findings and what to accept them by
	left   int             // findings that did not fit
	blocks int             // of these that block
}

func (m *markdown) head(r *Report) {
	name := func(d Document) string {
		text := code(clip(d.Name, maxName))
		if d.Version != "" {
			text += " (" + code(clip(d.Version, maxName)) + ")"
		}
		return text
	}
	fmt.Fprintf(&m.body, "%s → %s\n\n", name(r.Old), name(r.New))
	if r.quiet() {
		m.body.WriteString("**" + nothingChanged + "**\n\n")
	}
	for i, v := range r.Versions {
		if i == maxListed {
			fmt.Fprintf(&m.body, "- … and %d more\n", len(r.Versions)-i)
			break
		}
		fmt.Fprintf(&m.body, "- %s: **%s**, %s, next version: %s\n",
			code(clip(label(v.Version), maxName)), r.state(v), count(v.Findings, "finding"), v.Bump)
	}
	m.body.WriteString("\n")
	for _, t := range r.totals() {
		m.body.WriteString(t + "\n")
	}
}

// group writes a section, as far as it fits.
func (m *markdown) group(g *group) {
	heading := fmt.Sprintf("\n### %s: %s (%d)\n\n", strings.ToUpper(g.name[:1])+g.name[1:], g.about, len(g.findings))
	for i, f := range g.findings {
		if m.left > 0 || !m.fits(f, i == 0, heading) {
			m.left++
			if f.Blocks() {
				m.blocks++
			}
		}
	}
}

// fits writes a finding if there is room for it and for what to accept it by.
func (m *markdown) fits(f *drift.Finding, first bool, heading string) bool {
	text, accept := bullet(f), toAccept(f)
	if first {
		text = heading + text
	}
	if m.body.Len()+m.accept.Len()+len(text)+len(accept) > m.room {
		return false
	}
	m.body.WriteString(text)
	m.accept.WriteString(accept)
	return true
}

// bullet writes one finding.
func bullet(f *drift.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** %s: %s\n", f.Rule.ID, f.Rule.Title, where(f, code))
	line := func(text string) {
		if text != "" {
			b.WriteString("  - " + text + "\n")
		}
	}
	line(change(f, "→", code))
	for _, l := range reach(f, func(s standing) string {
		return code(clip(label(s.version), maxName)) + " **" + s.verdict.String() + "**"
	}, code) {
		line(l)
	}
	line(positions(f, "→", code))
	for _, s := range standings(f) {
		if s.reason != "" {
			line("accepted in " + code(clip(label(s.version), maxName)) + ": " + code(clip(s.reason, maxPlace)))
		}
	}
	return b.String()
}

// toAccept writes the lines of accept.yaml that let a finding pass. The reason is
// left for people to write; without one the file is refused.
func toAccept(f *drift.Finding) string {
	var b strings.Builder
	for _, s := range standings(f) {
		if s.fingerprint == "" {
			continue
		}
		about := clip(fmt.Sprintf("%s %s: %s", f.Rule.ID, label(s.version), where(f, asIs)), maxComment)
		reason := `""`
		if f.Rule.ID == "L07" {
			reason = "removed after its announcement"
		}
		fmt.Fprintf(&b, "# %s\n- fingerprint: %q\n  reason: %s\n", about, s.fingerprint, reason)
	}
	return b.String()
}

// acceptances writes what to paste. No line of it begins with what a document says,
// so nothing in it ends the fence.
func (m *markdown) acceptances() {
	if m.left > 0 {
		fmt.Fprintf(&m.body, "\n… and %d more", m.left)
		if m.blocks > 0 {
			fmt.Fprintf(&m.body, ", of which **%d block**", m.blocks)
		}
		m.body.WriteString("; `gen diff` shows them all.\n")
	}
	if m.accept.Len() > 0 {
		m.body.WriteString("\n### To accept what blocks\n\nAdd to `accept.yaml`, each with a reason and, if it holds for a time only, `until: YYYY-MM-DD`:\n\n```yaml\n" +
			m.accept.String() + "```\n")
	}
}

func (m *markdown) tail(r *Report) {
	if len(r.Idle) == 0 {
		return
	}
	m.body.WriteString("\n### Acceptances that do nothing\n\n")
	for i, a := range r.Idle {
		if i == maxListed {
			fmt.Fprintf(&m.body, "- … and %d more\n", len(r.Idle)-i)
			break
		}
		fmt.Fprintf(&m.body, "- %s: %s\n", code(clip(a.Pos.String(), maxName)), idle(a))
	}
}
