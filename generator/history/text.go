package history

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/stratagen/strata/generator/model"
)

// colours are how a terminal shows an event: parameters of SGR, ECMA-48 8.3.117.
var colours = map[Kind]string{
	Born: "32", Returned: "32", Graduated: "32", Gained: "32",
	Renamed: "33", Moved: "33", Deprecated: "33", Undeprecated: "33",
	Demoted: "31", Lost: "31", Gone: "31",
}

const bold, faint = "1", "2"

// table prints lines of three columns, of which the last has a colour. What a
// document says cannot break a line.
type table struct {
	w        *tabwriter.Writer
	coloured bool
}

func newTable(w io.Writer, coloured bool) *table {
	const padding = 2
	return &table{tabwriter.NewWriter(w, 0, 0, padding, ' ', 0), coloured}
}

func (t *table) line(colour, first, second, last string) {
	first, second, last = model.OneLine(first), model.OneLine(second), model.OneLine(last)
	if t.coloured && colour != "" && last != "" {
		last = "\x1b[" + colour + "m" + last + "\x1b[0m"
	}
	_, _ = fmt.Fprintf(t.w, "%s\t%s\t%s\n", first, second, last) // an error comes back from Flush
}

// Text prints the history for people: the life of each operation, a line for the
// document that first has it and for each event, then what is in each document
// and what happened in each step.
func (h *History) Text(w io.Writer, coloured bool) error {
	t := newTable(w, coloured)
	t.line("", "operation", "document", "what happened")
	for _, op := range h.Operations {
		op.life(t, h.Documents[0].Label)
	}
	if err := t.w.Flush(); err != nil {
		return err
	}
	for _, s := range [][]string{h.totals(), h.summary()} {
		if _, err := io.WriteString(w, "\n"+strings.Join(s, "\n")+"\n"); err != nil {
			return err
		}
	}
	t = newTable(w, coloured)
	for _, s := range legend {
		t.legend(s)
	}
	return t.w.Flush()
}

var legend = []string{
	"",
	"graduated: in a version more stable than all it was in; gained: in another one, no more stable;",
	"demoted: no longer in its more stable versions; lost: no longer in another; renamed: another operationId,",
	"the same method and path; moved: another method or path, the same operationId.",
	"-op ID tells of one operation how it stood in each document.",
}

func (t *table) legend(s string) {
	if t.coloured && s != "" {
		s = "\x1b[" + faint + "m" + s + "\x1b[0m"
	}
	_, _ = fmt.Fprintln(t.w, s) // see line
}

// life prints the lines of an operation, its name in the first.
func (op *Operation) life(t *table, first string) {
	name := op.ID
	line := func(colour, document, what string) {
		t.line(colour, name, document, what)
		name = ""
	}
	if s := op.States[0]; s.Document == first {
		line("", first, s.where())
	}
	document := ""
	for _, e := range op.Events {
		if e.Document == document {
			e.Document = ""
		} else {
			document = e.Document
		}
		for _, what := range e.lines() {
			line(colours[e.Kind], e.Document, what)
			e.Document = ""
		}
	}
}

// where says which versions have the operation.
func (s *State) where() string {
	text := "in " + list(s.Versions)
	switch {
	case len(s.Deprecated) == len(s.Versions):
		text += ", deprecated"
	case len(s.Deprecated) > 0:
		text += ", deprecated in " + list(s.Deprecated)
	}
	return text
}

// lines tells an event; routes can be long, so they stand below each other.
func (e Event) lines() []string {
	switch e.Kind {
	case Born, Returned:
		return []string{string(e.Kind) + " in " + list(e.Versions)}
	case Renamed:
		return []string{"renamed, was " + e.From}
	case Moved:
		return []string{"moved from " + e.From, "        to " + e.To}
	case Graduated:
		return []string{"graduated to " + list(e.Versions)}
	case Gained:
		return []string{"gained " + list(e.Versions)}
	case Demoted:
		return []string{"demoted, no longer in " + list(e.Versions)}
	case Lost:
		return []string{"lost " + list(e.Versions)}
	case Deprecated:
		return []string{"deprecated in " + list(e.Versions)}
	case Undeprecated:
		return []string{"no longer deprecated in " + list(e.Versions)}
	case Gone:
		return []string{"gone, was in " + list(e.Versions)}
	}
	panic("BUG: history: no such event: " + string(e.Kind))
}

func list(versions []string) string { return strings.Join(versions, ", ") }

// totals says how many operations each document has.
func (h *History) totals() []string {
	var lines []string
	for _, d := range h.Documents {
		var versions []string
		for _, v := range d.Versions {
			versions = append(versions, fmt.Sprintf("%d in %s", v.Operations, v.Name))
		}
		noun := "operations"
		if d.Operations == 1 {
			noun = "operation"
		}
		lines = append(lines, model.OneLine(fmt.Sprintf("%s: %d %s, %s", d.Label, d.Operations, noun, list(versions))))
	}
	return lines
}

// summary says of each step how many operations were born, gone and graduated,
// and what else happened.
func (h *History) summary() []string {
	var lines []string
	always := []Kind{Born, Gone, Graduated}
	for _, s := range h.Steps {
		var counts []string
		for _, k := range always {
			counts = append(counts, fmt.Sprintf("%d %s", s.Counts[k], k))
		}
		for _, k := range Kinds {
			if s.Counts[k] > 0 && !slices.Contains(always, k) {
				counts = append(counts, fmt.Sprintf("%d %s", s.Counts[k], k))
			}
		}
		lines = append(lines, model.OneLine(fmt.Sprintf("%s -> %s: %s", s.From, s.To, list(counts))))
	}
	return lines
}

// Text prints one operation for people: how it stood in each document, and what
// had happened to it.
func (op *Operation) Text(w io.Writer, coloured bool) error {
	t := newTable(w, coloured)
	name := model.OneLine(op.ID)
	if coloured {
		name = "\x1b[" + bold + "m" + name + "\x1b[0m"
	}
	_, _ = fmt.Fprintln(t.w, name) // see line
	for _, d := range op.documents {
		document, route := "  "+d, "-"
		for _, s := range op.States {
			if s.Document == d {
				route = s.Route
				t.line("", document, route, s.where())
				document, route = "", ""
			}
		}
		for _, e := range op.Events {
			if e.Document != d {
				continue
			}
			for _, what := range e.lines() {
				t.line(colours[e.Kind], document, route, what)
				document, route = "", ""
			}
		}
	}
	return t.w.Flush()
}
