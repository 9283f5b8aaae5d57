package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

// severed breaks the connection.
func severed(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestRetry(t *testing.T) {
	refusal := reply(429, "", "Retry-After", "7")
	tests := []struct {
		name    string
		write   bool // POST, not idempotent
		answers []http.HandlerFunc
		opts    []CallOption
		sent    int
		status  int // 0: no *Error
		fails   bool
	}{
		{"429 GET", false, []http.HandlerFunc{refusal, okay}, nil, 2, 0, false},
		{"429 POST", true, []http.HandlerFunc{refusal, refusal, okay}, nil, 3, 0, false},
		{"429 without a delay", true, []http.HandlerFunc{reply(429, "<html>"), okay}, nil, 2, 0, false},
		{"429 for ever", false, []http.HandlerFunc{refusal}, nil, 4, 429, true},
		{"attempts", false, []http.HandlerFunc{refusal}, []CallOption{WithMaxAttempts(2)}, 2, 429, true},
		{"no attempts", false, []http.HandlerFunc{refusal}, []CallOption{WithMaxAttempts(0)}, 1, 429, true},
		{"too long", false, []http.HandlerFunc{refusal}, []CallOption{WithMaxRetryWait(6 * time.Second)}, 1, 429, true},
		{"no waits", false, []http.HandlerFunc{reply(429, "")}, []CallOption{WithMaxRetryWait(0)}, 1, 429, true},
		{"502 GET", false, []http.HandlerFunc{reply(502, ""), okay}, nil, 2, 0, false},
		{"503 GET", false, []http.HandlerFunc{reply(503, ""), okay}, nil, 2, 0, false},
		{"504 GET", false, []http.HandlerFunc{reply(504, ""), okay}, nil, 2, 0, false},
		{"503 POST", true, []http.HandlerFunc{reply(503, "", "Retry-After", "1"), okay}, nil, 1, 503, true},
		{"500 GET", false, []http.HandlerFunc{reply(500, ""), okay}, nil, 1, 500, true},
		{"404 GET", false, []http.HandlerFunc{reply(404, ""), okay}, nil, 1, 404, true},
		{"severed GET", false, []http.HandlerFunc{severed, okay}, nil, 2, 0, false},
		{"severed POST", true, []http.HandlerFunc{severed, okay}, nil, 1, 0, true},
		{"cut GET", false, []http.HandlerFunc{reply(200, `{"da`, "Content-Length", "99"), okay}, nil, 2, 0, false},
		{"not decodable", false, []http.HandlerFunc{reply(200, "<html>"), okay}, nil, 1, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, inTurn(tt.answers...))
			c, clock := s.client(t)
			var r Response
			opts := append([]CallOption{WithResponse(&r)}, tt.opts...)
			var err error
			if tt.write {
				_, err = create(c, map[string]string{"name": "x"}, opts...)
			} else {
				_, err = get(c, opts...)
			}
			all := s.requests()
			if len(all) != tt.sent || r.Attempts != tt.sent || len(clock.waits) != tt.sent-1 {
				t.Errorf("sent %d, reported %d, waits %v; want %d", len(all), r.Attempts, clock.waits, tt.sent)
			}
			var e *Error
			if errors.As(err, &e) != (tt.status != 0) || e != nil && e.StatusCode != tt.status || (err != nil) != tt.fails {
				t.Errorf("error %v, want status %d", err, tt.status)
			}
			for _, sent := range all {
				if tt.write && sent.body != `{"name":"x"}` {
					t.Errorf("sent the body %q", sent.body)
				}
			}
		})
	}
}

