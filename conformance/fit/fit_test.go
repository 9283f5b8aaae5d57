package fit_test

import (
	"strings"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/fit"
	"github.com/stratagen/strata/conformance/value"
)

const text = `
paths:
  /:
    get:
      operationId: get
      responses: {'200': {content: {x/y: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string, minLength: 2}
        kind: {type: string, enum: [A, B]}
        count: {type: integer, minimum: 1, maximum: 9, nullable: true}
        list: {type: array, maxItems: 2, items: {type: boolean}}
        sizes: {type: object, additionalProperties: {type: number}}
        either: {oneOf: [{type: string}, {type: object, required: [x], properties: {x: {type: integer}}}]}
        free: {}
`

func sheet(t *testing.T) *fit.Sheet {
	t.Helper()
	d, err := document.Read("v1", "x/y", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return fit.New(d, d.Operation("get").Answer)
}

func TestCheck(t *testing.T) {
	for _, c := range []struct{ value, want string }{
		{`{"id":"ab"}`, ""},
		{`{"id":"ab","kind":"A","count":null,"list":[true],"sizes":{"x":0.5},"either":{"x":1},"free":[null]}`, ""},
		{`{"id":"ab","count":3.0,"either":"x"}`, ""},
		{`{}`, ": no id"},
		{`{"id":null}`, "/id: null"},
		{`{"id":"a"}`, "/id: 1 characters"},
		{`{"id":1}`, "/id: 1 is no string"},
		{`{"id":"ab","kind":"C"}`, "/kind: C is not among"},
		{`{"id":"ab","count":0}`, "/count: 0 is out of range"},
		{`{"id":"ab","count":10}`, "/count: 10 is out of range"},
		{`{"id":"ab","count":1.5}`, "/count: 1.5 is no integer"},
		{`{"id":"ab","list":[true,1]}`, "/list[]: 1 is no boolean"},
		{`{"id":"ab","list":[true,true,true]}`, "/list: 3 elements"},
		{`{"id":"ab","sizes":{"x":"y"}}`, "/sizes*: y is no number"},
		{`{"id":"ab","either":{}}`, "/either|1: no x"},
		{`{"id":"ab","other":1}`, ": no property other"},
	} {
		v, err := value.Decode([]byte(c.value))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(sheet(t).Check(v), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.value, got, c.want)
		}
	}
}

func TestMissing(t *testing.T) {
	s := sheet(t)
	all, enum := s.Facts()
	if all != len(s.Missing()) || enum != 2 {
		t.Errorf("%d facts, %d of them values of an enum, %d missing", all, enum, len(s.Missing()))
	}
	for _, text := range []string{
		`{"id":"%日","kind":"A","count":1,"list":[true,false],"sizes":{"x":1},"either":"%日"}`,
		`{"id":"ab","count":9,"list":[],"sizes":{},"either":{"x":1},"free":0}`,
		`{"id":"ab","count":null,"list":[true]}`,
	} {
		v, err := value.Decode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if wrong := s.Check(v); wrong != nil {
			t.Error(wrong)
		}
	}
	if got := strings.Join(s.Missing(), ", "); got != "/count not there, /kind = B, /list not there" {
		t.Errorf("missing: %s", got)
	}
}
