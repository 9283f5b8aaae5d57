// Package lock is names.lock: the Go names an API was given, kept so that
// regeneration never renames or reorders. It is given text and promises the same
// text back for the same names; what a name means is plan's business.
//
// The file is sorted, one line a thing; deleting a line is a deliberate rename:
//
//	bare   VERSION "OPERATION ID"
//	const  VERSION TYPE INDEX "VALUE" NAME
//	field  VERSION TYPE INDEX "WIRE NAME" NAME GOTYPE
//	major  VERSION NUMBER
//	method "OPERATION ID" METHOD "PATH" SERVICE.NAME(ARGUMENT:GOTYPE,…)
//	sent   VERSION TYPE "WIRE NAME"
//	type   VERSION NAME FILE PLACE…
//
// VERSION is "-" in a document without versions. A PLACE is where the type is
// used: operation id, side (body, status, parameter) and the path of properties.
//
// Three lines are for modules that are released at v1 or higher, which keep their
// declarations until their next major version. What a version has here was
// declared for that major version of its module: for the first one where no line
// says so. An operation is bare if its method takes no struct of parameters. A field is
// sent if it goes out in any case, where its declaration does not show that.
package lock

import (
	"maps"
	"math"
	"slices"
)

// Lock is the content of one names.lock. The zero value is an empty lock.
type Lock struct {
	Methods []*Method
	Types   []*Type
	Majors  map[string]int // by version; see Major
	Bare    map[Operation]bool
}

// Operation is an operation in one version.
type Operation struct{ Version, ID string }

// Major gives the major version of a module for which the entries of a version
// were written.
func (l *Lock) Major(version string) int { return max(l.Majors[version], 1) }

// SetMajor says what Major gives.
func (l *Lock) SetMajor(version string, number int) {
	if number == 1 {
		return // as where nothing was ever released
	}
	if l.Majors == nil {
		l.Majors = map[string]int{}
	}
	l.Majors[version] = number
}

// Restore gives a version the lines that from has of it, in place of its own.
// Methods are those of all versions, and stay.
func (l *Lock) Restore(version string, from *Lock) {
	l.Types = slices.DeleteFunc(slices.Clone(l.Types), func(t *Type) bool { return t.Version == version })
	for _, t := range from.Types {
		if t.Version == version {
			l.Types = append(l.Types, t)
		}
	}
	maps.DeleteFunc(l.Bare, func(o Operation, _ bool) bool { return o.Version == version })
	for o := range from.Bare {
		if o.Version == version {
			l.SetBare(o.Version, o.ID)
		}
	}
	delete(l.Majors, version)
	l.SetMajor(version, from.Major(version))
}

// SetBare says that a method takes no struct of parameters.
func (l *Lock) SetBare(version, id string) {
	if l.Bare == nil {
		l.Bare = map[Operation]bool{}
	}
	l.Bare[Operation{version, id}] = true
}

// Method is the name of an operation.
type Method struct {
	ID, HTTP, Path string
	Service, Name  string
	Args           []Arg // the positional path parameters, in path order
}

// Arg is a positional parameter.
type Arg struct{ Name, GoType string }

// Type is the name of a type in one version, with where it is used.
type Type struct {
	Version, Name, File string
	Places              []string // sorted; no white space inside
	Fields              []*Field // by index
	Consts              []*Const // by index
}

// Field is a member of a struct, or a variant of a union.
type Field struct {
	Index        int
	Wire, GoName string
	GoType       string // as declared, package paths without their folders
	Sent         bool   // in any case, though it may be nil or zero; of released modules only
}

// Const is a value of an enum.
type Const struct {
	Index         int
	Value, GoName string
}

// Method gives the entry of an operation: by id, else by method and path. It is
// nil when the lock has neither.
func (l *Lock) Method(id, http, path string) *Method {
	var moved *Method
	for _, m := range l.Methods {
		if m.ID == id {
			return m
		}
		if m.HTTP == http && m.Path == path {
			moved = m
		}
	}
	return moved
}

// Type gives the entry of a type, or nil.
func (l *Lock) Type(version, name string) *Type {
	for _, t := range l.Types {
		if t.Version == version && t.Name == name {
			return t
		}
	}
	return nil
}

// Field gives the entry of a member, or nil; t may be nil.
func (t *Type) Field(wire string) *Field {
	if t == nil {
		return nil
	}
	for _, f := range t.Fields {
		if f.Wire == wire {
			return f
		}
	}
	return nil
}

// Type gives the locked declaration; it is empty for no field.
func (f *Field) Type() string {
	if f == nil {
		return ""
	}
	return f.GoType
}

// unlocked is the rank of what is new: after everything known.
const unlocked = math.MaxInt

// Rank is the place of f among its siblings; what has no entry comes last.
func (f *Field) Rank() int {
	if f == nil {
		return unlocked
	}
	return f.Index
}

// Rank is the place of c among its siblings; what has no entry comes last.
func (c *Const) Rank() int {
	if c == nil {
		return unlocked
	}
	return c.Index
}

// Const gives the entry of a value, or nil; t may be nil.
func (t *Type) Const(value string) *Const {
	if t == nil {
		return nil
	}
	for _, c := range t.Consts {
		if c.Value == value {
			return c
		}
	}
	return nil
}
