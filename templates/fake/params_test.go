package fake

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/templates/runtime"
)

type rule struct {
	Key  string `json:"key"`
	Kind *int64 `json:"kind,omitempty"`
}

type filter struct {
	Name string   `json:"name"`
	Tags []string `json:"tags,omitzero"`
	Deep *rule    `json:"deep,omitempty"`
	Self *filter  `json:"self,omitempty"`
}

type color string

// either is a union, in the form in which they are generated.
type either struct {
	String *string
	Int64  *int64
	Raw    json.RawMessage
}

// decoded reads a query into a new value of the type of want.
func decoded(query string, style runtime.Style, want any) (any, error) {
	c, err := requested(query)
	if err != nil {
		return nil, err
	}
	d := &Decoder{call: c}
	v := reflect.New(reflect.TypeOf(want))
	d.Query("p", v.Interface(), style)
	if d.err == nil {
		d.err = c.checkRead()
	}
	return v.Elem().Interface(), d.err
}

// requested is a call with a query.
func requested(query string) (*call, error) {
	c := &call{req: &http.Request{URL: &url.URL{RawQuery: query}}, op: &runtime.Operation{}}
	var err error
	c.query, err = c.queryPairs()
	return c, err
}

// What the runtime's own table says of the wire, read back.
func TestQueryStyles(t *testing.T) {
	at := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	full := filter{Name: "a b", Tags: []string{"x", "y,z"}, Deep: &rule{Key: "k"}}
	tests := []struct {
		query string
		style runtime.Style
		want  any
	}{
		{"p=a+b%26c", runtime.Form, "a b&c"},
		{"p=", runtime.Form, runtime.Ptr("")},
		{"p=red", runtime.Form, color("red")},
		{"p=7", runtime.Form, "7"},
		{"p=true", runtime.Form, runtime.Ptr("true")},
		{"p=7", runtime.Form | runtime.Explode, 7},
		{"p=1.5", runtime.Form, 1.5},
		{"p=false", runtime.Form, runtime.Ptr(false)},
		{"p=2030-01-02T03%3A04%3A05Z", runtime.Form, at},
		{"p=9223372036854775807", runtime.Form, int64(math.MaxInt64)},
		{"", runtime.Form, (*string)(nil)},
		{"", runtime.Form, runtime.Nullable[string]{}},
		{"p=v", runtime.Form, runtime.Value("v")},
		{"p=AAE%3D", runtime.Form, []byte{0, 1}},
		{"p=a,b%2Cc", runtime.Form, []string{"a", "b,c"}},
		{"p=1,2", runtime.Form, []int64{1, 2}},
		{"p=a&p=b%2Cc", runtime.Form | runtime.Explode, []string{"a", "b,c"}},
		{"", runtime.Form | runtime.Explode, []string(nil)},
		{"p=a%20b+c", runtime.SpaceDelimited, []string{"a", "b c"}},
		{"p=a%7Cb", runtime.PipeDelimited, []string{"a", "b"}},
		{"p=a&p=b", runtime.PipeDelimited | runtime.Explode, []string{"a", "b"}},
		{"p=key,k%2C,kind,2", runtime.Form, &rule{Key: "k,", Kind: runtime.Ptr(int64(2))}},
		{"key=k&kind=2", runtime.Form | runtime.Explode, rule{Key: "k", Kind: runtime.Ptr(int64(2))}},
		{"b=1&c=true", runtime.Form | runtime.Explode, map[string]any{"b": "1", "c": "true"}},
		{"p=%7B%22key%22%3A%22k%22%7D", runtime.Form | runtime.Explode, []rule{{Key: "k"}}},
		{"p%5Bname%5D=a+b&p%5Btags%5D=x&p%5Btags%5D=y%2Cz&p%5Bdeep%5D%5Bkey%5D=k", runtime.DeepObject | runtime.Explode, &full},
		{"p=v", runtime.DeepObject, "v"},
		{"p=a&p=b", runtime.DeepObject, []string{"a", "b"}},
		{"p%5Ba.b%5D=1&p%5Bc%5D=2", runtime.DeepObject, map[string]int{"a.b": 1, "c": 2}},
		{"p%5Ba%5D%5Bkey%5D=x&p%5Bb%5D%5Bkey%5D=y&p%5Ba%5D%5Bkind%5D=1", runtime.DeepObject,
			map[string]rule{"a": {Key: "x", Kind: runtime.Ptr(int64(1))}, "b": {Key: "y"}}},
		{"p=7", runtime.Form, either{Int64: runtime.Ptr(int64(7)), Raw: json.RawMessage("7")}},
		{"p=seven", runtime.Form, either{String: runtime.Ptr("seven"), Raw: json.RawMessage(`"seven"`)}},
	}
	for _, tt := range tests {
		if got, err := decoded(tt.query, tt.style, tt.want); err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v (%v), want %+v", tt.query, got, err, tt.want)
		}
	}
}

