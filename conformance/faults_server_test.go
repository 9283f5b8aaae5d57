package conformance

// Servers in trouble, and what every call must leave behind when it has met one:
// no goroutine, and no connection that is still in use.

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// prompt is how long anything that should come at once may take on a machine
// with other things to do.
const prompt = 5 * time.Second

// eventually waits until ok holds, and fails the test if it never does.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(prompt); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("not in time: %s", what)
			return
		}
	}
}

var goroutineGroup = regexp.MustCompile(`(?m)^(\d+) @.*\n# labels: .*"test":"([^"]*)"`)

// labelled counts the goroutines that were started, by however many steps, by
// the test of that name. Goroutines inherit their labels, so tests that run at
// the same time do not count.
func labelled(name string) (n int) {
	var profile strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&profile, 1)
	for _, group := range goroutineGroup.FindAllStringSubmatch(profile.String(), -1) {
		if group[2] == name {
			count, _ := strconv.Atoi(group[1])
			n += count
		}
	}
	return n
}

var watched sync.Map // names of the tests that leavesNoGoroutine looks at

// leavesNoGoroutine fails the test if one that it started still runs when it and
// the cleanups registered later are over.
func leavesNoGoroutine(t *testing.T) {
	t.Helper()
	if _, again := watched.LoadOrStore(t.Name(), true); again {
		return
	}
	name := strings.Map(func(r rune) rune { // as it stands between quotes
		if r == '"' || r == '\\' || r >= 0x7f {
			return '_'
		}
		return r
	}, t.Name())
	label := pprof.WithLabels(context.Background(), pprof.Labels("test", name))
	pprof.SetGoroutineLabels(label)
	if n := labelled(name); n != 1 {
		t.Fatalf("%d goroutines at the start, want this one", n)
	}
	t.Cleanup(func() {
		defer watched.Delete(t.Name())
		eventually(t, "all goroutines end", func() bool { return labelled(name) == 1 })
		if n := labelled(name); n > 1 {
			var stacks strings.Builder
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1)
			t.Logf("%d goroutines:\n%s", n, stacks.String())
		}
	})
}

// troubled is a server with faults, and the transport of its clients.
type troubled struct {
	t         *testing.T
	url       string
	transport *http.Transport

	mu    sync.Mutex
	conns map[net.Conn]http.ConnState // those not closed
	seen  []request
}

// trouble starts a server of h. When the test ends no connection to it may be in
// use, none may outlast the client's pool, and no goroutine may be left.
func trouble(t *testing.T, h http.HandlerFunc) *troubled {
	t.Helper()
	s := newTroubled(t)
	srv := httptest.NewUnstartedServer(s.recording(h))
	s.configure(srv)
	srv.Start()
	s.url = srv.URL
	s.transport = http.DefaultTransport.(*http.Transport).Clone()
	s.endWith(srv)
	return s
}

// trouble2 is trouble over HTTP/2.
func trouble2(t *testing.T, h http.HandlerFunc) *troubled {
	t.Helper()
	s := newTroubled(t)
	srv := httptest.NewUnstartedServer(s.recording(h))
	s.configure(srv)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	s.url = srv.URL
	s.transport = srv.Client().Transport.(*http.Transport)
	s.endWith(srv)
	return s
}

func newTroubled(t *testing.T) *troubled {
	t.Helper()
	leavesNoGoroutine(t)
	return &troubled{t: t, conns: map[net.Conn]http.ConnState{}}
}

func (s *troubled) configure(srv *httptest.Server) {
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.Config.ConnState = func(c net.Conn, state http.ConnState) { // httptest calls it too
		s.mu.Lock()
		defer s.mu.Unlock()
		s.conns[c] = state
		if state == http.StateClosed || state == http.StateHijacked {
			delete(s.conns, c)
		}
	}
}

