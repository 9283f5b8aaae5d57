// Package config is gen.yaml: what a run of the generator is told. It is given
// the bytes of the file and promises a complete Config, defaults filled in, or
// every mistake with its line.
package config

// Config is one configuration. Paths are slash-separated and relative to the
// folder of the file.
//
// The comments of fields with a yaml tag are what docs/configuration.md and the
// JSON Schema say of the keys, word for word: they are written for who writes a
// gen.yaml.
type Config struct {
	File string `yaml:"-"` // as the caller named it, for positions

	// The OpenAPI document.
	Spec string `yaml:"spec"`
	// Overlays (OpenAPI Overlay Specification) with corrections of the document,
	// applied in this order.
	Overlays []string `yaml:"overlays"`
	// Folder for the generated modules.
	Out string `yaml:"out"`
	// Module path of the folder out; a module's path is this and its name. Default:
	// example.com/ and the name, which nobody can mistake for a published module.
	Module string `yaml:"module"`
	// What the generated packages are: each a module of its own, to be published
	// (modules), or part of the module that out stands in, without a go.mod (packages).
	// With packages, module is needed: the path of that module, and the folder in it.
	Layout string `yaml:"layout"`
	// Name of the core package, and prefix of the version packages. Default: made
	// from info.title of the document.
	Name string `yaml:"name"`

	// How the document tells its versions apart.
	Versions Versions `yaml:"versions"`
	// Base URLs of the API by region. Default: the servers of the document.
	Servers map[string]string `yaml:"servers"`
	// The region that is called when a program names none: a key of servers.
	// Default: the first in the file.
	Default string `yaml:"defaultServer"`
	// Property of a success body that holds the result; empty: the body is the result.
	Envelope string `yaml:"envelope"`
	// Members of the API's error body, each a dotted path. Default, where none of them
	// is said: type is type, message is message.
	Errors Errors `yaml:"errors"`
	// Where an answer with status 429 says how long to wait before a retry: the first
	// source that is there, else the header Retry-After.
	RetryAfter []RetryAfter `yaml:"retryAfter"`
	// Dialects of paging. On each operation the first that fits is used.
	Pagination []Pagination `yaml:"pagination"`
	// How the server reads query parameters of style deepObject, whose form OpenAPI
	// leaves open for anything but flat objects.
	Query Query `yaml:"query"`
	// Formats of strings whose Go type is to be string: what is there on the wire.
	Types map[string]string `yaml:"types"`
	// Names in place of those that naming would choose.
	Names Names `yaml:"names"`
	// Which property tells the variant of a union that has no discriminator.
	Selectors []Selector `yaml:"selectors"`
	// Where newer documents come from, for gen sync. Generation does not look at it.
	Upstream Upstream `yaml:"upstream"`
	// What gen release is told.
	Release Release `yaml:"release"`
	// Folder in which gen sync keeps what each version promises, a text file each;
	// empty: it keeps none.
	Surfaces string `yaml:"surfaces"`
	// Whether to write packages that fake the API in tests.
	Fakes *bool `yaml:"fakes"`
	// The configuration of oapi-codegen itself, for -target oapi-codegen. The keys in
	// it are its own.
	Oapi Section `yaml:"oapi-codegen"`

	Lenient bool `yaml:"-"` // skip, and list, operations with unsupported constructs

	places map[string]Place // what was written where, by key; see At
}

// Versions says how the document tells its versions apart.
type Versions struct {
	// By the media types of its contents, or not at all: none is a document with one
	// version. Default: media-type where pattern is set, else as the document shows.
	From string `yaml:"from"`
	// The media type of a version, with {version} for its token.
	Pattern string `yaml:"pattern"`
	// Tokens that a reviewer has seen. Generation takes any it can read; gen sync
	// stops at one that is not here.
	Known []string `yaml:"known"`
	// Stability of versions whose token does not say it as vN, vNbetaM and vNalphaM do.
	Stability map[string]string `yaml:"stability"`
}

