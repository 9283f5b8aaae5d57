//go:build unix

package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// brackets is a transport that writes queries as Prism reads them, and as
// OpenAPI's deepObject has them: rules.0.key=k becomes rules[0][key]=k. That the
// API is sent dots is for the tests in process to see.
type brackets struct{ next http.RoundTripper }

// RoundTrip sends a copy of the request.
func (b brackets) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.RawQuery != "" {
		r = r.Clone(r.Context())
		r.URL.RawQuery = bracketed(r.URL.RawQuery)
	}
	return b.next.RoundTrip(r)
}

// bracketed rewrites the names in a query; order and values stay.
func bracketed(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		path := strings.Split(name, ".")
		for j := 1; j < len(path); j++ {
			path[j] = url.QueryEscape("[") + path[j] + url.QueryEscape("]")
		}
		pairs[i] = strings.Join(path, "") + "=" + value
	}
	return strings.Join(pairs, "&")
}

func TestBrackets(t *testing.T) {
	got := bracketed("pagination.count=3&rules.0.key=a.b&message=x%2Ey&emails.1=")
	want := "pagination%5Bcount%5D=3&rules%5B0%5D%5Bkey%5D=a.b&message=x%2Ey&emails%5B1%5D="
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}
