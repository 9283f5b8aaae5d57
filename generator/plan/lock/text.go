package lock

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const header = "# names.lock: the Go names this API was given. Written by strata; commit it.\n" +
	"# Deleting a line is a deliberate rename of what it names.\n"

// Format gives the text of l. Equal locks give equal text.
func (l *Lock) Format() []byte {
	var lines []string
	for _, m := range l.Methods {
		var args []string
		for _, a := range m.Args {
			args = append(args, a.Name+":"+a.GoType)
		}
		lines = append(lines, fmt.Sprintf("method %s %s %s %s.%s(%s)",
			strconv.Quote(m.ID), m.HTTP, strconv.Quote(m.Path), m.Service, m.Name, strings.Join(args, ",")))
	}
	for _, t := range l.Types {
		lines = append(lines, typeLines(t)...)
	}
	for version, n := range l.Majors {
		lines = append(lines, fmt.Sprintf("major %s %d", orDash(version), n))
	}
	for o := range l.Bare {
		lines = append(lines, fmt.Sprintf("bare %s %s", orDash(o.Version), strconv.Quote(o.ID)))
	}
	slices.Sort(lines)
	return []byte(header + strings.Join(lines, "\n") + "\n")
}

func typeLines(t *Type) []string {
	v := orDash(t.Version)
	places := slices.Sorted(slices.Values(t.Places))
	lines := []string{strings.Join(append([]string{"type", v, t.Name, orDash(t.File)}, places...), " ")}
	for _, f := range t.Fields {
		lines = append(lines, fmt.Sprintf("field %s %s %03d %s %s %s", v, t.Name, f.Index, strconv.Quote(f.Wire), f.GoName, f.GoType))
		if f.Sent {
			lines = append(lines, fmt.Sprintf("sent %s %s %s", v, t.Name, strconv.Quote(f.Wire)))
		}
	}
	for _, c := range t.Consts {
		lines = append(lines, fmt.Sprintf("const %s %s %03d %s %s", v, t.Name, c.Index, strconv.Quote(c.Value), c.GoName))
	}
	return lines
}

func orDash(s string) string { return cmp.Or(s, "-") }
