package conformance

// HTTP at its edges: answers before the answer and before the body, headers
// without an end, HTTP/2.

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// Answers before the answer are not the answer (RFC 9110, 15.2), and a server
// that knows only them is broken.
func TestInformationalResponses(t *testing.T) {
	t.Parallel()
	early := "HTTP/1.1 103 Early Hints\r\nLink: </" + strings.Repeat("s", 10_000) + ".css>\r\n\r\n"
	for _, w := range ways {
		s := wire(t, func(c *net.TCPConn, _ int) bool {
			say(c, "HTTP/1.1 100 Continue\r\n\r\n"+early+whole)
			return true
		})
		s.transport.ExpectContinueTimeout = 50 * time.Millisecond
		if err := w.call(t.Context(), s.client(), segment.WithHeader("Expect", "100-continue")); err != nil {
			t.Errorf("%s: %v", w.method, err)
		}
	}
	s := wire(t, func(c *net.TCPConn, _ int) bool {
		for {
			if _, err := c.Write([]byte(early)); err != nil {
				return false
			}
		}
	})
	s.transport.MaxResponseHeaderBytes = 1 << 20 // ten times as much without this
	if err := createSource(t.Context(), s.client()); err == nil || len(s.requests()) != 1 {
		t.Errorf("%d requests, %v", len(s.requests()), err)
	}
}

// A body that the server does not wait for is not sent in full, and its answer
// counts.
func TestAnswerBeforeTheBody(t *testing.T) {
	t.Parallel()
	s := trouble(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	})
	in := &segmentv1.CreateSourceInput{Settings: map[string]any{"pad": strings.Repeat("x", 8<<20)}}
	_, err := segmentv1.New(s.client()).Sources.Create(t.Context(), in)
	var e *segment.Error
	if !errors.As(err, &e) || e.StatusCode != http.StatusRequestEntityTooLarge {
		t.Error(err)
	}
}

func TestHugeHeaders(t *testing.T) {
	t.Parallel()
	s := wire(t, func(c *net.TCPConn, n int) bool {
		say(c, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-Pad: "+strings.Repeat("x", 500_000)+"\r\n\r\n"+data(`{}`))
		return n == 1
	})
	if err := getSource(t.Context(), s.client()); err != nil {
		t.Error(err)
	}
	s = wire(t, func(c *net.TCPConn, _ int) bool {
		say(c, "HTTP/1.1 200 OK\r\n")
		for {
			if _, err := c.Write([]byte("X-Pad: " + strings.Repeat("x", 10_000) + "\r\n")); err != nil {
				return false
			}
		}
	})
	s.transport.MaxResponseHeaderBytes = 1 << 20
	if err := getSource(t.Context(), s.client(), segment.WithMaxAttempts(1)); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("headers without an end: %v", err)
	}
}

// HTTP/2 is the same API: one connection for all, streams that break like
// connections, and the same limits to what is sent again.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	broken := map[string]bool{}
	s := trouble2(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		again := broken[r.Method]
		broken[r.Method] = true
		mu.Unlock()
		if r.ProtoMajor != 2 {
			t.Errorf("%s over %s", r.Method, r.Proto)
		}
		if !again {
			panic(http.ErrAbortHandler) // resets the stream
		}
		say2(w, data(`{}`))
	})
	core := s.client()
	for _, w := range ways {
		before := len(s.requests())
		err := w.call(t.Context(), core)
		if n := len(s.requests()) - before; (err == nil) != w.repeated || (n == 2) != w.repeated {
			t.Errorf("%s: %d requests, %v", w.method, n, err)
		}
	}
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			if err := getSource(t.Context(), core); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// A stalled stream ends with its context, and the connection goes on for others.
func TestStalledHTTP2(t *testing.T) {
	t.Parallel()
	s := trouble2(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			say2(w, data(`{}`))
			return
		}
		say2(w, `{"data":`)
		<-r.Context().Done()
	})
	core := s.client()
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Millisecond)
	defer cancel()
	if err := getSource(ctx, core); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if _, err := segmentv1.New(core).Workspaces.Get(t.Context()); err != nil {
		t.Error(err)
	}
}

// say2 writes text and sends it off.
func say2(w http.ResponseWriter, text string) {
	_, _ = w.Write([]byte(text))
	w.(http.Flusher).Flush()
}
