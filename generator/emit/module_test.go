package emit

import (
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/ir"
)

func TestGoMod(t *testing.T) {
	tests := []struct{ file, want string }{
		{"acme/go.mod", `
module acme.example/gen/acme

go 1.24
`},
		{"acmev1/go.mod", `
module acme.example/gen/acmev1

go 1.24

require acme.example/gen/acme v1.0.0

replace acme.example/gen/acme => ../acme
`},
		{"acmev1alpha/go.mod", `
module acme.example/gen/acmev1alpha

go 1.24

require (
	acme.example/gen/acme v1.0.0
	acme.example/gen/acmev1 v1.0.0 // indirect
)

replace (
	acme.example/gen/acme => ../acme
	acme.example/gen/acmev1 => ../acmev1
)
`},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			api := versioned()
			api.Versions[1].Module.Requires[1].Indirect = true
			if got := printed(t, api, tt.file); got != strings.TrimPrefix(tt.want, "\n") {
				t.Errorf("got:\n%s", got)
			}
		})
	}
}

func TestDialect(t *testing.T) {
	got := printed(t, versioned(), "acme/dialect.go")
	for _, want := range []string{`
		var api = dialect{
			envelope: "data",
			servers:  []string{"https://api.acme.example", "https://eu.acme.example"},
			errors:   errorShape{list: "errors", typ: "type", message: "message", status: "status"},
			retryAfter: []retrySource{
				{body: "errors.0.wait", unit: time.Millisecond},
				{header: "Retry-After"},
				{header: "X-Reset", format: "rfc5322"},
			},
			query: queryForm{object: "dots", array: "dots"},
		}`, `
		const (
			RegionUS Region = "https://api.acme.example"
			RegionEU Region = "https://eu.acme.example"
		)

		// WithRegion sends all calls to the servers of r.
		func WithRegion(r Region) Option {
			return WithBaseURL(string(r))
		}`,
	} {
		wantPart(t, got, want)
	}
}

func TestNewClient(t *testing.T) {
	key := ir.Scheme{Kind: "apiKey", In: "header", Name: "X-Key", GoName: "APIKey"}
	tests := []struct {
		name    string
		schemes []ir.Scheme
		want    string
	}{
		{"none", nil, `
			func NewClient(opts ...Option) (*Client, error) {
				return newClient(anonymous(), opts)
			}`},
		{"bearer", []ir.Scheme{{Kind: "bearer"}}, `
			func NewClient(token string, opts ...Option) (*Client, error) {
				return newClient(bearer(token), opts)
			}`},
		{"basic", []ir.Scheme{{Kind: "basic"}}, `
			func NewClient(username, password string, opts ...Option) (*Client, error) {
				return newClient(basic(username, password), opts)
			}`},
		{"key", []ir.Scheme{key}, `
			func NewClient(key string, opts ...Option) (*Client, error) {
				return newClient(apiKey("header", "X-Key", key), opts)
			}`},
		{"several", []ir.Scheme{key, {Kind: "basic", GoName: "Basic"}}, `
			func NewClient(opts ...Option) (*Client, error) {
				return newClient(anonymous(), opts)
			}

			// WithAPIKey makes every call send a key as the header parameter X-Key.
			func WithAPIKey(key string) Option {
				return withCredential(apiKey("header", "X-Key", key))
			}

			// WithBasic makes every call send a user name and a password.
			func WithBasic(username, password string) Option {
				return withCredential(basic(username, password))
			}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			api := versioned()
			api.Dialect = ir.Dialect{Auth: ir.Auth{Schemes: tt.schemes}}
			wantPart(t, printed(t, api, "acme/dialect.go"), tt.want)
		})
	}
}

func TestReadmeListsSiblings(t *testing.T) {
	got := printed(t, versioned(), "acmev1/README.md")
	want := "- [`acme.example/gen/acmev1alpha`](../acmev1alpha): a client of Acme API, version v1alpha (alpha)\n"
	if !strings.Contains(got, want) {
		t.Errorf("got:\n%s", got)
	}
}
