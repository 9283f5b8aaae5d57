package runtime

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// start is when the tests' clock begins.
var start = time.Date(2030, 3, 1, 12, 0, 0, 0, time.UTC)

// fakeClock records waits and lets them pass at once.
type fakeClock struct {
	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
}

func (f *fakeClock) now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

func (f *fakeClock) sleep(ctx context.Context, d time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waits = append(f.waits, d)
	f.at = f.at.Add(d)
	return ctx.Err()
}

func withClock(f *fakeClock) Option {
	return option(func(c *config) { c.clock = clock{now: f.now, sleep: f.sleep} })
}

// seen is a request as the server got it.
type seen struct {
	method, uri, body string
	header            http.Header
}

// server answers with handler and records the requests.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []seen
}

func newServer(t *testing.T, handler http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.seen = append(s.seen, seen{r.Method, r.RequestURI, string(body), r.Header.Clone()})
		s.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.seen...)
}

func (s *server) last(t *testing.T) seen {
	t.Helper()
	all := s.requests()
	if len(all) == 0 {
		t.Fatal("no request was sent")
	}
	return all[len(all)-1]
}

// client returns a client of s whose waits take no time.
func (s *server) client(t *testing.T, opts ...Option) (*Client, *fakeClock) {
	t.Helper()
	f := &fakeClock{at: start}
	c, err := NewClient("sekret", append([]Option{WithBaseURL(s.URL), withClock(f)}, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c, f
}

type thing struct {
	ID    string `json:"id"`
	Count int64  `json:"count"`
	Any   any    `json:"any,omitempty"`
}

const vendor = "application/vnd.example.v1+json"

var (
	getThing  = Operation{ID: "getThing", Method: "GET", Path: "/things/{id}", Version: "v1", Accept: vendor, Idempotent: true, Envelope: true}
	makeThing = Operation{ID: "makeThing", Method: "POST", Path: "/things", Version: "v1", Accept: vendor, ContentType: vendor, Envelope: true, BodyRequired: true}
)

func get(c *Client, opts ...CallOption) (*thing, error) {
	return Send[thing](context.Background(), c, &getThing, Call{Path: []any{"a"}}, opts...)
}

func create(c *Client, body any, opts ...CallOption) (*thing, error) {
	return Send[thing](context.Background(), c, &makeThing, Call{Body: body}, opts...)
}

// reply answers with a status and a body.
func reply(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// inTurn answers with one handler after the other; the last one stays.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		h := handlers[min(n, len(handlers)-1)]
		n++
		mu.Unlock()
		h(w, r)
	}
}

var okay = reply(200, `{"data":{"id":"a"}}`, "Content-Type", vendor)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// withDialect changes the dialect for one test.
func withDialect(t *testing.T, change func(*dialect)) {
	t.Helper()
	before := api
	change(&api)
	t.Cleanup(func() { api = before })
}

func wantText(t *testing.T, err error, want string) {
	t.Helper()
	if got := fmt.Sprint(err); got != want {
		t.Errorf("error:\n got %s\nwant %s", got, want)
	}
}
