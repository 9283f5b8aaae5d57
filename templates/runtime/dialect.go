package runtime

import "time"

const apiName = "example"

var api = dialect{
	envelope: "data",
	servers:  []string{"https://api.example.com"},
	errors:   errorShape{list: "errors", typ: "type", message: "message", field: "field", data: "data", status: "status"},
	retryAfter: []retrySource{
		{body: "errors.0.data.waitMillis", unit: time.Millisecond},
		{header: "Retry-After"},
		{header: "X-RateLimit-Reset", format: "rfc5322"},
	},
	query: queryForm{object: "brackets", array: "repeat"},
}

// NewClient returns a client that proves who it is with token, sent as a bearer
// token. An empty token is an error unless WithTokenSource is given.
func NewClient(token string, opts ...Option) (*Client, error) {
	return newClient(bearer(token), opts)
}
