//go:build unix

package e2e

// That the tests can fail: what is wrong on the wire is seen.

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spoil is a transport that changes a copy of each request.
type spoil struct {
	next   http.RoundTripper
	change func(*http.Request)
}

// RoundTrip sends what change makes of the request.
func (s spoil) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	s.change(r)
	return s.next.RoundTrip(r)
}

// TestWrongRequests spoils requests that are right otherwise.
func TestWrongRequests(t *testing.T) {
	prismProgram(t)
	a := readAPI(t)
	p := serve(t, a.path)
	for _, c := range []struct {
		name, lane string
		change     func(*http.Request)
		want       string // part of what is then wrong
	}{
		{"as it is", "v1/createLabel", func(*http.Request) {}, ""},
		{"no required property", "v1/createLabel", body(`{}`), "must have required property 'label'"},
		{"a property of another type", "v1beta/createLabel", body(`{"label": "x"}`), "Request body property label must be object"},
		{"no body", "v1alpha/createLabel", body(""), "Body parameter is required"},
		{"a value not in the enum", "v1/listFunctions", query("resourceType", "TARGET"), "must be equal to one of the allowed values"},
		{"a parameter of another type", "v1beta/listFunctions", query("pagination[count]", "many"), "pagination.count must be"},
		{"a required parameter missing", "v1/listFunctions", query("resourceType", ""), "must have required property 'resourcetype'"},
		{"dots", "v1/listFunctions", dots, "pagination must have required property 'count'"},
		{"no credential", "v1/listFunctions", header("Authorization", ""), "status 401"},
		{"a version that is not there", "v1/listFunctions", header("Accept", "application/vnd.segment.v9+json"), "status 406"},
		{"another version", "v1/listFunctions", header("Accept", "application/vnd.segment.v1beta+json"), `content type "application/vnd.segment.v1beta+json"`},
		{"another path", "v1/listFunctions", func(r *http.Request) { r.URL.Path += "s" }, "status 404"},
		{"another method", "v1/listFunctions", func(r *http.Request) { r.Method = http.MethodPatch }, "status 405"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := a.lane(t, c.lane)
			all := clients(t, p.url, spoil{http.DefaultTransport, c.change})
			got, err := one(t.Context(), all[l.Version], l)
			why := l.judge(got, err)
			if (why == "") != (c.want == "") || !strings.Contains(why, c.want) {
				t.Errorf("wrong is %q, want %q", why, c.want)
			}
		})
	}
}

func (a *api) lane(t *testing.T, name string) laneOf {
	t.Helper()
	for _, l := range a.lanes {
		if l.String() == name {
			return l
		}
	}
	t.Fatalf("no operation %s", name)
	return laneOf{}
}

func body(text string) func(*http.Request) {
	return func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
		if text == "" {
			r.Body = http.NoBody
		}
	}
}

// query sets a parameter; empty: takes it away.
func query(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		q := r.URL.Query()
		q.Set(name, value)
		if value == "" {
			q.Del(name)
		}
		r.URL.RawQuery = q.Encode()
	}
}

// header sets a header; empty: takes it away.
func header(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set(name, value)
		if value == "" {
			r.Header.Del(name)
		}
	}
}

// dots puts the query back as the client wrote it.
func dots(r *http.Request) {
	r.URL.RawQuery = strings.NewReplacer("%5B", ".", "%5D", "").Replace(r.URL.RawQuery)
}

// TestWrongAnswer: what Prism answers is judged too, its own examples included.
func TestWrongAnswer(t *testing.T) {
	prismProgram(t)
	document := filepath.Join(t.TempDir(), "wrong.yaml")
	const text = `openapi: 3.0.3
info: {title: Wrong, version: "1"}
paths:
  /:
    get:
      responses:
        "200":
          description: an example that its schema forbids
          content:
            application/json:
              schema: {type: object, required: [n], properties: {n: {type: integer}}}
              example: {n: many}
`
	if err := os.WriteFile(document, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(serve(t, document).url)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	var got []violation
	if err := json.Unmarshal([]byte(resp.Header.Get("sl-violations")), &got); err != nil {
		t.Fatalf("%v: %q", err, resp.Header)
	}
	if len(got) != 1 || strings.Join(got[0].Location, " ") != "response body n" || got[0].Code != "type" {
		t.Errorf("violations %+v, want one, of n in the body of the response", got)
	}
}
