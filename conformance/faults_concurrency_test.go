package conformance

// One client, many goroutines, all versions, and a server that is never well.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// unwell answers with what was asked for, in the caller's version; before that
// come refusals, failures and lost connections, in turn.
func unwell(t *testing.T) http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer token-") {
			t.Errorf("credential %q", r.Header.Get("Authorization"))
		}
		if strings.HasSuffix(r.URL.Path, "/stall") {
			<-r.Context().Done()
			return
		}
		switch n.Add(1) % 8 {
		case 1:
			w.WriteHeader(http.StatusTooManyRequests)
			say2(w, fmt.Sprintf(rateLimited, 1))
			return
		case 3:
			if r.Method == http.MethodGet {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
		case 5:
			if r.Method == http.MethodGet {
				panic(http.ErrAbortHandler)
			}
		}
		accept, page := r.Header.Get("Accept"), 0
		_, _ = fmt.Sscan(r.URL.Query().Get("pagination.cursor"), &page)
		next := "null"
		if page < 2 {
			next = fmt.Sprintf(`"%d"`, page+1)
		}
		id := strings.TrimPrefix(r.URL.Path, "/sources")
		say2(w, data(fmt.Sprintf(`{"source":{"id":%q,"slug":%q},"sources":[{"id":"%d","slug":%q}],"pagination":{"current":"x","next":%s}}`,
			strings.TrimPrefix(id, "/"), accept, page, accept, next)))
	}
}

// worker makes the calls of one goroutine. Every answer must be its own.
type worker struct {
	id   int
	core *segment.Client
}

func (w worker) get(ctx context.Context, i int) error {
	id, version := fmt.Sprintf("s%d-%d", w.id, i), []string{stable, beta, alpha}[(w.id+i)%3]
	var r segment.Response
	opts := []segment.CallOption{segment.WithResponse(&r), segment.WithHeader("X-Worker", id)}
	var out *segmentv1.GetSourceOutput
	var err error
	switch version {
	case stable:
		out, err = segmentv1.New(w.core).Sources.Get(ctx, id, opts...)
	case beta:
		out, err = segmentv1beta.New(w.core).Sources.Get(ctx, id, opts...)
	case alpha:
		out, err = segmentv1alpha.New(w.core).Sources.Get(ctx, id, opts...)
	}
	if err == nil && (out.Source.ID != id || out.Source.Slug != version || r.Attempts < 1 || !strings.Contains(string(r.Body), id)) {
		err = fmt.Errorf("%s in %s got %+v", id, version, out)
	}
	return err
}

func (w worker) create(ctx context.Context, i int) error {
	if i%2 == 0 {
		return outcome(segmentv1alpha.New(w.core).Sources.Create(ctx, &segmentv1alpha.CreateSourceInput{Slug: "a", MetadataID: "m"}))
	}
	return createSource(ctx, w.core)
}

func (w worker) list(ctx context.Context, i int) error {
	n := 0
	for src, err := range segmentv1beta.New(w.core).Sources.ListAll(ctx, nil) {
		if err != nil {
			return err
		}
		if src.ID != fmt.Sprint(n) || src.Slug != beta {
			return fmt.Errorf("item %d is %+v", n, src)
		}
		if n++; i%3 == 0 {
			return nil // leaves the others
		}
	}
	if n != 3 {
		return fmt.Errorf("%d items", n)
	}
	return nil
}

func (w worker) giveUp(ctx context.Context, _ int) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
	defer cancel()
	if _, err := segmentv1.New(w.core).Sources.Get(ctx, "stall"); !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("a stalled call ended with %w", err)
	}
	return nil
}

func TestSixtyFourGoroutines(t *testing.T) {
	t.Parallel()
	s := trouble(t, unwell(t))
	s.transport.MaxIdleConnsPerHost = 64
	var given atomic.Int64
	core := s.client(
		segment.WithMaxAttempts(100), segment.WithMaxRetryWait(2*time.Millisecond),
		segment.WithLogger(slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		segment.WithTokenSource(func(context.Context) (string, error) { return fmt.Sprint("token-", given.Add(1)), nil }),
		segment.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
			return roundTripper(func(r *http.Request) (*http.Response, error) {
				if _, ok := segment.OperationFrom(r.Context()); !ok {
					t.Error("no operation in the context")
				}
				return next.RoundTrip(r)
			})
		}),
	)
	var wg sync.WaitGroup
	for g := range 64 {
		w := worker{g, core}
		wg.Go(func() {
			for i := range 8 {
				call := []func(context.Context, int) error{w.get, w.create, w.get, w.list, w.get, w.giveUp}[(g+i)%6]
				if err := call(t.Context(), i); err != nil {
					t.Errorf("goroutine %d, call %d: %v", g, i, err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(s.requests()); n < 64*8 {
		t.Errorf("only %d requests", n)
	}
}
