package runtime

// The end of the context, wherever it comes.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// stalled sends the start of an answer, if there is one, and no more.
func stalled(status int, begin string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if status != 0 {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, begin)
			_ = http.NewResponseController(w).Flush()
		}
		<-r.Context().Done()
	}
}

// A wait of the client itself is not begun if it would pass the deadline: these
// are only cancelled.
const ownWait = "own wait"

func TestContextEndsEveryWait(t *testing.T) {
	wantNoGoroutines(t)
	op := limited(1, time.Minute)
	over := make(chan struct{}) // net/http dials on, for who may come next
	t.Cleanup(func() { close(over) })
	noConnection := WithHTTPClient(&http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) { <-over; return nil, net.ErrClosed },
	}})
	noToken := WithTokenSource(func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", fmt.Errorf("no token: %w", ctx.Err())
	})
	silent := WithMiddleware(func(http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) { <-r.Context().Done(); return nil, io.ErrClosedPipe })
	})
	send := func(ctx context.Context, c *Client) error {
		return c.Do(ctx, op, Call{Path: []any{"a"}, Out: new(thing)})
	}
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		opts    []Option
		call    func(context.Context, *Client) error
		also    error // that it is, too
	}{
		{"connecting", okay, []Option{noConnection}, send, nil},
		{"token", okay, []Option{noToken}, send, nil},
		{"transport that says something else", okay, []Option{silent}, send, nil},
		{"headers", stalled(0, ""), nil, send, nil},
		{"body", stalled(200, `{"data":{`), nil, send, nil},
		{"body of an error", stalled(404, `{"errors":[`), nil, send, ErrNotFound},
		{"body of a refusal", stalled(429, ``), nil, send, ErrRateLimited},
		{"retry, " + ownWait, reply(429, "", "Retry-After", "60"), nil, send, ErrRateLimited},
		{"turn, " + ownWait, okay, []Option{WithPacing()}, func(ctx context.Context, c *Client) error {
			return cmp.Or(send(ctx, c), send(ctx, c))
		}, nil},
		{"stream", stalled(200, `{"data":{`), nil, func(ctx context.Context, c *Client) error {
			body, err := SendValue[io.ReadCloser](ctx, c, op, Call{Path: []any{"a"}})
			if err != nil {
				return err
			}
			defer body.Close()
			_, err = io.ReadAll(body)
			return err
		}, nil},
		{"page", inTurn(okay, stalled(0, "")), nil, func(ctx context.Context, c *Client) (last error) {
			n := 0
			for _, err := range Pages(nil, func(p *listParams) *string { return &p.Cursor },
				func(*listParams) (*thing, error) { return Send[thing](ctx, c, op, Call{Path: []any{"a"}}) },
				func(out *thing) string { n++; return fmt.Sprint(n) }) {
				if last != nil {
					t.Error("iterates after an error")
				}
				last = err
			}
			return last
		}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, tt.handler)
			c, err := NewClient("t", append([]Option{WithBaseURL(s.URL)}, tt.opts...)...)
			if err != nil {
				t.Fatal(err)
			}
			check := func(ctx context.Context, want, also error) {
				begin := time.Now()
				err := tt.call(ctx, c)
				if n := strings.Count(fmt.Sprint(err), want.Error()); n > 1 {
					t.Errorf("says it %d times: %v", n, err)
				}
				if !errors.Is(err, want) || also != nil && !errors.Is(err, also) || time.Since(begin) > 10*time.Second {
					t.Errorf("%v after %v, want %v", err, time.Since(begin), want)
				}
			}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(20*time.Millisecond, cancel)
			check(ctx, context.Canceled, tt.also)
			sent := len(s.requests())
			check(ctx, context.Canceled, nil) // it has ended before
			if len(s.requests()) != sent {
				t.Error("sent under a context that had ended")
			}
			if strings.HasSuffix(tt.name, ownWait) {
				return
			}
			late, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			check(late, context.DeadlineExceeded, tt.also)
		})
	}
}

// Between two pages nothing runs, so the end is found by the next request.
func TestContextEndsBetweenPages(t *testing.T) {
	s := newServer(t, okay)
	c, _ := s.client(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for page, err := range Pages(nil, func(p *listParams) *string { return &p.Cursor },
		func(*listParams) (*thing, error) { return Send[thing](ctx, c, &getThing, Call{Path: []any{"a"}}) },
		func(*thing) string { return fmt.Sprint(n) }) {
		if n++; n == 1 && err == nil {
			cancel()
			continue
		}
		if n > 2 || page != nil || !errors.Is(err, context.Canceled) {
			t.Error(n, page, err)
		}
	}
	if len(s.requests()) != 1 {
		t.Error("sent under a context that had ended")
	}
}

// An attempt has a time limit of its own, a stream has none.
func TestTimeoutOfAnAttempt(t *testing.T) {
	s := newServer(t, stalled(200, `{"data":{`))
	c, clock := s.client(t, WithHTTPClient(&http.Client{Timeout: 20 * time.Millisecond}), WithMaxAttempts(2))
	err := c.Do(t.Context(), &getThing, Call{Path: []any{"a"}, Out: new(thing)})
	var timeout net.Error
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &timeout) || !timeout.Timeout() || len(clock.waits) != 1 || len(s.requests()) != 2 {
		t.Error(err, clock.waits)
	}
}
