package runtime

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

// What is given to a call takes the place of what was given to the client, for
// that call.
func TestCallOptionsOverride(t *testing.T) {
	refusal := reply(429, "", "Retry-After", "7")
	s := newServer(t, refusal)
	c, clock := s.client(t, WithMaxAttempts(3), WithMaxRetryWait(10*time.Second), WithMaxResponseBytes(10), WithHeader("X-A", "client"), WithHeader("X-B", "client"))
	for _, tt := range []struct {
		opts []CallOption
		sent int
	}{
		{nil, 3},
		{[]CallOption{nil, WithResponse(nil)}, 3},
		{[]CallOption{WithMaxAttempts(2)}, 2},
		{[]CallOption{WithMaxAttempts(9), WithMaxAttempts(4)}, 4}, // the later one counts
		{[]CallOption{WithMaxRetryWait(6 * time.Second)}, 1},
		{[]CallOption{WithMaxAttempts(-1)}, 1},
		{nil, 3},
	} {
		before := len(s.requests())
		clock.waits = nil
		if _, err := get(c, tt.opts...); !errors.Is(err, ErrRateLimited) {
			t.Error(err)
		}
		if sent := len(s.requests()) - before; sent != tt.sent || len(clock.waits) != tt.sent-1 {
			t.Errorf("sent %d times, want %d", sent, tt.sent)
		}
	}
	if _, err := get(c, WithHeader("x-a", "call"), WithMaxAttempts(1)); err == nil {
		t.Fatal("no refusal")
	}
	if h := s.last(t).header; !reflect.DeepEqual(h["X-A"], []string{"call"}) || h.Get("X-B") != "client" {
		t.Error(h)
	}
	if _, _ = get(c, WithMaxAttempts(1)); s.last(t).header.Get("X-A") != "client" {
		t.Error("a call's header stayed")
	}

	s = newServer(t, okay)
	c, _ = s.client(t, WithMaxResponseBytes(10))
	if _, err := get(c); err == nil {
		t.Error("the client's limit does not hold")
	}
	if _, err := get(c, WithMaxResponseBytes(100)); err != nil {
		t.Error(err)
	}
	before := len(s.requests())
	if _, err := get(c, WithMaxResponseBytes(-1)); err == nil || len(s.requests()) != before {
		t.Error("a wrong option of a call was sent:", err)
	}
}

