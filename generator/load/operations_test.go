package load_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// signature writes the parameters of an operation: in name! style* form.
func signature(op *model.Operation) string {
	var list []string
	for _, p := range op.Parameters {
		mark, explode := "", ""
		if p.Required {
			mark = "!"
		}
		if p.Explode {
			explode = "*"
		}
		list = append(list, fmt.Sprintf("%s %s%s %s%s %s", p.In, p.Name, mark, p.Style, explode, form(p.Use)))
	}
	return strings.Join(list, "; ")
}

func TestParameters(t *testing.T) {
	for _, c := range []struct{ name, path, shared, own, want string }{
		{"defaults", "/a/{p}", "", `{name: p, in: path, required: true, schema: {type: string}}, {name: q, in: query, schema: {type: string}}, {name: h, in: header, schema: {type: string}}, {name: c, in: cookie, schema: {type: string}}`,
			"path p! simple str; query q form* str; header h simple str; cookie c form* str"},
		{"path order", "/a/{x}/{y}", `{name: y, in: path, required: true, schema: {type: string}}`, `{name: q, in: query, schema: {type: string}}, {name: x, in: path, required: true, schema: {type: integer}}`,
			"path x! simple int; path y! simple str; query q form* str"},
		{"redefined", "/a", `{name: q, in: query, schema: {type: string}}, {name: r, in: query, schema: {type: string}}`, `{name: q, in: query, required: true, schema: {type: integer}}`,
			"query r form* str; query q! form* int"},
		{"undeclared", "/a/{x}", "", "", "path x! simple str"},
		{"not required", "/a/{x}", "", "{name: x, in: path, schema: {type: string}}", "path x! simple str"},
		{"styles", "/a", "", `{name: d, in: query, style: deepObject, schema: {properties: {a: {items: {type: object}}}}}, {name: s, in: query, style: pipeDelimited, schema: {items: {type: string}}}, {name: e, in: query, explode: false, schema: {items: {type: string}}}`,
			"query d deepObject {a:[]{*:any}}; query s pipeDelimited []str; query e form []str"},
		{"no schema", "/a", "", `{name: q, in: query}`, "query q form* str"},
		{"reference", "/a", "", `{$ref: '#/components/parameters/P'}`, "query p form* (str | int)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := head + "paths:\n  " + c.path + ":\n    parameters: [" + c.shared + "]\n    get: {operationId: a, parameters: [" + c.own + "], " + ok + "}\n" +
				"components: {parameters: {P: {name: p, in: query, schema: {oneOf: [{type: string}, {type: integer}]}}}}\n"
			if got := signature(operation(t, mustLoad(t, config.Config{}, doc), "a")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

const small = `openapi: 3.0.3
info: {title: Small, description: d, version: 1.2.3}
tags: [{name: B, description: bs}]
servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu}}}]
security: [{key: []}]
paths:
  /b:
    $ref: '#/components/pathItems/b'
components:
  pathItems:
    b:
      post:
        operationId: makeB
        tags: [B, A]
        deprecated: true
        x-deprecated-reason: use C
        x-rate-limit: 50/minute
        requestBody: {$ref: '#/components/requestBodies/b'}
        responses:
          default: {$ref: '#/components/responses/problem'}
          201:
            description: made
            headers: {X-B: {schema: {type: integer}}, X-A: {required: true, schema: {type: string}}}
            content: {text/csv: {}, application/json: {schema: {type: string}}}
  requestBodies:
    b: {required: true, content: {application/json: {schema: {type: object, additionalProperties: {type: string}}}}}
  responses:
    problem: {description: problem, content: {application/json: {}}}
  securitySchemes:
    key: {type: http, scheme: Bearer}
`

func TestOperation(t *testing.T) {
	api := mustLoad(t, config.Config{}, small)
	op := operation(t, api, "makeB")
	if op.Method != "POST" || op.Path != "/b" || !op.Deprecated || op.Reason != "use C" || op.RateLimit != "50/minute" {
		t.Errorf("got %+v", op)
	}
	if diff := cmp.Diff([]string{"A", "B"}, op.Tags); diff != "" {
		t.Error(diff)
	}
	if !op.Body.Required || form(op.Body.Contents[0].Use) != "{*:str}" {
		t.Errorf("body %+v", op.Body)
	}
	made := op.Responses[0]
	if made.Status != "201" || op.Responses[1].Status != "default" || made.Headers[0].Name != "X-A" || !made.Headers[0].Required || made.Contents[1].MediaType != "text/csv" {
		t.Errorf("responses %+v %+v", made, op.Responses[1])
	}
	if api.Title != "Small" || api.Revision != "1.2.3" || api.Servers[0].URL != "https://eu.example.com" || api.Tags[1].Description != "bs" {
		t.Errorf("header %+v", api)
	}
	want := []*model.SecurityScheme{{Name: "key", Type: "http", Scheme: "bearer", Pos: api.Security[0].Pos}}
	if diff := cmp.Diff(want, api.Security); diff != "" {
		t.Error(diff)
	}
}

// TestSameTwice: the model does not depend on the run.
func TestSameTwice(t *testing.T) {
	a, b := mustLoad(t, config.Config{}, small), mustLoad(t, config.Config{}, small)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}
