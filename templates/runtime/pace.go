package runtime

// Pacing keeps a client within the limits that the API's description states, so
// that the server need not refuse. It looks at what this client has sent: there
// is no server to ask, and no goroutine to wait in.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"
)

// pacing is shared by all calls of a client. A server counts requests to an
// operation whatever their version, so operations are told apart by ID alone.
type pacing struct {
	mu   sync.Mutex
	byID map[string]*schedule
}

// schedule is when one operation was sent, and when it will be by calls that
// wait. Between a request and the one that is limit.Requests places behind it
// lies at least its span: no window of that length, wherever the server lets it
// begin, holds more than is allowed, and nobody waits longer than for that.
type schedule struct {
	sends []time.Time   // sorted; what is too old to matter is cut off
	span  time.Duration // the longest that a limit looks back
	held  time.Time     // the server asked for a pause until then
}

// reserve takes the next place for op. If that is further away than most,
// nothing is taken and ok is false.
func (p *pacing) reserve(op *Operation, now time.Time, most time.Duration) (at time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.byID[op.ID]
	if s == nil {
		if op.RateLimit.Requests <= 0 {
			return now, true
		}
		s = p.schedule(op)
	}
	at = s.next(op.RateLimit, now)
	if at.Sub(now) > most {
		return at, false
	}
	s.add(op.RateLimit, now, at)
	return at, true
}

func (p *pacing) schedule(op *Operation) *schedule {
	s := p.byID[op.ID]
	if s == nil {
		s = &schedule{}
		p.byID[op.ID] = s
	}
	return s
}

// release gives back a place whose call was not sent.
func (p *pacing) release(op *Operation, at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.schedule(op)
	for i := len(s.sends) - 1; i >= 0; i-- {
		if s.sends[i].Equal(at) {
			s.sends = slices.Delete(s.sends, i, i+1)
			return
		}
	}
}

// hold keeps new calls of op back until a time that the server named.
func (p *pacing) hold(op *Operation, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.schedule(op)
	s.held = later(s.held, until)
}

func (s *schedule) next(limit RateLimitSpec, now time.Time) time.Time {
	at := later(now, s.held)
	n := len(s.sends)
	if limit.Requests <= 0 || n == 0 {
		return at
	}
	at = later(at, s.sends[n-1])
	if n >= limit.Requests {
		at = later(at, s.sends[n-limit.Requests].Add(limit.span()))
	}
	return at
}

// add cuts off what is old once that is half of all, so that a call costs the
// same however many are remembered.
func (s *schedule) add(limit RateLimitSpec, now, at time.Time) {
	if limit.Requests <= 0 {
		return
	}
	s.span = max(s.span, limit.span())
	old := func(sent time.Time) bool { return now.Sub(sent) >= s.span }
	if half := len(s.sends) / 2; half > 0 && old(s.sends[half]) {
		first := slices.IndexFunc(s.sends, func(sent time.Time) bool { return !old(sent) })
		if first < 0 {
			first = len(s.sends)
		}
		s.sends = slices.Delete(s.sends, 0, first)
	}
	s.sends = append(s.sends, at)
}

// span is Per and a margin for requests that take longer on their way than later
// ones: the server counts arrivals, and the first request sets up the connection.
func (r RateLimitSpec) span() time.Duration { return r.Per + min(r.Per/20, time.Second) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// pace waits for the turn of r, if the client is paced.
func (r *request) pace(ctx context.Context) error {
	if r.pacing == nil {
		return nil
	}
	now := r.clock.now()
	most, why := r.set.maxWait, "WithMaxRetryWait"
	if end, ok := ctx.Deadline(); ok && end.Sub(now) < most {
		most, why = end.Sub(now), "the context's deadline"
	}
	at, ok := r.pacing.reserve(r.op, now, max(most, 0))
	wait := at.Sub(now)
	if !ok {
		return unsent(r.op, wait, why)
	}
	if wait <= 0 {
		return nil
	}
	if r.log != nil {
		r.log.LogAttrs(ctx, slog.LevelDebug, apiName+" pacing", append(r.attrs(), slog.Duration("wait", wait))...)
	}
	if err := r.clock.sleep(ctx, wait); err != nil {
		r.pacing.release(r.op, at)
		return r.op.fail(err)
	}
	return nil
}

// learn keeps other calls of the operation back as long as the server wants this
// one to wait. What this one would not wait for is left to each: it may be a
// mistake of the server.
func (r *request) learn(err error) {
	var e *Error
	if r.pacing == nil || !errors.As(err, &e) || e.StatusCode != http.StatusTooManyRequests {
		return
	}
	if e.waitKnown && e.RetryAfter <= r.set.maxWait {
		r.pacing.hold(r.op, r.clock.now().Add(e.RetryAfter))
	}
}

// unsent is the error of a call whose turn would come too late.
func unsent(op *Operation, wait time.Duration, why string) *Error {
	reason := "as the server asked"
	if limit := op.RateLimit; limit.Requests > 0 {
		reason = fmt.Sprintf("limit: %d per %v", limit.Requests, limit.Per)
	}
	return &Error{Operation: op, RetryAfter: wait, unsent: true, Details: []ErrorDetail{{
		Message: fmt.Sprintf("not sent: its turn comes in %v (%s), later than %s allows", wait.Round(time.Millisecond), reason, why),
	}}}
}
