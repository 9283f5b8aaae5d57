package main

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stratagen/strata/generated/segment"
)

// The end of a run says what to do about it.
func TestExplain(t *testing.T) {
	wrapped := func(err error) error { return fmt.Errorf("copy web: %w", err) }
	for _, c := range []struct {
		err  error
		want string
	}{
		{wrapped(context.Canceled), "interrupted; run it again to go on"},
		{
			wrapped(&segment.Error{StatusCode: http.StatusTooManyRequests, RetryAfter: 89900 * time.Millisecond}),
			"copy web: segment: 429 Too Many Requests\nrun it again in 1m30s",
		},
		{wrapped(&segment.Error{StatusCode: http.StatusTooManyRequests}), "copy web: segment: 429 Too Many Requests"},
		{
			wrapped(&segment.Error{StatusCode: http.StatusForbidden}),
			"copy web: segment: 403 Forbidden\nis the token of the right workspace, and may it edit sources?",
		},
		{wrapped(&segment.Error{StatusCode: http.StatusBadGateway}), "copy web: segment: 502 Bad Gateway"},
	} {
		if got := explain(c.err); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// A client needs a token, and says which one is missing.
func TestClient(t *testing.T) {
	t.Setenv("SEGMENT_FROM_TOKEN", "")
	if _, err := client("SEGMENT_FROM_TOKEN", false); err == nil || err.Error() != "SEGMENT_FROM_TOKEN: segment: empty token" {
		t.Errorf("without a token: %v", err)
	}
	t.Setenv("SEGMENT_FROM_TOKEN", "token")
	for _, eu := range []bool{false, true} {
		if _, err := client("SEGMENT_FROM_TOKEN", eu); err != nil {
			t.Error(err)
		}
	}
}
