package runtime

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"
)

type rule struct {
	Key  string `json:"key"`
	Kind *int64 `json:"kind,omitempty"`
}

type filter struct {
	Name string   `json:"name"`
	Tags []string `json:"tags,omitzero"`
	Deep *rule    `json:"deep,omitempty"`
}

type color string

// encode is a Call's Params made of a function.
type encode func(e *Encoder)

func (f encode) EncodeParams(e *Encoder) { f(e) }

func encoded(f encode) (string, error) {
	var e Encoder
	f(&e)
	return strings.Join(e.query, "&"), e.err
}

func TestQueryStyles(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	full := filter{Name: "a b", Tags: []string{"x", "y,z"}, Deep: &rule{Key: "k"}}
	tests := []struct {
		name  string
		value any
		style Style
		want  string
	}{
		{"string", "a b&c", Form, "p=a+b%26c"},
		{"empty string", Ptr(""), Form, "p="},
		{"named string", color("red"), Form, "p=red"},
		{"number", 7, Form | Explode, "p=7"},
		{"float", 1.5, Form, "p=1.5"},
		{"bool", Ptr(false), Form, "p=false"},
		{"time", at, Form, "p=2030-01-02T03%3A04%3A05Z"},
		{"big", int64(math.MaxInt64), Form, "p=9223372036854775807"},
		{"nil pointer", (*string)(nil), Form, ""},
		{"nil", nil, Form, ""},
		{"absent", Nullable[string]{}, Form, ""},
		{"null", Null[string](), Form, ""},
		{"value", Value("v"), Form, "p=v"},
		{"list", []string{"a", "b,c"}, Form, "p=a,b%2Cc"},
		{"list exploded", []string{"a", "b,c"}, Form | Explode, "p=a&p=b%2Cc"},
		{"nil list", []string(nil), Form | Explode, ""},
		{"empty list", []string{}, Form, ""},
		{"empty map", map[string]string{}, DeepObject, ""},
		{"spaces", []string{"a", "b"}, SpaceDelimited, "p=a%20b"},
		{"pipes", []string{"a", "b"}, PipeDelimited, "p=a%7Cb"},
		{"pipes exploded", []string{"a", "b"}, PipeDelimited | Explode, "p=a&p=b"},
		{"object", rule{Key: "k", Kind: Ptr(int64(2))}, Form, "p=key,k,kind,2"},
		{"object exploded", rule{Key: "k", Kind: Ptr(int64(2))}, Form | Explode, "key=k&kind=2"},
		{"map", map[string]any{"b": 1, "a": nil, "c": true}, Form | Explode, "b=1&c=true"},
		{"objects in a list", []rule{{Key: "k"}}, Form | Explode, "p=%7B%22key%22%3A%22k%22%7D"},
		{"deep", full, DeepObject | Explode, "p%5Bname%5D=a+b&p%5Btags%5D=x&p%5Btags%5D=y%2Cz&p%5Bdeep%5D%5Bkey%5D=k"},
		{"deep scalar", "v", DeepObject, "p=v"},
		{"deep list", []string{"a", "b"}, DeepObject, "p=a&p=b"},
		{"deep hollow", filter{Name: "a", Tags: []string{}}, DeepObject, "p%5Bname%5D=a"},
	}
	for _, tt := range tests {
		got, err := encoded(func(e *Encoder) { e.Query("p", tt.value, tt.style) })
		if err != nil || got != tt.want {
			t.Errorf("%s: %s (%v), want %s", tt.name, got, err, tt.want)
		}
	}
}

func TestQueryDialects(t *testing.T) {
	value := map[string]any{"l": []any{"a", []string{"b"}}, "o": map[string]any{"k": "v"}}
	list := []rule{{Key: "k1"}, {Key: "k2"}}
	tests := []struct {
		form                queryForm
		value, rules, plain string
	}{
		{queryForm{}, "p[l]=a&p[l]=b&p[o][k]=v", "p[key]=k1&p[key]=k2", "p=a&p=b"},
		{queryForm{"brackets", "index"}, "p[l][0]=a&p[l][1][0]=b&p[o][k]=v", "p[0][key]=k1&p[1][key]=k2", "p[0]=a&p[1]=b"},
		{queryForm{"dots", "dots"}, "p.l.0=a&p.l.1.0=b&p.o.k=v", "p.0.key=k1&p.1.key=k2", "p.0=a&p.1=b"},
		{queryForm{"dots", "comma"}, `p.l=a,["b"]&p.o.k=v`, `p={"key":"k1"},{"key":"k2"}`, "p=a,b"},
	}
	plain := strings.NewReplacer("%5B", "[", "%5D", "]", "%22", `"`, "%7B", "{", "%7D", "}", "%3A", ":")
	for _, tt := range tests {
		withDialect(t, func(d *dialect) { d.query = tt.form })
		for _, c := range []struct {
			v    any
			want string
		}{{value, tt.value}, {list, tt.rules}, {[]string{"a", "b"}, tt.plain}} {
			got, err := encoded(func(e *Encoder) { e.Query("p", c.v, DeepObject) })
			if got = plain.Replace(got); err != nil || got != c.want {
				t.Errorf("%+v: %s (%v), want %s", tt.form, got, err, c.want)
			}
		}
	}
}

