package fake

import (
	"net/http"
	"net/url"
	"reflect"
	"testing"

	"github.com/stratagen/strata/templates/runtime"
)

func TestMatchPath(t *testing.T) {
	for _, tt := range []struct {
		template, url string
		want          []hole // nil: no match
	}{
		{"/a/{x}/b/{y}", "https://h/a/1%2F2/b/%7Bz%7D", []hole{{"x", []string{"1/2"}}, {"y", []string{"{z}"}}}},
		{"/a/{x}", "https://h/base/path/a/1", []hole{{"x", []string{"1"}}}},
		{"/a/{x}", "https://h/a/1,2%2C3", []hole{{"x", []string{"1", "2,3"}}}},
		{"/a/{x}:copy", "https://h/a/1:copy", []hole{{"x", []string{"1"}}}},
		{"/a b/é/{x}", "https://h/a%20b/%C3%A9/1", []hole{{"x", []string{"1"}}}},
		{"/a%20b/{x}", "https://h/a%20b/1", []hole{{"x", []string{"1"}}}},
		{"/a.b/{x}?kind=c", "https://h/a.b/1?kind=c&n=1", []hole{{"x", []string{"1"}}}},
		{"/a.b/{x}", "https://h/axb/1", nil},
		{"/a/{x}", "https://h/a/1/b", nil},
		{"/a/{x}", "https://h/b/1", nil},
	} {
		got, err := matched(tt.template, tt.url)
		if !reflect.DeepEqual(got, tt.want) || (err == nil) != (tt.want != nil) {
			t.Errorf("%s, %s: %v (%v), want %v", tt.template, tt.url, got, err, tt.want)
		}
	}
}

func matched(template, raw string) ([]hole, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	return (&call{req: &http.Request{URL: u}, op: &runtime.Operation{Path: template}}).matchPath()
}

// A query in the path of an operation is no parameter, and must be there.
func TestQueryInThePath(t *testing.T) {
	op := &runtime.Operation{Path: "/a?kind=c"}
	for query, want := range map[string]bool{"kind=c": true, "n=1&kind=c": true, "kind=d": false} {
		c := &call{req: &http.Request{URL: &url.URL{RawQuery: query}}, op: op}
		ps, err := c.queryPairs()
		if p := ps.unread(); (err == nil) != want || p != nil && p.key == "kind" {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func TestCredentialInTheQuery(t *testing.T) {
	defer func(before dialect) { api = before }(api)
	api.keys = []string{"key"}
	c, err := requested("n=1&key=test")
	if err != nil || !c.query[1].read || c.query.unread().key != "n" {
		t.Error(c, err)
	}
}