func TestDelaySources(t *testing.T) {
	const date = "Fri, 01 Mar 2030 12:00:20 +0000"
	tests := []struct {
		name, body string
		header     []string
		want       time.Duration
		known      bool
	}{
		{"body first", `{"errors":[{"data":{"waitMillis":57647}}]}`, []string{"Retry-After", "1"}, 57647 * time.Millisecond, true},
		{"body as text", `{"errors":[{"data":{"waitMillis":"250"}}]}`, nil, 250 * time.Millisecond, true},
		{"seconds", `{"errors":[]}`, []string{"Retry-After", "57"}, 57 * time.Second, true},
		{"fraction", "", []string{"Retry-After", "1.5"}, 1500 * time.Millisecond, true},
		{"at once", "", []string{"Retry-After", "0"}, 0, true},
		{"HTTP date", "", []string{"Retry-After", "Fri, 01 Mar 2030 12:00:09 GMT"}, 9 * time.Second, true},
		{"RFC 5322 date", "<html>", []string{"X-RateLimit-Reset", date}, 20 * time.Second, true},
		{"RFC 5322 zone", "", []string{"X-RateLimit-Reset", "1 Mar 2030 13:00:30 +0100"}, 30 * time.Second, true},
		{"unreadable is passed over", `{"errors":[{"data":{"waitMillis":{}}}]}`, []string{"Retry-After", "soon", "X-RateLimit-Reset", date}, 20 * time.Second, true},
		{"negative", "", []string{"Retry-After", "-5"}, 0, false},
		{"negative in the body", `{"errors":[{"data":{"waitMillis":-1}}]}`, []string{"Retry-After", "3"}, 3 * time.Second, true},
		{"not a number", "", []string{"Retry-After", "NaN"}, 0, false},
		{"not finite", `{"errors":[{"data":{"waitMillis":"Inf"}}]}`, []string{"Retry-After", "4"}, 4 * time.Second, true},
		{"huge in the body", `{"errors":[{"data":{"waitMillis":1e30}}]}`, []string{"Retry-After", "1"}, 1<<63 - 1, true},
		{"past HTTP date", "", []string{"Retry-After", "Fri, 01 Mar 2030 11:59:59 GMT"}, 0, false},
		{"now", "", []string{"X-RateLimit-Reset", "Fri, 01 Mar 2030 12:00:00 +0000"}, 0, false},
		{"past, then a header that is not", "", []string{"Retry-After", "Fri, 01 Mar 2030 11:59:59 GMT", "X-RateLimit-Reset", date}, 20 * time.Second, true},
		{"epoch seconds are no date", "", []string{"X-RateLimit-Reset", "1898596810"}, 0, false},
		{"past", "", []string{"X-RateLimit-Reset", "Fri, 01 Mar 2030 11:00:00 +0000"}, 0, false},
		{"absurd", "", []string{"Retry-After", "1e300"}, 1<<63 - 1, true},
		{"none", "", nil, 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, reply(429, tt.body, tt.header...))
			c, _ := s.client(t)
			_, err := get(c, WithMaxAttempts(1))
			var e *Error
			if !errors.As(err, &e) || e.RetryAfter != tt.want && tt.known || e.waitKnown != tt.known {
				t.Fatalf("%v: %v %v", err, e.RetryAfter, e.waitKnown)
			}
			c, clock := s.client(t)
			_, _ = get(c, WithMaxAttempts(2))
			if tt.known && tt.want < time.Minute && !reflect.DeepEqual(clock.waits, []time.Duration{tt.want}) {
				t.Errorf("waited %v", clock.waits)
			}
		})
	}
	if d, ok := (retrySource{header: "R", format: "unix"}).find(http.Header{"R": {"1898596810"}}, nil, start); !ok || d != 10*time.Second {
		t.Error(d, ok)
	}
	if _, ok := (retrySource{header: "R", format: "unix"}).find(http.Header{}, nil, start); ok {
		t.Error("a delay from nothing")
	}
}

func TestOnlyRetryAfterCountsForServerFailures(t *testing.T) {
	s := newServer(t, inTurn(reply(503, "", "Retry-After", "9"), reply(503, "", "X-RateLimit-Reset", "Fri, 01 Mar 2030 13:00:00 +0000"), okay))
	c, clock := s.client(t)
	if _, err := get(c); err != nil {
		t.Fatal(err)
	}
	if clock.waits[0] != 9*time.Second || clock.waits[1] > time.Second {
		t.Error(clock.waits)
	}
}

func TestDeadlineIsNotSleptInto(t *testing.T) {
	s := newServer(t, reply(429, `{"errors":[{"data":{"waitMillis":57647}}]}`))
	c, err := NewClient("t", WithBaseURL(s.URL))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	begin := time.Now()
	_, err = Send[thing](ctx, c, &getThing, Call{Path: []any{"a"}})
	if !errors.Is(err, ErrRateLimited) || time.Since(begin) > 10*time.Second || len(s.requests()) != 1 {
		t.Error(err, time.Since(begin))
	}
}

func TestWaitIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		reply(429, "", "Retry-After", "30")(w, r)
		time.AfterFunc(5*time.Millisecond, cancel)
	})
	c, err := NewClient("t", WithBaseURL(s.URL))
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	_, err = Send[thing](ctx, c, &getThing, Call{Path: []any{"a"}})
	if !errors.Is(err, context.Canceled) || time.Since(begin) > 10*time.Second {
		t.Error(err, time.Since(begin))
	}
	_, err = Send[thing](ctx, c, &getThing, Call{Path: []any{"a"}})
	wantText(t, err, "example: v1 getThing: context canceled")
	if len(s.requests()) > 1 {
		t.Error("sent under a context that had ended")
	}
}

func TestCancelledAttemptIsNotRepeated(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	s := newServer(t, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		select {
		case <-r.Context().Done():
		case <-release:
		}
	})
	defer close(release)
	c, clock := s.client(t)
	err := c.Do(ctx, &getThing, Call{Path: []any{"a"}})
	wantText(t, err, "example: v1 getThing: context canceled")
	if !errors.Is(err, context.Canceled) || len(clock.waits) != 0 {
		t.Error(err, clock.waits)
	}
}

