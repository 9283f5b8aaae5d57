package runtime

import "time"

// dialect is what is particular to an API. dialect.go declares the one value of
// it, api, and the constant apiName.
type dialect struct {
	envelope   string   // member of a success body that holds the result; empty: none
	servers    []string // base URLs, the default first; none: WithBaseURL is needed
	errors     errorShape
	retryAfter []retrySource // tried in order
	query      queryForm
}

// errorShape names the members of an error body. Each is a dotted path. An empty
// list means that the body is itself the error.
type errorShape struct{ list, typ, message, field, data, status string }

// retrySource is a place where a refusal says how long to wait: a dotted path in
// its body, or a header.
type retrySource struct {
	body   string
	header string
	unit   time.Duration // of a number; zero: seconds
	format string        // of a header: "" or "seconds" (an HTTP date is read too), "rfc5322", "unix"
}

// queryForm says how deepObject parameters are written where OpenAPI leaves it
// open. Empty fields mean brackets and repeat.
type queryForm struct {
	object string // "brackets": p[k]=v; "dots": p.k=v
	array  string // "repeat": p=a&p=b; "index": p[0]=a; "dots": p.0=a; "comma": p=a,b
}
