package conformance

// Refusals: the three places where a 429 says how long to wait, measured with
// real clocks on both sides, and the waits that are too long to wait.

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
)

// refusal is a 429 in one of its forms.
type refusal struct {
	name   string
	header func(now time.Time) http.Header
	body   string
	// least and most bound the wait that it asks for: dates have whole seconds.
	least, most time.Duration
}

const rateLimited = `{"errors":[{"type":"RateLimited","message":"slow down","data":{"remainingPoints":0,"msBeforeNext":%d,"consumedPoints":21}}]}`

func none(time.Time) http.Header { return nil }

// seconds is a Retry-After.
func seconds(text string) func(time.Time) http.Header {
	return func(time.Time) http.Header { return http.Header{"Retry-After": {text}} }
}

// dated is a header with a date two seconds from now, less what its form cannot say.
func dated(name, form string) func(time.Time) http.Header {
	return func(now time.Time) http.Header {
		return http.Header{http.CanonicalHeaderKey(name): {now.Add(2 * time.Second).UTC().Format(form)}}
	}
}

// both joins two sets of headers.
func both(a, b func(time.Time) http.Header) func(time.Time) http.Header {
	return func(now time.Time) http.Header {
		h := a(now)
		for k, v := range b(now) {
			h[k] = v
		}
		return h
	}
}

const rfc5322 = "Mon, 02 Jan 2006 15:04:05 +0000"

var refusals = []refusal{
	{name: "msBeforeNext", header: none, body: fmt.Sprintf(rateLimited, 120), least: 120 * time.Millisecond, most: 120 * time.Millisecond},
	{name: "msBeforeNext before Retry-After", header: seconds("30"), body: fmt.Sprintf(rateLimited, 60), least: 60 * time.Millisecond, most: 60 * time.Millisecond},
	{name: "msBeforeNext of nothing", header: seconds("30"), body: fmt.Sprintf(rateLimited, 0)},
	{name: "Retry-After in seconds", header: seconds("1"), least: time.Second, most: time.Second},
	{name: "Retry-After beside HTML", header: seconds("1"), body: page, least: time.Second, most: time.Second},
	{name: "Retry-After at once", header: seconds("0")},
	{name: "Retry-After by HTTP date", header: dated("Retry-After", http.TimeFormat), least: 900 * time.Millisecond, most: 2 * time.Second},
	{name: "X-RateLimit-Reset", header: dated("X-RateLimit-Reset", rfc5322), least: 900 * time.Millisecond, most: 2 * time.Second},
	{
		name: "X-RateLimit-Reset after a Retry-After that nobody can read", header: both(seconds("soon"), dated("X-RateLimit-Reset", rfc5322)),
		least: 900 * time.Millisecond, most: 2 * time.Second,
	},
	{
		name: "Retry-After before X-RateLimit-Reset", least: time.Second, most: time.Second,
		header: both(seconds("1"), func(now time.Time) http.Header {
			return http.Header{"X-Ratelimit-Reset": {now.Add(time.Minute).UTC().Format(rfc5322)}} // too long to wait for
		}),
	},
}

// answer refuses the first request and keeps the time of each.
func (f refusal) answer(again bool) (http.HandlerFunc, func() []time.Time) {
	var mu sync.Mutex
	var times []time.Time
	handler := func(w http.ResponseWriter, _ *http.Request) {
		now := time.Now()
		mu.Lock()
		times = append(times, now)
		first := len(times) == 1
		mu.Unlock()
		if !first && !again {
			say2(w, data(`{}`))
			return
		}
		for k, v := range f.header(now) {
			w.Header()[k] = v
		}
		w.WriteHeader(http.StatusTooManyRequests)
		say2(w, f.body)
	}
	return handler, func() []time.Time {
		mu.Lock()
		defer mu.Unlock()
		return append([]time.Time(nil), times...)
	}
}

// Whatever the method, the second request comes when the server said, and not
// earlier.
func TestRefusalsAreWaitedFor(t *testing.T) {
	t.Parallel()
	var wg sync.WaitGroup
	for i, f := range refusals {
		handler, times := f.answer(false)
		s := trouble(t, handler)
		core := s.client(segment.WithMaxRetryWait(10 * time.Second))
		w := ways[i%len(ways)]
		wg.Go(func() {
			err := w.call(t.Context(), core)
			at := times()
			if err != nil || len(at) != 2 {
				t.Errorf("%s: %s: %d requests, %v", f.name, w.method, len(at), err)
				return
			}
			if wait := at[1].Sub(at[0]); wait < f.least-2*time.Millisecond || wait > f.most+prompt {
				t.Errorf("%s: %s: waited %v, asked for %v to %v", f.name, w.method, wait, f.least, f.most)
			}
		})
	}
	wg.Wait()
}