func TestQueryDialects(t *testing.T) {
	defer func(before dialect) { api = before }(api)
	value := map[string]any{"l": "a", "o": map[string]any{"k": "v"}}
	list := []rule{{Key: "k1", Kind: runtime.Ptr(int64(1))}, {Key: "k2"}}
	nested := filter{Name: "n", Tags: []string{"x", "y"}, Self: &filter{Name: "m", Deep: &rule{Key: "k"}}}
	for _, tt := range []struct{ object, array, value, rules, plain, nested string }{
		{"", "", "p[l]=a&p[o][k]=v", "p[key]=k1&p[kind]=1&p[key]=k2", "p=a&p=b",
			"p[name]=n&p[tags]=x&p[tags]=y&p[self][name]=m&p[self][deep][key]=k"},
		{"brackets", "index", "p[l]=a&p[o][k]=v", "p[0][key]=k1&p[0][kind]=1&p[1][key]=k2", "p[0]=a&p[1]=b",
			"p[name]=n&p[tags][0]=x&p[tags][1]=y&p[self][name]=m&p[self][deep][key]=k"},
		{"dots", "dots", "p.l=a&p.o.k=v", "p.0.key=k1&p.0.kind=1&p.1.key=k2", "p.0=a&p.1=b",
			"p.name=n&p.tags.0=x&p.tags.1=y&p.self.name=m&p.self.deep.key=k"},
		{"dots", "comma", "p.l=a&p.o.k=v", `p={"key"%3A"k1"%2C"kind"%3A1},{"key"%3A"k2"}`, "p=a,b",
			"p.name=n&p.tags=x,y&p.self.name=m&p.self.deep.key=k"},
	} {
		api.object, api.array = tt.object, tt.array
		for query, want := range map[string]any{tt.value: value, tt.rules: list, tt.plain: []string{"a", "b"}, tt.nested: nested} {
			if got, err := decoded(query, runtime.DeepObject, want); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: %s: %+v (%v), want %+v", tt.object, tt.array, query, got, err, want)
			}
		}
	}
}

func TestQueryFaults(t *testing.T) {
	for _, tt := range []struct {
		query string
		style runtime.Style
		typ   any
		want  string
	}{
		{"p=a", runtime.Form, 1, "query parameter p: json: cannot unmarshal string"},
		{"p=1&p=2", runtime.Form, 1, "the query has p, which is no parameter"},
		{"q=1", runtime.Form | runtime.Required, "", "query parameter p is required and was not sent"},
		{"p%5Bnick%5D=1", runtime.DeepObject, filter{}, "the query has p[nick], which is no parameter"},
		{"p%5Bk%5D%5Bnick%5D=1", runtime.DeepObject, map[string]rule{}, "p[k][nick], which is no parameter"},
		{"p%5Bk%5D=1&p%5Bk%5D=2", runtime.DeepObject, map[string]int{}, "p[k], which is no parameter"},
		{"p%5B=1&p%5B%5D%5D=2", runtime.DeepObject, map[string]rule{}, "which is no parameter"},
		{"p=%7Bx", runtime.Form | runtime.Explode, []rule{}, "query parameter p: json: cannot unmarshal string"},
	} {
		if _, err := decoded(tt.query, tt.style, tt.typ); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.query, err, tt.want)
		}
	}
}

