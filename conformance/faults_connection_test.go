package conformance

// Connections that break and are taken away: what is sent again, and what is
// not.

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
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
