// Package calls is what the comparison of clients runs: a server of fixed answers,
// the generated client, and the client that a careful engineer would write by hand
// for the same three operations. It is compiled and tested here, and once more in
// a scratch module, beside the client of the yardstick.
package calls

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"slices"
)

// Source is this package, for the scratch module.
//
//go:embed *.go
var Source embed.FS

// Client makes the three calls and gives, of each result, a part that only a
// decoded one has: the ID of a source, or the number of sources.
type Client interface {
	Get(ctx context.Context, id string) (string, error)
	Create(ctx context.Context) (string, error)
	List(ctx context.Context) (int, error)
}

// Maker makes a client that calls base through h; nil: with what it takes by
// itself.
type Maker func(base string, h *http.Client) (Client, error)

// What every client sends.
const (
	Token      = "sgp_0123456789abcdefghijklmnopqrstuvwxyz"
	MediaType  = "application/vnd.segment.v1+json"
	Listed     = 200    // sources on a page
	Cursor     = "MA==" // of the page
	Slug       = "my-test-source-0"
	MetadataID = "IqDTy1TpoU"
)

// Settings are those of a source to create.
func Settings() map[string]any {
	return map[string]any{"forwardingBlockedEventsTo": "", "retention": 30, "endpoint": "https://collect.example.com/v1/t"}
}

// Operation is one of the calls that are compared.
type Operation struct {
	Name string
	What string // for the report
	N    int    // calls a sample
	run  func(context.Context, Client) error
}

// Operations are the three calls. A sample of each takes about as long.
var Operations = []Operation{
	{"get", "GET, 3 KB", 100, func(ctx context.Context, c Client) error {
		id, err := c.Get(ctx, sourceID(0))
		return check(err, id, sourceID(0))
	}},
	{"create", "POST", 100, func(ctx context.Context, c Client) error {
		id, err := c.Create(ctx)
		return check(err, id, sourceID(0))
	}},
	{"list", "list of 200", 10, func(ctx context.Context, c Client) error {
		n, err := c.List(ctx)
		return check(err, n, Listed)
	}},
}

// Lookup finds an operation by its name.
func Lookup(name string) (Operation, error) {
	i := slices.IndexFunc(Operations, func(op Operation) bool { return op.Name == name })
	if i < 0 {
		return Operation{}, fmt.Errorf("there is no operation %q", name)
	}
	return Operations[i], nil
}

func check[T comparable](err error, got, want T) error {
	if err == nil && got != want {
		err = fmt.Errorf("got %v, want %v", got, want)
	}
	return err
}