func TestPage(t *testing.T) {
	object := runtime.Page{Param: "page", Count: "count", Cursor: "cursor", Style: runtime.DeepObject}
	flat := runtime.Page{Count: "limit", Cursor: "after"}
	exploded := runtime.Page{Param: "page", Count: "count", Cursor: "cursor", Style: runtime.Form | runtime.Explode}
	for _, tt := range []struct {
		page   runtime.Page
		query  string
		count  int64
		cursor string
	}{
		{object, "", 0, ""},
		{object, "page%5Bcount%5D=3", 3, ""},
		{object, "page%5Bcount%5D=200&page%5Bcursor%5D=Mw%3D%3D", 200, "Mw=="},
		{object, "page%5Bcursor%5D=7", 0, "7"},
		{flat, "limit=5&after=c", 5, "c"},
		{exploded, "count=9&cursor=c", 9, "c"},
	} {
		c, err := requested(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		var count int64
		var cursor string
		(&Decoder{call: c}).Page(&tt.page, &count, &cursor)
		if count != tt.count || cursor != tt.cursor || c.query.unread() != nil {
			t.Errorf("%s: %d, %q", tt.query, count, cursor)
		}
	}
	var after int64
	c := &call{query: newPairs("after=7&limit=1", "&")}
	(&Decoder{call: c}).Page(&flat, nil, &after)
	if after != 7 || c.query.unread().key != "limit" {
		t.Error(after)
	}
}

func TestHeadersAndCookies(t *testing.T) {
	header := http.Header{
		"X-List": {"a,b c"}, "X-Object": {"key,k,kind,2"}, "X-Exploded": {"key=k=,kind=2"}, "X-Text": {"a,b"}, "Accept": {"text/html"},
		"Cookie": {"sid=a+b; ids=1,2; more=a; more=b; credential=x"},
	}
	d := &Decoder{call: &call{req: &http.Request{Header: header}}}
	var got struct {
		list, more, none       []string
		object, exploded       *rule
		text, sid, accept, nil *string
		ids                    []int64
	}
	d.Header("X-List", &got.list, runtime.Simple)
	d.Header("x-object", &got.object, runtime.Simple)
	d.Header("X-Exploded", &got.exploded, runtime.Simple|runtime.Explode)
	d.Header("X-Text", &got.text, runtime.Simple)
	d.Header("Accept", &got.accept, runtime.Simple|runtime.Required)
	d.Header("X-None", &got.none, runtime.Simple)
	d.Cookie("sid", &got.sid, runtime.Form)
	d.Cookie("ids", &got.ids, runtime.Form)
	d.Cookie("more", &got.more, runtime.Form|runtime.Explode)
	two := runtime.Ptr(int64(2))
	for _, tt := range []struct{ got, want any }{
		{got.list, []string{"a", "b c"}},
		{got.object, &rule{Key: "k", Kind: two}},
		{got.exploded, &rule{Key: "k=", Kind: two}},
		{*got.text, "a,b"},
		{got.accept, (*string)(nil)},
		{got.none, []string(nil)},
		{*got.sid, "a b"},
		{got.ids, []int64{1, 2}},
		{got.more, []string{"a", "b"}},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%v, want %v", tt.got, tt.want)
		}
	}
}

// What the encoder writes is what the decoder reads, in the one dialect that
// both have here.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a b", "x,y", "%20", int64(3))
	f.Add("", "&=", "é\x00", int64(-1))
	f.Fuzz(func(t *testing.T, name, tag, key string, n int64) {
		for _, s := range []string{name, tag, key} {
			if strings.ToValidUTF8(s, "") != s {
				t.Skip("JSON has no bytes that are not UTF-8")
			}
		}
		sent := filter{Name: name, Tags: []string{tag, key}, Deep: &rule{Key: key, Kind: &n}}
		texts := []string{name, tag}
		var got filter
		var list, spaces []string
		s := &testServer{}
		c := s.NewClient(t, runtime.WithMiddleware(func(http.RoundTripper) http.RoundTripper {
			return transport(func(r *http.Request) (*http.Response, error) {
				c, err := requested(r.URL.RawQuery)
				if err != nil {
					return nil, err
				}
				d := &Decoder{call: c}
				d.Query("p", &got, runtime.DeepObject)
				d.Query("l", &list, runtime.Form)
				d.Query("s", &spaces, runtime.SpaceDelimited)
				return c.response(204, http.Header{}, http.NoBody), d.err
			})
		}))
		err := c.Do(t.Context(), &opListThings, runtime.Call{Params: params(func(e *runtime.Encoder) {
			e.Query("p", sent, runtime.DeepObject)
			e.Query("l", texts, runtime.Form)
			e.Query("s", texts, runtime.SpaceDelimited)
		})})
		if err != nil || !reflect.DeepEqual(got, sent) || !reflect.DeepEqual(list, texts) || !reflect.DeepEqual(spaces, texts) {
			t.Errorf("sent %+v %q, got %+v %q %q (%v)", sent, texts, got, list, spaces, err)
		}
	})
}

// UnmarshalJSON takes the variant that fits.
func (e *either) UnmarshalJSON(data []byte) error {
	*e = either{Raw: append(json.RawMessage(nil), data...)}
	if json.Unmarshal(data, &e.String) != nil {
		e.String = nil
		if json.Unmarshal(data, &e.Int64) != nil {
			e.Int64 = nil
		}
	}
	return nil
}

// Whatever the query, reading it ends, and does not panic.
func FuzzDecode(f *testing.F) {
	f.Add("p%5Bk%5D%5Bnick%5D=1", uint8(runtime.DeepObject))
	f.Add("p=a,b&p=%zz", uint8(runtime.Form|runtime.Explode))
	f.Fuzz(func(_ *testing.T, query string, style uint8) {
		for _, want := range []any{"", []string{}, filter{}, []filter{}, map[string]filter{}, map[string]any{}, map[string][]rule{}, either{}} {
			_, _ = decoded(query, runtime.Style(style), want)
		}
	})
}
