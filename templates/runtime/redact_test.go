package runtime

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	secret = "sekret/t0ken+"
	user   = "the-user"
)

// forms of the secret that a text may hold.
var forms = []string{
	secret, url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
	base64.StdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(user + ":" + secret)),
	strings.Trim(fmt.Sprintf("%d", []byte(secret)), "[]"), strings.TrimPrefix(fmt.Sprintf("%#v", []byte(secret)), "[]byte"),
}

// wantNoSecret fails where text shows the secret in any form.
func wantNoSecret(t *testing.T, what, text string) {
	t.Helper()
	for _, form := range forms {
		if strings.Contains(text, form) {
			t.Errorf("%s shows the token: %s", what, text)
			return
		}
	}
}

// wantSilent prints v in every way there is.
func wantSilent(t *testing.T, what string, v any) {
	t.Helper()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%p", "%T", "%10v", "%-+60v"} {
		wantNoSecret(t, what+" by "+verb, fmt.Sprintf(verb, v))
	}
	var log, gobbed bytes.Buffer
	opts := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
	slog.New(slog.NewTextHandler(&log, opts)).Debug("text", "v", v)
	slog.New(slog.NewJSONHandler(&log, opts)).Debug("json", "v", v, slog.Group("g", "v", v))
	wantNoSecret(t, what+" in a log", log.String())
	js, err := json.Marshal(v)
	wantNoSecret(t, what+" as JSON", fmt.Sprint(string(js), err))
	x, err := xml.Marshal(v)
	wantNoSecret(t, what+" as XML", fmt.Sprint(string(x), err))
	err = gob.NewEncoder(&gobbed).Encode(v)
	wantNoSecret(t, what+" as gob", fmt.Sprint(gobbed.String(), err))
	wantNoSecret(t, what+" in a panic", panicText(v))
	var walked strings.Builder
	walk(&walked, reflect.ValueOf(v), map[uintptr]bool{}, 0)
	wantNoSecret(t, what+" by reflection", walked.String())
	if err, ok := v.(error); ok {
		for e := err; e != nil; e = errors.Unwrap(e) {
			wantNoSecret(t, what+" unwrapped", e.Error())
		}
	}
}

func panicText(v any) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic(v)
}

// walk writes every string and byte that is reachable from v, unexported fields
// too, as the dumpers for debugging do. It stays out of net/http's own types,
// whose buffers hold what goes over the wire.
func walk(w io.Writer, v reflect.Value, seen map[uintptr]bool, depth int) {
	if !v.IsValid() || depth > 30 || v.Type().PkgPath() == "net/http" && v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[http.Client]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		_, _ = fmt.Fprintln(w, v.String())
	case reflect.Pointer:
		if seen[v.Pointer()] {
			return
		}
		seen[v.Pointer()] = true
		walk(w, v.Elem(), seen, depth+1)
	case reflect.Interface:
		walk(w, v.Elem(), seen, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			walk(w, v.Field(i), seen, depth+1)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
			_, _ = fmt.Fprintln(w, string(v.Bytes()))
			return
		}
		for i := range v.Len() {
			walk(w, v.Index(i), seen, depth+1)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			walk(w, it.Key(), seen, depth+1)
			walk(w, it.Value(), seen, depth+1)
		}
	}
}

// credentials are all kinds that there are.
var credentials = []credential{
	bearer(secret), basic(user, secret), apiKey("header", "X-Key", secret), apiKey("query", "key", secret), apiKey("cookie", "sid", secret),
}

