package runtime

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestBodies(t *testing.T) {
	type input struct {
		Name string  `json:"name"`
		Note *string `json:"note,omitempty"`
	}
	const form = "application/x-www-form-urlencoded"
	optional, must := Operation{ID: "x", Method: "POST", Path: "/x"}, Operation{ID: "x", Method: "POST", Path: "/x", BodyRequired: true}
	typed := func(contentType string) Operation {
		op := must
		op.ContentType = contentType
		return op
	}
	tests := []struct {
		name        string
		op          Operation
		body        any
		ctype, want string
		err         string
	}{
		{"none", optional, nil, "", "", ""},
		{"nil pointer", optional, (*input)(nil), "", "", ""},
		{"nil list", optional, []string(nil), "", "", ""},
		{"nil reader", optional, (*bytes.Buffer)(nil), "", "", ""},
		{"required", must, nil, "", "", "example: x: the body is nil"},
		{"required nil pointer", must, (*input)(nil), "", "", "example: x: the body is nil"},
		{"required nil list", must, []string(nil), "application/json", "[]", ""},
		{"required nil map", must, map[string]int(nil), "application/json", "{}", ""},
		{"struct", must, &input{Name: "<&>"}, "application/json", `{"name":"<&>"}`, ""},
		{"scalar", must, "s", "application/json", `"s"`, ""},
		{"vendor", typed(vendor), input{Name: "a"}, vendor, `{"name":"a"}`, ""},
		{"charset", typed("application/json; charset=utf-8"), 1, "application/json; charset=utf-8", `1`, ""},
		{"text", typed("text/plain"), Ptr("s"), "text/plain", "s", ""},
		{"bytes", typed("application/pdf"), []byte("s"), "application/pdf", "s", ""},
		{"reader", typed("application/pdf"), io.MultiReader(bytes.NewReader([]byte("s"))), "application/pdf", "s", ""},
		{"buffer", typed("application/pdf"), bytes.NewBufferString("s"), "application/pdf", "s", ""},
		{"form", typed(form), map[string]any{"a": "b c", "l": []int{1, 2}, "n": nil, "o": map[string]any{"k": "v"}}, form, "a=b+c&l=1&l=2&o%5Bk%5D=v", ""},
		{"unwritable", typed("application/xml"), &input{}, "", "", "example: x: encoding the body: cannot write *runtime.input as application/xml: give an io.Reader"},
		{"unmarshalable", must, make(chan int), "", "", "example: x: encoding the body: json: unsupported type: chan int"},
		{"unmarshalable form", typed(form), make(chan int), "", "", "example: x: encoding the body: json: unsupported type: chan int"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, okay)
			c, _ := s.client(t)
			err := c.Do(context.Background(), &tt.op, Call{Body: tt.body})
			if tt.err != "" {
				wantText(t, err, tt.err)
				if len(s.requests()) != 0 {
					t.Error("sent")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if r := s.last(t); r.body != tt.want || r.header.Get("Content-Type") != tt.ctype || len(r.header.Values("Content-Type")) > 1 {
				t.Errorf("%q as %q", r.body, r.header.Values("Content-Type"))
			}
		})
	}
}

// closing is a body that knows whether it was closed.
type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Close() error { c.closed.Store(true); return nil }

// A reader is closed whether it is sent or not.
func TestReadersAreClosed(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	upload := Operation{ID: "upload", Method: "PUT", Path: "/x/{id}", ContentType: "application/pdf", RateLimit: RateLimitSpec{Requests: 1, Per: time.Hour}}
	wrong := upload
	wrong.Method = "P T"
	for _, tt := range []struct {
		name    string
		ctx     context.Context
		op      *Operation
		path    string
		handler http.HandlerFunc
		opts    []CallOption
		fails   bool
	}{
		{"sent", t.Context(), &upload, "a", okay, nil, false},
		{"refused", t.Context(), &upload, "a", reply(429, ""), nil, true},
		{"severed", t.Context(), &upload, "a", severed, nil, true},
		{"wrong method", t.Context(), &wrong, "a", okay, nil, true},
		{"wrong path", t.Context(), &upload, "", okay, nil, true},
		{"wrong option", t.Context(), &upload, "a", okay, []CallOption{WithHeader("Accept", "x")}, true},
		{"context ended", ended, &upload, "a", okay, nil, true},
		{"not its turn", t.Context(), &upload, "a", okay, nil, true},
	} {
		s := newServer(t, tt.handler)
		c, _ := s.client(t, WithPacing())
		if tt.name == "not its turn" {
			_ = c.Do(t.Context(), tt.op, Call{Path: []any{"a"}})
		}
		body := &closing{Reader: strings.NewReader("%PDF")}
		err := c.Do(tt.ctx, tt.op, Call{Path: []any{tt.path}, Body: body}, tt.opts...)
		for end := time.Now().Add(5 * time.Second); !body.closed.Load() && time.Now().Before(end); { // net/http may come to it later
			time.Sleep(time.Millisecond)
		}
		if (err != nil) != tt.fails || !body.closed.Load() {
			t.Errorf("%s: %v, closed: %v", tt.name, err, body.closed.Load())
		}
	}
	var none *closing
	if err := (&Client{}).Do(t.Context(), &upload, Call{Body: none}); err == nil {
		t.Error("a client of nothing")
	}
	discard(none)
}
