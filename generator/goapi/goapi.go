// Package goapi compares the Go that two runs of the generator printed: what a
// program that was written against the old packages finds changed in the new
// ones. It is given files in memory and, to explain a change, the plans behind
// them; it promises the same list for the same files. The standard library is the
// one of the go command on the machine, or of GOROOT where there is no command;
// nothing else is read and nothing is written.
//
// Each version is compared as a program sees it that imports no other one: an
// alias of a type of a more stable version counts as the type itself. So a type
// that moves from one module to another is no change to who uses one of them, and
// what breaks in a type that several versions share is one entry that names them.
package goapi

import (
	"cmp"
	"slices"
	"strings"
)

// Change is one difference between the exported names of two packages.
type Change struct {
	Package    string // import path
	Version    string // the token it is of; empty: the core, or a document without versions
	Object     string // "Source", "Source.Enabled", "SourcesService.List"; empty: the package
	Message    string // "removed", "changed from bool to string"
	Compatible bool   // a program that compiled still does, and means the same
	Kind       Kind
	// Reached are the packages that export the same object by an alias and change
	// with it, by import path.
	Reached []string

	types []Object // that the declaration names in one of the two only
	cycle bool     // what it holds has come to hold it too, or no longer does
}

// Kind is what a change is of.
type Kind string

// The kinds of change.
const (
	API      Kind = "api"      // what the compiler sees
	Tag      Kind = "tag"      // the name or form of a member in JSON, which no compiler sees
	Identity Kind = "identity" // whether two versions share a type; always compatible
)

// Object is an exported name: a type, a constant or a function, or "Type.Member".
type Object struct {
	Package string // import path
	Name    string
}

func (o Object) String() string { return o.Package + "." + o.Name }

// String writes c on a line: the object, what happened, and the packages it reaches.
func (c Change) String() string {
	text := c.Package
	if c.Object != "" {
		text += "." + c.Object
	}
	text += ": " + c.Message
	if len(c.Reached) > 0 {
		text += " (also " + strings.Join(c.Reached, ", ") + ")"
	}
	return text
}

func (c Change) compare(d Change) int {
	return cmp.Or(strings.Compare(c.Package, d.Package), strings.Compare(c.Object, d.Object), strings.Compare(c.Message, d.Message))
}

// Incompatible gives the changes that are not compatible.
func Incompatible(changes []Change) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return c.Compatible })
}
