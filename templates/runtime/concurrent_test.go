package runtime

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// busy answers as a server with much to do: refusals, failures, cut connections.
func busy() http.HandlerFunc {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		switch k := n.Add(1); {
		case k%7 == 0:
			reply(429, `{"errors":[{"type":"slow","data":{"waitMillis":1}}]}`)(w, r)
		case k%11 == 0:
			reply(503, "", "Retry-After", "0")(w, r)
		case k%13 == 0 && r.Method == http.MethodGet:
			reply(200, `{"data":{"it`, "Content-Length", "4000")(w, r)
		default:
			id := strings.TrimPrefix(r.URL.Path, "/things/")
			reply(200, fmt.Sprintf(`{"data":{"id":%q}}`, id), "Content-Type", vendor, "Deprecation", "true", "X-Request-Id", id)(w, r)
		}
	}
}

// Everything at once: 64 goroutines on one client. It means little without the
// race detector.
func TestConcurrentUse(t *testing.T) {
	wantNoGoroutines(t)
	s := httptest.NewServer(busy())
	t.Cleanup(s.Close)
	var b bodies
	var tokens atomic.Int64
	rt := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(rt.CloseIdleConnections)
	c, err := NewClient("", WithBaseURL(s.URL), WithHTTPClient(&http.Client{Transport: rt}), WithPacing(), WithMaxAttempts(20), WithHeader("X-A", "a"),
		WithLogger(slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug}))), WithMiddleware(b.middleware),
		WithTokenSource(func(context.Context) (string, error) { return fmt.Sprint("t", tokens.Add(1)), nil }))
	if err != nil {
		t.Fatal(err)
	}
	c.s.clock.sleep = func(ctx context.Context, d time.Duration) error { return sleep(ctx, min(d, time.Millisecond)) }
	op := getThing
	op.RateLimit = RateLimitSpec{Requests: 10_000, Per: time.Minute}
	var wg sync.WaitGroup
	for g := range 64 {
		wg.Go(func() {
			for i := range 6 {
				if err := useAll(t.Context(), c, &op, fmt.Sprintf("g%d-%d", g, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if b.open.Load() != 0 {
		t.Errorf("%d bodies left open", b.open.Load())
	}
}

// useAll gets one thing in every way there is.
func useAll(ctx context.Context, c *Client, op *Operation, id string) error {
	var r Response
	out, err := Send[thing](ctx, c, op, Call{Path: []any{id}}, WithResponse(&r), WithHeader("X-B", id))
	if err != nil || out.ID != id || r.RequestID != id {
		return fmt.Errorf("%+v %+v: %w", out, r, err)
	}
	n := 0
	for page, err := range Pages(nil, func(p *listParams) *string { return &p.Cursor },
		func(p *listParams) (*thing, error) { return Send[thing](ctx, c, op, Call{Path: []any{id + p.Cursor}}) },
		func(out *thing) string { return strings.Repeat("x", 3-len(out.ID)+len(id))[1:] }) {
		if err != nil || !strings.HasPrefix(page.ID, id) {
			return fmt.Errorf("page %d: %+v: %w", n, page, err)
		}
		if n++; n == 2 {
			break
		}
	}
	body, err := SendValue[io.ReadCloser](ctx, c, op, Call{Path: []any{id}})
	if err != nil {
		return err
	}
	return body.Close()
}
