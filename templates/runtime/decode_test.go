package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestDecodeResult(t *testing.T) {
	const head = "example: v1 getThing: "
	tests := []struct {
		name   string
		status int
		ctype  string
		body   string
		want   string // of the error; empty: none
	}{
		{"own type", 200, vendor, `{"data":{"id":"a"}}`, ""},
		{"charset", 201, vendor + "; charset=utf-8", `{"data":{"id":"a"}}`, ""},
		{"case", 200, "Application/VND.Example.v1+JSON; Charset=UTF-8", `{"data":{"id":"a"}}`, ""},
		{"plain", 200, "application/json", `{"data":{"id":"a"}}`, ""},
		{"malformed", 200, "application/json; charset", `{"data":{"id":"a"}}`, ""},
		{"unsaid", 200, "", `{"data":{"id":"a"}}`, ""},
		{"unknown field", 200, "", `{"data":{"id":"a","new":[1]},"more":1}`, ""},
		{"other version", 200, "application/vnd.example.v1beta+json", `{"data":{"id":"a"}}`, head + "200 OK: decoding the result: asked for application/vnd.example.v1+json, got application/vnd.example.v1beta+json"},
		{"HTML", 200, "text/html", `<html>`, head + "200 OK: decoding the result: asked for application/vnd.example.v1+json, got text/html: invalid character '<' looking for beginning of value"},
		{"page without a type", 200, "", `<html>`, head + "200 OK: decoding the result: asked for application/vnd.example.v1+json, got no Content-Type: invalid character '<' looking for beginning of value"},
		{"not JSON after all", 200, vendor, `<html>`, head + "200 OK: decoding the result: invalid character '<' looking for beginning of value"},
		{"JSON after all", 200, "text/html", `{"data":{"id":"a"}}`, ""},
		{"cut off", 200, "text/plain", `{"data"`, head + "200 OK: decoding the result: asked for application/vnd.example.v1+json, got text/plain: unexpected EOF"},
		{"null", 200, "", `{"data": null }`, head + "200 OK: decoding the result: the result is null"},
		{"all null", 200, "", `null`, head + `200 OK: decoding the result: an object with the member "data" was expected, not null`},
		{"no envelope", 200, "", `{"id":"a"}`, head + `200 OK: decoding the result: the member "data" is missing`},
		{"list", 200, "", `[]`, head + `200 OK: decoding the result: an object with the member "data" was expected, not array`},
		{"empty", 200, "", ` `, head + "200 OK: decoding the result: the body is empty"},
		{"empty 202", 202, "", ``, head + "202 Accepted: decoding the result: the body is empty"},
		{"204", 204, "", ``, ""},
		{"wrong type", 200, "", `{"data":{"id":3}}`, head + "200 OK: decoding the result: json: cannot unmarshal number into Go struct field thing.id of type string"},
		{"fraction", 200, "", `{"data":{"count":3.5}}`, head + "200 OK: decoding the result: json: cannot unmarshal number 3.5 into Go struct field thing.count of type int64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, reply(tt.status, tt.body, "Content-Type", tt.ctype))
			c, _ := s.client(t)
			var r Response
			out, err := get(c, WithResponse(&r))
			if r.StatusCode != tt.status || string(r.Body) != tt.body {
				t.Errorf("response %+v", r)
			}
			if tt.want == "" {
				if err != nil || out == nil || tt.status != 204 && out.ID != "a" {
					t.Fatal(out, err)
				}
				return
			}
			wantText(t, err, tt.want)
			var de *DecodeError
			var ae *Error
			if !errors.As(err, &de) || errors.As(err, &ae) || de.Operation != &getThing || de.StatusCode != tt.status || out != nil {
				t.Errorf("%T %+v", err, out)
			}
			if len(s.requests()) != 1 {
				t.Error("repeated")
			}
		})
	}
}

// null is a result only where the result may be absent.
func TestNullResults(t *testing.T) {
	type record struct{ Extra map[string]any }
	for _, tt := range []struct {
		out   any
		takes bool
	}{
		{new(thing), false}, {new(open), false}, {new(record), false}, {new(string), false}, {new(int64), false}, {new(bool), false}, {new(float64), false},
		{new(Nullable[thing]), true}, {new(Nullable[string]), true}, {new(*thing), true}, {new(map[string]any), true}, {new([]string), true}, {new(any), true},
		{new(json.RawMessage), true},
	} {
		for _, envelope := range []bool{true, false} {
			op, body := getThing, "null"
			if op.Envelope = envelope; envelope {
				body = `{"data":null}`
			}
			s := newServer(t, reply(200, body))
			c, _ := s.client(t)
			err := c.Do(t.Context(), &op, Call{Path: []any{"a"}, Out: tt.out})
			var de *DecodeError
			if errors.As(err, &de) == tt.takes || err == nil != tt.takes || len(s.requests()) != 1 {
				t.Errorf("%T from %s: %v", tt.out, body, err)
			}
		}
	}
	n := Value("old")
	s := newServer(t, reply(200, `{"data":null}`))
	c, _ := s.client(t)
	if err := c.Do(t.Context(), &getThing, Call{Path: []any{"a"}, Out: &n}); err != nil || !n.IsNull() {
		t.Error(n, err)
	}
	if err := c.Do(t.Context(), &getThing, Call{Path: []any{"a"}, Out: thing{}}); err == nil || !strings.Contains(err.Error(), "non-pointer") {
		t.Error(err)
	}
}

