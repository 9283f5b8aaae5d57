package load_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

const (
	head = "openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\n"
	ok   = `responses: {"200": {description: ok}}`
)

// TestFaults holds documents that are wrong and every line about them.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"empty", " \n", "api.yaml:1:1: the document is empty"},
		{"swagger", "swagger: \"2.0\"\n", "api.yaml:1:10: swagger 2.0 is not supported: convert the document to OpenAPI 3"},
		{"not OpenAPI", "a: b\n", "api.yaml:1:1: not an OpenAPI document: there is no openapi key"},
		{"a list", "- a\n", "api.yaml:1:1: not an OpenAPI document: the top is not a mapping"},
		{"another version", "openapi: 4.0.0\n", `api.yaml:1:10: openapi "4.0.0" is not supported: want 3.0, 3.1 or 3.2`},
		{"not YAML", "openapi: 3.0.3\na: b: c\n", "api.yaml:2:5: not YAML: mapping values are not allowed in this context"},
		{"duplicate keys", head + "paths: {}\npaths: {}\n", `api.yaml:4:1: duplicate key "paths", first on line 3`},
		{"duplicate keys in JSON", "{\"openapi\": \"3.0.0\",\n \"paths\": {}, \"paths\": {}}", `api.yaml:2:15: duplicate key "paths", first on line 2`},
		{"broken JSON", "{\"openapi\": \"3.0.0\"", "api.yaml:1:20: not JSON: unexpected end"},
		{"dangling references", head + "paths:\n  /a: {get: {operationId: a, responses: {\"200\": {$ref: '#/components/responses/No'}}}}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/No'}\n    B: {$ref: other.yaml}\n",
			`api.yaml:4:56: reference "#/components/responses/No" names nothing
api.yaml:7:15: reference "#/components/schemas/No" names nothing
api.yaml:8:15: reference "other.yaml" points outside of the document: bundle it first`},
		{"reference to itself", withSchemas("3.0.3", "X: {$ref: '#/components/schemas/Y'}\nY: {$ref: '#/components/schemas/X'}"), "api.yaml:11:8: X contains itself and nothing else"},
		{"allOf of itself", withSchemas("3.0.3", "X: {allOf: [{$ref: '#/components/schemas/X'}, {properties: {a: {}}}]}"), "api.yaml:11:8: X contains itself through allOf"},
		{"shapes", withSchemas("3.0.3", `
X:
  properties: {a: {type: objekt}, b: {enum: e}, c: {maxLength: many, type: string}, d: [], e: {nullable: 1}, f: {properties: [a]}, g: {type: array, items: []}}`),
			`api.yaml:12:30: X: type "objekt" is not a type
api.yaml:12:49: X: enum must be a list, not "e"
api.yaml:12:68: X: maxLength must be a number, not "many"
api.yaml:12:92: X: a schema must be a mapping, not a list
api.yaml:12:110: X: nullable must be true or false, not "1"
api.yaml:12:130: X: properties must be a mapping, not a list
api.yaml:12:160: X: items must be a schema, not a list`},
		{"contradiction", withSchemas("3.0.3", "X: {allOf: [{type: string}, {type: integer}]}"), "api.yaml:11:40: X: allOf: type integer here, string at api.yaml:11:24"},
		{"contradicting property", withSchemas("3.0.3", "X: {allOf: [{properties: {p: {type: string}}}, {properties: {p: {type: array}}}]}"), "api.yaml:11:76: X: allOf: type array here, string at api.yaml:11:41"},
		{"operation ids", head + "paths:\n  /a: {get: {operationId: a, " + ok + "}}\n  /b: {get: {operationId: a, " + ok + "}}\n", "api.yaml:5:27: operationId a is already given at api.yaml:4:27"},
		{"no responses", head + "paths:\n  /a: {get: {operationId: a}}\n", "api.yaml:4:8: a: no responses"},
		{"no method", head + "paths:\n  /a: {gett: {}}\n", "api.yaml:4:8: /a: gett is not a method"},
		{"no status", head + "paths:\n  /a: {get: {operationId: a, responses: {ok: {}}}}\n", "api.yaml:4:8: a: no responses\napi.yaml:4:42: a: \"ok\" is not a status"},
		{"matrix", head + "paths:\n  /a/{x}: {get: {operationId: a, parameters: [{name: x, in: path, required: true, style: matrix, schema: {}}], " + ok + "}}\n",
			"api.yaml:4:47: a: parameter x: style matrix is not supported"},
		{"nested in form", head + "paths:\n  /a: {get: {operationId: a, parameters: [{name: x, in: query, schema: {type: array, items: {type: object}}}], " + ok + "}}\n",
			"api.yaml:4:43: a: parameter x: style form has no form for nested values"},
		{"parameters", head + "paths:\n  /a: {get: {operationId: a, parameters: [{in: query}, {name: x, in: body}, {name: y, in: query}, {name: y, in: query}, {name: z, in: query, content: {}}, {name: r, in: query, allowReserved: true, schema: {}}], " + ok + "}}\n",
			`api.yaml:4:43: a: a parameter has no name
api.yaml:4:56: a: parameter x is in "body": want path, query, header or cookie
api.yaml:4:99: a: query parameter y is given twice
api.yaml:4:142: a: parameter z: content is not supported
api.yaml:4:177: a: parameter r: allowReserved is not supported`},
		{"form body", head + "paths:\n  /a: {post: {operationId: a, requestBody: {required: true, content: {multipart/form-data: {}}}, " + ok + "}}\n",
			"api.yaml:4:71: a: request body: media type multipart/form-data is not supported"},
		{"security", head + "security: [{key: []}]\npaths: {}\n", `api.yaml:3:13: security scheme "key" is not declared`},
		{"alias in itself", head + "paths: &p {a: *p}\n", "api.yaml:3:15: alias *p stands inside its own anchor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := document(t, config.Config{}, c.doc)
			if err == nil {
				t.Fatal("no fault")
			}
			if err.Error() != c.want {
				t.Errorf("got\n%s\nwant\n%s", err, c.want)
			}
		})
	}
}

