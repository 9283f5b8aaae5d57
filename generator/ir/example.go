package ir

import "time"

// Example is a call of a method as godoc shows it: it is compiled and never run.
type Example struct {
	Name    string  // of the function: "ExampleSourcesService_List"
	File    string  // "sources_example_test.go"
	Service string  // field of Client
	Method  string  // "ListAll"
	Args    []Value // after the context
	Outcome Outcome
	Item    string // OfItems: the variable of the loop
	Show    []Step // what is printed of the result or the item; empty: all of it
	Count   bool   // the last of Show is a list, of which the length is printed
}

// Outcome is what an example has of its call.
type Outcome int

// The outcomes of a call.
const (
	OnlyError Outcome = iota
	OfResult
	OfItems  // an iterator
	OfStream // io.ReadCloser
)

// Value is an expression made of constants. The set is closed: *Text, *Bytes,
// *Word, *Const, *Convert, *Moment, *Composite, *PtrTo, *Set, *Null, *Stream,
// *Zero.
type Value interface{ isValue() }

type (
	// Text is a string.
	Text struct{ Text string }
	// Bytes is []byte of a string.
	Bytes struct{ Text string }
	// Word is what Go spells as JSON does, or nearly: true, nil, 12.5.
	Word struct{ Text string }
	// Const is a declared constant.
	Const struct{ ImportPath, GoName string }
	// Convert is Type(Value).
	Convert struct {
		Type  Expr
		Value Value
	}
	// Moment is a time in UTC.
	Moment struct{ Time time.Time }
	// Composite is Type{…}, or &Type{…}.
	Composite struct {
		Type    Expr
		Pointer bool
		Members []Member
	}
	// PtrTo is the core's Ptr(Value).
	PtrTo struct{ Value Value }
	// Set is the core's Value(Value), a Nullable.
	Set struct{ Value Value }
	// Null is the core's Null[Elem]().
	Null struct{ Elem Expr }
	// Stream is an io.Reader of a string.
	Stream struct{ Text string }
	// Zero is the zero value of a type that has no literal.
	Zero struct{ Type Expr }
)

// Member is an element of a composite value.
type Member struct {
	Field string // of a struct
	Key   *Text  // of a map
	Value Value
}

func (*Text) isValue()      {}
func (*Bytes) isValue()     {}
func (*Word) isValue()      {}
func (*Const) isValue()     {}
func (*Convert) isValue()   {}
func (*Moment) isValue()    {}
func (*Composite) isValue() {}
func (*PtrTo) isValue()     {}
func (*Set) isValue()       {}
func (*Null) isValue()      {}
func (*Stream) isValue()    {}
func (*Zero) isValue()      {}
