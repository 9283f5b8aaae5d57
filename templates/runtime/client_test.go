package runtime

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

func TestNewClientRefuses(t *testing.T) {
	source := WithTokenSource(func(context.Context) (string, error) { return "t", nil })
	tests := []struct {
		name string
		cred credential
		opts []Option
		want string // empty: accepted
	}{
		{"token", bearer("t"), nil, ""},
		{"empty token", bearer(""), nil, "example: empty token"},
		{"line end", bearer("t\n"), nil, "example: the token has a space or a control character in it"},
		{"source", bearer(""), []Option{source}, ""},
		{"source alone", anonymous(), []Option{source}, ""},
		{"source for a password", basic("u", "p"), []Option{source}, "example: WithTokenSource: the credential is a user and a password, not a token"},
		{"basic", basic("key", ""), nil, ""},
		{"empty basic", basic("", ""), nil, "example: empty user and password"},
		{"colon", basic("a:b", "p"), nil, "example: a colon in the user"},
		{"empty key", apiKey("header", "X-Key", ""), nil, "example: empty API key"},
		{"empty option", anonymous(), []Option{withCredential(bearer(""))}, "example: empty token"},
		{"anonymous", anonymous(), nil, ""},
		{"nil option", bearer("t"), []Option{nil}, ""},
		{"no URL", bearer("t"), []Option{WithBaseURL("")}, "example: no base URL: use WithBaseURL"},
		{"relative", bearer("t"), []Option{WithBaseURL("/api")}, `example: base URL "/api": not an absolute http or https URL`},
		{"no scheme", bearer("t"), []Option{WithBaseURL("api.example.com")}, `example: base URL "api.example.com": not an absolute http or https URL`},
		{"ftp", bearer("t"), []Option{WithBaseURL("ftp://h")}, `example: base URL "ftp://h": not an absolute http or https URL`},
		{"no host", bearer("t"), []Option{WithBaseURL("https://")}, `example: base URL "https://": not an absolute http or https URL`},
		{"unreadable", bearer("t"), []Option{WithBaseURL("http://h\x00")}, "example: base URL: net/url: invalid control character in URL"},
		{"unreadable password", bearer("t"), []Option{WithBaseURL("http://u:p/w@h")}, "example: base URL: not a URL"},
		{"password without a scheme", bearer("t"), []Option{WithBaseURL("u:pw@h")}, "example: base URL: not an absolute http or https URL"},
		{"query without a host", bearer("t"), []Option{WithBaseURL("http://?key=sekret")}, "example: base URL: not an absolute http or https URL"},
		{"password", bearer("t"), []Option{WithBaseURL("http://u:pw@h")}, "example: base URL: user and password do not belong there"},
		{"query", bearer("t"), []Option{WithBaseURL("http://h?a=b")}, "example: base URL of h: a query or a fragment does not belong there"},
		{"size", bearer("t"), []Option{WithMaxResponseBytes(0)}, "example: WithMaxResponseBytes(0): not a size"},
		{"accept", bearer("t"), []Option{WithHeader("accept", "x")}, "example: header Accept is set by the client"},
		{"bad header", bearer("t"), []Option{WithHeader("a b", "x")}, `example: header "a b": not a valid header`},
		{"no RoundTripper", bearer("t"), []Option{WithMiddleware(func(http.RoundTripper) http.RoundTripper { return nil })}, "example: a middleware returned no RoundTripper"},
		{"nil values", bearer("t"), []Option{WithMiddleware(nil), WithMiddleware(nil, nil), WithHTTPClient(nil), WithLogger(nil), WithTokenSource(nil)}, ""},
		{"no source", bearer(""), []Option{WithTokenSource(nil)}, "example: empty token"},
		{"bad agent", bearer("t"), []Option{WithUserAgent("a\nb")}, `example: user agent "a\nb": not a header value`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := newClient(tt.cred, tt.opts)
			if tt.want == "" {
				if err != nil || c == nil {
					t.Fatal(err)
				}
				return
			}
			wantText(t, err, tt.want)
		})
	}
}

func TestNoServers(t *testing.T) {
	withDialect(t, func(d *dialect) { d.servers = nil })
	_, err := NewClient("t")
	wantText(t, err, "example: no base URL: use WithBaseURL")
}

