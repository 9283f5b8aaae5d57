package runtime

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func limited(n int, per time.Duration) *Operation {
	op := getThing
	op.RateLimit = RateLimitSpec{Requests: n, Per: per}
	return &op
}

func getPaced(ctx context.Context, c *Client, op *Operation, opts ...CallOption) error {
	return c.Do(ctx, op, Call{Path: []any{"a"}}, opts...)
}

// deadline is a context whose deadline is on the tests' clock.
type deadline struct {
	context.Context
	at time.Time
}

func (d deadline) Deadline() (time.Time, bool) { return d.at, true }

func TestPacing(t *testing.T) {
	const minute = time.Minute + time.Second // with its margin
	s := newServer(t, okay)
	c, clock := s.client(t, WithPacing())
	op := limited(2, time.Minute)
	beta := *op
	beta.Version = "v1beta"
	free := getThing
	free.ID = "free"
	for i, step := range []struct {
		op    *Operation
		later time.Duration // that passes before
		wait  time.Duration
	}{
		{op, 0, 0},
		{op, time.Second, 0},
		{op, 0, minute - time.Second},
		{&beta, 0, time.Second}, // the limit is that of all versions
		{&free, 0, 0},
		{op, 0, minute - time.Second},
		{op, 10 * minute, 0},
		{op, 0, 0},
		{op, 30 * time.Second, minute - 30*time.Second},
	} {
		clock.at, clock.waits = clock.at.Add(step.later), nil
		if err := getPaced(t.Context(), c, step.op); err != nil {
			t.Fatal(err)
		}
		var waited time.Duration
		for _, w := range clock.waits {
			waited += w
		}
		if waited != step.wait {
			t.Errorf("call %d waited %v, want %v", i, waited, step.wait)
		}
	}
	if len(s.requests()) != 9 {
		t.Error(len(s.requests()))
	}

	c, clock = s.client(t) // without the option
	for range 5 {
		if err := getPaced(t.Context(), c, op); err != nil || clock.waits != nil {
			t.Error(err, clock.waits)
		}
	}
}

func TestPacingByTheDay(t *testing.T) {
	const day = 24 * time.Hour
	s := newServer(t, okay)
	c, clock := s.client(t, WithPacing())
	op := limited(120, day)
	for range 120 {
		if err := getPaced(t.Context(), c, op); err != nil {
			t.Fatal(err)
		}
		clock.at = clock.at.Add(time.Second)
	}
	if clock.waits != nil {
		t.Errorf("waited %v", clock.waits)
	}
	var r Response
	err := getPaced(t.Context(), c, op, WithResponse(&r))
	wantText(t, err, "example: v1 getThing: not sent: its turn comes in 23h58m1s (limit: 120 per 24h0m0s), later than WithMaxRetryWait allows")
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, ErrRateLimited) || e.StatusCode != 0 || e.RetryAfter != day-119*time.Second || e.Operation != op {
		t.Errorf("%#v", e)
	}
	if len(s.requests()) != 120 || clock.waits != nil || r.Attempts != 0 {
		t.Error("sent, or waited for")
	}
	err = getPaced(deadline{t.Context(), clock.at.Add(20 * time.Second)}, c, op)
	wantText(t, err, "example: v1 getThing: not sent: its turn comes in 23h58m1s (limit: 120 per 24h0m0s), later than the context's deadline allows")
	if errors.Is(err, context.DeadlineExceeded) {
		t.Error("the context has time left")
	}
	if err := getPaced(t.Context(), c, op, WithMaxRetryWait(day)); err != nil || !reflect.DeepEqual(clock.waits, []time.Duration{day - 119*time.Second}) {
		t.Error(err, clock.waits)
	}
}

func TestRetriesArePaced(t *testing.T) {
	s := newServer(t, inTurn(reply(503, ""), okay))
	c, clock := s.client(t, WithPacing())
	if err := getPaced(t.Context(), c, limited(1, time.Minute)); err != nil {
		t.Fatal(err)
	}
	if len(clock.waits) != 2 || clock.waits[0]+clock.waits[1] != 61*time.Second {
		t.Errorf("waited %v", clock.waits)
	}

	s = newServer(t, reply(503, ""))
	c, clock = s.client(t, WithPacing(), WithMaxRetryWait(time.Second))
	var r Response
	err := getPaced(t.Context(), c, limited(1, time.Minute), WithResponse(&r))
	if !errors.Is(err, ErrRateLimited) || !errors.Is(err, ErrServer) || len(s.requests()) != 1 || r.Attempts != 1 || r.StatusCode != 503 {
		t.Errorf("%v after %v", err, clock.waits)
	}
	if !strings.Contains(err.Error(), "not sent") || !strings.Contains(err.Error(), "503 Service Unavailable") {
		t.Error(err)
	}
}