func TestTokensNeverPrint(t *testing.T) {
	// Not net/http's transport: what goes over the wire stands in its buffers.
	wire := roundTripper(func(r *http.Request) (*http.Response, error) {
		body := io.NopCloser(strings.NewReader(`{"data":{"id":"a"}}`))
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {vendor}}, Body: body, Request: r}, nil
	})
	source := WithTokenSource(func(context.Context) (string, error) { return secret, nil })
	for _, cred := range append(credentials, anonymous()) {
		opts := []Option{WithPacing(), WithHTTPClient(&http.Client{Transport: wire})}
		if cred.kind == "" {
			opts = append(opts, source)
		}
		c, err := newClient(cred, opts)
		if err != nil {
			t.Fatal(err)
		}
		var r Response
		if err := getPaced(t.Context(), c, limited(1, time.Minute), WithResponse(&r)); err != nil {
			t.Fatal(err)
		}
		type holder struct {
			C *Client
			c *Client
			v Client
		}
		cfg := config{credentials: []credential{cred}}
		source.applyClient(&cfg)
		for _, v := range []any{
			c, *c, c.s, holder{c, c, *c}, &holder{c, c, *c}, []any{c}, map[string]any{"c": c}, r, &r,
			cred, &cred, []credential{cred}, struct{ c credential }{cred}, withCredential(cred), source, opts,
			cfg, &cfg, c.s.http, c.s.http.Transport, &authTransport{creds: []credential{cred}}, authTransport{creds: []credential{cred}},
		} {
			wantSilent(t, fmt.Sprintf("%T of a %q", v, cred.kind), v)
		}
		wantNoSecret(t, "String", c.String()+c.GoString()+c.LogValue().String()+cred.String()+cred.GoString())
	}
	c, err := NewClient(secret)
	if got := fmt.Sprintf("%+v", c); err != nil || got != "example client for https://api.example.com" {
		t.Error(got, err)
	}
	var none Client
	if none.String() == "" || fmt.Sprint((*Client)(nil)) != "<nil>" {
		t.Error("the zero client")
	}
}

// chatty is the transport of somebody who wants to see everything.
type chatty struct{ req *http.Request }

func (c chatty) Error() string {
	dump, _ := httputil.DumpRequestOut(c.req, true)
	return fmt.Sprintf("cannot send %s %v\n%s", c.req.URL, c.req.Header, dump)
}

func TestErrorsNeverShowTheToken(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	raw := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = io.WriteString(conn, text)
				_ = conn.Close()
			}
		}
	}
	paths := []struct {
		name    string
		ctx     context.Context
		handler http.HandlerFunc
		rt      http.RoundTripper
	}{
		{name: "401", handler: reply(401, `{"errors":[{"message":"no"}]}`)},
		{name: "HTML", handler: reply(502, "<html>")},
		{name: "not JSON", handler: reply(200, "<html>")},
		{name: "another version", handler: reply(200, "{}", "Content-Type", "application/vnd.example.v2+json")},
		{name: "severed", handler: severed},
		{name: "no HTTP, with the token", handler: raw("Bearer " + secret + "\r\n\r\n")},
		{name: "bad header, with the token", handler: raw("HTTP/1.1 200 OK\r\n" + secret + "\r\n\r\n")},
		{name: "redirects", handler: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) }},
		{name: "cancelled", ctx: ctx, handler: okay},
		{name: "a transport that prints the request", rt: roundTripper(func(r *http.Request) (*http.Response, error) { return nil, chatty{r} })},
		{name: "an error inside", rt: roundTripper(func(r *http.Request) (*http.Response, error) {
			return nil, fmt.Errorf("outer: %w", &net.OpError{Op: r.Header.Get("Authorization"), Err: chatty{r}})
		})},
	}
	for _, p := range paths {
		for _, cred := range credentials {
			url := "http://h"
			if p.handler != nil {
				url = newServer(t, p.handler).URL
			}
			var log bytes.Buffer
			logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			c, err := newClient(cred, []Option{WithBaseURL(url), WithHTTPClient(&http.Client{Transport: p.rt}), WithLogger(logger), WithMaxAttempts(1)})
			if err != nil {
				t.Fatal(err)
			}
			if p.ctx == nil {
				p.ctx = t.Context()
			}
			var r Response
			err = c.Do(p.ctx, &getThing, Call{Path: []any{"a"}, Out: new(thing)}, WithResponse(&r))
			if err == nil {
				t.Fatal(p.name, "succeeds")
			}
			wantSilent(t, p.name, err)
			wantSilent(t, p.name, fmt.Errorf("wrapped: %w", err))
			wantSilent(t, p.name, r)
			wantNoSecret(t, p.name, log.String())
		}
	}
}

