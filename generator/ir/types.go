package ir

import (
	"strings"
	"unicode"
)

// Type is a declared type.
type Type struct {
	GoName     string
	Doc        []string // paragraphs; the first starts with GoName
	Deprecated string
	File       string // "sources.go"
	Alias      *Named // the same type of a more stable version; Decl is then still set
	Decl       Decl
}

// Decl is what a type is declared as. The set is closed: *Struct, *Enum,
// *UnionDecl.
type Decl interface{ isDecl() }

// Struct is an object.
type Struct struct {
	Fields []*Field
	Extra  Expr // value type of additional properties beside Fields; nil: none
	// Input: sent by some operation. Its required slices and maps go out as
	// [] and {} when nil, which takes a MarshalJSON.
	Input bool
}

// Field is a member of a Struct.
type Field struct {
	Name       string // on the wire
	GoName     string
	Doc        []string
	Deprecated string
	Type       Expr // as declared, pointer or Nullable included
	Omit       Omit
	Required   bool
	// FillNil: a required slice or map of an Input struct, sent empty when nil.
	FillNil bool
	// Selects names the union field whose variant this field's value chooses.
	Selects *Selects
}

// Taggable reports whether encoding/json takes a name from a struct tag. It
// falls back to the Go name, silently, for any other.
func Taggable(name string) bool {
	const punctuation = "!#$%&()*+-./:;<=>?@[]^_{|}~ "
	bad := func(r rune) bool {
		return !strings.ContainsRune(punctuation, r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	return name != "" && !strings.ContainsFunc(name, bad)
}

// Omit is how an absent value is left out of JSON.
type Omit string

// The ways to leave a value out.
const (
	OmitNever Omit = ""
	OmitEmpty Omit = "omitempty" // pointers, interfaces
	OmitZero  Omit = "omitzero"  // Nullable, slices, maps, time
)

// Selects is a sibling selector: the value of a field picks the variant of a
// union beside it.
type Selects struct {
	Union     string            // Go field that holds the union, or a list of them
	Values    map[string]string // wire value -> Go field of the union
	KeepShape bool              // any other value leaves the variant that the shape fits
}

// Enum is an open string type.
type Enum struct {
	Values []*EnumValue
	List   string // function that lists the values: "TraitTypeValues"
}

// EnumValue is one known value.
type EnumValue struct {
	GoName string // "TraitTypeSQL"
	Value  string
	Doc    []string
}

// UnionDecl is a struct of pointers of which exactly one is set, plus Raw.
type UnionDecl struct {
	Variants      []*Variant
	Discriminator string // property; empty: none
}

// Variant is one alternative of a union.
type Variant struct {
	GoName string // field
	Doc    []string
	Type   Expr     // without the pointer
	Kind   string   // JSON kind: "object", "array", "string", "number", "integer", "boolean", "any"
	Values []string // discriminator values that stand for it
	// For a union without a discriminator, objects only:
	Required []string            // properties that must be there
	Known    []string            // properties it has, sorted
	Consts   map[string][]string // properties with a closed set of strings
}

func (*Struct) isDecl()    {}
func (*Enum) isDecl()      {}
func (*UnionDecl) isDecl() {}

// Expr is a use of a type. The set is closed: *Prim, *Named, *Slice, *Map,
// *Ptr, *Nullable.
type Expr interface{ isExpr() }

type (
	// Prim is a predeclared type or one of the standard library.
	Prim struct {
		Import string // "time"; empty: predeclared
		Name   string // "string", "int64", "any", "Time", "RawMessage"
	}
	// Named is a declared type of this or a sibling package.
	Named struct {
		ImportPath string
		GoName     string
	}
	// Slice is []Elem.
	Slice struct{ Elem Expr }
	// Map is map[string]Elem.
	Map struct{ Elem Expr }
	// Ptr is *Elem.
	Ptr struct{ Elem Expr }
	// Nullable is the core's Nullable[Elem].
	Nullable struct{ Elem Expr }
)

func (*Prim) isExpr()     {}
func (*Named) isExpr()    {}
func (*Slice) isExpr()    {}
func (*Map) isExpr()      {}
func (*Ptr) isExpr()      {}
func (*Nullable) isExpr() {}