// Upstream says where the document comes from. At most one of its sources is
// set; generation does not look at it.
type Upstream struct {
	// A page that embeds the document.
	Redoc string `yaml:"redoc"`
	// The document itself.
	URL string `yaml:"url"`
	// A file.
	File string `yaml:"file"`
	// A file in a commit of this repository. PATH is relative to its root; ./PATH and
	// ../PATH to this folder.
	Git string `yaml:"git"`
	// Whose prose and examples the document has. With ours, only what upstream says of
	// the interface is taken over. Default: theirs.
	Words string `yaml:"words"`

	// Hosts, beside the one of redoc or url, that it may redirect to or have its
	// scripts on: a name, or a name and a port.
	Hosts []string `yaml:"hosts"`
	// The environment variable with the credential for redoc or url. The credential
	// itself stands in no file.
	TokenEnv string `yaml:"tokenEnv"`
}

// IsZero reports whether nothing is said of an upstream.
func (u Upstream) IsZero() bool {
	return u.Redoc == "" && u.URL == "" && u.File == "" && u.Git == "" && u.Words == "" && u.Hosts == nil && u.TokenEnv == ""
}

// Release is what is said of the versions of modules.
type Release struct {
	// Versions that are taken back: the next one of the module says so in its go.mod, and
	// the go command chooses another (go.dev/ref/mod#go-mod-file-retract).
	Retract []Retraction `yaml:"retract"`
}

// Retraction takes a version of a module back.
type Retraction struct {
	// Folder of the module below out, as acmev1.
	Module string `yaml:"module"`
	// The version, as v1.2.0.
	Version string `yaml:"version"`
	// Why, for people, in one line.
	Reason string `yaml:"reason"`
}

// Errors names the members of the API's error body.
type Errors struct {
	// Property that holds the list of errors; empty: the body is one error.
	List string `yaml:"list"`
	// Property that says what kind of error it is.
	Type string `yaml:"type"`
	// Property with the text for people.
	Message string `yaml:"message"`
	// Property that names the input that is wrong.
	Field string `yaml:"field"`
	// Property with details.
	Data string `yaml:"data"`
	// Property with a number, the HTTP status of this error.
	Status string `yaml:"status"`
}

// RetryAfter is one source of the delay before a retry. Exactly one of Body
// and Header is set.
type RetryAfter struct {
	// Dotted path in the error body. Exactly one of body and header is needed.
	Body string `yaml:"body"`
	// Response header.
	Header string `yaml:"header"`
	// Unit of the number.
	Unit string `yaml:"unit"`
	// Form of a header: a number (seconds; an HTTP date is read too), a date (rfc5322),
	// or a time in seconds since 1970 (unix). Default, for a header: seconds.
	Format string `yaml:"format"`
}

// Pagination is one dialect of paging, tried in order on each operation.
type Pagination struct {
	// Query parameter that is an object, by its name or the end of it; empty: flat
	// parameters.
	Param string `yaml:"param"`
	// Its property that says where to go on, or the flat parameter.
	Cursor string `yaml:"cursor"`
	// Its property that says how many to give, or the flat parameter; empty: none.
	Count string `yaml:"count"`
	// Dotted path in the result to the cursor of the next page.
	Next string `yaml:"next"`
}

// Query is how the server reads query parameters of style deepObject, whose
// form OpenAPI leaves open for anything but flat objects.
type Query struct {
	// Members of an object: brackets is a[b]=1, dots is a.b=1.
	Object string `yaml:"object"`
	// Items of a list: repeat is a=1&a=2, index is a[0]=1&a[1]=2, dots is a.0=1&a.1=2,
	// comma is a=1,2.
	Array string `yaml:"array"`
	// Everything else.
	Scalar string `yaml:"scalar"`
}

// Names overrides what naming would choose.
type Names struct {
	// Method by operationId.
	Operations map[string]string `yaml:"operations"`
	// Service by tag.
	Services map[string]string `yaml:"services"`
	// Type by component, or by the Go name of what is no component.
	Types map[string]string `yaml:"types"`
}

// Selector names the sibling property that tells which variant of a union, or of
// the unions in a list, it is.
type Selector struct {
	// Go name of the union.
	Union string `yaml:"union"`
	// Property beside the union, or beside the list of unions, that tells the variant.
	Property string `yaml:"property"`
	// Go name of the variant's type by value of the property.
	Values map[string]string `yaml:"values"`
	// What any other value does: raw decodes no variant, shape the one that fits.
	// Default: raw.
	Otherwise string `yaml:"otherwise"`
}
