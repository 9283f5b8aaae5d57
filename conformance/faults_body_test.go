package conformance

// Bodies that are not what was promised: other types, other versions, packed,
// empty, and larger than anyone wants them.

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// pack compresses text.
func pack(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

// reply answers with a status, a type and a body.
func reply(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		say2(w, body)
	}
}

const page = "<!DOCTYPE html>\n<html><body><h1>It works!</h1> " + apiToken + "</body></html>\n"

// Between the client and the API stand others, who speak HTML.
func TestHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		is     error // nil: a result that does not decode
		sent   int
	}{
		{status: 200, sent: 1},
		{status: 401, is: segment.ErrUnauthorized, sent: 1},
		{status: 404, is: segment.ErrNotFound, sent: 1},
		{status: 429, is: segment.ErrRateLimited, sent: 4},
		{status: 502, is: segment.ErrServer, sent: 4},
	} {
		t.Run(fmt.Sprint(c.status), func(t *testing.T) {
			t.Parallel()
			s := trouble(t, reply(c.status, "text/html; charset=utf-8", page))
			var r segment.Response
			err := getSource(t.Context(), s.client(), segment.WithResponse(&r))
			var e *segment.Error
			var d *segment.DecodeError
			switch {
			case err == nil, len(s.requests()) != c.sent, strings.Contains(err.Error(), "It works"):
				t.Errorf("%d requests, %v", len(s.requests()), err)
			case c.is == nil && (!errors.As(err, &d) || d.StatusCode != c.status):
				t.Errorf("%T %v", err, err)
			case c.is != nil && (!errors.As(err, &e) || !errors.Is(err, c.is) || e.StatusCode != c.status || string(e.Body) != page):
				t.Errorf("%T %v", err, err)
			}
			if string(r.Body) != page || r.StatusCode != c.status {
				t.Errorf("response %d %q", r.StatusCode, r.Body)
			}
		})
	}
}

// Each version takes its own answers and plain JSON, however they are spelled,
// and refuses those of its neighbours by both names.
func TestVersionsOfAnswers(t *testing.T) {
	t.Parallel()
	var answer atomic.Value
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", answer.Load().(string))
		say2(w, data(`{"source":`+sourceJSON+`}`))
	})
	core := s.client()
	calls := map[string]func() error{
		stable: func() error { return outcome(segmentv1.New(core).Sources.Get(t.Context(), "s1")) },
		beta:   func() error { return outcome(segmentv1beta.New(core).Sources.Get(t.Context(), "s1")) },
		alpha:  func() error { return outcome(segmentv1alpha.New(core).Sources.Get(t.Context(), "s1")) },
	}
	for asked, get := range calls {
		for _, typ := range []string{stable, beta, alpha, "application/vnd.segment.v2+json", "application/json"} {
			for _, spelled := range []string{typ, strings.ToUpper(typ), typ + "; charset=utf-8", typ + `;CHARSET="UTF-8"; v=1`} {
				answer.Store(spelled)
				err := get()
				var d *segment.DecodeError
				switch fine := typ == asked || typ == "application/json"; {
				case fine && err != nil:
					t.Errorf("%s answered by %s: %v", asked, spelled, err)
				case !fine && (!errors.As(err, &d) || !strings.Contains(err.Error(), asked) || !strings.Contains(err.Error(), typ)):
					t.Errorf("%s answered by %s: error %v, want one that names both", asked, spelled, err)
				}
			}
		}
	}
	if want := 3 * 5 * 4; len(s.requests()) != want {
		t.Errorf("%d requests, want %d", len(s.requests()), want)
	}
}

func TestGzip(t *testing.T) {
	t.Parallel()
	body := data(`{"source":` + sourceJSON + `}`)
	s := trouble(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("accepts %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(pack(body))
	})
	var r segment.Response
	out, err := segmentv1.New(s.client()).Sources.Get(t.Context(), "s1", segment.WithResponse(&r))
	if err != nil || out.Source.Slug != "web" || string(r.Body) != body {
		t.Errorf("%+v, %v, %s", out, err, r.Body)
	}

	broken := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		say2(w, body) // arrives whole, and is no gzip: another attempt would bring the same
	})
	var d *segment.DecodeError
	if err := getSource(t.Context(), broken.client()); !errors.As(err, &d) || len(broken.requests()) != 1 {
		t.Errorf("%d requests, %v", len(broken.requests()), err)
	}

	refused := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = w.Write(pack(`{"errors":[{"type":"x","message":"packed"}]}`))
	})
	var e *segment.Error
	if err := createSource(t.Context(), refused.client()); !errors.As(err, &e) || len(e.Details) != 1 || e.Details[0].Message != "packed" {
		t.Errorf("%v", err)
	}
}