func TestPacingLearns(t *testing.T) {
	refusal := reply(429, "", "Retry-After", "30")
	for _, op := range []*Operation{&getThing, limited(10, time.Minute)} {
		s := newServer(t, inTurn(refusal, okay))
		c, clock := s.client(t, WithPacing())
		if err := getPaced(t.Context(), c, op, WithMaxAttempts(1)); !errors.Is(err, ErrRateLimited) || clock.waits != nil {
			t.Fatal(err, clock.waits)
		}
		other := *op
		other.ID = "other"
		if err := getPaced(t.Context(), c, &other); err != nil || clock.waits != nil {
			t.Error("another operation waited", err, clock.waits)
		}
		err := getPaced(t.Context(), c, op, WithMaxRetryWait(time.Second))
		if !errors.Is(err, ErrRateLimited) || clock.waits != nil || len(s.requests()) != 2 {
			t.Error(err, clock.waits)
		}
		for range 2 { // the second one finds the time passed
			if err := getPaced(t.Context(), c, op); err != nil || !reflect.DeepEqual(clock.waits, []time.Duration{30 * time.Second}) {
				t.Error(err, clock.waits)
			}
		}
	}

	s := newServer(t, inTurn(reply(429, "", "Retry-After", "1e300"), okay))
	c, clock := s.client(t, WithPacing())
	if err := getPaced(t.Context(), c, &getThing); !errors.Is(err, ErrRateLimited) {
		t.Error(err)
	}
	if err := getPaced(t.Context(), c, &getThing); err != nil || clock.waits != nil {
		t.Error("one absurd header stops all calls:", err, clock.waits)
	}
	wantText(t, unsent(&getThing, time.Second, "WithMaxRetryWait"), "example: v1 getThing: not sent: its turn comes in 1s (as the server asked), later than WithMaxRetryWait allows")
}

func TestPacingEndsWithTheContext(t *testing.T) {
	s := newServer(t, okay)
	c, err := NewClient("t", WithBaseURL(s.URL), WithPacing())
	if err != nil {
		t.Fatal(err)
	}
	op := limited(1, time.Minute)
	if err := getPaced(t.Context(), c, op); err != nil {
		t.Fatal(err)
	}
	for range 3 { // what is not sent does not count
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Millisecond, cancel)
		begin := time.Now()
		if err := getPaced(ctx, c, op); !errors.Is(err, context.Canceled) || time.Since(begin) > 10*time.Second {
			t.Error(err, time.Since(begin))
		}
	}
	if len(s.requests()) != 1 {
		t.Error("sent")
	}
}

// Whatever is reserved, given back and let pass, and whichever limit counts:
// no window holds more than is allowed. While nothing is given back, nothing
// waits where there is room.
func TestScheduleKeepsTheLimit(t *testing.T) {
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		strict, op := limited(1+rnd.IntN(5), time.Minute), limited(5, time.Minute)
		gives := seed%2 == 0
		if !gives {
			op = strict
		}
		p := pacing{byID: map[string]*schedule{}}
		span := time.Minute + time.Second
		now := start
		var sent, waiting []time.Time
		for range 300 {
			now = now.Add(time.Duration(rnd.IntN(20)) * time.Second)
			waiting = slices.DeleteFunc(waiting, func(at time.Time) bool {
				switch {
				case !at.After(now):
					sent = append(sent, at)
					return true
				case gives && rnd.IntN(10) == 0:
					p.release(strict, at)
					return true
				}
				return false
			})
			n := len(sent) + len(waiting)
			room := n < strict.RateLimit.Requests || len(waiting) == 0 && !sent[n-strict.RateLimit.Requests].Add(span).After(now)
			at, ok := p.reserve([]*Operation{op, strict}[rnd.IntN(2)], now, 5*time.Minute)
			if room && !gives && !at.Equal(now) {
				t.Fatalf("seed %d: waits until %v for nothing", seed, at)
			}
			if ok {
				waiting = append(waiting, at)
			}
		}
		if !slices.IsSortedFunc(p.byID[op.ID].sends, time.Time.Compare) {
			t.Fatalf("seed %d: out of order", seed)
		}
		slices.SortFunc(sent, time.Time.Compare)
		for i := op.RateLimit.Requests; i < len(sent); i++ {
			if d := sent[i].Sub(sent[i-op.RateLimit.Requests]); d < span {
				t.Fatalf("seed %d: %d requests in %v", seed, op.RateLimit.Requests+1, d)
			}
		}
		if n := len(p.byID[op.ID].sends); n > 2*(op.RateLimit.Requests+len(waiting)+1) {
			t.Errorf("keeps %d times", n)
		}
	}
}

func TestPacingIsConcurrent(t *testing.T) {
	s := newServer(t, okay)
	c, err := NewClient("t", WithBaseURL(s.URL), WithPacing())
	if err != nil {
		t.Fatal(err)
	}
	op := limited(10, 50*time.Millisecond)
	begin := time.Now()
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			if err := getPaced(t.Context(), c, op); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if took := time.Since(begin); took < 150*time.Millisecond || len(s.requests()) != 40 {
		t.Errorf("%d requests in %v", len(s.requests()), took)
	}
}
