package ir

// Dialect is what is particular to an API and reaches the runtime as one value.
type Dialect struct {
	Envelope   string
	Auth       Auth
	Servers    []Server // the first is the default; none: a base URL must be given
	Errors     ErrorShape
	RetryAfter []RetrySource
	Query      QueryForm
}

// Auth is the one global security scheme, or several to choose from.
type Auth struct {
	Schemes []Scheme // none: calls are anonymous; one: a constructor argument; several: options
}

// Scheme is a way to prove who calls.
type Scheme struct {
	Kind   string // "bearer", "basic", "apiKey"
	In     string // apiKey: "header", "query", "cookie"
	Name   string // apiKey: parameter name
	GoName string // for the option when there are several: "APIKey"
}

// Server is a base URL with the region it serves.
type Server struct {
	Region string // as configured: "EU"; empty: from the document
	GoName string // "RegionEU"; empty without a region
	URL    string
}

// ErrorShape names the members of the error body.
type ErrorShape struct{ List, Type, Message, Field, Data, Status string }

// RetrySource is a place where a response says how long to wait.
type RetrySource struct{ Body, Header, Unit, Format string }

// QueryForm is how deepObject parameters are written.
type QueryForm struct{ Object, Array, Scalar string }
