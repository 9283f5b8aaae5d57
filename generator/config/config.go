// Package config is gen.yaml: what a run of the generator is told. It is given
// the bytes of the file and promises a complete Config, defaults filled in, or
// every mistake with its line.
package config

// Config is one configuration. Paths are slash-separated and relative to the
// folder of the file.
type Config struct {
	File string `yaml:"-"` // as the caller named it, for positions

	Spec     string   `yaml:"spec"`
	Overlays []string `yaml:"overlays"`
	Out      string   `yaml:"out"`
	Module   string   `yaml:"module"` // module path of out; default: see ModulePath
	// Layout is modules (default): each package is a module, to be published; or
	// packages: they are part of the module that out stands in, without a go.mod.
	Layout string `yaml:"layout"`
	Name   string `yaml:"name"` // of the core package, prefix of the version packages; default: from info.title

	Versions   Versions          `yaml:"versions"`
	Servers    map[string]string `yaml:"servers"`       // region -> base URL
	Default    string            `yaml:"defaultServer"` // key of Servers; default: the first in the file
	Envelope   string            `yaml:"envelope"`      // property of a success body that holds the result; empty: none
	Errors     Errors            `yaml:"errors"`
	RetryAfter []RetryAfter      `yaml:"retryAfter"`
	Pagination []Pagination      `yaml:"pagination"`
	Query      Query             `yaml:"query"`
	Types      map[string]string `yaml:"types"` // format -> "string" keeps the wire's form (date-time)
	Names      Names             `yaml:"names"`
	Selectors  []Selector        `yaml:"selectors"`
	Upstream   Upstream          `yaml:"upstream"`
	Release    Release           `yaml:"release"`
	Surfaces   string            `yaml:"surfaces"`     // folder in which gen sync keeps what each version promises; empty: none
	Fakes      *bool             `yaml:"fakes"`        // write packages that fake the API in tests; default: true
	Oapi       Section           `yaml:"oapi-codegen"` // the configuration of oapi-codegen itself, for that target

	Lenient bool `yaml:"-"` // skip, and list, operations with unsupported constructs

	places map[string]Place // what was written where, by key; see At
}

// Versions says how the document tells its versions apart.
type Versions struct {
	From      string            `yaml:"from"`      // media-type | none; empty: detected
	Pattern   string            `yaml:"pattern"`   // media-type: application/vnd.x.{version}+json
	Known     []string          `yaml:"known"`     // tokens a reviewer has seen; generation takes any it can read
	Stability map[string]string `yaml:"stability"` // token -> stable | beta | alpha, where the token does not say
}

// Upstream says where the document comes from. At most one of its sources is
// set; generation does not look at it.
type Upstream struct {
	Redoc string `yaml:"redoc"` // page that embeds the document
	URL   string `yaml:"url"`   // the document itself
	File  string `yaml:"file"`
	Git   string `yaml:"git"`
	Words string `yaml:"words"` // ours: keep our prose and examples; theirs (default): the document as it is

	// Hosts, beside the one of redoc or url, that it may redirect to or have its
	// scripts on: a name, or a name and a port.
	Hosts []string `yaml:"hosts"`
	// TokenEnv is the name of the environment variable with the credential for
	// redoc or url. The credential itself stands in no file.
	TokenEnv string `yaml:"tokenEnv"`
}

// IsZero reports whether nothing is said of an upstream.
func (u Upstream) IsZero() bool {
	return u.Redoc == "" && u.URL == "" && u.File == "" && u.Git == "" && u.Words == "" && u.Hosts == nil && u.TokenEnv == ""
}

// Release is what is said of the versions of modules.
type Release struct {
	Retract []Retraction `yaml:"retract"`
}

// Retraction takes a version of a module back: its go.mod tells the go command, which
// then chooses another (go.dev/ref/mod#go-mod-file-retract).
type Retraction struct {
	Module  string `yaml:"module"`  // folder of the module below out: "acmev1"
	Version string `yaml:"version"` // "v1.2.0"
	Reason  string `yaml:"reason"`  // for people, one line
}

// Errors names the members of the API's error body.
type Errors struct {
	List    string `yaml:"list"` // property that holds the list of errors; empty: the body is one error
	Type    string `yaml:"type"`
	Message string `yaml:"message"`
	Field   string `yaml:"field"`
	Data    string `yaml:"data"`
	Status  string `yaml:"status"` // a number: the HTTP status of this error
}

// RetryAfter is one source of the delay before a retry. Exactly one of Body
// and Header is set.
type RetryAfter struct {
	Body   string `yaml:"body"`   // dotted path in the error body: errors.0.data.wait
	Header string `yaml:"header"` // response header
	Unit   string `yaml:"unit"`   // ms | s; default s
	Format string `yaml:"format"` // header: seconds (default; an HTTP date is read too) | rfc5322 | unix
}

// Pagination is one dialect of paging, tried in order on each operation.
type Pagination struct {
	Param  string `yaml:"param"`  // query parameter that is an object, by its name or the end of it; empty: flat parameters
	Cursor string `yaml:"cursor"` // its property, or the flat parameter
	Count  string `yaml:"count"`
	Next   string `yaml:"next"` // dotted path in the result: pagination.next
}

// Query is how the server reads query parameters of style deepObject, whose
// form OpenAPI leaves open for anything but flat objects.
type Query struct {
	Object string `yaml:"object"` // brackets | dots
	Array  string `yaml:"array"`  // repeat | index | dots | comma
	Scalar string `yaml:"scalar"` // form
}

// Names overrides what naming would choose.
type Names struct {
	Operations map[string]string `yaml:"operations"` // operationId -> method
	Services   map[string]string `yaml:"services"`   // tag -> service
	Types      map[string]string `yaml:"types"`      // component, or the Go name of what has none -> type
}

// Selector names the sibling property that tells which variant of a union, or of
// the unions in a list, it is.
type Selector struct {
	Union    string            `yaml:"union"`    // Go name of the union
	Property string            `yaml:"property"` // sibling of the union
	Values   map[string]string `yaml:"values"`   // value of the sibling -> Go name of the variant's type
	// Otherwise says what any other value does: raw (default) decodes no variant,
	// shape the one that fits.
	Otherwise string `yaml:"otherwise"`
}
