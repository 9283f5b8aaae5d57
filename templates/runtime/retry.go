package runtime

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"
)

// clock is time as retries see it; tests put their own in its place.
type clock struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

func systemClock() clock { return clock{now: time.Now, sleep: sleep} }

// sleep waits for d or the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// run sends r until it is answered, or until another attempt makes no sense.
func (r *request) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		r.body.discard()
		return r.op.fail(err)
	}
	var last error
	for attempt := 1; ; attempt++ {
		if err := r.pace(ctx); err != nil {
			r.body.discard()
			return stopped(err, last)
		}
		err := r.once(ctx, attempt)
		if err == nil {
			r.quota.refund(attempt)
			return nil
		}
		r.learn(err)
		wait, ok := r.nextWait(ctx, err, attempt)
		if !ok {
			return err
		}
		if r.log != nil {
			r.log.LogAttrs(ctx, slog.LevelWarn, apiName+" retry",
				append(r.attrs(), slog.Int("attempt", attempt), slog.Duration("wait", wait))...)
		}
		if end := r.clock.sleep(ctx, wait); end != nil {
			return stopped(r.op.fail(end), err)
		}
		last = err
	}
}

// stopped is why there is no further attempt, and what the last one came to, if
// there was one.
func stopped(why, last error) error {
	if last == nil {
		return why
	}
	return fmt.Errorf("%w (while waiting to retry: %w)", why, last)
}

// nextWait decides whether r is sent again after err, and when.
//
// A 429 was refused before anything was done, so every method may repeat it. A
// lost connection and 502, 503, 504 leave open what was done: only idempotent
// operations repeat those (RFC 9110, 9.2.2).
func (r *request) nextWait(ctx context.Context, err error, attempt int) (time.Duration, bool) {
	if attempt >= r.set.attempts || !r.body.replayable() || ctx.Err() != nil {
		return 0, false
	}
	var apiErr *Error
	var lost *connectionError
	switch {
	case errors.As(err, &apiErr):
		if !retryable(apiErr.StatusCode, r.op.Idempotent) {
			return 0, false
		}
	case errors.As(err, &lost):
		if !r.op.Idempotent {
			return 0, false
		}
	default:
		return 0, false
	}
	asked := apiErr != nil && apiErr.waitKnown
	wait := backoff(attempt, r.set.maxWait)
	if asked {
		wait = apiErr.RetryAfter
	}
	if wait > r.set.maxWait || r.set.maxWait <= 0 && !asked {
		return 0, false
	}
	if end, ok := ctx.Deadline(); ok && r.clock.now().Add(wait).After(end) {
		return 0, false // say why now, rather than sleep into the deadline
	}
	return wait, asked || r.quota.take()
}

func retryable(status int, idempotent bool) bool {
	switch status {
	case http.StatusTooManyRequests:
		return true
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return idempotent
	}
	return false
}

// backoff is a wait of our own choice: half a second, doubled with each attempt
// up to 30 seconds or limit, of which a random part of up to a half is taken off
// so that clients do not return in step.
func backoff(attempt int, limit time.Duration) time.Duration {
	d := min(500*time.Millisecond<<min(attempt-1, 6), 30*time.Second, limit)
	if d < 2 {
		return max(d, 0)
	}
	return d - rand.N(d/2)
}

// The retry quota keeps a client from multiplying the load on a server in
// trouble: a retry costs retryCost, an answer at the first attempt gives one
// back. Waits that the server itself asked for are free.
const (
	quotaSize = 500
	retryCost = 5
)

// retryQuota is shared by all calls of a client. The zero value is full.
type retryQuota struct{ spent atomic.Int64 }

func (q *retryQuota) take() bool {
	if q.spent.Add(retryCost) <= quotaSize {
		return true
	}
	q.spent.Add(-retryCost)
	return false
}

// refund returns what a success gives back: the retry that led to it, or one.
func (q *retryQuota) refund(attempt int) {
	amount := int64(1)
	if attempt > 1 {
		amount = retryCost
	}
	for {
		old := q.spent.Load()
		if old == 0 || q.spent.CompareAndSwap(old, max(0, old-amount)) {
			return
		}
	}
}

// connectionError is a failure without a usable response.
type connectionError struct {
	op  *Operation
	err error
}

func (e *connectionError) Error() string { return e.op.fail(e.err).Error() }
func (e *connectionError) Unwrap() error { return e.err }

// worthRetry is false for failures that another attempt would only repeat.
func worthRetry(err error) bool {
	var final *finalError
	var cert *tls.CertificateVerificationError
	return !errors.As(err, &final) && !errors.As(err, &cert)
}