func TestResponse(t *testing.T) {
	old := Response{StatusCode: 999, Attempts: 9, RequestID: "old"}
	call := func(c *Client, out any) Response {
		r := old
		_ = c.Do(t.Context(), &getThing, Call{Path: []any{"a"}, Out: out}, WithResponse(&r))
		return r
	}
	limit := []string{"X-RateLimit-Remaining", "3", "X-Request-Id", "r1"}
	for _, tt := range []struct {
		name   string
		answer []http.HandlerFunc
		out    any
		want   Response
	}{
		{"success", []http.HandlerFunc{reply(201, `{"data":{}}`, limit...)}, new(thing), Response{StatusCode: 201, Body: []byte(`{"data":{}}`), RequestID: "r1", RateLimit: RateLimit{Stated: true, Remaining: 3}, Attempts: 1}},
		{"ignored", []http.HandlerFunc{reply(200, "x")}, nil, Response{StatusCode: 200, Body: []byte("x"), Attempts: 1}},
		{"retried", []http.HandlerFunc{reply(503, "down", limit...), reply(502, ""), reply(200, `{"data":{}}`)}, new(thing), Response{StatusCode: 200, Body: []byte(`{"data":{}}`), Attempts: 3}},
		{"failure", []http.HandlerFunc{reply(404, "no", limit...)}, new(thing), Response{StatusCode: 404, Body: []byte("no"), RequestID: "r1", RateLimit: RateLimit{Stated: true, Remaining: 3}, Attempts: 1}},
		{"not decodable", []http.HandlerFunc{reply(200, "<html>")}, new(thing), Response{StatusCode: 200, Body: []byte("<html>"), Attempts: 1}},
		{"no response", []http.HandlerFunc{severed}, new(thing), Response{Attempts: 4}},
		{"no response at last", []http.HandlerFunc{reply(503, "x", limit...), severed}, new(thing), Response{Attempts: 4}},
		{"stream", []http.HandlerFunc{reply(200, "x", limit...)}, new(io.ReadCloser), Response{StatusCode: 200, RequestID: "r1", RateLimit: RateLimit{Stated: true, Remaining: 3}, Attempts: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, inTurn(tt.answer...))
			c, _ := s.client(t)
			got := call(c, tt.out)
			if (got.Header != nil) != (tt.want.StatusCode != 0) {
				t.Errorf("header %v", got.Header)
			}
			if got.Header = nil; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
	c, err := NewClient("t")
	if err != nil {
		t.Fatal(err)
	}
	r := old
	if err := c.Do(t.Context(), &getThing, Call{}, WithResponse(&r)); err == nil || !reflect.DeepEqual(r, Response{}) {
		t.Errorf("a call that was not sent: %v %+v", err, r)
	}
}

func TestRequestID(t *testing.T) {
	for _, k := range []string{"X-Request-Id", "x-request-id", "Request-Id", "X-Correlation-ID", "x-amzn-requestid"} {
		s := newServer(t, reply(404, "", k, "r1"))
		c, _ := s.client(t)
		var r Response
		_, err := get(c, WithResponse(&r))
		var e *Error
		if !errors.As(err, &e) || e.RequestID != "r1" || r.RequestID != "r1" {
			t.Errorf("%s: %v %q", k, err, r.RequestID)
		}
	}
}

// What the server says about its end is logged once for each operation, from
// whichever response first has it.
func TestAnnouncements(t *testing.T) {
	var log bytes.Buffer
	s := newServer(t, inTurn(okay, reply(404, "", "Sunset", "Sun, 06 Nov 2033 08:49:37 GMT"), reply(200, `{"data":{}}`, "Deprecation", "true"), reply(200, `{"data":{}}`, "Warning", "299 - \"\u202eold\"")))
	c, _ := s.client(t, WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	beta := getThing
	beta.Version = "v1beta"
	for _, op := range []*Operation{&getThing, &getThing, &getThing, &beta, &beta} {
		_ = c.Do(t.Context(), op, Call{Path: []any{"a"}, Out: new(thing)})
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "version=v1 ") || !strings.Contains(lines[0], "Sunset=") ||
		!strings.Contains(lines[1], "version=v1beta ") || !strings.Contains(lines[1], "Warning=") || strings.Contains(lines[1], "\u202e") {
		t.Errorf("logged\n%s", log.String())
	}
}

// A transport may be wrong in ways that net/http knows, and this must not panic.
func TestBrokenTransports(t *testing.T) {
	for _, tt := range []struct {
		res  *http.Response
		err  error
		want string
	}{
		{nil, nil, "example: v1 getThing: http: RoundTripper implementation (runtime.roundTripper) returned a nil *Response with a nil error"},
		{&http.Response{StatusCode: 200}, io.ErrUnexpectedEOF, "example: v1 getThing: unexpected EOF"},
		{&http.Response{StatusCode: 404}, nil, "example: v1 getThing: 404 Not Found"},
	} {
		rt := roundTripper(func(*http.Request) (*http.Response, error) { return tt.res, tt.err })
		c, err := NewClient("t", WithHTTPClient(&http.Client{Transport: rt}), WithMaxAttempts(1), WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(next.RoundTrip)
		}))
		if err != nil {
			t.Fatal(err)
		}
		_, err = get(c)
		wantText(t, err, tt.want)
	}
}

// Middleware runs for every attempt, and the caller's transport beneath it.
func TestMiddlewareRunsForEveryAttempt(t *testing.T) {
	s := newServer(t, inTurn(reply(429, "", "Retry-After", "1"), reply(307, "", "Location", "/b"), okay))
	var order []string
	layer := func(name string) func(http.RoundTripper) http.RoundTripper {
		return func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				order = append(order, name+"("+r.URL.Path)
				r = r.Clone(r.Context()) // as tracing does
				r.Header.Set("Traceparent", name)
				res, err := next.RoundTrip(r)
				order = append(order, ")"+name)
				return res, err
			})
		}
	}
	bottom := &http.Client{Transport: layer("bottom")(&http.Transport{DisableKeepAlives: true})}
	c, _ := s.client(t, WithMiddleware(layer("a"), nil, layer("b")), WithHTTPClient(bottom))
	if _, err := get(c); err != nil {
		t.Fatal(err)
	}
	once := func(path string) string { return "a(" + path + " b(" + path + " bottom(" + path + " )bottom )b )a" }
	want := once("/things/a") + " " + once("/things/a") + " " + once("/b")
	if got := strings.Join(order, " "); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, r := range s.requests() {
		if r.header.Get("Traceparent") != "bottom" || r.header.Get("Authorization") != "Bearer sekret" {
			t.Error(r.header)
		}
	}
}
