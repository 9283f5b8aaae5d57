package runtime

import (
	"context"
	"fmt"
	"time"
)

// Operation is the static description of one call in one version of the API.
// Generated code keeps one value for each; logs, spans and tests read it.
type Operation struct {
	ID        string // operationId of the document
	Method    string // HTTP method; empty: GET
	Path      string // template: /things/{id}
	Version   string // of the API, as on the wire: v1beta; empty: the document has no versions
	Stability string // stable, beta, alpha; empty: unknown

	Accept      string // the one media type asked for; empty: no body is expected
	ContentType string // media type of the body; empty: JSON, if there is a body

	// Idempotent operations are also repeated after a failed connection and
	// after 502, 503 and 504; the others only after 429.
	Idempotent bool
	// BodyRequired makes a call without a body an error before anything is sent.
	BodyRequired bool
	// Deprecated is why the operation should no longer be called; empty: it may be.
	Deprecated string
	// RateLimit is what the document says the operation allows; zero: nothing.
	RateLimit RateLimitSpec
	// Envelope means that the result stands inside the API's envelope member.
	Envelope bool
}

// RateLimitSpec is a documented limit: so many requests per span of time.
type RateLimitSpec struct {
	Requests int
	Per      time.Duration
}

// label is how messages name op: "v1beta getThing".
func (op *Operation) label() string {
	if op.Version == "" {
		return op.ID
	}
	return op.Version + " " + op.ID
}

// fail puts the name of the API and of op before err.
func (op *Operation) fail(err error) error {
	return fmt.Errorf("%s: %s: %w", apiName, op.label(), err)
}

type operationKey struct{}

// OperationFrom gives middleware the description of the call in flight: a name
// of low cardinality for spans, metrics and logs. It reports false for requests
// that do not come from a client of this package.
func OperationFrom(ctx context.Context) (*Operation, bool) {
	op, ok := ctx.Value(operationKey{}).(*Operation)
	return op, ok
}
