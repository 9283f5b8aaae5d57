package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestErrorText(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		want   string
	}{
		{"detail", 404, `{"errors":[{"type":"x","message":"gone","field":"id"}]}`, "404 Not Found: id: gone"},
		{"message", 404, `{"errors":[{"type":"x","message":"gone"}]}`, "404 Not Found: gone"},
		{"type", 404, `{"errors":[{"type":"not-found"}]}`, "404 Not Found: not-found"},
		{"three", 422, `{"errors":[{"message":"a"},{"message":"b"},{"message":"c"},{"message":"d"},{"message":"e"}]}`, "422 Unprocessable Entity: a; b; c (and 2 more)"},
		{"HTML", 404, `<html>private</html>`, "404 Not Found"},
		{"empty", 500, ``, "500 Internal Server Error"},
		{"other JSON", 400, `{"private":1}`, "400 Bad Request"},
		{"null", 400, `null`, "400 Bad Request"},
		{"one object", 400, `{"errors":{"message":"a"}}`, "400 Bad Request: a"},
		{"strings", 400, `{"errors":["a","b"]}`, "400 Bad Request: a; b"},
		{"a string", 400, `{"errors":"a"}`, "400 Bad Request: a"},
		{"other types", 400, `{"errors":[{"type":7,"message":true,"field":["a","b"]}]}`, "400 Bad Request: a.b: true"},
		{"unknown status", 499, ``, "499"},
		{"control", 400, `{"errors":[{"message":"a\u001b[31m\n\u202eb\u0000"}]}`, `400 Bad Request: a\x1b[31m\n\u202eb\x00`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, reply(tt.status, tt.body, "Content-Type", "text/html; charset=utf-8", "X-Private", "private"))
			c, _ := s.client(t, WithMaxAttempts(1))
			_, err := get(c)
			wantText(t, err, "example: v1 getThing: "+tt.want)
		})
	}
}

func TestErrorTextIsBounded(t *testing.T) {
	for _, r := range []string{"x", "é", "\x00", "世"} {
		e := &Error{Operation: &getThing, StatusCode: 400, Details: []ErrorDetail{{Message: strings.Repeat(r, 500)}}}
		if text := e.Error(); len(text) > 300 || len(text) < 290 || !utf8.ValidString(text) || !strings.HasSuffix(text, "…") {
			t.Errorf("%d bytes: %s", len(text), text)
		}
	}
	if text := (&Error{StatusCode: 400}).Error(); text != "example: 400 Bad Request" {
		t.Error(text)
	}
	if got := printable("a\xffb"); got != `a\xffb` {
		t.Error(got)
	}
	unversioned := Operation{ID: "getPet"}
	if text := (&Error{Operation: &unversioned, StatusCode: 404}).Error(); text != "example: getPet: 404 Not Found" {
		t.Error(text)
	}
}

func TestErrorClasses(t *testing.T) {
	all := []error{ErrUnauthorized, ErrForbidden, ErrNotFound, ErrConflict, ErrValidation, ErrRateLimited, ErrServer}
	for status, want := range map[int]error{
		401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNotFound, 409: ErrConflict, 400: ErrValidation,
		422: ErrValidation, 429: ErrRateLimited, 500: ErrServer, 503: ErrServer, 418: nil, 302: nil,
	} {
		err := fmt.Errorf("wrapped: %w", &Error{StatusCode: status})
		for _, class := range all {
			if errors.Is(err, class) != (class == want) { //nolint:errorlint // which sentinel it is, not what it wraps
				t.Errorf("%d: %v", status, class)
			}
		}
	}
}

func TestErrorFields(t *testing.T) {
	body := `{"errors":[{"type":"quota","data":{"left":12345678901234567890}}],"pad":"` + strings.Repeat("x", 70<<10) + `"}`
	s := newServer(t, reply(403, body, "X-Request-Id", "r1", "X-RateLimit-Remaining", "3", "X-RateLimit-Limit", "60", "X-RateLimit-Consumed", "57", "X-RateLimit-Reset", "Fri, 01 Mar 2030 12:00:20 +0000"))
	c, _ := s.client(t)
	var r Response
	_, err := get(c, WithResponse(&r))
	var e *Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if e.Operation != &getThing || e.RequestID != "r1" || e.Header.Get("X-Request-Id") != "r1" || len(e.Body) != 64<<10 {
		t.Errorf("%+v", *e)
	}
	want := RateLimit{Stated: true, Limit: 60, Remaining: 3, Consumed: 57, Reset: e.RateLimit.Reset}
	if e.RateLimit != want || e.RateLimit.Reset.Unix() != start.Unix()+20 {
		t.Errorf("%+v", e.RateLimit)
	}
	if len(e.Details) != 1 || string(e.Details[0].Data) != `{"left":12345678901234567890}` {
		t.Errorf("%+v", e.Details)
	}
	if r.StatusCode != 403 || string(r.Body) != body || r.RequestID != "r1" || r.RateLimit != want || r.Attempts != 1 {
		t.Error("the response is not filled on failure")
	}
}

func TestErrorShapes(t *testing.T) {
	tests := []struct {
		shape      errorShape
		body, want string
	}{
		{errorShape{message: "message", typ: "code"}, `{"code":3,"message":"no"}`, "no"},
		{errorShape{message: "message"}, `[{"message":"a"},{"message":"b"}]`, "a; b"},
		{errorShape{list: "error", message: "message"}, `{"error":{"message":"no"}}`, "no"},
		{errorShape{list: "a.b", message: "c.d"}, `{"a":{"b":[{"c":{"d":"no"}}]}}`, "no"},
		{errorShape{}, `{"message":"no"}`, ""},
	}
	for _, tt := range tests {
		withDialect(t, func(d *dialect) { d.errors = tt.shape })
		var root any
		if err := Unmarshal([]byte(tt.body), &root); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, d := range readDetails(root) {
			texts = append(texts, d.text())
		}
		if got := strings.Join(texts, "; "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.body, got, tt.want)
		}
	}
}

