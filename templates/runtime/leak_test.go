package runtime

// What a call may leave behind: no open body, no goroutine, no connection that
// is used up for nothing, no more memory than its limit.

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	goruntime "runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// wantNoGoroutines fails if at the end of the test, its servers closed, more
// goroutines are left than there were. It must come first.
func wantNoGoroutines(t *testing.T) {
	t.Helper()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	before := goruntime.NumGoroutine()
	t.Cleanup(func() {
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		for end := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				buf := make([]byte, 1<<20)
				t.Fatalf("%d goroutines, %d before:\n%s", goruntime.NumGoroutine(), before, buf[:goruntime.Stack(buf, true)])
			}
		}
	})
}

// bodies counts those of responses that were opened, and those that are open.
type bodies struct{ opened, open atomic.Int64 }

func (b *bodies) middleware(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(r)
		if err == nil {
			b.opened.Add(1)
			b.open.Add(1)
			res.Body = &countedBody{ReadCloser: res.Body, of: b}
		}
		return res, err
	})
}

type countedBody struct {
	io.ReadCloser
	of   *bodies
	once sync.Once
}

func (c *countedBody) Close() error {
	c.once.Do(func() { c.of.open.Add(-1) })
	return c.ReadCloser.Close()
}

func TestEveryBodyIsClosed(t *testing.T) {
	wantNoGoroutines(t)
	ask := func(out any) func(context.Context, *Client) error {
		return func(ctx context.Context, c *Client) error {
			return c.Do(ctx, &getThing, Call{Path: []any{"a"}, Out: out})
		}
	}
	stall := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"data`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}
	}
	other := reply(200, "{}", "Content-Type", "application/vnd.example.v2+json")
	var stream io.ReadCloser
	for _, tt := range []struct {
		name   string
		answer []http.HandlerFunc
		call   func(context.Context, *Client) error
		opened int64
		fails  bool
	}{
		{"result", []http.HandlerFunc{okay}, ask(&thing{}), 1, false},
		{"ignored", []http.HandlerFunc{okay}, ask(nil), 1, false},
		{"ignored, long", []http.HandlerFunc{reply(200, strings.Repeat("x", 2000))}, ask(nil), 1, false},
		{"ignored, other version", []http.HandlerFunc{other}, ask(nil), 1, true},
		{"nothing", []http.HandlerFunc{reply(204, "")}, ask(&thing{}), 1, false},
		{"not JSON", []http.HandlerFunc{reply(200, "<html>")}, ask(&thing{}), 1, true},
		{"other version", []http.HandlerFunc{other}, ask(&thing{}), 1, true},
		{"too long", []http.HandlerFunc{reply(200, strings.Repeat("x", 2000))}, ask(&thing{}), 1, true},
		{"404", []http.HandlerFunc{reply(404, "no")}, ask(&thing{}), 1, true},
		{"404, long", []http.HandlerFunc{reply(404, strings.Repeat("x", 2000))}, ask(&thing{}), 1, true},
		{"retried", []http.HandlerFunc{reply(429, ""), reply(503, "x"), reply(200, `{"da`, "Content-Length", "99"), okay}, ask(&thing{}), 4, false},
		{"redirected", []http.HandlerFunc{reply(307, "x", "Location", "/b"), okay}, ask(&thing{}), 2, false},
		{"redirected too often", []http.HandlerFunc{reply(307, "x", "Location", "/b")}, ask(&thing{}), 10, true},
		{"stalls", []http.HandlerFunc{stall(200)}, ask(&thing{}), 1, true},
		{"stalls in an error", []http.HandlerFunc{stall(404)}, ask(&thing{}), 1, true},
		{"stream", []http.HandlerFunc{okay}, func(ctx context.Context, c *Client) error {
			return errors.Join(ask(&stream)(ctx, c), stream.Close())
		}, 1, false},
		{"stream of another version", []http.HandlerFunc{other}, ask(&stream), 1, true},
		{"stream not found", []http.HandlerFunc{reply(404, "no")}, ask(&stream), 1, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bodies
			s := newServer(t, inTurn(tt.answer...))
			c, _ := s.client(t, WithMiddleware(b.middleware), WithMaxResponseBytes(1000))
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if strings.HasPrefix(tt.name, "stalls") {
				time.AfterFunc(20*time.Millisecond, cancel)
			}
			if err := tt.call(ctx, c); (err != nil) != tt.fails {
				t.Error(err)
			}
			if b.opened.Load() != tt.opened || b.open.Load() != 0 {
				t.Errorf("%d opened, %d left open", b.opened.Load(), b.open.Load())
			}
		})
	}
}

