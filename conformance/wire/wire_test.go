package wire

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/conformance/value"
)

const text = `
paths:
  /a/{id}/rules:
    delete:
      operationId: remove
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: rules, in: query, schema: {type: array, items: {$ref: '#/components/schemas/Rule'}}}
        - {name: emails, in: query, schema: {type: array, items: {type: string}}}
        - {name: pagination, in: query, schema: {type: object, properties: {count: {type: integer}, cursor: {type: string}}}}
        - {name: loud, in: query, schema: {type: boolean}}
        - {name: delay, in: query, schema: {type: number}}
      responses: {'200': {content: {x/y: {schema: {type: object}}}}}
    post:
      operationId: add
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {x/y: {schema: {type: object}}}}
      responses: {'200': {content: {x/y: {schema: {type: object}}}}}
components:
  schemas:
    Rule: {type: object, properties: {key: {type: string}, version: {type: integer}}}
`

func operation(t *testing.T, id string) *document.Operation {
	t.Helper()
	d, err := document.Read("v1", "x/y", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d.Operation(id)
}

func TestDecode(t *testing.T) {
	for _, c := range []struct{ target, want string }{
		{"/a/b/rules", `{"path":{"id":"b"},"query":{}}`},
		{"/a/x%2Fy%20+%C3%A9&=/rules", `{"path":{"id":"x/y +é&="},"query":{}}`},
		{"/a/b/rules?emails.0=a%2Bb+c&emails.1=", `{"path":{"id":"b"},"query":{"emails":["a+b c",""]}}`},
		{"/a/b/rules?emails.1=y&emails.0=x", `{"path":{"id":"b"},"query":{"emails":["x","y"]}}`},
		{"/a/b/rules?rules.0.key=k&rules.1.version=-3&rules.0.version=0", `{"path":{"id":"b"},"query":{"rules":[{"key":"k","version":0},{"version":-3}]}}`},
		{"/a/b/rules?pagination.count=3&pagination.cursor=Mw%3D%3D&loud=false&delay=1e%2B21", `{"path":{"id":"b"},"query":{"pagination":{"count":3,"cursor":"Mw=="},"loud":false,"delay":1e21}}`},
	} {
		in, err := Decode(operation(t, "remove"), Request{Target: c.target})
		if err != nil {
			t.Errorf("%s: %v", c.target, err)
			continue
		}
		want, err := value.Decode([]byte(c.want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := value.Diff(want, map[string]any{"path": in.Path, "query": in.Query}); diff != nil {
			t.Errorf("%s:\n%s", c.target, strings.Join(diff, "\n"))
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for target, want := range map[string]string{
		"/a/rules":                               "elements",
		"/a/b/c/rules":                           "elements",
		"/a/b/Rules":                             `element "Rules"`,
		"/a/b/%72ules":                           `element "%72ules"`,
		"/a//rules":                              "leads elsewhere",
		"/a/../rules":                            "leads elsewhere",
		"/a/b c/rules":                           "must be escaped",
		"/a/é/rules":                             "must be escaped",
		"/a/b%/rules":                            "in the middle",
		"/a/b%zz/rules":                          "no escape",
		"/a/b/rules?":                            "nothing after it",
		"/a/b/rules?emails=x":                    "for a list",
		"/a/b/rules?emails[0]=x":                 "must be escaped",
		"/a/b/rules?emails%5B0%5D=x":             "no such parameter",
		"/a/b/rules?emails.1=x":                  "none is 0",
		"/a/b/rules?emails.0=x&emails.0=y":       "twice",
		"/a/b/rules?emails.00=x":                 "none is 0",
		"/a/b/rules?emails.0.x=y":                "names below it",
		"/a/b/rules?pagination=3":                "for an object",
		"/a/b/rules?count=3":                     "no such parameter",
		"/a/b/rules?pagination.size=3":           "no property size",
		"/a/b/rules?pagination.count=3.0":        "no integer",
		"/a/b/rules?pagination.count=":           "no integer",
		"/a/b/rules?pagination.count=0x3":        "no integer",
		"/a/b/rules?delay=NaN":                   "no number",
		"/a/b/rules?loud=True":                   "no boolean",
		"/a/b/rules?loud":                        "has no value",
		"/a/b/rules?rules.0=%7B%22key%22%3A1%7D": "for an object",
		"/a/b/rules?delay=1;loud=true":           "must be escaped",
		"/a/b/rules?delay=1&&loud=true":          "has no value",
	} {
		if _, err := Decode(operation(t, "remove"), Request{Target: target}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", target, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	right := func() Request {
		return Request{
			Method: "POST", Target: "/a/b/rules", Body: []byte(`{"n":9007199254740993,"list":[null,1.50]}`),
			Header: http.Header{"Accept": {"x/y"}, "Content-Type": {"x/y"}, "Authorization": {"Bearer t"}},
		}
	}
	body, err := value.Decode(right().Body)
	if err != nil {
		t.Fatal(err)
	}
	want := sample.Input{Path: map[string]any{"id": "b"}, Body: body}
	for _, c := range []struct {
		name, want string
		change     func(*Request)
	}{
		{"right", "", func(*Request) {}},
		{"the same number", "", func(r *Request) { r.Body = []byte(`{"n":9007199254740993.0,"list":[null,15e-1]}`) }},
		{"method", "method PUT", func(r *Request) { r.Method = "PUT" }},
		{"path", "path /id: want", func(r *Request) { r.Target = "/a/B/rules" }},
		{"query", "no such parameter", func(r *Request) { r.Target += "?x=y" }},
		{"rounded", "body /n: want 9007199254740993", func(r *Request) { r.Body = []byte(`{"n":9007199254740992,"list":[null,1.5]}`) }},
		{"null left out", "body /list", func(r *Request) { r.Body = []byte(`{"n":9007199254740993,"list":[1.5]}`) }},
		{"null for absent", "body /m: want nothing, got null", func(r *Request) { r.Body = []byte(`{"n":9007199254740993,"list":[null,1.5],"m":null}`) }},
		{"member left out", "body /n: want 9007199254740993, got nothing", func(r *Request) { r.Body = []byte(`{"list":[null,1.5]}`) }},
		{"member twice", `member "n" twice`, func(r *Request) { r.Body = []byte(`{"n":1,"n":9007199254740993,"list":[null,1.5]}`) }},
		{"no body", "body: EOF", func(r *Request) { r.Body = nil }},
		{"two bodies", "more than one", func(r *Request) { r.Body = append(r.Body, "{}"...) }},
		{"two headers", "header Accept", func(r *Request) { r.Header.Add("Accept", "x/y") }},
		{"two in one header", "header Accept", func(r *Request) { r.Header.Set("Accept", "x/y, */*") }},
		{"another version", "header Accept", func(r *Request) { r.Header.Set("Accept", "x/z") }},
		{"no content type", "header Content-Type", func(r *Request) { r.Header.Del("Content-Type") }},
		{"charset", "header Content-Type", func(r *Request) { r.Header.Set("Content-Type", "x/y; charset=utf-8") }},
		{"another token", "header Authorization", func(r *Request) { r.Header.Set("Authorization", "Bearer u") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := right()
			c.change(&r)
			got := Check(operation(t, "add"), "t", want, r)
			if c.want == "" && got != nil || !strings.Contains(strings.Join(got, "\n"), c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	r := Request{Method: "DELETE", Target: "/a/b/rules", Body: []byte("{}"), Header: right().Header}
	got := strings.Join(Check(operation(t, "remove"), "t", sample.Input{Path: want.Path}, r), "\n")
	if !strings.Contains(got, "where none belongs") || !strings.Contains(got, "Content-Type") {
		t.Errorf("a body where none belongs: %q", got)
	}
}