func (s *troubled) endWith(srv *httptest.Server) {
	s.t.Cleanup(func() {
		eventually(s.t, "no connection is in use", func() bool { return s.inUse() == 0 })
		eventually(s.t, "idle connections are closed", func() bool {
			s.transport.CloseIdleConnections() // again: some become idle a moment after their call
			s.mu.Lock()
			defer s.mu.Unlock()
			return len(s.conns) == 0
		})
		srv.Close()
	})
}

// inUse counts the connections that a call still holds.
func (s *troubled) inUse() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, state := range s.conns {
		if state == http.StateActive {
			n++
		}
	}
	return n
}

// recording keeps what arrives.
func (s *troubled) recording(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.record(read(r))
		w.Header().Set("Content-Type", r.Header.Get("Accept"))
		h(w, r)
	})
}

func (s *troubled) record(r request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seen = append(s.seen, r)
}

// requests returns what has arrived so far.
func (s *troubled) requests() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.seen...)
}

// client returns a core client of the server whose own waits are short.
func (s *troubled) client(opts ...segment.Option) *segment.Client {
	s.t.Helper()
	c, err := segment.NewClient(apiToken, append([]segment.Option{
		segment.WithBaseURL(s.url), segment.WithHTTPClient(&http.Client{Transport: s.transport}),
		segment.WithMaxRetryWait(20 * time.Millisecond),
	}, opts...)...)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

// wire is trouble beneath HTTP: each request that arrives is given to answer,
// with its number, beginning with 1; then the connection is closed. An answer
// that returns true keeps it open for one more request.
func wire(t *testing.T, answer func(c *net.TCPConn, n int) (again bool)) *troubled {
	t.Helper()
	s := newTroubled(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	s.transport = http.DefaultTransport.(*http.Transport).Clone()
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { s.speak(c.(*net.TCPConn), answer) })
		}
	})
	t.Cleanup(func() {
		s.transport.CloseIdleConnections()
		_ = l.Close()
		wg.Wait() // which needs the client to have closed what answer holds open
	})
	return s
}

func (s *troubled) speak(c *net.TCPConn, answer func(*net.TCPConn, int) bool) {
	defer c.Close()
	in := bufio.NewReader(c)
	for {
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		s.record(read(r))
		if !answer(c, len(s.requests())) {
			return
		}
	}
}

// untilClosed waits until the client closes the connection.
func untilClosed(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// say writes text as it is.
func say(c net.Conn, text string) { _, _ = io.WriteString(c, text) }

// whole is an HTTP response with an empty result in it.
const whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + `{"data":{}}`

// way is a call of some method, and whether it may be made twice (RFC 9110,
// 9.2.2).
type way struct {
	method   string
	repeated bool
	call     func(context.Context, *segment.Client, ...segment.CallOption) error
}

var ways = []way{
	{"GET", true, getSource},
	{"DELETE", true, func(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
		return outcome(segmentv1.New(core).Sources.Delete(ctx, "s1", opts...))
	}},
	{"PUT", true, func(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
		return outcome(segmentv1.New(core).Sources.ReplaceLabels(ctx, "s1", &segmentv1.ReplaceLabelsInSourceInput{}, opts...))
	}},
	{"POST", false, createSource},
	{"PATCH", false, func(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
		return outcome(segmentv1.New(core).Sources.Update(ctx, "s1", &segmentv1.UpdateSourceInput{Name: segment.Ptr("Web")}, opts...))
	}},
}

func getSource(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
	return outcome(segmentv1.New(core).Sources.Get(ctx, "s1", opts...))
}

func createSource(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
	in := &segmentv1.CreateSourceInput{Slug: "web", Enabled: true, MetadataID: "m"}
	return outcome(segmentv1.New(core).Sources.Create(ctx, in, opts...))
}

var errBoth = errors.New("neither or both of a result and an error")

// outcome is the error of a call that gave a result or an error, and not both.
func outcome[T any](out *T, err error) error {
	if (out == nil) == (err == nil) {
		return errors.Join(errBoth, err)
	}
	return err
}