func TestRequiredParameters(t *testing.T) {
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"empty string", "", "query parameter p: required, but empty"},
		{"named", color(""), "query parameter p: required, but empty"},
		{"nil", (*string)(nil), "query parameter p: required, but not set"},
		{"nil list", []string(nil), "query parameter p: required, but not set"},
		{"empty list", []string{}, "query parameter p: required, but empty"},
		{"empty object", filter{}.Deep, "query parameter p: required, but not set"},
		{"empty map", map[string]int{}, "query parameter p: required, but empty"},
		{"absent", Nullable[int]{}, "query parameter p: required, but not set"},
		{"time", time.Time{}, "query parameter p: required, but not set"},
		{"not a number", math.NaN(), "query parameter p: json: unsupported value: NaN"},
		{"zero", 0, "<nil>"},
		{"false", false, "<nil>"},
	}
	for _, tt := range tests {
		_, err := encoded(func(e *Encoder) {
			e.Query("p", tt.value, Form|Required)
			e.Query("later", "", Form|Required) // the first error is kept
		})
		if tt.want == "<nil>" {
			tt.want = "query parameter later: required, but empty"
		}
		wantText(t, err, tt.want)
	}

	s := newServer(t, okay)
	c, _ := s.client(t)
	err := c.Do(context.Background(), &getThing, Call{Path: []any{"a"}, Params: encode(func(e *Encoder) { e.Header("X-P", "", Simple|Required) })})
	wantText(t, err, "example: v1 getThing: header parameter X-P: required, but empty")
	if len(s.requests()) != 0 {
		t.Error("sent")
	}
}

func TestPageParameters(t *testing.T) {
	object := Page{Param: "page", Count: "count", Cursor: "cursor", Style: DeepObject, DefaultCount: 200}
	must := object
	must.Required = true
	flat := Page{Count: "limit", Cursor: "after", DefaultCount: 50}
	bare := Page{Cursor: "after"}
	tests := []struct {
		name   string
		page   Page
		count  int64
		cursor any
		want   string
	}{
		{"nothing", object, 0, "", ""},
		{"count", object, 3, "", "page.count=3"},
		{"cursor", object, 0, "Mw==", "page.count=200&page.cursor=Mw%3D%3D"},
		{"both", object, 3, "c", "page.count=3&page.cursor=c"},
		{"number", object, 0, int64(7), "page.count=200&page.cursor=7"},
		{"zero", object, 0, int64(0), ""},
		{"pointer", object, 0, Ptr("c"), "page.count=200&page.cursor=c"},
		{"zero pointer", object, 0, Ptr(""), ""},
		{"nil", object, 3, nil, "page.count=3"},
		{"required", must, 0, "", "page.count=200"},
		{"flat", flat, 0, "c", "limit=50&after=c"},
		{"flat nothing", flat, 0, "", ""},
		{"flat count", flat, 5, "", "limit=5"},
		{"no count", bare, 0, "c", "after=c"},
	}
	withDialect(t, func(d *dialect) { d.query = queryForm{"dots", "dots"} })
	for _, tt := range tests {
		got, err := encoded(func(e *Encoder) { e.Page(&tt.page, tt.count, tt.cursor) })
		if err != nil || got != tt.want {
			t.Errorf("%s: %s (%v), want %s", tt.name, got, err, tt.want)
		}
	}
	exploded := Page{Param: "page", Count: "count", Cursor: "cursor", Style: Form | Explode, DefaultCount: 9}
	if got, _ := encoded(func(e *Encoder) { e.Page(&exploded, 0, "c") }); got != "count=9&cursor=c" {
		t.Error(got)
	}
}