func TestRequest(t *testing.T) {
	s := newServer(t, okay)
	c, _ := s.client(t, WithUserAgent("inventory/2.1"), WithHeader("X-Team", "a"), WithBaseURL(s.URL+"/api/"))
	out, err := get(c, WithHeader("X-Trace", "b"))
	if err != nil || out.ID != "a" {
		t.Fatal(out, err)
	}
	r := s.last(t)
	if r.method != "GET" || r.uri != "/api/things/a" {
		t.Error(r.method, r.uri)
	}
	for k, want := range map[string]string{
		"Accept": vendor, "Authorization": "Bearer sekret", "User-Agent": "inventory/2.1 example-go/" + DocumentVersion,
		"X-Team": "a", "X-Trace": "b", "Content-Type": "",
	} {
		if got := strings.Join(r.header.Values(k), "|"); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	if _, err := create(c, map[string]string{"a": "<b>"}); err != nil {
		t.Fatal(err)
	}
	if r = s.last(t); r.body != `{"a":"<b>"}` || r.header.Get("Content-Type") != vendor || r.header.Get("X-Trace") != "" {
		t.Error(r)
	}
}

func TestCredentials(t *testing.T) {
	tests := []struct {
		cred              credential
		uri, header, want string
	}{
		{basic("u", "p"), "/things/a", "Authorization", "Basic dTpw"},
		{apiKey("header", "X-Key", "k"), "/things/a", "X-Key", "k"},
		{apiKey("query", "key", "k&"), "/things/a?key=k%26", "Authorization", ""},
		{apiKey("cookie", "sid", "k"), "/things/a", "Cookie", "sid=k"},
		{anonymous(), "/things/a", "Authorization", ""},
	}
	for _, tt := range tests {
		s := newServer(t, okay)
		c, err := newClient(tt.cred, []Option{WithBaseURL(s.URL)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := get(c); err != nil {
			t.Fatal(err)
		}
		if r := s.last(t); r.uri != tt.uri || r.header.Get(tt.header) != tt.want {
			t.Errorf("%s: %s %v", tt.cred, r.uri, r.header)
		}
	}
}

func TestTokenSource(t *testing.T) {
	s := newServer(t, inTurn(reply(429, "", "Retry-After", "1"), okay))
	n := 0
	c, _ := s.client(t, WithTokenSource(func(ctx context.Context) (string, error) {
		if op, ok := OperationFrom(ctx); !ok || op != &getThing {
			t.Error("the context of the call does not arrive")
		}
		n++
		return fmt.Sprint("t", n), nil
	}))
	if _, err := get(c); err != nil || s.last(t).header.Get("Authorization") != "Bearer t2" {
		t.Error(err, s.last(t))
	}

	expired := errors.New("expired")
	for _, tt := range []struct {
		token string
		err   error
		want  string
	}{
		{"", expired, "example: v1 getThing: token source: expired"},
		{"", nil, "example: v1 getThing: empty token"},
		{"a\nb", nil, "example: v1 getThing: the token has a space or a control character in it"},
	} {
		c, clock := s.client(t, WithTokenSource(func(context.Context) (string, error) { return tt.token, tt.err }))
		before := len(s.requests())
		_, err := get(c)
		wantText(t, err, tt.want)
		if tt.err != nil && !errors.Is(err, tt.err) {
			t.Error("the cause is lost")
		}
		if len(s.requests()) != before || len(clock.waits) != 0 {
			t.Error("sent or repeated")
		}
	}
}

func TestMiddlewareOrder(t *testing.T) {
	s := newServer(t, okay)
	var order []string
	layer := func(name string) func(http.RoundTripper) http.RoundTripper {
		return func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				op, ok := OperationFrom(r.Context())
				if !ok || op.ID != "getThing" || op.Path != "/things/{id}" {
					t.Error("no operation in the context")
				}
				order = append(order, name)
				return next.RoundTrip(r)
			})
		}
	}
	c, _ := s.client(t, WithMiddleware(layer("a"), layer("b")), WithMiddleware(layer("c")))
	if _, err := get(c); err != nil || strings.Join(order, "") != "abc" {
		t.Error(order, err)
	}
	if _, ok := OperationFrom(context.Background()); ok {
		t.Error("an operation from nowhere")
	}
}

func TestLogger(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := newServer(t, inTurn(reply(503, ""), reply(200, `{"data":{}}`, "Deprecation", "@1688169599", "Sunset", "Sun, 06 Nov 2033 08:49:37 GMT", "Warning", "299 - \"old\"")))
	c, _ := s.client(t, WithLogger(logger))
	op := getThing
	op.Path = "/things/{id}"
	for range 3 {
		if _, err := Send[thing](context.Background(), c, &op, Call{Path: []any{"private"}}); err != nil {
			t.Fatal(err)
		}
	}
	text := log.String()
	for _, want := range []string{"level=DEBUG", `msg="example call"`, "operation=getThing", "version=v1", "method=GET", "path=/things/{id}", "status=503", "attempt=2", "duration=", `msg="example retry"`, "wait="} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if strings.Contains(text, "private") || strings.Contains(text, s.URL) {
		t.Errorf("shows the URL:\n%s", text)
	}
	if n := strings.Count(text, "deprecation"); n != 1 {
		t.Errorf("announced %d times:\n%s", n, text)
	}
	for _, want := range []string{"@1688169599", "Sun, 06 Nov 2033", "299 - "} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

func TestRefusedHeaders(t *testing.T) {
	s := newServer(t, okay)
	c, _ := s.client(t)
	for _, h := range []string{"Accept", "authorization", "Content-Type"} {
		if _, err := create(c, map[string]any{}, WithHeader(h, "application/json")); err == nil {
			t.Errorf("%s was taken", h)
		}
	}
	if len(s.requests()) != 0 {
		t.Error("sent")
	}
	_, err := create(c, strings.NewReader("x"), WithHeader("Content-Type", vendor+"; boundary=b"))
	if err != nil || s.last(t).header.Get("Content-Type") != vendor+"; boundary=b" {
		t.Error(err, s.last(t))
	}
	if _, err := get(c, WithHeader("Content-Type", "text/plain")); err != nil || s.last(t).header.Get("Content-Type") != "" {
		t.Error("a Content-Type without a body", err)
	}
}
