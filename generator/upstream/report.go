package upstream

// What came of a run, for people and machines. The part about the API is that of
// generator/drift/report; this adds what only a run of sync knows.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/stratagen/strata/generator/drift/report"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/model"
)

// Ending is what became of a result.
type Ending string

// The endings.
const (
	Nothing Ending = "nothing to write"
	Dry     Ending = "dry run: nothing was written"
	Held    Ending = "blocked: nothing was written"
	Wrote   Ending = "written"
	Draft   Ending = "written, though blocked: to be reviewed"
)

// Text writes the result for a terminal.
func (r *Result) Text(w io.Writer, coloured bool, end Ending) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s: %s\n", model.OneLine(r.From), r.headline())
	if r.State == Changed {
		if err := r.changes(&b, coloured); err != nil {
			return err
		}
	}
	if r.State == Changed || end != Nothing {
		b.WriteString(string(end) + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Result) changes(b *bytes.Buffer, coloured bool) error {
	b.WriteByte('\n')
	if r.Drift != nil {
		if err := r.Drift.Text(b, coloured); err != nil {
			return err
		}
	}
	if line := r.goLine(); line != "" {
		b.WriteString(line + "\n")
	}
	for _, l := range r.lists() {
		if len(l.lines) > 0 {
			fmt.Fprintf(b, "%s (%d):\n", l.title, len(l.lines))
		}
		for _, line := range l.lines {
			fmt.Fprintf(b, "  %s\n", model.OneLine(line))
		}
	}
	return nil
}

// headline says in a few words what came.
func (r *Result) headline() string {
	switch {
	case r.State == Unchanged:
		return "unchanged" + in(r.New)
	case r.State == Cosmetic && r.Old != r.New:
		return "cosmetic: only words, their order or info.version changed (" + model.OneLine(r.Old+" -> "+r.New) + "); -prose takes them"
	case r.State == Cosmetic:
		return "cosmetic: only words or their order changed" + in(r.New) + "; -prose takes them"
	case r.First:
		return "the first document" + in(r.New)
	default:
		return model.OneLine(r.Old + " -> " + r.New)
	}
}

func in(version string) string {
	if version == "" {
		return ""
	}
	return " (" + model.OneLine(version) + ")"
}

func (r *Result) goLine() string {
	breaks := len(goapi.Incompatible(r.Go))
	if len(r.Go) == 0 {
		return ""
	}
	return fmt.Sprintf("Go: %d changes of exported names, %d of them breaks; the document explains each break; all packages compile", len(r.Go), breaks)
}

// list is one thing a line.
type list struct {
	title string
	lines []string
}

// lists are what only sync knows, one by one.
func (r *Result) lists() []list {
	breaks := []string{}
	for _, c := range goapi.Incompatible(r.Go) {
		breaks = append(breaks, c.String())
	}
	return []list{{"breaks in Go", breaks}, {"held until the next major version", r.pending()}, {"waits for words of ours", texts(r.Missing)}, {"our words without a place", texts(r.Lost)}}
}

// pending lists what released modules keep until their next major version.
func (r *Result) pending() []string {
	list := []string{}
	if r.Generated == nil {
		return list
	}
	for _, p := range r.Generated.Pending {
		list = append(list, p.String())
	}
	return list
}

// Markdown writes the result as the body of a pull request, in no more bytes than
// there is room for; what documents say stands in code spans.
func (r *Result) Markdown(w io.Writer, room int, end Ending) error {
	var b, tail bytes.Buffer
	for _, n := range r.NewToken {
		fmt.Fprintf(&tail, "\n**New version %s** (%s). If that is meant: %s\n", report.Code(n.Token), report.Code(strings.Join(n.Operations, ", ")), report.Code(n.Line))
	}
	if line := r.goLine(); line != "" {
		tail.WriteString("\n" + line + ".\n")
	}
	for _, l := range r.lists() {
		l.markdown(&tail)
	}
	fmt.Fprintf(&b, "Upstream: %s, %s (%s).\n\n", report.Code(r.From), report.Code(r.headline()), end)
	if r.Drift != nil {
		if err := r.Drift.Markdown(&b, room-b.Len()-tail.Len()); err != nil {
			return err
		}
	}
	b.Write(tail.Bytes())
	_, err := w.Write(b.Bytes())
	return err
}

// markdown writes as many lines as people read, and how many there are.
func (l list) markdown(b *bytes.Buffer) {
	const most = 25
	if len(l.lines) == 0 {
		return
	}
	fmt.Fprintf(b, "\n### %s%s (%d)\n\n", strings.ToUpper(l.title[:1]), l.title[1:], len(l.lines))
	for i, line := range l.lines {
		if i == most {
			fmt.Fprintf(b, "- … and %d more\n", len(l.lines)-most)
			break
		}
		fmt.Fprintf(b, "- %s\n", report.Code(line))
	}
}

// resultJSON is the form for machines; docs/sync.md describes it.
type resultJSON struct {
	State   State           `json:"state"`
	Ending  Ending          `json:"ending"`
	From    string          `json:"from"`
	Old     string          `json:"old"` // info.version
	New     string          `json:"new"`
	First   bool            `json:"first"`
	Blocked bool            `json:"blocked"`
	Drift   json.RawMessage `json:"drift"` // as gen diff -format json; null: nothing to compare
	Tokens  []NewToken      `json:"newVersions"`
	Go      []string        `json:"go"`
	Pending []string        `json:"pending"`
	Missing []string        `json:"missingWords"`
	Lost    []string        `json:"lostWords"`
}

// JSON writes the result for machines.
func (r *Result) JSON(w io.Writer, end Ending) error {
	out := resultJSON{
		State: r.State, Ending: end, From: r.From, Old: r.Old, New: r.New, First: r.First, Blocked: r.Blocked(),
		Tokens: append([]NewToken{}, r.NewToken...), Go: []string{}, Pending: r.pending(), Missing: texts(r.Missing), Lost: texts(r.Lost),
	}
	for _, c := range r.Go {
		out.Go = append(out.Go, c.String())
	}
	if r.Drift != nil {
		var b bytes.Buffer
		if err := r.Drift.JSON(&b); err != nil {
			return err
		}
		out.Drift = b.Bytes()
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func texts(notes []model.Note) []string {
	list := []string{}
	for _, n := range notes {
		list = append(list, n.String())
	}
	return list
}

// Title names the change in a few words, as the subject of a commit or a pull
// request: "upstream 73.2.0 -> 73.4.0".
func (r *Result) Title() string {
	title := "upstream " + word(r.New)
	switch {
	case r.First:
	case word(r.Old) == word(r.New):
		title = "changes in upstream " + word(r.New)
	default:
		title = "upstream " + word(r.Old) + " -> " + word(r.New)
	}
	if r.Blocked() {
		title += " (breaks a stable version)"
	}
	return title
}

// word is a version as a subject can have it: short, and without what means
// something to who shows it.
func word(version string) string {
	const most = 40
	text := strings.Map(func(c rune) rune {
		if c < unicode.MaxASCII && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune(".+-_", c)) {
			return c
		}
		return -1
	}, version)
	if text == "" {
		return "without a version"
	}
	return text[:min(len(text), most)]
}