func TestHeadersAndCookies(t *testing.T) {
	s := newServer(t, okay)
	c, _ := s.client(t)
	params := encode(func(e *Encoder) {
		e.Query("q", "1", Form)
		e.Query("q2", []int{1, 2}, Form)
		e.Header("X-List", []string{"a", "b c"}, Simple)
		e.Header("X-Object", rule{Key: "k"}, Simple)
		e.Header("X-Exploded", rule{Key: "k"}, Simple|Explode)
		e.Header("X-None", (*string)(nil), Simple)
		e.Header("Accept", "text/html", Simple)
		e.Cookie("sid", "a b", Form)
		e.Cookie("l", []string{"x", "y"}, Form)
	})
	op := getThing
	op.Path = "/things/{id}?fixed=1"
	if err := c.Do(context.Background(), &op, Call{Path: []any{"a"}, Params: params}); err != nil {
		t.Fatal(err)
	}
	r := s.last(t)
	if r.uri != "/things/a?fixed=1&q=1&q2=1,2" {
		t.Error(r.uri)
	}
	for k, want := range map[string]string{
		"X-List": "a,b c", "X-Object": "key,k", "X-Exploded": "key=k", "X-None": "", "Accept": vendor, "Cookie": "sid=a+b; l=x,y",
	} {
		if got := strings.Join(r.header.Values(k), "|"); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	err := c.Do(context.Background(), &op, Call{Path: []any{"a"}, Params: encode(func(e *Encoder) { e.Header("X-A", "a\r\nX-B: c", Simple) })})
	wantText(t, err, "example: v1 getThing: header parameter X-A: not a valid header")
}

func TestPath(t *testing.T) {
	tests := []struct {
		template string
		args     []any
		want     string // of the path, or of the error
	}{
		{"/", nil, "/"},
		{"", nil, ""},
		{"x", nil, "/x"},
		{"/a/{x}/b/{y}", []any{"1", int64(2)}, "/a/1/b/2"},
		{"/a/{x}", []any{"a/b ?#%é"}, "/a/a%2Fb%20%3F%23%25%C3%A9"},
		{"/a/{x}", []any{"../b"}, "/a/..%2Fb"},
		{"/a/{x}", []any{"%2e%2e"}, "/a/%252e%252e"},
		{"/a/{x}", []any{color("red")}, "/a/red"},
		{"/a/{x}", []any{1.5}, "/a/1.5"},
		{"/a/{x}", []any{true}, "/a/true"},
		{"/a/{x}", []any{[]string{"a", "b,c"}}, "/a/a,b%2Cc"},
		{"/a/{x}.json", []any{"..."}, "/a/....json"},
		{"/a/{x}", []any{""}, "path parameter x: empty"},
		{"/a/{x}", []any{color("")}, "path parameter x: empty"},
		{"/a/{x}", []any{"."}, `path parameter x: "." would lead to another resource`},
		{"/a/{x}", []any{".."}, `path parameter x: ".." would lead to another resource`},
		{"/a/{x}", []any{[]string{}}, "path parameter x: empty"},
		{"/a/{x}", []any{(*string)(nil)}, "path parameter x: not set"},
		{"/a/{x}", nil, "path parameter x: no value given for it in /a/{x}"},
		{"/a/{x", []any{"1"}, "path parameter x: no value given for it in /a/{x"},
		{"/a", []any{"1"}, "1 more path values than /a has parameters"},
		{"/a/.{x}", []any{"b"}, "/a/.b"},
		{"/a/{x}", []any{math.Inf(1)}, "path parameter x: json: unsupported value: +Inf"},
	}
	for _, tt := range tests {
		got, err := expandPath(tt.template, tt.args)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s %v: %s, want %s", tt.template, tt.args, got, tt.want)
		}
	}
	if _, err := expandPath("/a/./b", nil); err == nil {
		t.Error("a dot element")
	}

	s := newServer(t, okay)
	c, _ := s.client(t)
	for _, id := range []string{"", ".", ".."} {
		if err := c.Do(context.Background(), &Operation{ID: "x", Method: "DELETE", Path: "/things/{id}"}, Call{Path: []any{id}}); err == nil {
			t.Errorf("%q was taken", id)
		}
	}
	if len(s.requests()) != 0 {
		t.Error("sent")
	}
	if err := c.Do(context.Background(), &getThing, Call{Path: []any{"a/../b"}}); err != nil || s.last(t).uri != "/things/a%2F..%2Fb" {
		t.Error(err, s.last(t).uri)
	}
}
