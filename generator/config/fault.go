package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Place is where in the file something was written.
type Place struct {
	File         string
	Line, Column int // from 1; 0: unknown
}

// String formats p the way compilers do, so editors can jump to it.
func (p Place) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Fault is one mistake in a configuration.
type Fault struct {
	Place
	Text string

	path    string // of the value, as a key; see key
	missing bool   // about a value that is not in the file
}

func (f *Fault) Error() string { return f.String() + ": " + f.Text }

// Faults are all mistakes of a configuration, sorted by place.
type Faults []*Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, e := range f {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// err gives f sorted, or nil when there is no fault.
func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	f.Sort()
	return f
}

// Sort puts f in the order of the file.
func (f Faults) Sort() {
	slices.SortFunc(f, func(a, b *Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), strings.Compare(a.Text, b.Text))
	})
}

// At tells where the value under path was written, or the nearest value around
// it: At("versions", "pattern"), At("retryAfter", "0", "unit"). It serves those
// who find later that a configuration does not fit its document.
func (c *Config) At(path ...string) Place {
	for n := len(path); n >= 0; n-- {
		if p, ok := c.places[key(path[:n])]; ok {
			return p
		}
	}
	return Place{File: c.File}
}

// Faultf is a mistake at path; see At.
func (c *Config) Faultf(path []string, format string, args ...any) *Fault {
	_, written := c.places[key(path)]
	return &Fault{Place: c.At(path...), Text: fmt.Sprintf(format, args...), path: key(path), missing: !written}
}

// key joins a path to a map key. Names in a file may hold dots, never NUL.
func key(path []string) string { return strings.Join(path, "\x00") }
