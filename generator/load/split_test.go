package load_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

func splitText(t *testing.T, text string) string {
	t.Helper()
	docs, err := load.Split(&config.Config{Spec: "api.yaml"}, fstest.MapFS{"api.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, d := range docs {
		all = append(all, d.Name+"\n"+string(d.Text))
	}
	return strings.Join(all, "")
}

// oneLine makes block YAML comparable: a space for each line break and indent.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestSplitCorrects: what has one sound reading is written that way.
func TestSplitCorrects(t *testing.T) {
	for _, c := range []struct{ name, openapi, schema, want string }{
		{"required on a property", "3.0.0", "X: {properties: {a: {type: string, required: true}}}", "X: properties: a: type: string required: - a"},
		{"required repeats", "3.0.0", "X: {required: [a, a, b], properties: {}}", "X: required: - a - b properties: {}"},
		{"required empty", "3.0.0", "X: {type: object, required: []}", "X: type: object"},
		{"enum repeats", "3.0.0", "X: {type: string, enum: [a, b, a], x-enum-varnames: [A, B, C]}", "X: type: string enum: - a - b x-enum-varnames: - A - B"},
		{"enum empty in 3.0", "3.0.0", "X: {type: string, enum: []}", "X: type: string"},
		{"enum empty in 3.1", "3.1.0", "X: {type: string, enum: []}", "X: type: string enum: []"},
		{"types in 3.0", "3.0.0", "X: {type: [string, 'null']}", "X: type: string nullable: true"},
		{"null in 3.0", "3.0.0", "X: {oneOf: [{type: string}, {type: integer}, {type: 'null'}]}", "X: oneOf: - type: string - type: integer nullable: true"},
		{"const in 3.0", "3.0.0", "X: {const: a}", "X: enum: - a"},
		{"examples in 3.0", "3.0.0", "X: {examples: [a, b]}", "X: example: a"},
		{"limit in 3.0", "3.0.0", "X: {type: integer, exclusiveMinimum: 3}", "X: type: integer exclusiveMinimum: true minimum: 3"},
		{"limit in 3.1", "3.1.0", "X: {type: integer, maximum: 3, exclusiveMaximum: true}", "X: type: integer exclusiveMaximum: 3"},
		{"nullable in 3.1", "3.1.0", "X: {type: string, nullable: true, enum: [a]}", "X: type: - string - 'null' enum: - a - null"},
		{"nullable reference in 3.1", "3.1.0", "X: {$ref: '#/components/schemas/W', nullable: true, description: d}\nW: {type: string}", "X: description: d anyOf: - $ref: '#/components/schemas/W' - type: 'null' W: type: string"},
		{"words of YAML 1.1", "3.0.0", "X: {type: string, enum: ['yes', 'NO', '12:30', '1.0', plain]}", "X: type: string enum: - 'yes' - 'NO' - '12:30' - '1.0' - plain"},
		{"anchors", "3.0.0", "X: {properties: {a: &a {type: string}, b: *a, c: {<<: *a, title: t}}}", "X: properties: a: type: string b: type: string c: title: t type: string"},
		{"children of a discriminator", "3.0.0", "X: {type: object, discriminator: {propertyName: p}}\nW: {allOf: [{$ref: '#/components/schemas/X'}]}\nZ: {}", "X: type: object discriminator: propertyName: p W: allOf: - $ref: '#/components/schemas/X'"},
		{"unknown keyword", "3.0.0", "X: {dependencies: {a: [{$ref: '#/components/schemas/W'}], properties: {example: {$ref: '#/components/schemas/Z'}}}, example: {$ref: '#/components/schemas/U'}}\nW: {}\nZ: {}\nU: {}", "X: dependencies: a: - $ref: '#/components/schemas/W' properties: example: $ref: '#/components/schemas/Z' example: $ref: '#/components/schemas/U' W: {} Z: {}"},
		{"mapping", "3.0.0", "X: {type: object, discriminator: {propertyName: p, mapping: {w: W, z: '#/components/schemas/Z'}}}\nW: {}\nZ: {}\nU: {}", "X: type: object discriminator: propertyName: p mapping: w: W z: '#/components/schemas/Z' W: {} Z: {}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, got, _ := strings.Cut(oneLine(splitText(t, withSchemas(c.openapi, c.schema))), "components: schemas: ")
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestSplitCorrectsOperations(t *testing.T) {
	for _, c := range []struct{ name, path, want string }{
		{"path and its parameters", "a/{id}/{num}: {parameters: [{name: gone, in: path, schema: {type: string}}, {name: num, in: path}], get: {responses: {4xx: {}}}}",
			"/a/{id}/{num}: parameters: - name: num in: path required: true schema: type: string get: responses: 4XX: description: '' parameters: - name: id in: path required: true schema: type: string"},
		{"deepObject", "/a: {get: {parameters: [{name: s, in: query, style: deepObject, schema: {type: array, items: {type: string}}}, {name: l, in: query, style: deepObject, explode: false, schema: {type: array, items: {type: object}}}, {name: o, in: query, style: deepObject, schema: {type: object}}], responses: {200: {description: ok}}}}",
			"/a: get: parameters: - name: s in: query style: form schema: type: array items: type: string explode: true - name: l in: query style: deepObject explode: true schema: type: array items: type: object - name: o in: query style: deepObject schema: type: object explode: true responses: '200': description: ok"},
		{"body and media type", "/a: {post: {requestBody: {description: none}, responses: {200: {description: ok, content: {text/plain: null}}}}}",
			"/a: post: responses: '200': description: ok content: text/plain: {}"},
		{"beyond Go", "/a: {post: {parameters: [{name: m, in: query, content: {application/json: {schema: {}}}}], requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string}}}}}}, responses: {'204': {description: done}}}}",
			"/a: post: parameters: - name: m in: query content: application/json: schema: {} requestBody: content: multipart/form-data: schema: type: object properties: f: type: string responses: '204': description: done"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, got, _ := strings.Cut(oneLine(splitText(t, head+"paths:\n  "+c.path+"\n")), "paths: ")
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestSplitVersions: a component that serves each version something else, one
// that serves two operations of a version differently, links, security and
// references into paths.
func TestSplitVersions(t *testing.T) {
	got := splitText(t, head+`
tags: [{name: A}, {name: B}, {name: A}]
paths:
  /a:
    get:
      operationId: a
      tags: [A]
      security: [{key: []}]
      responses: {'200': {$ref: '#/components/responses/Both'}, '404': {$ref: '#/components/responses/Fault'}}
    post:
      operationId: onlyBeta
      tags: [B]
      responses:
        '200':
          description: ok
          content: {application/vnd.acme.v1beta+json: {schema: {$ref: '#/components/schemas/Beta'}}}
          links: {to: {operationId: b}, self: {operationId: a}}
  /b:
    get:
      operationId: b
      responses: {'200': {description: ok, content: {application/vnd.acme.v1+json: {schema: {$ref: '#/paths/~1a/post/responses/200/content/application~1vnd.acme.v1beta+json/schema'}}}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}, other: {type: http, scheme: basic}}
  schemas: {Beta: {type: string}, Stable: {type: integer}, Unused: {}}
  responses:
    Fault: {description: bad, content: {application/vnd.acme.v1+json: {}, application/json: {}}}
    Both:
      description: ok
      content:
        application/vnd.acme.v1+json: {schema: {$ref: '#/components/schemas/Stable'}}
        application/vnd.acme.v1beta+json: {schema: {$ref: '#/components/schemas/Beta'}}
`)
	stable, beta, _ := strings.Cut(oneLine(got), "v1beta.yaml")
	for _, c := range []struct {
		in   string
		want bool
		text string
	}{
		{stable, true, "tags: - name: A paths:"},
		{stable, true, "responses: Fault: description: bad content: application/vnd.acme.v1+json: {} Both: description: ok content: application/vnd.acme.v1+json: schema: $ref: '#/components/schemas/Stable'"},
		{stable, true, "/b: get: operationId: b responses: '200': description: ok content: application/vnd.acme.v1+json: schema: $ref: '#/components/schemas/Beta'"},
		{stable, false, "onlyBeta"},
		{stable, false, "v1beta+json:"},
		{stable, false, "Unused"},
		{stable, true, "securitySchemes: key: type: http scheme: bearer schemas:"},
		{beta, true, "tags: - name: A - name: B paths:"},
		{beta, true, "Fault: description: bad content: application/json: {}"},
		{beta, true, "links: self: operationId: a"},
		{beta, false, "operationId: b "},
		{beta, false, "Stable"},
		{beta, true, "x-api-version: v1beta x-api-stability: beta"},
	} {
		if strings.Contains(c.in, c.text) != c.want {
			t.Errorf("%q: want %v in\n%s", c.text, c.want, c.in)
		}
	}
}

// TestSplitRefuses: what is wrong with the document is said as Document says it.
func TestSplitRefuses(t *testing.T) {
	const ok = "{responses: {'200': {description: ok}}}"
	for _, c := range []struct{ name, text, want string }{
		{"endless", withSchemas("3.0.0", "X: {properties: {x: {$ref: '#/components/schemas/X'}}, required: [x]}"), "X: no value fits, as it would have no end: x is required and leads back here"},
		{"contradiction", withSchemas("3.0.0", "X: {allOf: [{type: string}, {type: integer}]}"), "X: allOf: type integer here, string at api.yaml:"},
		{"same calls", head + "paths:\n  /a/{x}: {get: " + ok + "}\n  /a/{y}: {get: " + ok + "}\n", "nothing tells GET /a/{y} from /a/{x} at api.yaml:4:12"},
		{"same path", head + "paths:\n  a: {get: " + ok + "}\n  /a: {post: " + ok + "}\n", `api.yaml:5:3: duplicate path "/a", first on line 4`},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := &config.Config{Spec: "api.yaml"}
			_, whole := load.Document(cfg, files(c.text))
			_, err := load.Split(cfg, files(c.text))
			if err == nil || whole == nil || err.Error() != whole.Error() || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nas   %v\nwant %s", err, whole, c.want)
			}
		})
	}
}

// TestSplitLenient: a schema without a value is copied where operations that
// reach one may be left out.
func TestSplitLenient(t *testing.T) {
	cfg := &config.Config{Spec: "api.yaml", Lenient: true}
	for _, schema := range []string{
		"X: {properties: {x: {$ref: '#/components/schemas/X'}}, required: [x]}", "X: {allOf: [{type: string}, {type: integer}]}",
	} {
		if _, err := load.Split(cfg, files(withSchemas("3.0.0", schema))); err != nil {
			t.Error(err)
		}
	}
}

// TestSplitDrops: what goes takes along what only it reached.
func TestSplitDrops(t *testing.T) {
	for _, text := range []string{
		"{get: {parameters: [{$ref: '#/components/parameters/gone'}], responses: {'200': {description: ok}}}}\ncomponents: {parameters: {gone: {name: gone, in: path, required: true, schema: {type: string}}}}",
		"{post: {requestBody: {$ref: '#/components/requestBodies/gone'}, responses: {'200': {description: ok}}}}\ncomponents: {requestBodies: {gone: {description: none}}}",
	} {
		if got := splitText(t, head+"paths:\n  /a: "+text+"\n"); strings.Contains(got, "gone") {
			t.Errorf("still there:\n%s", got)
		}
	}
}
