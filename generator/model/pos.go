package model

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Pos is where in a document something was written.
type Pos struct {
	File         string
	Line, Column int    // from 1; 0: unknown
	Pointer      string // JSON pointer (RFC 6901), for people who read JSON
}

// String formats p the way compilers do, so editors can jump to it.
func (p Pos) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(strings.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Note is a remark on a place in the document.
type Note struct {
	Pos  Pos
	Text string // "operation: what"
}

// String formats n as a compiler's message.
func (n Note) String() string { return n.Pos.String() + ": " + n.Text }

// Fault is an error in a document: a note that ends the run.
type Fault Note

func (f *Fault) Error() string { return Note(*f).String() }

// Faults are all errors found in a document, sorted by position.
type Faults []*Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, e := range f {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// OneLine escapes what would break a message into lines or hide in it: names of a
// document may hold anything.
func OneLine(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			q := strconv.QuoteRuneToASCII(r)
			b.WriteString(q[1 : len(q)-1])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Add records a fault at pos.
func (f *Faults) Add(pos Pos, format string, args ...any) {
	*f = append(*f, &Fault{Pos: pos, Text: OneLine(fmt.Sprintf(format, args...))})
}

// Err returns f, sorted and without repeats, or nil when there is no fault.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f.Sorted()
}

// Sorted gives f by position, without repeats.
func (f Faults) Sorted() Faults {
	byPlace := func(a, b *Fault) int { return cmp.Or(a.Pos.Compare(b.Pos), strings.Compare(a.Text, b.Text)) }
	s := slices.SortedFunc(slices.Values(f), byPlace)
	return slices.CompactFunc(s, func(a, b *Fault) bool { return *a == *b })
}

// UnreadableVersions are the faults of a document with a version token whose
// stability neither the token nor the configuration says: a matter of the
// configuration, since the document may be right.
type UnreadableVersions struct{ Faults }

// Unwrap gives the faults.
func (e UnreadableVersions) Unwrap() error { return e.Faults }