func TestDecodeWithoutEnvelope(t *testing.T) {
	s := newServer(t, reply(200, `{"id":"a","any":12345678901234567890}`))
	c, _ := s.client(t)
	op := Operation{ID: "x", Path: "/x"}
	out, err := Send[thing](context.Background(), c, &op, Call{})
	if err != nil || out.ID != "a" || out.Any != json.Number("12345678901234567890") {
		t.Error(out, err)
	}
	if r := s.last(t); r.method != "GET" || r.header.Values("Accept") != nil {
		t.Error(r)
	}
	m, err := SendValue[map[string]any](context.Background(), c, &op, Call{})
	if err != nil || m["any"] != json.Number("12345678901234567890") {
		t.Error(m, err)
	}
	list, err := SendValue[[]string](context.Background(), c, &op, Call{})
	var de *DecodeError
	if list != nil || !errors.As(err, &de) {
		t.Error(list, err)
	}
}

func TestResultIgnored(t *testing.T) {
	s := newServer(t, inTurn(reply(200, "<html>"), reply(200, ""), reply(200, "long enough"), reply(200, "{}", "Content-Type", "application/vnd.example.v2+json")))
	c, _ := s.client(t, WithMaxResponseBytes(6))
	for range 3 {
		if err := c.Do(context.Background(), &getThing, Call{Path: []any{"a"}}); err != nil {
			t.Error(err)
		}
	}
	if err := c.Do(context.Background(), &getThing, Call{Path: []any{"a"}}); err == nil {
		t.Error("another version was accepted")
	}
}

func TestTextResults(t *testing.T) {
	s := newServer(t, reply(200, "a,b\n", "Content-Type", "text/csv"))
	c, _ := s.client(t)
	op := Operation{ID: "x", Path: "/x", Accept: "text/csv"}
	text, err := SendValue[string](context.Background(), c, &op, Call{})
	if err != nil || text != "a,b\n" {
		t.Error(text, err)
	}
	raw, err := SendValue[[]byte](context.Background(), c, &op, Call{})
	if err != nil || string(raw) != "a,b\n" {
		t.Error(raw, err)
	}
	if _, err := Send[thing](context.Background(), c, &op, Call{}); err == nil {
		t.Error("CSV in a struct")
	}
}

func TestMaxResponseBytes(t *testing.T) {
	s := newServer(t, reply(200, `{"data":{"id":"a"}}`)) // 19 bytes
	c, clock := s.client(t)
	if _, err := get(c, WithMaxResponseBytes(19)); err != nil {
		t.Error(err)
	}
	_, err := get(c, WithMaxResponseBytes(18))
	wantText(t, err, "example: v1 getThing: 200 OK: decoding the result: the body is larger than WithMaxResponseBytes allows")
	if len(clock.waits) != 0 {
		t.Error("repeated")
	}
	if c.s.settings.maxBytes != 64<<20 {
		t.Error(c.s.settings.maxBytes)
	}
	s = newServer(t, reply(404, strings.Repeat("x", 100)))
	c, _ = s.client(t, WithMaxResponseBytes(10))
	if _, err := get(c); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestStream(t *testing.T) {
	more := make(chan struct{})
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "first ")
		w.(http.Flusher).Flush()
		<-more
		_, _ = io.WriteString(w, "second")
	})
	c, _ := s.client(t, WithMaxResponseBytes(3))
	op := Operation{ID: "x", Path: "/x", Accept: "application/octet-stream"}
	var r Response
	body, err := SendValue[io.ReadCloser](context.Background(), c, &op, Call{}, WithResponse(&r))
	if err != nil {
		t.Fatal(err)
	}
	close(more) // only now: the body was not waited for
	data, err := io.ReadAll(body)
	if err != nil || string(data) != "first second" || body.Close() != nil {
		t.Error(string(data), err)
	}
	if r.StatusCode != 200 || r.Body != nil {
		t.Error(r)
	}
	if c.s.streaming.Timeout != 0 || c.s.watch.timeout != defaultTimeout {
		t.Error("timeouts")
	}
}

func TestStreamFails(t *testing.T) {
	s := newServer(t, inTurn(reply(404, `{"errors":[{"message":"gone"}]}`), reply(200, "{}", "Content-Type", "application/vnd.example.v2+json")))
	c, _ := s.client(t)
	body, err := SendValue[io.ReadCloser](context.Background(), c, &getThing, Call{Path: []any{"a"}})
	if body != nil || !errors.Is(err, ErrNotFound) || !strings.HasSuffix(err.Error(), "gone") {
		t.Error(body, err)
	}
	body, err = SendValue[io.ReadCloser](context.Background(), c, &getThing, Call{Path: []any{"a"}})
	var de *DecodeError
	if body != nil || !errors.As(err, &de) {
		t.Error(body, err)
	}
}
