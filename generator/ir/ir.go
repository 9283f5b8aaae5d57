// Package ir is the API as Go will see it, every decision already taken: names,
// types, files, documentation. Plan builds it and emit prints it; neither knows
// the other.
//
// An ir value is plain data without back pointers: it can be compared, and
// written out as JSON for a review. Every list stands in the order in which it
// is printed.
package ir

// API is what one document becomes.
type API struct {
	Name     string    // of the core package: "acme"
	Title    string    // of the document
	Revision string    // info.version of the document
	Core     Package   // the runtime's package; that of the one version when Single
	Retract  []Retract // by Core's module; that of the one version has its own
	Single   bool      // no versions: one package, with the runtime's files in it
	Inside   bool      // the packages are part of the module around them: none has a go.mod
	Fake     *Package  // what the fakes stand on: "acmetest"; that of the one version when Single; nil: no fakes
	Dialect  Dialect
	Versions []*Version // most stable first
}

// Package is a Go package that is generated.
type Package struct {
	Name       string // "acmev1beta"
	ImportPath string
	Dir        string // slash-separated, relative to the output root
}

// Module is the go.mod of a package.
type Module struct {
	Path     string
	Requires []Require // by path
	Retract  []Retract // most recent first
}

// Retract is a version that a module takes back.
type Retract struct {
	Version string // "v1.2.0"
	Reason  string // one line
}

// Require is a sibling module that a module needs.
type Require struct {
	Path    string
	Version string // the one its next tag will have: "v1.0.0"
	Dir     string // relative to the requiring module: "../acme"
	// Indirect: no package of the module imports it; a module it requires does.
	Indirect bool
}

// Version is one API version and the package it becomes.
type Version struct {
	Token     string // "v1beta"; empty when the document has no versions
	Stability string // "stable", "beta", "alpha", "unknown"
	MediaType string // "application/vnd.acme.v1beta+json"; empty without versions
	Package   Package
	Fake      *Package // of its fake: "acmev1test"; nil: none
	Module    Module
	Doc       []string // package comment after the first line, one paragraph each
	Services  []*Service
	Types     []*Type  // by GoName
	Program   *Example // the one that README.md shows; nil: no read is simple enough
}

// Service groups the operations of a tag.
type Service struct {
	Tag        string // as in the document: "Tracking Plans"
	GoName     string // field of Client: "TrackingPlans"; the type is GoName + "Service"
	TypeName   string // "TrackingPlansService"
	Doc        string // one paragraph, without the name; may be empty
	File       string // "tracking_plans.go"
	Fake       FakeService
	Operations []*Operation
	Example    *Example
}

// FakeService is what stands for a Service in the package of the fake.
type FakeService struct {
	Field  string // of Server: "TrackingPlans"
	GoName string // of the struct of functions: "TrackingPlans"
	File   string // where that stands: "tracking_plans.go"
}

// Operation is one method.
type Operation struct {
	ID          string
	GoName      string   // "Get"
	Var         string   // "opGetSource"
	Doc         []string // paragraphs; the first is a sentence that starts with GoName
	Deprecated  string   // why; empty: it is not
	Method      string
	Path        string
	Accept      string // the one media type asked for; empty: no body is expected
	ContentType string // of the body; empty: no body
	Status      int    // of a success, as documented: 200, 201, 204
	Idempotent  bool
	RateLimit   RateLimit
	Envelope    bool         // the result stands under the dialect's envelope property
	PathParams  []*PathParam // in path order
	Params      *Params      // query, header and cookie parameters; nil: none
	Body        *Body        // nil: none
	Result      *Result      // nil: the method returns only an error
	Paging      *Paging      // nil: List only
	File        string       // where the method stands: its service's file, or a part of it
	FakeFile    string       // where its fake stands, likewise
}

// RateLimit is what the document says an operation allows. The zero value says
// nothing.
type RateLimit struct {
	Requests int
	Per      string // Go expression of package time: "Minute", "Hour", "Second"; "Day" is 24 hours
}

// PathParam is a positional parameter.
type PathParam struct {
	Name   string // in the template
	GoName string // "sourceID"
	Type   Expr
}

// Params is the struct of an operation's query, header and cookie parameters.
type Params struct {
	GoName string // "ListSourcesParams"
	Doc    []string
	Alias  *Named // the same parameters of a more stable version; nothing else is then printed
	Fields []*ParamField
	Pages  []*Page // paginations among Fields
}

// ParamField is one field of Params.
type ParamField struct {
	GoName     string
	Doc        []string
	Deprecated string // why; empty: it is not
	Type       Expr   // as declared: *T, slice or map for optional, T for required
	Name       string // on the wire
	In         string // "query", "header", "cookie"
	Style      string // "form", "deepObject", "simple", …
	Explode    bool
	Required   bool
	Page       *int   // index into Params.Pages: sent as part of that pagination, not by itself
	PageRole   string // "count" or "cursor", with Page
}

// Page is a pagination parameter.
type Page struct {
	Var          string // "pageListSources"
	Param        string // object parameter on the wire; empty: flat parameters
	Style        string // of the object parameter
	Explode      bool
	Count        string // property or parameter; empty: none
	Cursor       string // property or parameter; empty: none
	CountField   string // Go field of Params; empty: none
	CursorField  string
	DefaultCount int64 // sent with a cursor that has no count, and for nil params where Required
	Required     bool
}

// Body is what a call sends.
type Body struct {
	GoName   string // of the argument: "in"
	Type     Expr   // pointer to struct, slice, scalar, or io.Reader for a stream
	Required bool   // a nil pointer is an error before sending
	Stream   bool
}

// Result is what a call returns.
type Result struct {
	Type    Expr // of the value; a method returns a pointer to it when Pointer
	Pointer bool
	Stream  bool // io.ReadCloser
}

// Paging is how the pages of an operation follow one another.
type Paging struct {
	PagesName   string // "ListPages"
	AllName     string // "ListAll"; empty: the result has no one list of items
	CursorField string // of Params
	CursorType  Expr
	Next        []Step // from the result to the next cursor
	Items       []Step // from the result to the items; empty: none
	ItemType    Expr
}

// Step is one selector on the way to a value in a result.
type Step struct {
	Field string
	Kind  StepKind // what the field holds
}

// StepKind tells how to go on from a field without failing on what is absent.
type StepKind int

// The kinds of a step.
const (
	Plain    StepKind = iota // a value
	Pointer                  // *T: the zero value when nil
	Optional                 // Nullable[T]: the zero value when absent or null
)