// The cause of an error is still there for those who ask for it.
func TestRedactedErrorsKeepTheirCause(t *testing.T) {
	rt := roundTripper(func(r *http.Request) (*http.Response, error) { return nil, chatty{r} })
	c, err := NewClient(secret, WithBaseURL("http://h"), WithHTTPClient(&http.Client{Transport: rt}), WithMaxAttempts(1))
	if err != nil {
		t.Fatal(err)
	}
	err = c.Do(t.Context(), &getThing, Call{Path: []any{"a"}})
	var cause chatty
	if !errors.As(err, &cause) || !strings.HasPrefix(err.Error(), "example: v1 getThing: cannot send http://h/things/a map[") || !strings.Contains(err.Error(), "[redacted]") {
		t.Error(err)
	}
	closed := hideSecrets(fmt.Errorf("%w: %s", net.ErrClosed, secret), &http.Request{}, []string{secret})
	if !errors.Is(closed, net.ErrClosed) || closed.Error() != net.ErrClosed.Error()+": [redacted]" {
		t.Error(closed)
	}
	if plain := errors.New("a tea pot"); hideSecrets(plain, &http.Request{}, []string{"tea"}) != plain { //nolint:errorlint // the very same
		t.Error("a short secret leaves nothing to read")
	}
}

// An error is a pointer: errors.As with a value would compile and never match.
func TestErrorsArePrintedWithoutFields(t *testing.T) {
	e := Error{Operation: &getThing, StatusCode: 404, Header: http.Header{"X-Private": {"private"}}, Body: []byte("private")}
	if _, isError := any(e).(error); isError {
		t.Error("an Error is an error by value")
	}
	for verb, want := range map[string]string{
		"%v": "example: v1 getThing: 404 Not Found", "%+v": "example: v1 getThing: 404 Not Found", "%#v": "example: v1 getThing: 404 Not Found",
		"%d": "example: v1 getThing: 404 Not Found", "%q": `"example: v1 getThing: 404 Not Found"`, "%.7s": "example",
	} {
		if got := fmt.Sprintf(verb, e); got != want {
			t.Errorf("%s of the value: %s", verb, got)
		}
		if got := fmt.Sprintf(verb, &e); got != want {
			t.Errorf("%s of the pointer: %s", verb, got)
		}
	}
}

// contextValues are the values of ctx, whatever their keys.
func contextValues(ctx context.Context) (values []any) {
	for v := reflect.ValueOf(ctx); v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct; {
		v = v.Elem()
		if inner := v.FieldByName("cancelCtx"); inner.IsValid() {
			v = inner
		}
		if val := v.FieldByName("val"); val.IsValid() {
			values = append(values, reflect.NewAt(val.Type(), val.Addr().UnsafePointer()).Elem().Interface())
		}
		if v = v.FieldByName("Context"); v.IsValid() {
			v = v.Elem()
		}
	}
	return values
}

// What middleware can see: the request, the context, the response.
func TestMiddlewareSeesNoToken(t *testing.T) {
	for _, cred := range credentials {
		s := newServer(t, okay)
		look := func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				res, err := next.RoundTrip(r)
				if err != nil {
					return res, err
				}
				for _, req := range []*http.Request{r, res.Request} {
					for _, dump := range []func(*http.Request, bool) ([]byte, error){httputil.DumpRequest, httputil.DumpRequestOut} {
						data, err := dump(req, true)
						wantNoSecret(t, "a dump", fmt.Sprint(string(data), err))
					}
					wantNoSecret(t, "the request", fmt.Sprintf("%+v %#v", *req, *req))
					for _, v := range contextValues(req.Context()) {
						wantSilent(t, "the context", v)
					}
				}
				data, err := httputil.DumpResponse(res, true)
				wantNoSecret(t, "the response", fmt.Sprintf("%s %v %+v", data, err, res.Header))
				return res, nil
			})
		}
		c, err := newClient(cred, []Option{WithBaseURL(s.URL), WithMiddleware(look)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := get(c); err != nil {
			t.Fatal(err)
		}
		if n := len(contextValues(context.WithValue(context.WithValue(t.Context(), t, 1), s, 2))); n < 2 {
			t.Errorf("found %d values in a context", n)
		}
		if !strings.Contains(fmt.Sprint(s.last(t)), secret) && cred.kind == "token" {
			t.Error("the token was not sent")
		}
	}
}
