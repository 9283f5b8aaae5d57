package conformance

// The server that all tests talk to: it plays a script.

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
)

const apiToken = "a-token"

// The media types of the three versions.
const (
	stable = "application/vnd.segment.v1+json"
	beta   = "application/vnd.segment.v1beta+json"
	alpha  = "application/vnd.segment.v1alpha+json"
)

// request is what arrives, as far as tests look at it. Headers are joined by
// " and ", so that one sent twice differs from one sent once.
type request struct {
	Method, Path, EscapedPath, Query, Accept, ContentType, Body string
}

// call is a request without a body, to a path that needs no escaping.
func call(method, version, path, query string) *request {
	return &request{Method: method, Path: path, EscapedPath: path, Query: query, Accept: version}
}

// send is a request with a body.
func send(method, version, path, body string) *request {
	r := call(method, version, path, "")
	r.ContentType, r.Body = version, body
	return r
}

// exchange is one line of a script.
type exchange struct {
	want   *request // nil: whatever comes
	status int      // 0: 200
	header http.Header
	// contentType of the answer; empty: the one asked for.
	contentType string
	body        string // of the answer
}

// server answers with its script, line by line, and then no more. What differs
// from the script fails the test.
type server struct {
	t   testing.TB
	url string

	mu     sync.Mutex
	script []exchange
	seen   []request
}

// serve starts a server that ends with the test, when all of its script must
// have been used.
func serve(t testing.TB, script ...exchange) *server {
	t.Helper()
	s := &server{t: t, script: script}
	h := httptest.NewServer(s)
	s.url = h.URL
	t.Cleanup(func() {
		h.Close()
		if n := len(script) - len(s.seen); n > 0 {
			t.Errorf("%d of %d requests did not come", n, len(script))
		}
	})
	return s
}

// client returns a core client of the server.
func (s *server) client() *segment.Client {
	s.t.Helper()
	c, err := segment.NewClient(apiToken, segment.WithBaseURL(s.url))
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// requests returns what has arrived so far.
func (s *server) requests() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.seen...)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	got := read(r)
	x, ok := s.next(got)
	if !ok {
		s.t.Errorf("unexpected request: %+v", got)
		http.Error(w, "the script is over", http.StatusTeapot)
		return
	}
	if x.want != nil {
		if diff := cmp.Diff(*x.want, got); diff != "" {
			s.t.Errorf("request (-want +got):\n%s", diff)
		}
	}
	if a := r.Header.Values("Authorization"); len(a) != 1 || a[0] != "Bearer "+apiToken {
		s.t.Errorf("authorization %q", a)
	}
	x.answer(w, got)
}

func (s *server) next(got request) (exchange, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, got)
	if len(s.seen) > len(s.script) {
		return exchange{}, false
	}
	return s.script[len(s.seen)-1], true
}

func read(r *http.Request) request {
	body, _ := io.ReadAll(r.Body)
	return request{
		Method: r.Method, Path: r.URL.Path, EscapedPath: r.URL.EscapedPath(), Query: r.URL.RawQuery,
		Accept:      strings.Join(r.Header.Values("Accept"), " and "),
		ContentType: strings.Join(r.Header.Values("Content-Type"), " and "),
		Body:        string(body),
	}
}

func (x exchange) answer(w http.ResponseWriter, asked request) {
	for k, v := range x.header {
		w.Header()[k] = v
	}
	t := x.contentType
	if t == "" {
		t = asked.Accept
	}
	w.Header().Set("Content-Type", t)
	if x.status != 0 {
		w.WriteHeader(x.status)
	}
	_, _ = io.WriteString(w, x.body)
}

// data puts a result into the API's envelope.
func data(result string) string { return `{"data":` + result + `}` }
