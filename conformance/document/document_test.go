package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const text = `
paths:
  /a/{id}:
    parameters: [{$ref: '#/components/parameters/id'}]
    get:
      operationId: get
      responses: {'200': {$ref: '#/components/responses/ok'}, '404': {description: no}}
components:
  parameters:
    id: {name: id, in: path, required: true, schema: {type: string}}
  responses:
    ok: {content: {x/y: {schema: {$ref: '#/components/schemas/Outer'}}}}
  schemas:
    Outer: {$ref: '#/components/schemas/a~1b'}
    a/b: {description: outer, allOf: [{$ref: '#/components/schemas/Base'}, {type: object, required: [c], properties: {c: {type: string}, d: {type: boolean}}}], properties: {d: {type: integer}}}
    Base: {type: object, description: base, required: [d], properties: {e: {type: number}}}
`

func TestRead(t *testing.T) {
	d, err := Read("v1", "x/y", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	op := d.Operation("get")
	if op.Method != "GET" || op.Path != "/a/{id}" || op.Status != 200 || len(op.Parameters) != 1 || !op.Parameters[0].Required || op.Body != nil {
		t.Errorf("%+v", op)
	}
	s, names := d.Resolve(op.Answer)
	if !slices.Equal(names, []string{"Outer", "a/b", "Base"}) || !slices.Equal(s.Properties(), []string{"c", "d", "e"}) ||
		s.Property("d").Text("type") != "integer" || s.Text("description") != "outer" || !s.Requires("c") || !s.Requires("d") || s.Requires("e") {
		t.Errorf("%v: %v", names, s)
	}
	if d.Operation("none") != nil {
		t.Error("an operation that is not there")
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"operationId: get", "summary: get", "no operationId"},
		{"'200'", "'500'", "no answer of 2xx"},
		{"'404'", "'201'", "two answers of 2xx"},
		{"x/y:", "x/z:", "media types"},
		{"in: path", "in: header", "a parameter in header"},
	} {
		_, err := Read("v1", "x/y", []byte(strings.Replace(text, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.new, err, c.want)
		}
	}
}

func TestSplit(t *testing.T) {
	docs, err := Split()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"v1 application/vnd.segment.v1+json 126 3",
		"v1beta application/vnd.segment.v1beta+json 126 3",
		"v1alpha application/vnd.segment.v1alpha+json 188 3",
	} {
		d := docs[i]
		if got := fmt.Sprint(d.Version, " ", d.MediaType, " ", len(d.Operations), " ", len(d.Selectors)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
