package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/upstream/fetch"
)

const doc = `{"openapi":"3.0.3","info":{"title":"Acme","version":"1.0"},"paths":{}}`

// server answers on 127.0.0.1 and counts requests.
type server struct {
	*httptest.Server
	requests atomic.Int32
}

func serve(t *testing.T, h http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		h(w, r)
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// host is the server's, as messages have it.
func (s *server) host() string { return strings.TrimPrefix(s.URL, "http://") }

// quick are limits that tests can wait for.
func quick() fetch.Options {
	return fetch.Options{Limits: fetch.Limits{
		Connect: 5 * time.Second, Header: 5 * time.Second, Idle: 5 * time.Second,
		Total: 30 * time.Second, Backoff: time.Millisecond,
	}}
}

func get(t *testing.T, address string, o fetch.Options) (*fetch.Result, error) {
	t.Helper()
	return fetch.Get(t.Context(), fetch.URL(address), fetch.Stamp{}, o)
}

// wantUnavailable and wantRejected compare the class and the whole message, in
// which URL and HOST are the server's and TIME is any duration.
func wantUnavailable(t *testing.T, s *server, err error, want string) {
	t.Helper()
	var e *fetch.Unavailable
	if !errors.As(err, &e) {
		t.Fatalf("%T %v, want *fetch.Unavailable", err, err)
	}
	compare(t, s, err.Error(), want)
}

func wantRejected(t *testing.T, s *server, err error, want string) {
	t.Helper()
	var e *fetch.Rejected
	if !errors.As(err, &e) {
		t.Fatalf("%T %v, want *fetch.Rejected", err, err)
	}
	compare(t, s, err.Error(), want)
}

var duration = regexp.MustCompile(`(try|tries) in [0-9]+(\.[0-9])? s`)

func compare(t *testing.T, s *server, got, want string) {
	t.Helper()
	if s != nil {
		want = strings.NewReplacer("URL", s.URL, "HOST", s.host()).Replace(want)
	}
	if got = duration.ReplaceAllString(got, "$1 in TIME"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func wantRequests(t *testing.T, s *server, want int32) {
	t.Helper()
	if got := s.requests.Load(); got != want {
		t.Errorf("%d requests, want %d", got, want)
	}
}

func TestServerErrors(t *testing.T) {
	for _, code := range []int{500, 502, 503} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", code) })
		_, err := get(t, s.URL+"/a.json", quick())
		wantUnavailable(t, s, err, fmt.Sprintf("URL/a.json: %d %s, 4 tries in TIME", code, http.StatusText(code)))
		wantRequests(t, s, 4)
	}
}

func TestServerErrorOnce(t *testing.T) {
	var first atomic.Bool
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if first.CompareAndSwap(false, true) {
			http.Error(w, "no", 500)
			return
		}
		send(w, doc)
	})
	var progress []string
	o := quick()
	o.Progress = func(text string) { progress = append(progress, text) }
	r, err := get(t, s.URL, o)
	if err != nil || string(r.Data) != doc {
		t.Fatal(err, r)
	}
	compare(t, s, strings.Join(r.Notes, "|"), "URL: after 1 retry (500 Internal Server Error)")
	if len(progress) != 1 || !strings.HasSuffix(progress[0], "s before try 2 of 4") {
		t.Errorf("progress %q", progress)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		value    func() string
		min, max time.Duration
	}{
		"seconds": {func() string { return "2" }, 2 * time.Second, 5 * time.Second},
		"date":    {func() string { return time.Now().Add(3 * time.Second).UTC().Format(http.TimeFormat) }, 1 * time.Second, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var first atomic.Bool
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if first.CompareAndSwap(false, true) {
					w.Header().Set("Retry-After", tc.value())
					w.WriteHeader(429)
					return
				}
				send(w, doc)
			})
			start := time.Now()
			r, err := get(t, s.URL, quick())
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took < tc.min || took > tc.max {
				t.Errorf("waited %s", took)
			}
			notes := strings.Join(r.Notes, "|")
			if !regexp.MustCompile(`: 429 Too Many Requests: waited [0-9.]+ s, as it asks\|.*: after 1 retry \(429`).MatchString(notes) {
				t.Error(notes)
			}
		})
	}
}

func TestRetryAfterTooLong(t *testing.T) {
	for value, want := range map[string]string{
		"3600":                          "URL: 429 Too Many Requests: asks 3600 s, limit 60 s",
		"40":                            "URL: 429 Too Many Requests: asks 40 s, and 30 s are left of 30 s in total",
		"99999999999999999":             "URL: 429 Too Many Requests: asks 9223372036 s, limit 60 s",
		"Fri, 01 Jan 2200 00:00:00 GMT": "",
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", value)
			w.WriteHeader(429)
		})
		_, err := get(t, s.URL, quick())
		if want == "" && err != nil && strings.HasSuffix(err.Error(), " s, limit 60 s") {
			want = strings.NewReplacer(s.URL, "URL").Replace(err.Error())
		}
		wantUnavailable(t, s, err, want)
		wantRequests(t, s, 1)
	}
}

// hang blocks until the client has gone.
func hang(r *http.Request) { <-r.Context().Done() }

