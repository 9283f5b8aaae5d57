package calls

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

var makers = map[string]Maker{"hand": Hand, "ours": Ours}

func TestAnswers(t *testing.T) {
	if n := len(oneSource); n < 2900 || n > 3200 {
		t.Errorf("a source of %d bytes, want 3 KB", n)
	}
}

// Both clients make all calls, over both ways.
func TestServe(t *testing.T) {
	srv := httptest.NewServer(Handler)
	defer srv.Close()
	var asked, said strings.Builder
	n := 0
	for name := range makers {
		for _, op := range Operations {
			for _, way := range []string{Network, Memory} {
				fmt.Fprintln(&asked, name, op.Name, way)
				n++
			}
		}
	}
	if err := Serve(strings.NewReader(asked.String()), &said, srv.URL, makers); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(said.String()) {
		var took, allocs uint64
		if _, err := fmt.Sscan(line, &took, &allocs); err != nil || took == 0 || allocs == 0 {
			t.Errorf("%q: %v", line, err)
		}
		n--
	}
	if n != 0 {
		t.Errorf("%d answers are missing", n)
	}
}

func TestServeRefuses(t *testing.T) {
	for _, line := range []string{"nobody get memory", "hand fetch memory", "hand get radio", "hand get"} {
		if err := Serve(strings.NewReader(line), new(bytes.Buffer), "http://example.com", makers); err == nil {
			t.Errorf("%q was measured", line)
		}
	}
}

// A client that leaves something out is not measured.
func TestHandlerRefuses(t *testing.T) {
	full := func() *http.Request {
		r := httptest.NewRequest(http.MethodGet, "/sources?pagination.count=200", nil)
		r.Header = http.Header{"Authorization": {"Bearer " + Token}, "Accept": {MediaType}, "User-Agent": {"test"}}
		return r
	}
	status := func(r *http.Request) int {
		w := httptest.NewRecorder()
		Handler.ServeHTTP(w, r)
		return w.Code
	}
	if got := status(full()); got != http.StatusOK {
		t.Fatalf("status %d", got)
	}
	for _, name := range []string{"Authorization", "Accept", "User-Agent"} {
		r := full()
		r.Header.Del(name)
		if got := status(r); got != http.StatusBadRequest {
			t.Errorf("without %s: status %d", name, got)
		}
	}
	r := full()
	r.URL.RawQuery = ""
	if got := status(r); got != http.StatusBadRequest {
		t.Errorf("without a page: status %d", got)
	}
}

// BenchmarkCall is for profiles and for benchstat:
// go test ./calls -run - -bench 'Call/get/memory/ours' -cpuprofile cpu.out.
func BenchmarkCall(b *testing.B) {
	srv := httptest.NewServer(Handler)
	defer srv.Close()
	for _, op := range Operations {
		for _, way := range []string{Network, Memory} {
			for _, name := range []string{"hand", "ours"} {
				b.Run(op.Name+"/"+way+"/"+name, func(b *testing.B) {
					c, err := newClient(makers[name], srv.URL, way)
					if err != nil {
						b.Fatal(err)
					}
					b.ReportAllocs()
					for b.Loop() {
						if err := op.run(context.Background(), c); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