func TestSleep(t *testing.T) {
	if err := sleep(context.Background(), time.Microsecond); err != nil {
		t.Error(err)
	}
}

func TestConnectionErrorsHideTheURL(t *testing.T) {
	s := newServer(t, severed)
	c, _ := s.client(t, WithMaxAttempts(1))
	err := c.Do(context.Background(), &getThing, Call{Path: []any{"private"}})
	wantText(t, err, "example: v1 getThing: EOF")
	if !errors.Is(err, io.EOF) {
		t.Error("the cause is lost")
	}
}

func TestStreamedBodyIsSentOnce(t *testing.T) {
	s := newServer(t, inTurn(reply(429, "", "Retry-After", "1"), okay))
	c, _ := s.client(t)
	if _, err := create(c, io.MultiReader(strings.NewReader("abc"))); !errors.Is(err, ErrRateLimited) {
		t.Error(err)
	}
	if all := s.requests(); len(all) != 1 || all[0].body != "abc" {
		t.Error(all)
	}

	s = newServer(t, inTurn(reply(429, "", "Retry-After", "1"), okay))
	c, _ = s.client(t)
	if _, err := create(c, strings.NewReader("abc")); err != nil { // stands in memory
		t.Error(err)
	}
	if all := s.requests(); len(all) != 2 || all[1].body != "abc" {
		t.Error(all)
	}
}

func TestBackoff(t *testing.T) {
	for attempt := 1; attempt < 100; attempt++ {
		most := min(500*time.Millisecond<<min(attempt-1, 10), 30*time.Second)
		for range 20 {
			if d := backoff(attempt, time.Hour); d > most || d < most/2 {
				t.Fatalf("attempt %d: %v", attempt, d)
			}
		}
		if d := backoff(attempt, time.Millisecond); d > time.Millisecond {
			t.Fatal(d)
		}
	}
	if backoff(1, 0) != 0 || backoff(1, -1) != 0 {
		t.Error("no wait allowed")
	}
}

func TestRetryQuota(t *testing.T) {
	var q retryQuota
	q.refund(1)
	n := 0
	for q.take() {
		n++
	}
	if n != quotaSize/retryCost {
		t.Errorf("%d retries", n)
	}
	q.refund(2)
	if !q.take() || q.take() {
		t.Error("a successful retry gives back what it cost")
	}
	for range retryCost {
		q.refund(1)
	}
	if !q.take() || q.take() {
		t.Error("successes give back one each")
	}

	s := newServer(t, inTurn(reply(429, "", "Retry-After", "1"), reply(503, "")))
	c, clock := s.client(t)
	c.s.quota.spent.Store(quotaSize)
	if _, err := get(c); !errors.Is(err, ErrServer) || len(clock.waits) != 1 {
		t.Error("waits that the server asked for are free, others are not:", err, clock.waits)
	}
}

// A server in trouble is not asked more often than the quota has room for, by
// all calls together, until it answers again.
func TestRetryQuotaOfAClient(t *testing.T) {
	down := true
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		okay(w, r)
	})
	c, clock := s.client(t)
	const calls = 60
	for range calls {
		if _, err := get(c); !errors.Is(err, ErrServer) {
			t.Fatal(err)
		}
	}
	if retries := len(s.requests()) - calls; retries != quotaSize/retryCost || len(clock.waits) != retries {
		t.Errorf("%d retries for %d calls", retries, calls)
	}
	down = false
	for range retryCost {
		if _, err := get(c); err != nil {
			t.Fatal(err)
		}
	}
	down = true
	before := len(s.requests())
	_, _ = get(c)
	if n := len(s.requests()) - before; n != 2 {
		t.Errorf("after %d successes a call was sent %d times", retryCost, n)
	}
}

// The token of a page list expires: the pages so far stand, the error says what
// happened, and the source is asked for each attempt.
func TestTokenExpiresBetweenPages(t *testing.T) {
	s := newServer(t, inTurn(okay, reply(503, ""), okay, reply(401, `{"errors":[{"type":"expired"}]}`), okay))
	tokens := 0
	c, clock := s.client(t, WithTokenSource(func(context.Context) (string, error) { tokens++; return fmt.Sprint("t", tokens), nil }))
	pages, failures := 0, 0
	for page, err := range Pages(nil, func(p *listParams) *string { return &p.Cursor },
		func(*listParams) (*thing, error) { return get(c) }, func(*thing) string { return fmt.Sprint(pages) }) {
		if err == nil && page.ID == "a" {
			pages++
			continue
		}
		failures++
		wantText(t, err, "example: v1 getThing: 401 Unauthorized: expired")
		if !errors.Is(err, ErrUnauthorized) || page != nil {
			t.Error(page, err)
		}
	}
	if pages != 2 || failures != 1 || tokens != 4 || len(clock.waits) != 1 || s.last(t).header.Get("Authorization") != "Bearer t4" {
		t.Error(pages, failures, tokens, clock.waits)
	}
}