// Connections are used again unless a body was too long to read to its end.
func TestConnectionsAreReused(t *testing.T) {
	wantNoGoroutines(t)
	var conns atomic.Int64
	s := httptest.NewUnstartedServer(inTurn(
		okay, reply(404, "no"), reply(429, "", "Retry-After", "0"), reply(503, "x"), okay, reply(200, "<html>"), reply(204, ""),
		reply(200, strings.Repeat("x", 1<<20)), okay))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			conns.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	c, _ := (&server{Server: s}).client(t, WithMaxResponseBytes(1000))
	for range 5 {
		_, _ = get(c)
	}
	if n := conns.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
	var de *DecodeError
	if _, err := get(c); !errors.As(err, &de) {
		t.Error(err)
	}
	if out, err := get(c); err != nil || out.ID != "a" {
		t.Error(out, err)
	}
	if n := conns.Load(); n != 2 {
		t.Errorf("%d connections", n)
	}
}

// zeros is a body without an end.
type zeros struct{ read int64 }

func (z *zeros) Read(p []byte) (int, error) {
	clear(p)
	z.read += int64(len(p))
	return len(p), nil
}

func TestBodiesAreBounded(t *testing.T) {
	const limit = 1 << 20
	for _, tt := range []struct {
		status int
		out    any
	}{{200, &thing{}}, {200, nil}, {404, &thing{}}, {500, new(io.ReadCloser)}} {
		z := &zeros{}
		rt := roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: tt.status, Header: http.Header{}, Body: io.NopCloser(z), Request: r, ContentLength: -1}, nil
		})
		c, err := NewClient("t", WithHTTPClient(&http.Client{Transport: rt}))
		if err != nil {
			t.Fatal(err)
		}
		opts := []CallOption{WithMaxResponseBytes(limit)}
		if tt.status != 200 {
			opts = nil // errors have a bound of their own
		}
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		err = c.Do(t.Context(), &getThing, Call{Path: []any{"a"}, Out: tt.out}, opts...)
		goruntime.ReadMemStats(&after)
		var de *DecodeError
		if errors.As(err, &de) != (tt.status == 200 && tt.out != nil) || errors.Is(err, ErrNotFound) != (tt.status == 404) {
			t.Error(err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; z.read > limit+1 || used > 16*limit {
			t.Errorf("%d: %d bytes read, %d allocated", tt.status, z.read, used)
		}
	}
}

func TestGigabyte(t *testing.T) {
	wantNoGoroutines(t)
	const gigabyte = 1 << 30
	var wrote atomic.Int64
	for coding, size := range map[string]int64{"": gigabyte, "gzip": gigabyte / 64} { // which the server can send at once
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			wrote.Store(0)
			out := io.Writer(w)
			if coding == "gzip" {
				w.Header().Set("Content-Encoding", "gzip")
				zw := gzip.NewWriter(w)
				defer zw.Close()
				out = zw
			} else {
				w.Header().Set("Content-Length", fmt.Sprint(size))
			}
			chunk := make([]byte, 64<<10)
			for wrote.Load() < size {
				n, err := out.Write(chunk)
				if err != nil {
					return
				}
				wrote.Add(int64(n))
			}
		}))
		c, err := NewClient("t", WithBaseURL(s.URL), WithMaxResponseBytes(256<<10))
		if err != nil {
			t.Fatal(err)
		}
		var before, after goruntime.MemStats
		goruntime.ReadMemStats(&before)
		_, err = get(c)
		goruntime.ReadMemStats(&after)
		wantText(t, err, "example: v1 getThing: 200 OK: decoding the result: the body is larger than WithMaxResponseBytes allows")
		s.Close()
		if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
			t.Errorf("%q: %d bytes allocated", coding, used)
		}
		if coding == "" && wrote.Load() > gigabyte/4 {
			t.Errorf("the server could write %d bytes", wrote.Load())
		}
	}
}

// A body that was damaged before it was sent is no lost connection.
func TestDamagedCompression(t *testing.T) {
	s := newServer(t, reply(200, "no gzip at all", "Content-Encoding", "gzip", "Content-Type", vendor))
	c, clock := s.client(t)
	_, err := get(c)
	wantText(t, err, "example: v1 getThing: 200 OK: decoding the result: gzip: invalid header")
	s = newServer(t, reply(200, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff", "Content-Encoding", "gzip"))
	c, _ = s.client(t, withClock(clock))
	var de *DecodeError
	if _, err := get(c); !errors.As(err, &de) || len(s.requests()) != 1 || clock.waits != nil {
		t.Error(err, clock.waits)
	}
	s = newServer(t, reply(200, "\x00\x01", "Content-Encoding", "br", "Content-Type", vendor))
	c, _ = s.client(t)
	_, err = get(c)
	wantText(t, err, "example: v1 getThing: 200 OK: decoding the result: asked for application/vnd.example.v1+json, got application/vnd.example.v1+json encoded as br: invalid character '\\x00' looking for beginning of value")
}
