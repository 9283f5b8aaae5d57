// Package model is the versioned API as the wire has it: versions, operations,
// parameters and schemas, each with the place where the document says so. It is
// plain data, built by load and read by plan and surface; it imports nothing of
// ours and knows neither Go names nor the syntax of the document.
//
// References are resolved, allOf is merged, wrappers around a single reference
// are gone and nullability stands at the use of a schema, never on the schema.
// A component is one *Schema however often and by however many versions it is
// used. Lists that are sets in the document (operations, versions, tags) are
// sorted; lists whose order a reader sees (properties, enum values, parameters)
// keep the document's order.
package model

// API is one versioned document.
type API struct {
	File        string // as the caller named it, for positions
	Title       string
	Description string
	Revision    string // info.version
	Tags        []*Tag // by name
	Servers     []*Server
	Security    []*SecurityScheme // alternatives of the document's global requirement; empty: none
	Pattern     string            // of the media types that name a version, "application/vnd.acme.{version}+json"; empty: none do
	Versions    []*Version        // most stable first
	Default     []*Operation      // what answers a call that names no version, by ID; only beside versions
	Notes       []Note            // what was read in the one sound way it can be, sorted by position
	Skipped     []Note            // operations left out on request (lenient), sorted by position
}

// Tag is a group of operations.
type Tag struct {
	Name        string
	Description string
	Pos         Pos
}

// Server is an entry of the document's servers, variables replaced by their
// defaults.
type Server struct {
	URL         string
	Description string
	Pos         Pos
}

// SecurityScheme is how a call proves who makes it (OpenAPI 3.0, 4.7.24).
type SecurityScheme struct {
	Name   string // key under components.securitySchemes
	Type   string // "http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"
	Scheme string // http: "bearer", "basic"
	In     string // apiKey: "header", "query", "cookie"
	Param  string // apiKey: the parameter's name
	Pos    Pos
}

// Requirement is one way in: every scheme of it is needed. None: anyone may call.
type Requirement []Credential

// Credential is a scheme in a requirement, with what is asked of it.
type Credential struct {
	Scheme *SecurityScheme
	Scopes []string // sorted
}

// Version is a view on the document: the operations offered under one token.
type Version struct {
	Token      string // "v1beta"; empty when the document has no versions
	Stability  Stability
	MediaType  string       // the vendor media type; empty when versions are not media types
	Operations []*Operation // by ID
}

// Operation is one lane: an operation as one version offers it.
type Operation struct {
	ID          string // operationId, or one made of method and path
	Method      string // upper case
	Path        string // template, as in the document
	Tags        []string
	Summary     string
	Description string
	Deprecated  bool
	Reason      string // x-deprecated-reason
	Sunset      string // x-sunset: the day on which it goes
	RateLimit   string // x-rate-limit: "50/minute"
	Parameters  []*Parameter
	Body        *Body // nil: none
	Responses   []*Response
	Security    []Requirement // alternatives, the document's where the operation says nothing; empty: anyone may call
	SecurityPos Pos           // where they are listed
	GoName      string        // x-go-name
	Pos         Pos
}

// Parameter is one parameter of an operation; path parameters come first, in
// the order of the path, then the others in the order of the document.
type Parameter struct {
	Name        string
	In          string // "path", "query", "header", "cookie"
	Required    bool
	Style       string // never empty: OpenAPI's default where the document says nothing
	Explode     bool
	Description string
	Deprecated  bool
	Use         *Use
	Examples    []Example // of the parameter itself, by name where they have names
	Extensions
	Pos Pos
}

// Body is the request body. Contents are those this version sends, the
// version's own media type alone where it has one.
type Body struct {
	Required    bool
	Description string
	Contents    []*Content
	Pos         Pos
}

// Response is an answer to one status.
type Response struct {
	Status      string // "200", "4XX", "default"
	Description string
	Headers     []*Header
	Contents    []*Content // as for Body; empty: no body
	Pos         Pos
}

// Success reports whether r answers a call that worked.
func (r *Response) Success() bool { return len(r.Status) == 3 && r.Status[0] == '2' }

// Header is a response header.
type Header struct {
	Name     string
	Required bool
	Use      *Use
	Pos      Pos
}

// Content is a body in one media type.
type Content struct {
	MediaType string
	Use       *Use      // nil: no schema
	Examples  []Example // of a request body, by name where they have names
	Pos       Pos
}
