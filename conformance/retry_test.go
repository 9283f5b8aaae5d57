package conformance

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
)

// limited is a refusal that asks to wait for so many milliseconds.
func limited(ms string) exchange {
	return exchange{
		status: 429,
		body:   `{"errors":[{"type":"RateLimited","data":{"remainingPoints":0,"msBeforeNext":` + ms + `}}]}`,
	}
}

// A 429 was refused before anything was done: every method is sent again, with
// the same body, when the server says so.
func TestRateLimitedCallsAreRetried(t *testing.T) {
	createSource := send("POST", stable, "/sources", `{"slug":"web","enabled":true,"metadataId":"m"}`)
	for _, c := range []struct {
		name string
		want *request
		call func(context.Context, *segment.Client, ...segment.CallOption) error
	}{
		{"GET", call("GET", stable, "/sources/s1", ""), func(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
			_, err := segmentv1.New(core).Sources.Get(ctx, "s1", opts...)
			return err
		}},
		{"POST", createSource, func(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
			_, err := segmentv1.New(core).Sources.Create(ctx, &segmentv1.CreateSourceInput{Slug: "web", Enabled: true, MetadataID: "m"}, opts...)
			return err
		}},
		{"POST without a body", call("POST", alpha, "/sources/s1/writekey", ""), func(ctx context.Context, core *segment.Client, opts ...segment.CallOption) error {
			_, err := segmentv1alpha.New(core).Sources.CreateWriteKey(ctx, "s1", opts...)
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			refuse, succeed := limited("120"), exchange{want: c.want, body: data(`{"source":` + sourceJSON + `}`)}
			refuse.want = c.want
			var r segment.Response
			start := time.Now()
			if err := c.call(t.Context(), serve(t, refuse, succeed).client(), segment.WithResponse(&r)); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took < 120*time.Millisecond || r.Attempts != 2 {
				t.Errorf("%d attempts in %v", r.Attempts, took)
			}
		})
	}
}

// A wait that cannot be waited for is an error at once, and the server is asked
// once.
func TestRateLimitIsReturnedAtOnce(t *testing.T) {
	for _, c := range []struct {
		name     string
		deadline time.Duration // 0: none
		opts     []segment.CallOption
	}{
		{name: "deadline of the context", deadline: 10 * time.Second},
		{name: "WithMaxRetryWait", opts: []segment.CallOption{segment.WithMaxRetryWait(time.Second)}},
		{name: "WithMaxAttempts", opts: []segment.CallOption{segment.WithMaxAttempts(1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := t.Context()
			if c.deadline > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, c.deadline)
				defer cancel()
			}
			start := time.Now()
			_, err := segmentv1.New(serve(t, limited("57647")).client()).Sources.Get(ctx, "s1", c.opts...)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			var e *segment.Error
			if !errors.As(err, &e) || !errors.Is(err, segment.ErrRateLimited) || e.RetryAfter != 57647*time.Millisecond {
				t.Errorf("got %v", err)
			}
			if errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v blames the context, which has time left", err)
			}
		})
	}
}

// A wait ends with its context.
func TestWaitIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	_, err := segmentv1.New(serve(t, limited("30000")).client()).Sources.Get(ctx, "s1")
	if took := time.Since(start); !errors.Is(err, context.Canceled) || took > 5*time.Second {
		t.Errorf("%v after %v", err, took)
	}
	if !errors.Is(err, segment.ErrRateLimited) {
		t.Errorf("%v does not say what was waited for", err)
	}
}

// A server in trouble may have done what it was asked: only what can be repeated
// without harm is.
func TestOnlyIdempotentCallsAreRepeatedAfter503(t *testing.T) {
	down := exchange{status: 503, header: map[string][]string{"Retry-After": {"0"}}}
	up := exchange{body: data(`{"source":` + sourceJSON + `}`)}
	if _, err := segmentv1.New(serve(t, down, up).client()).Sources.Get(t.Context(), "s1"); err != nil {
		t.Errorf("GET: %v", err)
	}
	sources := segmentv1.New(serve(t, down).client()).Sources
	if _, err := sources.Create(t.Context(), &segmentv1.CreateSourceInput{}); !errors.Is(err, segment.ErrServer) {
		t.Errorf("POST: %v", err)
	}
	sources = segmentv1.New(serve(t, down).client()).Sources
	if _, err := sources.Update(t.Context(), "s1", &segmentv1.UpdateSourceInput{}); !errors.Is(err, segment.ErrServer) {
		t.Errorf("PATCH: %v", err)
	}
}