func TestTimeouts(t *testing.T) {
	t.Parallel()
	t.Run("header", func(t *testing.T) {
		t.Parallel()
		s := serve(t, func(_ http.ResponseWriter, r *http.Request) { hang(r) })
		o := quick()
		o.Limits.Header = 200 * time.Millisecond
		_, err := get(t, s.URL, o)
		wantUnavailable(t, s, err, "URL: header timeout: no answer from HOST within 0.2 s, 4 tries in TIME")
		wantRequests(t, s, 4)
	})
	t.Run("idle", func(t *testing.T) {
		t.Parallel()
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			send(w, doc[:10])
			w.(http.Flusher).Flush()
			hang(r)
		})
		o := quick()
		o.Limits.Idle = 200 * time.Millisecond
		_, err := get(t, s.URL, o)
		wantUnavailable(t, s, err, "URL: idle timeout: no data from HOST for 0.2 s, after 10 bytes, 4 tries in TIME")
		wantRequests(t, s, 4)
	})
	t.Run("slow is not idle", func(t *testing.T) {
		t.Parallel()
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for i := range 10 {
				send(w, doc[i*len(doc)/10:(i+1)*len(doc)/10])
				w.(http.Flusher).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		})
		o := quick()
		o.Limits.Idle = 700 * time.Millisecond
		if r, err := get(t, s.URL, o); err != nil || string(r.Data) != doc {
			t.Error(err)
		}
		wantRequests(t, s, 1)
	})
	t.Run("total", func(t *testing.T) {
		t.Parallel()
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				send(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		})
		o := quick()
		o.Limits.Total = 300 * time.Millisecond
		_, err := get(t, s.URL, o)
		wantUnavailable(t, s, err, "URL: total timeout: not done within 0.3 s, 1 try in TIME")
	})
	t.Run("total, while waiting", func(t *testing.T) {
		t.Parallel()
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
		o := quick()
		o.Limits.Total, o.Limits.Backoff = 300*time.Millisecond, time.Minute
		_, err := get(t, s.URL, o)
		wantUnavailable(t, s, err, "URL: total timeout: not done within 0.3 s, 1 try in TIME; the last was: 503 Service Unavailable")
	})
	t.Run("connect, to TLS that says nothing", func(t *testing.T) {
		t.Parallel()
		l := listen(t, func(c net.Conn) { time.Sleep(5 * time.Second); c.Close() })
		o := quick()
		o.Limits.Connect, o.Limits.Tries = 200*time.Millisecond, 2
		_, err := get(t, "https://"+l, o)
		wantUnavailable(t, nil, err, "https://"+l+": connect timeout: no connection to "+l+" within 0.2 s, 2 tries in TIME")
	})
	t.Run("the caller's", func(t *testing.T) {
		t.Parallel()
		s := serve(t, func(_ http.ResponseWriter, r *http.Request) { hang(r) })
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := fetch.Get(ctx, fetch.URL(s.URL), fetch.Stamp{}, quick()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%T %v", err, err)
		}
	})
}

// listen serves connections, not HTTP, on 127.0.0.1.
func listen(t *testing.T, serve func(net.Conn)) (hostPort string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return l.Addr().String()
}

func TestConnectionReset(t *testing.T) {
	for name, answer := range map[string]string{
		"before the header": "",
		"in the body":       "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
	} {
		t.Run(name, func(t *testing.T) {
			var tries atomic.Int32
			l := listen(t, func(c net.Conn) {
				tries.Add(1)
				c.Read(make([]byte, 10_000)) //nolint:errcheck // whatever comes
				send(c, answer)
				time.Sleep(50 * time.Millisecond)
				c.(*net.TCPConn).SetLinger(0) //nolint:errcheck // so that closing resets
				c.Close()
			})
			_, err := get(t, "http://"+l, quick())
			wantUnavailable(t, nil, err, "http://"+l+": "+l+": connection reset by peer, 4 tries in TIME")
			if tries.Load() != 4 {
				t.Errorf("%d tries", tries.Load())
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	_, err = get(t, "http://"+l.Addr().String(), quick())
	wantUnavailable(t, nil, err, "http://"+l.Addr().String()+": "+l.Addr().String()+": connection refused, 4 tries in TIME")
}

func TestTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { send(w, doc) }))
	s.Config.ErrorLog = quiet
	s.StartTLS()
	defer s.Close()
	_, err := get(t, s.URL, quick())
	wantUnavailable(t, nil, err, s.URL+": TLS: "+strings.TrimPrefix(s.URL, "https://")+": x509: certificate signed by unknown authority")

	o := quick()
	o.RootCAs = pool(s)
	if r, err := get(t, s.URL, o); err != nil || string(r.Data) != doc {
		t.Error(err)
	}
}

// A name server of our own says that there is no such host: no test of ours asks
// a network.
func TestDNS(t *testing.T) {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer pc.Close()
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			if n > 12 { // RFC 1035, 4.1.1: an answer, name error, without what the query added
				copy(buf[2:], []byte{0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0})
				end := 12
				for end < n && buf[end] != 0 {
					end += int(buf[end]) + 1
				}
				pc.WriteTo(buf[:min(n, end+5)], from) //nolint:errcheck // the client waits
			}
		}
	}()
	o := quick().WithResolver(&net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}})
	_, err = get(t, "https://docs.acme.invalid/a", o)
	wantUnavailable(t, nil, err, "https://docs.acme.invalid/a: DNS: no such host as docs.acme.invalid")
}

func TestClientErrors(t *testing.T) {
	for _, code := range []int{400, 401, 403, 404, 410, 204, 206, 300} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
		_, err := get(t, s.URL+"/a?signature=hush#x", quick())
		wantRejected(t, s, err, fmt.Sprintf("URL/a?…: %d %s", code, http.StatusText(code)))
		wantRequests(t, s, 1)
	}
}
