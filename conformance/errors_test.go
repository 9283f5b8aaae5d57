package conformance

// Failures as callers meet them: what the API declares, and what it does not.

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
)

// sentinels are all classes of errors.
var sentinels = []error{
	segment.ErrUnauthorized, segment.ErrForbidden, segment.ErrNotFound, segment.ErrConflict,
	segment.ErrValidation, segment.ErrRateLimited, segment.ErrServer,
}

// fault is an answer outside 2xx and the error it becomes.
type fault struct {
	name    string
	status  int
	header  http.Header
	typ     string // Content-Type of the answer; empty: the one asked for
	body    string
	class   error // the one sentinel that the error is; nil: none
	details []segment.ErrorDetail
	wait    time.Duration
	text    string
}

var faults = []fault{
	{
		name: "404", status: 404, class: segment.ErrNotFound,
		body:    `{"errors":[{"type":"NotFound","message":"no source s1","status":404}]}`,
		details: []segment.ErrorDetail{{Type: "NotFound", Message: "no source s1", Status: 404}},
		text:    "segment: v1 getSource: 404 Not Found: no source s1",
	},
	{
		name: "422", status: 422, class: segment.ErrValidation,
		body: `{"errors":[{"type":"ValidationFailure","message":"must be a slug","field":"slug","data":{"max":12345678901234567890}},` +
			`{"type":"ValidationFailure","message":"is required","field":"metadataId"}]}`,
		details: []segment.ErrorDetail{
			{Type: "ValidationFailure", Message: "must be a slug", Field: "slug", Data: json.RawMessage(`{"max":12345678901234567890}`)},
			{Type: "ValidationFailure", Message: "is required", Field: "metadataId"},
		},
		text: "segment: v1 getSource: 422 Unprocessable Entity: slug: must be a slug; metadataId: is required",
	},
	{
		name: "429 in the body", status: 429, class: segment.ErrRateLimited,
		header: http.Header{"Retry-After": {"1"}, "X-Request-Id": {"r1"}},
		body:   `{"errors":[{"type":"RateLimited","message":"slow down","data":{"remainingPoints":0,"msBeforeNext":57647,"consumedPoints":21}}]}`,
		details: []segment.ErrorDetail{{
			Type: "RateLimited", Message: "slow down",
			Data: json.RawMessage(`{"consumedPoints":21,"msBeforeNext":57647,"remainingPoints":0}`),
		}},
		wait: 57647 * time.Millisecond,
		text: "segment: v1 getSource: 429 Too Many Requests: slow down",
	},
	{
		name: "429 in a header", status: 429, class: segment.ErrRateLimited,
		header: http.Header{"Retry-After": {"58"}},
		wait:   58 * time.Second,
		text:   "segment: v1 getSource: 429 Too Many Requests",
	},
	{
		name: "undeclared 400", status: 400, class: segment.ErrValidation,
		body:    `{"errors":[{"type":"bad-request","message":"second GA4 instance"}]}`,
		details: []segment.ErrorDetail{{Type: "bad-request", Message: "second GA4 instance"}},
		text:    "segment: v1 getSource: 400 Bad Request: second GA4 instance",
	},
	{
		name: "undeclared 403 in plain JSON", status: 403, class: segment.ErrForbidden, typ: "application/json; charset=utf-8",
		body:    `{"errors":[{"type":"forbidden"}]}`,
		details: []segment.ErrorDetail{{Type: "forbidden"}},
		text:    "segment: v1 getSource: 403 Forbidden: forbidden",
	},
	{
		name: "404 in another version", status: 404, class: segment.ErrNotFound, typ: alpha,
		body:    `{"errors":[{"type":"NotFound","message":"gone"}]}`,
		details: []segment.ErrorDetail{{Type: "NotFound", Message: "gone"}},
		text:    "segment: v1 getSource: 404 Not Found: gone",
	},
	{
		name: "500 in HTML", status: 500, class: segment.ErrServer, typ: "text/html",
		body: "<html><h1>Internal Server Error</h1>" + apiToken,
		text: "segment: v1 getSource: 500 Internal Server Error",
	},
	{
		name: "409 without a body", status: 409, class: segment.ErrConflict,
		text: "segment: v1 getSource: 409 Conflict",
	},
	{
		name: "401 as a bare string", status: 401, class: segment.ErrUnauthorized,
		body: `"no"`,
		text: "segment: v1 getSource: 401 Unauthorized",
	},
	{name: "413", status: 413, text: "segment: v1 getSource: 413 Request Entity Too Large"},
	{name: "502", status: 502, class: segment.ErrServer, typ: "text/plain", body: "bad gateway", text: "segment: v1 getSource: 502 Bad Gateway"},
}

func TestErrors(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			core := serve(t, exchange{status: f.status, header: f.header, contentType: f.typ, body: f.body}).client()
			out, err := segmentv1.New(core).Sources.Get(t.Context(), "s1", segment.WithMaxAttempts(1))
			if out != nil {
				t.Errorf("a result beside the error: %+v", out)
			}
			f.check(t, err)
		})
	}
}

func (f fault) check(t *testing.T, err error) {
	t.Helper()
	for _, s := range sentinels {
		if is := errors.Is(err, s); is != errors.Is(s, f.class) {
			t.Errorf("errors.Is(%v, %v) is %v", err, s, is)
		}
	}
	var e *segment.Error
	if !errors.As(err, &e) {
		t.Fatalf("%T %v is no *segment.Error", err, err)
	}
	if e.StatusCode != f.status || e.RetryAfter != f.wait || e.RequestID != f.header.Get("X-Request-Id") {
		t.Errorf("status %d, wait %v, request %q", e.StatusCode, e.RetryAfter, e.RequestID)
	}
	if diff := cmp.Diff(f.details, e.Details, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("details (-want +got):\n%s", diff)
	}
	if e.Operation.ID != "getSource" || e.Operation.Version != "v1" || string(e.Body) != f.body {
		t.Errorf("operation %s %s, body %q", e.Operation.Version, e.Operation.ID, e.Body)
	}
	if got := err.Error(); got != f.text || strings.Contains(got, apiToken) {
		t.Errorf("got  %q\nwant %q", got, f.text)
	}
}
