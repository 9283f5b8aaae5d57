package model

// Kind is the one thing a schema describes.
type Kind int

// The kinds of a schema. The zero value is any: nothing is said of the value.
const (
	Any Kind = iota
	Boolean
	Integer
	Number
	String
	Array
	Object
	Union // oneOf or anyOf with more than one alternative that is not null
	Null  // only null
)

// Schema is what a value looks like. It never says whether null is allowed:
// that is a matter of where it is used.
type Schema struct {
	Component   string // name under components.schemas, a hint and no identity; empty: inline
	Kind        Kind
	Format      string
	Title       string
	Description string
	Deprecated  bool

	Enum       []string // string values in document order, duplicates removed; other kinds keep their literals
	EnumNames  []string // x-enum-varnames, as long as Enum or empty
	EnumDocs   []string // x-enum-descriptions, as long as Enum or empty
	Default    *string  // literal, as JSON
	Examples   []Example
	Properties []*Property
	Additional *Use // additionalProperties: nil where the document says nothing or false
	Closed     bool // additionalProperties: false
	Items      *Use

	Variants      []*Use // Union: in document order
	OneOf         bool   // Union: oneOf, else anyOf
	Discriminator *Discriminator

	Constraints Constraints
	Extensions
	Pos Pos
}

// Use is a place where a schema stands.
type Use struct {
	Schema      *Schema
	Nullable    bool
	NullableAt  Pos    // where it says so, in a component perhaps
	Description string // of the place; the schema's own where the place has none
	Deprecated  bool
	ReadOnly    bool
	WriteOnly   bool
	Default     *string // literal, as JSON
	Examples    []Example
	Pos         Pos
}

// Example is a value that the document shows for a place. Nobody has looked
// whether it fits there.
type Example struct {
	Value string // literal, as JSON
	Pos   Pos
}

// Property is a member of an object.
type Property struct {
	Name     string
	Required bool
	Use      *Use
	Extensions
	Pos Pos
}

// Discriminator names the property that tells the variants of a union apart
// (OpenAPI 3.0, 4.7.25).
type Discriminator struct {
	Property string
	Mapping  []Mapping // complete: implicit names are filled in; sorted by value
	Pos      Pos
}

// Mapping is one value of a discriminator and the variant it stands for.
type Mapping struct {
	Value   string
	Variant int // index into Variants
}

// Constraints limit a value without changing its type. Numbers keep the
// spelling of the document.
type Constraints struct {
	Minimum, Maximum                   string
	ExclusiveMinimum, ExclusiveMaximum string
	MultipleOf                         string
	MinLength, MaxLength               string
	Pattern                            string
	MinItems, MaxItems                 string
	UniqueItems                        bool
	MinProperties, MaxProperties       string
}

// Extensions are the vendor extensions a document may steer Go with; the names
// are those of oapi-codegen.
type Extensions struct {
	GoName   string // x-go-name
	GoType   string // x-go-type
	GoImport string // x-go-type-import: path
	Order    int    // x-order, 0: none
}