func TestErrorDetailJSON(t *testing.T) {
	d := ErrorDetail{Type: "t", Message: "m", Field: "f", Data: json.RawMessage(`{"a":12345678901234567890}`), Status: 422}
	data, err := json.Marshal([]ErrorDetail{d, {}})
	if err != nil || string(data) != `[{"data":{"a":12345678901234567890},"field":"f","message":"m","status":422,"type":"t"},{}]` {
		t.Error(string(data), err)
	}
	var root any
	if err := Unmarshal([]byte(`{"errors":`+string(data)+`}`), &root); err != nil {
		t.Fatal(err)
	}
	if back := readDetails(root); len(back) != 1 || !reflect.DeepEqual(back[0], d) {
		t.Errorf("%+v", back)
	}
	if d := (ErrorDetail{Field: "f", Message: "bad\x1b[31m"}); fmt.Sprint(d) != `f: bad\x1b[31m` {
		t.Error(d)
	}
	if d := (ErrorDetail{Field: "f"}); d.text() != "f" {
		t.Error(d.text())
	}
	withDialect(t, func(a *dialect) { a.errors = errorShape{message: "e.text", typ: "e.more.code", data: "e"} })
	for want, d := range map[string]ErrorDetail{
		`{"e":{"more":{"code":"t"},"text":"m"}}`: {Type: "t", Message: "m"},
		`{"e":{"a":1}}`:                          {Data: json.RawMessage(`{"a":1}`)},
	} {
		if data, err := json.Marshal(d); err != nil || string(data) != want {
			t.Errorf("%s (%v), want %s", data, err, want)
		}
	}
}

func TestErrorDetailStatus(t *testing.T) {
	for text, want := range map[string]int{
		"404": 404, `"404"`: 404, "4.04e2": 404, "404.0": 404, "599": 599, "100": 100,
		"404.5": 0, "0": 0, "-404": 0, "99": 0, "600": 0, "1e300": 0, "12345678901234567890": 0, `"no"`: 0, `""`: 0, "null": 0, "true": 0, "{}": 0, "[404]": 404,
	} {
		var root any
		if err := Unmarshal([]byte(`{"errors":[{"message":"m","status":`+text+`}]}`), &root); err != nil {
			t.Fatal(err)
		}
		if d := readDetails(root); len(d) != 1 || d[0].Status != want {
			t.Errorf("%s: %+v, want %d", text, d, want)
		}
	}
	s := newServer(t, reply(400, `{"errors":[{"status":409},{"status":422,"message":"m"}]}`))
	c, _ := s.client(t)
	_, err := get(c)
	wantText(t, err, "example: v1 getThing: 400 Bad Request: m")
	var e *Error
	if !errors.As(err, &e) || len(e.Details) != 2 || e.Details[0].Status != 409 || e.StatusCode != 400 || errors.Is(err, ErrConflict) {
		t.Errorf("%+v", e.Details)
	}
	withDialect(t, func(d *dialect) { d.errors.status = "" })
	if data, err := json.Marshal(ErrorDetail{Type: "t", Status: 404}); err != nil || string(data) != `{"type":"t"}` {
		t.Error(string(data), err)
	}
}

func TestUndeclaredStatusIsDecoded(t *testing.T) {
	for status := 400; status < 600; status++ {
		res := &http.Response{StatusCode: status, Header: http.Header{}}
		e := newError(&getThing, res, []byte(`{"errors":[{"message":"m"}]}`), start)
		if len(e.Details) != 1 || e.Details[0].Message != "m" {
			t.Fatal(status, e)
		}
	}
}

func TestRateLimitForms(t *testing.T) {
	for text, want := range map[string]int64{
		"30": start.Unix() + 30, "1898596810": 1898596810, "1898596810000": 1898596810,
		"Fri, 01 Mar 2030 12:00:20 GMT": start.Unix() + 20,
	} {
		r := newRateLimit(http.Header{"Ratelimit-Reset": {text}}, start)
		if r.Reset.Unix() != want || r.Stated {
			t.Error(text, r)
		}
	}
	for _, text := range []string{"", "-1", "soon"} {
		if r := newRateLimit(http.Header{"X-Ratelimit-Reset": {text}}, start); !r.Reset.IsZero() {
			t.Error(text, r)
		}
	}
}

func TestMisuse(t *testing.T) {
	s := newServer(t, okay)
	c, _ := s.client(t)
	ctx := context.Background()
	var none *Client
	wantText(t, c.Do(ctx, nil, Call{}), "example: the operation is nil")
	wantText(t, none.Do(ctx, &getThing, Call{}), "example: v1 getThing: the client was not made by NewClient")
	wantText(t, new(Client).Do(ctx, &getThing, Call{}), "example: v1 getThing: the client was not made by NewClient")
	var noContext context.Context
	wantText(t, c.Do(noContext, &getThing, Call{}), "example: v1 getThing: the context is nil")
	wantText(t, c.Do(ctx, &Operation{ID: "x", Method: "A B"}, Call{}), `example: x: net/http: invalid method "A B"`)
	if len(s.requests()) != 0 {
		t.Error("sent")
	}
}
