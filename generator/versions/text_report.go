package versions

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Text prints the report for people: the call in each version, then a section per
// move with both sides of everything that changes, so it reads both ways.
func (r *Report) Text(w io.Writer, coloured bool) error {
	g := &grid{coloured: coloured}
	g.text(bold, "%s", r.ID)
	r.calls(g)
	if err := g.write(w); err != nil {
		return err
	}
	if len(r.Moves) == 0 {
		_, err := fmt.Fprintln(w, "\nin one version only: there is no other to move a call to")
		return err
	}
	for _, m := range r.Moves {
		g := &grid{coloured: coloured}
		g.text(plain, "")
		m.head(g)
		if err := g.write(w); err != nil {
			return err
		}
		if err := m.types(w, coloured); err != nil {
			return err
		}
	}
	return nil
}

// calls prints the signature in each version, once where it reads the same.
func (r *Report) calls(g *grid) {
	last := ""
	for _, c := range r.Calls {
		name := cell{"  " + c.Version, bold}
		switch c.Signature {
		case "":
			g.row(name, cell{"-", faint})
		case last:
			g.row(name, r.alike(c.Version))
		default:
			for _, line := range broken(c.Signature) {
				g.row(name, cell{line, plain})
				name.text = ""
			}
			g.row(name, cell{c.Route, faint})
			last = c.Signature
		}
		if c.Deprecated != "" {
			g.row(cell{}, cell{"deprecated: " + c.Deprecated, red})
		}
	}
}

// alike says what differs behind a signature that reads like the one before.
func (r *Report) alike(version string) cell {
	i := slices.IndexFunc(r.Moves, func(m Move) bool { return m.From == version })
	if m := r.Moves[i]; len(m.Differs) > 0 {
		return cell{"reads like " + m.To + ", but differs in " + strings.Join(m.Differs, ", "), yellow}
	}
	return cell{"the same", green}
}

// broken breaks a signature before its result where a line would not hold it.
func broken(signature string) []string {
	const room = 88 // of 100 columns, beside the versions
	i := strings.LastIndex(signature, ") (")
	if len(signature) <= room || i < 0 {
		return []string{signature}
	}
	return []string{signature[:i+1], "  " + signature[i+2:]}
}

// head says how far two versions are apart, and what changes of the call itself.
func (m *Move) head(g *grid) {
	from, to := path.Base(m.FromImport), path.Base(m.ToImport)
	if len(m.Differs) == 0 {
		g.text(bold, "from %s to %s: only the import path changes, %s -> %s", m.From, m.To, from, to)
		return
	}
	g.text(bold, "from %s to %s: %s", m.From, m.To, strings.Join(m.Differs, ", "))
	g.row(cell{"  import path", plain}, cell{from + " -> " + to, plain})
	for _, c := range m.Call {
		if c.From == c.To {
			g.row(cell{"  " + c.What, plain}, cell{cmp.Or(c.From, "none") + ", another type", yellow})
			continue
		}
		g.row(cell{"  " + c.What, plain}, cell{cmp.Or(c.From, "none") + " -> " + cmp.Or(c.To, "none"), yellow})
	}
}

// types prints what differs in the types, each with its two sides, and in a line
// those that differ only in what they hold.
func (m *Move) types(w io.Writer, coloured bool) error {
	var holders []string
	for _, t := range m.Types {
		if len(t.Members) == 0 {
			holders = append(holders, t.name())
			continue
		}
		g := &grid{coloured: coloured}
		g.text(plain, "")
		g.text(bold, "  %s", t.title())
		for _, c := range t.Members {
			g.row(c.line()...)
		}
		if err := g.write(w); err != nil {
			return err
		}
	}
	if holders == nil {
		return nil
	}
	g := &grid{coloured: coloured}
	g.text(plain, "")
	g.text(plain, "  declared alike, but another type, for what it holds or how it chooses a variant: %s", strings.Join(holders, ", "))
	return g.write(w)
}

func (t TypeChange) name() string {
	if t.From == t.To {
		return t.From
	}
	return t.From + " -> " + t.To
}

// title is "Settings (union -> struct), at Source.Settings".
func (t TypeChange) title() string {
	kind := t.FromKind
	if t.FromKind != t.ToKind {
		kind += " -> " + t.ToKind
	}
	title := t.name() + " (" + kind + ")"
	if t.At != "" {
		title += ", at " + t.At
	}
	return title
}

// line shows both sides of a member.
func (c MemberChange) line() []cell {
	switch {
	case c.From == nil:
		return []cell{{"  + " + c.To.Name, green}, {c.describe(c.To, true), plain}}
	case c.To == nil:
		return []cell{{"  - " + c.From.Name, red}, {c.describe(c.From, true), plain}}
	}
	name := c.From.Name
	if c.To.Name != name {
		name += " -> " + c.To.Name
	}
	must := c.From.must() != c.To.must()
	what := c.describe(c.From, must)
	if to := c.describe(c.To, must); to != what {
		what += " -> " + to
	}
	return []cell{{"  ~ " + name, yellow}, {what, plain}}
}

// describe is the type of a field, with must whether it has to be there; of a
// constant its value.
func (c MemberChange) describe(m *Member, must bool) string {
	switch {
	case m.Type == "":
		return strconv.Quote(c.Name)
	case !must || m.Required == nil:
		return m.Type
	case *m.Required:
		return m.Type + ", required"
	}
	return m.Type + ", optional"
}
