package conformance

// Connections that break, stall and are taken away: what is sent again, what is
// not, and that the context ends every wait.

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

const gzipped = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"

// breaks are ways to lose an answer.
var breaks = []struct {
	name   string
	answer func(*net.TCPConn)
}{
	{"closed instead of an answer", func(*net.TCPConn) {}},
	{"reset instead of an answer", reset},
	{"reset inside of the headers", func(c *net.TCPConn) { say(c, "HTTP/1.1 200 OK\r\nContent-Ty"); reset(c) }},
	{"closed inside of the headers", func(c *net.TCPConn) { say(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n") }},
	{"reset inside of the body", func(c *net.TCPConn) {
		say(c, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"data\":{")
		reset(c)
	}},
	{"shorter than its Content-Length", func(c *net.TCPConn) {
		say(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"+data(`{}`))
	}},
	{"chunks without an end", func(c *net.TCPConn) {
		say(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n"+data(`{}`)+"\r\n")
	}},
	{"half a chunk", func(c *net.TCPConn) {
		say(c, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n"+data(`{}`))
	}},
	{"half of a gzip stream", func(c *net.TCPConn) {
		zipped := pack(data(`{"source":` + sourceJSON + `}`))
		half := zipped[:len(zipped)/2]
		say(c, fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", gzipped, len(half), half))
	}},
	{"another protocol", func(c *net.TCPConn) { say(c, "SSH-2.0-OpenSSH_9.6\r\n") }},
}

// reset ends a connection as a host that fell over does.
func reset(c *net.TCPConn) {
	_ = c.SetLinger(0)
	_ = c.Close()
}

// Nobody knows what became of a call whose answer is lost: what may be done twice
// is done again, what may not is an error that is no answer of the API.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for _, b := range breaks {
		for _, w := range ways {
			t.Run(b.name+"/"+w.method, func(t *testing.T) {
				t.Parallel()
				s := wire(t, func(c *net.TCPConn, n int) bool {
					if n == 1 {
						b.answer(c)
						return false
					}
					say(c, whole)
					return true
				})
				var r segment.Response
				err := w.call(t.Context(), s.client(), segment.WithResponse(&r))
				want := 1
				if w.repeated {
					want = 2
				}
				if got := len(s.requests()); (err == nil) != w.repeated || got != want || r.Attempts != want {
					t.Errorf("%d requests, %d attempts, %v; want %d", got, r.Attempts, err, want)
				}
				var answer *segment.Error
				var decoded *segment.DecodeError
				if errors.As(err, &answer) || errors.As(err, &decoded) || errors.Is(err, errBoth) {
					t.Errorf("%T %v", err, err)
				}
			})
		}
	}
}

// The number of attempts holds for broken connections as for everything else,
// and the error says what broke, and not where.
func TestLostForEver(t *testing.T) {
	t.Parallel()
	s := wire(t, func(c *net.TCPConn, _ int) bool { reset(c); return false })
	err := getSource(t.Context(), s.client(), segment.WithMaxAttempts(3))
	if n := len(s.requests()); n != 3 || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("%d requests, %v", n, err)
	}
	if strings.Contains(err.Error(), "s1") || !strings.Contains(err.Error(), "segment: v1 getSource: ") {
		t.Errorf("%v", err)
	}
}

func TestRefusedConnections(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + l.Addr().String()
	_ = l.Close()
	core, err := segment.NewClient(apiToken, segment.WithBaseURL(url), segment.WithMaxRetryWait(time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ways {
		var r segment.Response
		if err := w.call(t.Context(), core, segment.WithResponse(&r)); !errors.Is(err, syscall.ECONNREFUSED) || (r.Attempts > 1) != w.repeated {
			t.Errorf("%s: %d attempts, %v", w.method, r.Attempts, err)
		}
	}
}

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

// A server closes connections that a client means to use again. Each write is
// made once all the same: it arrives and succeeds, or fails; never twice.
func TestIdleConnectionsThatClose(t *testing.T) {
	t.Parallel()
	s := wire(t, func(c *net.TCPConn, _ int) bool {
		say(c, whole) // as if the connection stayed open
		return false
	})
	core := s.client()
	sent := 0
	for i := range 60 {
		for _, w := range ways {
			before := len(s.requests())
			err := w.call(t.Context(), core)
			arrived := len(s.requests()) - before
			if err == nil {
				sent++
			}
			if !w.repeated && (arrived > 1 || err == nil && arrived != 1) || w.repeated && err != nil {
				t.Errorf("%s: arrived %d times, %v", w.method, arrived, err)
			}
		}
		time.Sleep(time.Duration(i%4) * time.Millisecond) // at every distance from the close
	}
	if sent < 3*60 {
		t.Errorf("only %d calls came through", sent)
	}
}

// The worst moment: the connection was good, is used again, the request arrives,
// and then it closes. net/http would send a GET again by itself.
func TestReusedConnectionsThatClose(t *testing.T) {
	t.Parallel()
	for _, w := range ways {
		t.Run(w.method, func(t *testing.T) {
			t.Parallel()
			s := wire(t, func(c *net.TCPConn, n int) bool {
				if n != 2 {
					say(c, whole)
				}
				return n != 2
			})
			core := s.client()
			if err := getSource(t.Context(), core); err != nil {
				t.Fatal(err)
			}
			err := w.call(t.Context(), core)
			want := 1
			if w.repeated {
				want = 2
			}
			if n := len(s.requests()) - 1; n != want || (err == nil) != w.repeated {
				t.Errorf("arrived %d times, want %d: %v", n, want, err)
			}
		})
	}
}

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
