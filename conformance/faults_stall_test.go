package conformance

// Servers that stop in the middle: the context, or a timeout of the HTTP client,
// ends the wait, and nothing is left behind.

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
)

// stalls are servers that stop, for ever, where it is least convenient.
var stalls = []struct {
	name   string
	answer string
	drip   string // then again and again
}{
	{name: "before the answer"},
	{name: "inside of the status line", answer: "HTTP/1.1 2"},
	{name: "inside of the headers", answer: "HTTP/1.1 200 OK\r\nContent-Type: appl"},
	{name: "before the body", answer: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"},
	{name: "inside of the body", answer: "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"data\":"},
	{name: "between chunks", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"data\":\r\n"},
	{name: "drop by drop in the headers", answer: "HTTP/1.1 200 OK\r\nX-Slow: ", drip: "x"},
	{name: "drop by drop in the body", answer: "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{\"data\":", drip: " "},
}

// stall answers and goes on as s says until the client has had enough.
func stall(c *net.TCPConn, answer, drip string) {
	say(c, answer)
	if drip == "" {
		untilClosed(c)
		return
	}
	for {
		if _, err := c.Write([]byte(drip)); err != nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// together runs f for each of the ways at once, and waits for all.
func together(f func(w way)) {
	var wg sync.WaitGroup
	for _, w := range ways {
		wg.Go(func() { f(w) })
	}
	wg.Wait()
}

// of counts the requests that came by a method.
func (s *troubled) of(method string) (n int) {
	for _, r := range s.requests() {
		if r.Method == method {
			n++
		}
	}
	return n
}

// However a server stalls, the end of the context is the end of the call: at
// once, without another attempt, and with the connection closed.
func TestStalledCallsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	for _, st := range stalls {
		t.Run(st.name, func(t *testing.T) {
			t.Parallel()
			s := wire(t, func(c *net.TCPConn, _ int) bool { stall(c, st.answer, st.drip); return false })
			core := s.client()
			together(func(w way) {
				const deadline = 300 * time.Millisecond
				ctx, cancel := context.WithTimeout(t.Context(), deadline)
				defer cancel()
				start := time.Now()
				if err := w.call(ctx, core); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > deadline+prompt {
					t.Errorf("%s: %v after %v", w.method, err, time.Since(start))
				}
				arrived := s.of(w.method)
				ctx, cancel = context.WithCancel(t.Context())
				go func() {
					eventually(t, "the request arrives", func() bool { return s.of(w.method) > arrived })
					time.Sleep(10 * time.Millisecond) // so that the answer stalls too
					start = time.Now()
					cancel()
				}()
				if err := w.call(ctx, core); !errors.Is(err, context.Canceled) || time.Since(start) > prompt {
					t.Errorf("%s: %v after %v", w.method, err, time.Since(start))
				}
				if n := s.of(w.method); arrived > 1 || n != arrived+1 {
					t.Errorf("%s: sent %d and %d times", w.method, arrived, n-arrived)
				}
			})
		})
	}
}

// A failure whose body never ends is known by its status: the context ends the
// wait for details, not what is known.
func TestStalledErrorsKeepTheirStatus(t *testing.T) {
	t.Parallel()
	s := wire(t, func(c *net.TCPConn, _ int) bool {
		stall(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 500\r\n\r\n{\"errors\":", "")
		return false
	})
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	start := time.Now()
	if err := getSource(ctx, s.client()); !errors.Is(err, segment.ErrNotFound) || time.Since(start) > prompt {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

// A timeout of the HTTP client is one of the attempt: the call itself goes on if
// it may be made twice.
func TestTimeoutsOfAttempts(t *testing.T) {
	t.Parallel()
	for _, st := range stalls {
		t.Run(st.name, func(t *testing.T) {
			t.Parallel()
			s := wire(t, func(c *net.TCPConn, _ int) bool { stall(c, st.answer, st.drip); return false })
			core := s.client(segment.WithHTTPClient(&http.Client{Transport: s.transport, Timeout: 200 * time.Millisecond}))
			together(func(w way) {
				var r segment.Response
				err := w.call(t.Context(), core, segment.WithMaxAttempts(2), segment.WithResponse(&r))
				want := 1
				if w.repeated {
					want = 2
				}
				var timeout net.Error
				if n := s.of(w.method); n > want || r.Attempts != want || !errors.As(err, &timeout) || !timeout.Timeout() {
					t.Errorf("%s: %d requests, %d attempts, want %d; %v", w.method, n, r.Attempts, want, err)
				}
			})
		})
	}
}

// Calls that wait at the same time are cancelled at the same time.
func TestCancelledTogether(t *testing.T) {
	t.Parallel()
	const calls = 32
	s := wire(t, func(c *net.TCPConn, _ int) bool { untilClosed(c); return false })
	ctx, cancel := context.WithCancel(t.Context())
	core := s.client()
	failures := make(chan error, calls)
	for range calls {
		go func() { failures <- getSource(ctx, core) }()
	}
	eventually(t, "all requests arrive", func() bool { return len(s.requests()) == calls })
	start := time.Now()
	cancel()
	for range calls {
		if err := <-failures; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	if took := time.Since(start); took > prompt {
		t.Errorf("took %v", took)
	}
}