func TestMissingFile(t *testing.T) {
	_, err := load.Document(&config.Config{Spec: "no.yaml"}, fstest.MapFS{})
	if err == nil || !strings.Contains(err.Error(), "no.yaml") {
		t.Errorf("got %v", err)
	}
}

// TestNotes holds documents that are wrong in ways that have one sound reading.
func TestNotes(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"operationId", head + "paths:\n  /a/{b}/c-d: {get: {parameters: [{name: b, in: path, required: true, schema: {type: string}}], " + ok + "}}\n",
			"api.yaml:4:16: GET /a/{b}/c-d has no operationId; it is called getAByBCD"},
		{"path parameters", head + "paths:\n  /a/{b}: {get: {operationId: a, parameters: [{name: c, in: path, required: true, schema: {}}], " + ok + "}}\n",
			"api.yaml:4:12: a: path parameter b is not declared; read as a string\napi.yaml:4:47: a: parameter c is not in the path"},
		{"query in path", head + "paths:\n  /a?b=c: {get: {operationId: a, " + ok + "}}\n", "api.yaml:4:3: /a?b=c: a query string stands in the path"},
		{"status", head + "paths:\n  /a: {get: {operationId: a, responses: {200: {description: ok}, 4xx: {description: no}}}}\n", "api.yaml:4:66: a: status 4xx is written 4XX"},
		{"default only", head + "paths:\n  /a: {get: {operationId: a, responses: {default: {description: ok}}}}\n", "api.yaml:4:42: a: there is only a default response; read as the answer to success"},
		{"tag", head + "tags: [{name: t}]\npaths:\n  /a: {get: {operationId: a, tags: [u], " + ok + "}}\n", `api.yaml:5:37: tag "u" is not declared`},
		{"enum", withSchemas("3.0.3", "X: {type: string, enum: [a, a]}"), "api.yaml:11:33: X: enum value a is listed twice"},
		{"required", withSchemas("3.0.3", "X: {required: [a, b], properties: {a: {}}}"), `api.yaml:11:23: X: required names "b", which is not a property`},
		{"required on a property", withSchemas("3.0.3", "X: {properties: {a: {type: string, required: true}}}"), "api.yaml:11:50: X: required: true stands on a schema; it belongs to the object"},
		{"nullable in 3.1", withSchemas("3.1.0", "X: {type: string, nullable: true}"), "api.yaml:11:23: X: nullable is not a word of OpenAPI 3.1; read as nullable"},
		{"a form beside JSON", head + "paths:\n  /a: {post: {operationId: a, requestBody: {content: {multipart/form-data: {}, application/json: {}}}, " + ok + "}}\n",
			"api.yaml:4:55: a: request body: media type multipart/form-data is left out"},
		{"an optional empty form", head + "paths:\n  /a: {get: {operationId: a, requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {}}}}}, " + ok + "}}\n",
			"api.yaml:4:30: a: request body is an optional form without fields; left out"},
		{"media types", head + "paths:\n  /a: {get: {operationId: a, responses: {\"200\": {content: {'*/*': {}, json: {}}}}}}\n",
			"api.yaml:4:60: a: response 200: */* is a range of media types\napi.yaml:4:71: a: response 200: \"json\" is not a media type"},
		{"webhooks", "openapi: 3.1.0\ninfo: {title: t, version: \"1\"}\nwebhooks: {a: {}}\n", "api.yaml:3:1: webhooks are left out"},
		{"header", head + "paths:\n  /a: {get: {operationId: a, parameters: [{name: accept, in: header, schema: {}}], " + ok + "}}\n",
			"api.yaml:4:43: a: header accept is not a parameter (OpenAPI 3.0, 4.7.12.1)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := mustLoad(t, config.Config{}, c.doc)
			if got := notes(api.Notes); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestLenient(t *testing.T) {
	doc := head + `paths:
  /a/{x}: {get: {operationId: a, parameters: [{name: x, in: path, required: true, style: label, schema: {}}], responses: {"200": {description: ok}}}}
  /b: {get: {operationId: b, responses: {"200": {content: {application/json: {schema: {$ref: '#/components/schemas/L'}}}}}}}
  /c: {get: {operationId: c, responses: {"200": {description: ok}}}}
components: {schemas: {L: {type: array, items: {allOf: [{type: string}, {type: boolean}]}}}}
`
	api := mustLoad(t, config.Config{Lenient: true}, doc)
	if len(api.Versions[0].Operations) != 1 || api.Versions[0].Operations[0].ID != "c" {
		t.Errorf("operations: %v", api.Versions[0].Operations)
	}
	const want = `api.yaml:4:47: a: parameter x: style label is not supported
api.yaml:7:80: b: L: allOf: type boolean here, string at api.yaml:7:64`
	if got := notes(api.Skipped); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := document(t, config.Config{}, doc); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("without lenient: %v", err)
	}
}