// A wait beyond WithMaxRetryWait, or beyond the deadline of the context, is not
// begun: the refusal comes back at once and says how long it asks for.
func TestRefusalsThatTakeTooLong(t *testing.T) {
	t.Parallel()
	for _, f := range refusals {
		if f.most == 0 {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for limit, call := range map[string]func(*troubled) error{
				"WithMaxRetryWait": func(s *troubled) error {
					return createSource(t.Context(), s.client(), segment.WithMaxRetryWait(50*time.Millisecond))
				},
				"no waits at all": func(s *troubled) error {
					return getSource(t.Context(), s.client(), segment.WithMaxRetryWait(0))
				},
				"one attempt": func(s *troubled) error {
					return getSource(t.Context(), s.client(segment.WithMaxRetryWait(time.Minute)), segment.WithMaxAttempts(1))
				},
			} {
				handler, times := f.answer(true)
				start := time.Now()
				err := call(trouble(t, handler))
				f.checkRefused(t, limit, err, len(times()), time.Since(start))
			}
		})
	}
}

func (f refusal) checkRefused(t *testing.T, limit string, err error, sent int, took time.Duration) {
	t.Helper()
	var e *segment.Error
	if !errors.As(err, &e) || !errors.Is(err, segment.ErrRateLimited) || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%s: %v", limit, err)
		return
	}
	if sent != 1 || e.RetryAfter < f.least-500*time.Millisecond || e.RetryAfter > f.most || e.RetryAfter == 0 {
		t.Errorf("%s: sent %d times in %v, RetryAfter %v", limit, sent, took, e.RetryAfter)
	}
}

// A deadline is not slept into: what would end there ends now.
func TestRefusalsBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	for _, f := range []refusal{
		{name: "msBeforeNext", header: none, body: fmt.Sprintf(rateLimited, 57647), least: 57647 * time.Millisecond, most: 57647 * time.Millisecond},
		{name: "Retry-After", header: seconds("58"), least: 58 * time.Second, most: 58 * time.Second},
		{
			name: "X-RateLimit-Reset", least: 58 * time.Second, most: time.Minute,
			header: func(now time.Time) http.Header {
				return http.Header{"X-Ratelimit-Reset": {now.Add(time.Minute).UTC().Format(rfc5322)}}
			},
		},
	} {
		handler, times := f.answer(true)
		s := trouble(t, handler)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		start := time.Now()
		err := createSource(ctx, s.client(segment.WithMaxRetryWait(time.Hour)))
		cancel()
		took := time.Since(start)
		f.checkRefused(t, f.name, err, len(times()), took)
		if took > prompt {
			t.Errorf("%s: slept %v", f.name, took)
		}
	}
}

// What a refusal says in its headers about the budget is there to be read.
func TestRateLimitOfAnAnswer(t *testing.T) {
	t.Parallel()
	reset := time.Now().Add(30 * time.Second).UTC().Truncate(time.Second)
	limits := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-RateLimit-Remaining", "179")
		w.Header().Set("X-RateLimit-Consumed", "21")
		w.Header().Set("X-RateLimit-Reset", reset.Format(rfc5322))
		say2(w, data(`{}`))
	}
	var r segment.Response
	if err := getSource(t.Context(), trouble(t, limits).client(), segment.WithResponse(&r)); err != nil {
		t.Fatal(err)
	}
	want := segment.RateLimit{Stated: true, Remaining: 179, Consumed: 21, Reset: reset}
	if got := r.RateLimit; !got.Reset.Equal(want.Reset) || got.Remaining != want.Remaining || got.Consumed != want.Consumed || !got.Stated {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Without a word from the server the client waits by itself: longer each time,
// within the bound, and not for ever.
func TestRefusalsWithoutAWait(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]refusal{
		"nothing":  {header: none},
		"negative": {header: seconds("-1")},
		"a date that has passed": {header: func(time.Time) http.Header {
			return http.Header{"X-Ratelimit-Reset": {"Mon, 02 Jan 2006 15:04:05 +0000"}}
		}},
		"not a number": {header: none, body: `{"errors":[{"type":"x","data":{"msBeforeNext":{"in":"a while"}}}]}`},
		"not a list":   {header: none, body: `{"errors":{"data":7}}`},
	} {
		handler, times := f.answer(true)
		s := trouble(t, handler)
		err := createSource(t.Context(), s.client())
		if n := len(times()); n != 4 || !errors.Is(err, segment.ErrRateLimited) {
			t.Errorf("%s: %d requests, %v", name, n, err)
		}
	}
}