// No content is a success without a result; nothing where a result should be is
// not.
func TestNoContent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		fine   bool
	}{{200, false}, {201, false}, {202, false}, {204, true}, {304, false}} {
		for _, w := range ways {
			s := trouble(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(c.status) })
			var r segment.Response
			err := w.call(t.Context(), s.client(), segment.WithResponse(&r))
			if (err == nil) != c.fine || len(s.requests()) != 1 || r.StatusCode != c.status {
				t.Errorf("%s, %d: %v, %d requests", w.method, c.status, err, len(s.requests()))
			}
		}
	}
}

// endless writes a body of 1 GB, of which pad is the filling, and reports how
// much of it the connection took before the client closed it.
func endless(w http.ResponseWriter, begin, pad string, took *atomic.Int64) {
	chunk := []byte(strings.Repeat(pad, 1<<20/len(pad)))
	_, _ = w.Write([]byte(begin))
	for range 1024 {
		n, err := w.Write(chunk)
		took.Add(int64(n))
		if err != nil {
			return
		}
	}
}

// allocated runs f and returns the bytes that it allocated, freed or not.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.TotalAlloc - before.TotalAlloc)
}

// A gigabyte is neither read to its end nor kept: memory stays within a few
// times the bound, and the server is told by a closed connection. The tests run
// alone, so that nobody else's memory counts.
func TestGigabytes(t *testing.T) {
	for _, c := range []struct {
		name       string
		status     int
		begin, pad string
		opts       []segment.CallOption
		most       int64 // bytes allocated
	}{
		{"success", 200, `{"data":{"source":{"name":"`, "x", nil, 400 << 20},
		{"success, bound of 1 MB", 200, `{"data":{"source":{"name":"`, "x", []segment.CallOption{segment.WithMaxResponseBytes(1 << 20)}, 40 << 20},
		{"error", 404, `{"errors":[{"type":"NotFound","message":"`, "x", nil, 40 << 20},
		{"error in many pieces", 422, `{"errors":[{"type":"a"}`, `,{"type":"a"}   `, nil, 40 << 20},
		{"HTML error", 500, page, "<br>", nil, 40 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			var took atomic.Int64
			s := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				endless(w, c.begin, c.pad, &took)
			})
			core := s.client()
			var err error
			bytes := allocated(func() { err = getSource(t.Context(), core, c.opts...) })
			var e *segment.Error
			var d *segment.DecodeError
			fine := errors.As(err, &e) && e.StatusCode == c.status && len(e.Body) == 64<<10
			if c.status == 200 {
				fine = errors.As(err, &d) && strings.Contains(err.Error(), "WithMaxResponseBytes")
			}
			if !fine {
				t.Errorf("%v", err)
			}
			eventually(t, "the connection closes", func() bool { return s.inUse() == 0 })
			if took.Load() > 200<<20 || bytes > c.most || len(s.requests()) != 1 {
				t.Errorf("%d MB read, %d MB allocated, %d requests", took.Load()>>20, bytes>>20, len(s.requests()))
			}
		})
	}
}

// A bomb is measured by what is in it.
func TestGzipBomb(t *testing.T) {
	bomb := pack(`{"data":{"source":{"name":"`)
	bomb = append(bomb, bytes.Repeat(pack(strings.Repeat("x", 1<<20)), 1024)...) // RFC 1952, 2.2: members follow one another
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	})
	core := s.client(segment.WithMaxResponseBytes(1 << 20))
	var err error
	bytes := allocated(func() { err = getSource(t.Context(), core) })
	if err == nil || !strings.Contains(err.Error(), "WithMaxResponseBytes") || bytes > 10<<20 {
		t.Errorf("%d MB for %d KB: %v", bytes>>20, len(bomb)>>10, err)
	}
}

// download is an operation whose result is a stream, as a document may have it.
var download = segment.Operation{ID: "download", Path: "/sources/s1", Version: "v1", Accept: "application/octet-stream", Idempotent: true}

// A stream is not buffered, ends with its context, and closing it early tells the
// server so; a failure in its place is an error as any other.
func TestStreams(t *testing.T) {
	var took atomic.Int64
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) { endless(w, "", "x", &took) })
	core := s.client(segment.WithMaxResponseBytes(1 << 10))
	var out io.ReadCloser
	first := make([]byte, 1<<20)
	bytes := allocated(func() {
		if err := core.Do(t.Context(), &download, segment.Call{Out: &out}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, first); err != nil {
			t.Error(err)
		}
	})
	_ = out.Close()
	eventually(t, "the server stops", func() bool { return s.inUse() == 0 })
	if bytes > 8<<20 || took.Load() > 100<<20 {
		t.Errorf("%d MB allocated, %d MB sent", bytes>>20, took.Load()>>20)
	}

	ctx, cancel := context.WithCancel(t.Context())
	if err := core.Do(ctx, &download, segment.Call{Out: &out}); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.Copy(io.Discard, out); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	_ = out.Close()

	refused := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		endless(w, page, "<br>", &took)
	})
	out = nil
	if err := refused.client().Do(t.Context(), &download, segment.Call{Out: &out}); !errors.Is(err, segment.ErrForbidden) || out != nil {
		t.Errorf("%v, %v", out, err)
	}
}
