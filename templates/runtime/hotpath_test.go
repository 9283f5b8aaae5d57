package runtime

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// What is short for the commonest values says the same as the long way.
func TestScalarIsItsNode(t *testing.T) {
	for _, v := range []any{
		"", "a", `q"\ /?&`, "<>&", "\u2028é\x00\x7f", "\xff", "a\xc3", int64(0), int64(-1), int64(1) << 62, true, false,
		int32(1), 1.5, json.Number("1"), time.Unix(0, 0).UTC(), nil, []string{"a"},
	} {
		got, ok := scalar(v)
		n, err := newNode(v)
		if err != nil {
			t.Fatal(err)
		}
		if ok && got != n.text() {
			t.Errorf("%#v: %q, its node %q", v, got, n.text())
		}
	}
	if _, ok := scalar("\xff"); ok {
		t.Error("a string that JSON cannot hold")
	}
}

func TestDeepPageIsAnObject(t *testing.T) {
	for _, names := range [][2]string{{"count", "cursor"}, {"size", "after"}, {"", "after"}, {"size", ""}} {
		for _, object := range []string{"brackets", "dots"} {
			withDialect(t, func(d *dialect) { d.query.object = object })
			p := Page{Param: "p", Count: names[0], Cursor: names[1], Style: DeepObject | Explode, DefaultCount: 7}
			for _, cursor := range []any{"", "a&b", int64(0), int64(9)} {
				var short, long Encoder
				short.Page(&p, 3, cursor)
				place := map[string]any{}
				if p.Count != "" {
					place[p.Count] = 3
				}
				if p.Cursor != "" && !isZero(cursor) {
					place[p.Cursor] = cursor
				}
				long.Query("p", place, p.Style)
				if got, want := strings.Join(short.query, "&"), strings.Join(long.query, "&"); got != want {
					t.Errorf("%v: %s, want %s", names, got, want)
				}
			}
		}
	}
}

// Decoders are used again: what one read, or failed at, must not reach another.
func TestDecodersStartAfresh(t *testing.T) {
	wrong := []string{`{"id":"x"`, `{"id":"x"} {"id":"y"}`, `{"id":1}`, `[`, `{"id":"x"}]`, "", `{"count":1.5}`}
	for i := range 100 {
		var v thing
		if err := Unmarshal([]byte(wrong[i%len(wrong)]), &v); err == nil {
			t.Fatalf("%s was decoded", wrong[i%len(wrong)])
		}
		v = thing{}
		text := fmt.Sprintf(`{"id":"%s","any":1}`, strings.Repeat("a", i*i))
		if err := Unmarshal([]byte(text), &v); err != nil || len(v.ID) != i*i || v.Any != json.Number("1") {
			t.Fatalf("round %d: %+v, %v", i, v, err)
		}
		var syntax *json.SyntaxError
		if err := Unmarshal([]byte(`{"id":?}`), &v); !errors.As(err, &syntax) || syntax.Offset != 7 {
			t.Fatalf("round %d: %v at %d", i, err, syntax.Offset)
		}
	}
}

func TestMarshalledStays(t *testing.T) {
	first, err := Marshal("first")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Marshal("other"); err != nil || string(first) != `"first"` {
		t.Errorf("%s, %v", first, err)
	}
	if _, err := Marshal(func() {}); err == nil {
		t.Error("a function was encoded")
	}
}

// Bodies are read into buffers that are used again; the caller's are his own.
func TestBodiesStay(t *testing.T) {
	s := newServer(t, inTurn(
		reply(200, `{"data":{"id":"first"}}`, "Content-Type", vendor), reply(404, `{"errors":[{"message":"second"}]}`), okay,
	))
	c, _ := s.client(t)
	var res Response
	if _, err := get(c, WithResponse(&res)); err != nil {
		t.Fatal(err)
	}
	_, err := get(c)
	var apiErr *Error
	if !errors.As(err, &apiErr) {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := get(c); err != nil {
			t.Fatal(err)
		}
	}
	if string(res.Body) != `{"data":{"id":"first"}}` || string(apiErr.Body) != `{"errors":[{"message":"second"}]}` {
		t.Errorf("%s, %s", res.Body, apiErr.Body)
	}
}

// What middleware does to the headers of one attempt is not in the next, nor in
// those of the client.
func TestAttemptsShareNoHeaders(t *testing.T) {
	s := newServer(t, inTurn(reply(503, ""), okay))
	spoil := func(next http.RoundTripper) http.RoundTripper {
		return roundTripper(func(r *http.Request) (*http.Response, error) {
			r.Header.Add("X-Attempt", "once")
			r.Header["X-Own"][0] += "!"
			return next.RoundTrip(r)
		})
	}
	c, _ := s.client(t, WithMiddleware(spoil), WithHeader("X-Own", "a"))
	if _, err := get(c); err != nil {
		t.Fatal(err)
	}
	for i, r := range s.requests() {
		if len(r.header["X-Attempt"]) != 1 || r.header.Get("X-Own") != "a!" || len(r.header["Authorization"]) != 1 {
			t.Errorf("attempt %d: %v", i+1, r.header)
		}
	}
}

// One attempt that takes too long is a lost connection, before the answer and
// within it; the call's own context is another matter.
func TestAttemptTimesOut(t *testing.T) {
	stall := func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	}
	halfway := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", vendor)
		_, _ = w.Write([]byte(`{"data":`))
		w.(http.Flusher).Flush()
		stall(w, r)
	}
	for name, slow := range map[string]http.HandlerFunc{"no answer": stall, "half an answer": halfway} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, slow)
			c, _ := s.client(t, WithHTTPClient(&http.Client{Timeout: 30 * time.Millisecond}), WithMaxAttempts(2))
			var res Response
			_, err := get(c, WithResponse(&res))
			wantText(t, err, "example: v1 getThing: no answer within 30ms: context deadline exceeded")
			if !errors.Is(err, context.DeadlineExceeded) || res.Attempts != 2 {
				t.Errorf("%v after %d attempts", err, res.Attempts)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
			defer cancel()
			c, _ = s.client(t)
			_, err = Send[thing](ctx, c, &getThing, Call{Path: []any{"a"}})
			wantText(t, err, "example: v1 getThing: context deadline exceeded")
		})
	}
}
