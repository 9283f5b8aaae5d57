package versions

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// colour is how a terminal shows a text: the parameter of SGR, ECMA-48 8.3.117.
type colour string

const (
	plain  colour = ""
	bold   colour = "1"
	faint  colour = "2"
	red    colour = "31"
	green  colour = "32"
	yellow colour = "33"
)

// cell is a text in a column.
type cell struct {
	text   string
	colour colour
}

// grid prints rows in aligned columns, two spaces apart. The last cell of a row is
// as wide as it likes, and a row of one cell is a heading, which widens nothing.
type grid struct {
	rows     [][]cell
	coloured bool
}

func (g *grid) row(cells ...cell) { g.rows = append(g.rows, cells) }

func (g *grid) text(c colour, format string, args ...any) {
	g.row(cell{fmt.Sprintf(format, args...), c})
}

func (g *grid) write(w io.Writer) error {
	var widths []int
	for _, row := range g.rows {
		for i := range len(row) - 1 {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i].text))
		}
	}
	var b strings.Builder
	for _, row := range g.rows {
		for i, c := range row {
			b.WriteString(g.paint(c))
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(c.text)+2))
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (g *grid) paint(c cell) string {
	if !g.coloured || c.colour == plain || c.text == "" {
		return c.text
	}
	return "\x1b[" + string(c.colour) + "m" + c.text + "\x1b[0m"
}

// Text prints the table for people: a line per operation below its service, a
// column per version, the totals, and what the words mean.
func (t *Table) Text(w io.Writer, coloured bool) error {
	g := &grid{coloured: coloured}
	g.row(t.heading("operation")...)
	for _, s := range t.Services {
		g.text(bold, "%s", s.Name)
		for _, op := range s.Operations {
			g.row(t.line(op)...)
		}
	}
	t.totals(g)
	t.legend(g)
	return g.write(w)
}

func (t *Table) heading(first string) []cell {
	row := []cell{{first, bold}}
	for _, v := range t.Versions {
		row = append(row, cell{v.Name, bold})
	}
	return row
}

func (t *Table) line(op Operation) []cell {
	row := []cell{{"  " + op.ID, plain}}
	for _, v := range t.Versions {
		i := slices.IndexFunc(op.Lanes, func(l Lane) bool { return l.Version == v.Name })
		if i < 0 {
			row = append(row, cell{"-", faint})
			continue
		}
		row = append(row, op.Lanes[i].cell())
	}
	return row
}

// cell says in a word how a lane compares.
func (l Lane) cell() cell {
	var c cell
	switch {
	case l.Next == "":
		c = cell{"yes", plain}
	case len(l.Differs) == 0:
		c = cell{"=", green}
	case l.SameAs != "":
		c = cell{"= " + l.SameAs, green}
	default:
		c = cell{strings.Join(l.Differs, ", "), yellow}
	}
	if l.Deprecated != "" {
		return cell{c.text + " (deprecated)", red}
	}
	return c
}

// totals count what stands in each column.
func (t *Table) totals(g *grid) {
	g.text(plain, "")
	g.row(t.heading("totals")...)
	total := func(name string, count func(Version) int) {
		row := []cell{{"  " + name, plain}}
		for _, v := range t.Versions {
			row = append(row, number(count(v)))
		}
		g.row(row...)
	}
	total("operations", func(v Version) int { return v.Operations })
	if slices.ContainsFunc(t.Versions, func(v Version) bool { return v.Deprecated > 0 }) {
		total("deprecated", func(v Version) int { return v.Deprecated })
	}
	if len(t.Versions) == 1 {
		return
	}
	total("only here", func(v Version) int { return v.OnlyHere })
	for i, other := range t.Versions[:len(t.Versions)-1] {
		against := func(pick func(Against) int) func(Version) int {
			return func(v Version) int {
				if i >= len(v.Against) {
					return -1
				}
				return pick(v.Against[i])
			}
		}
		total("same as in "+other.Name, against(func(a Against) int { return a.Same }))
		total("differs from "+other.Name, against(func(a Against) int { return a.Differs }))
	}
}

// number shows a count; below zero: there is nothing to count.
func number(n int) cell {
	if n < 0 {
		return cell{"", plain}
	}
	return cell{fmt.Sprint(n), plain}
}

func (t *Table) legend(g *grid) {
	if len(t.Versions) == 1 {
		return
	}
	g.text(plain, "")
	g.text(faint, "yes: in this version; -: not in it; =: the same Go as in the column before it that has it, but")
	g.text(faint, "for the import path; = VERSION: the same as in that one; else what differs from the column before.")
	g.text(faint, "-op ID tells of one operation what changes when a call moves from one version to another.")
}
