package load_test

import (
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// withSchemas is a document whose only answer is the schema X.
func withSchemas(openapi, schemas string) string {
	return "openapi: " + openapi + `
info: {title: t, version: "1"}
paths:
  /x:
    get:
      operationId: getX
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}}
components:
  schemas:
` + indent(schemas)
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n    ") + "\n"
}

func TestSchema(t *testing.T) {
	const common = `
A: {type: object, required: [a], properties: {a: {type: string}}}
B: {type: object, properties: {b: {type: integer}}}
N: {type: object, nullable: true, properties: {n: {type: string}}}
`
	for _, c := range []struct{ name, schema, want string }{
		{"scalar", `X: {type: string, format: date-time}`, "X=str:date-time"},
		{"object", `X: {type: object, required: [b], properties: {b: {type: boolean}, a: {type: number}}}`, "X{b!:bool a:num}"},
		{"free-form", `X: {type: object}`, "X{*:any}"},
		{"free-form said", `X: {type: object, additionalProperties: true}`, "X{*:any}"},
		{"closed", `X: {type: object, additionalProperties: false}`, "X{|}"},
		{"properties and more", `X: {properties: {a: {}}, additionalProperties: {type: string}}`, "X{a:any *:str}"},
		{"array", `X: {items: {type: integer, format: int32}}`, "X[]int:int32"},
		{"array of anything", `X: {type: array}`, "X[]any"},
		{"no type", `X: {description: anything}`, "X=any"},
		{"enum without type", `X: {enum: [a, b, a]}`, "X=str[a b]"},
		{"integer enum", `X: {type: integer, enum: [1, "2"]}`, "X=int[1 2]"},
		{"null in enum", `X: {type: string, enum: [a, null]}`, "X=str[a]?"},
		{"reference", `X: {$ref: '#/components/schemas/A'}`, "A{a!:str}"},
		{"nullable component", `X: {properties: {n: {$ref: '#/components/schemas/N'}, m: {$ref: '#/components/schemas/N'}}}`, "X{n:N{n:str}? m:^N?}"},
		{"allOf of one", `X: {nullable: true, allOf: [{$ref: '#/components/schemas/A'}]}`, "A{a!:str}?"},
		{"allOf of one and its type", `X: {type: object, allOf: [{$ref: '#/components/schemas/A'}]}`, "A{a!:str}"},
		{"allOf of one inline", `X: {allOf: [{type: string}]}`, "X=str"},
		{"allOf of one and more", `X: {allOf: [{$ref: '#/components/schemas/A'}], properties: {x: {type: string}}}`, "X{a!:str x:str}"},
		{"properties before allOf", `X: {properties: {x: {type: string}}, allOf: [{$ref: '#/components/schemas/A'}]}`, "X{x:str a!:str}"},
		{"allOf of two", `X: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {required: [b]}]}`, "X{a!:str b!:int}"},
		{"allOf number and integer", `X: {allOf: [{type: number}, {type: integer}]}`, "X=int"},
		{"allOf enums", `X: {allOf: [{type: string, enum: [a, b, c]}, {enum: [c, b]}]}`, "X=str[b c]"},
		{"allOf, a property twice", `X: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {a: {enum: [x]}}}]}`, "X{a!:str[x]}"},
		{"allOf of nullables", `X: {properties: {p: {allOf: [{$ref: '#/components/schemas/N'}, {description: d}]}}}`, "X{p:{n:str}?}"},
		{"oneOf with null", `X: {properties: {p: {oneOf: [{$ref: '#/components/schemas/A'}, {type: 'null'}]}}}`, "X{p:A{a!:str}?}"},
		{"anyOf of one", `X: {anyOf: [{$ref: '#/components/schemas/A'}]}`, "A{a!:str}"},
		{"union", `X: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}`, "X(A{a!:str} | B{b:int})"},
		{"union with null", `X: {properties: {p: {anyOf: [{type: string}, {type: integer}, {type: 'null'}]}}}`, "X{p:(str | int)?}"},
		{"union and properties", `X: {type: object, properties: {k: {type: string}}, oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}`, "X(A{k:str a!:str} | B{k:str b:int})"},
		{"union of limits", `X: {properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}`, "X{a:str b:str}"},
		{"union of descriptions", `X: {type: string, oneOf: [{description: d}, {}]}`, "X=str"},
		{"enum at length", `X: {type: string, oneOf: [{const: a, description: first}, {const: b}]}`, "X=str[a b]"},
		{"union of one scalar type", `X: {anyOf: [{type: string, format: date}, {type: string, maxLength: 3}]}`, "X=str"},
		{"an enum and any other string", `X: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}`, "X=str[a b]"},
		{"enum at length, wrong type", `X: {type: object, oneOf: [{type: string, enum: [a]}, {type: string, enum: [b]}]}`, "X=str[a b]"},
		{"a base inherited twice", `
X: {allOf: [{$ref: '#/components/schemas/L'}, {$ref: '#/components/schemas/R'}]}
L: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {l: {type: string}}}]}
R: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {r: {type: string}}}]}`, "X{a!:str l:str r:str}"},
		{"recursion", `X: {properties: {x: {$ref: '#/components/schemas/X'}, l: {items: {$ref: '#/components/schemas/X'}}}}`, "X{x:^X l:[]^X}"},
		{"nullable in a cycle", `
X: {properties: {x: {$ref: '#/components/schemas/C'}, y: {$ref: '#/components/schemas/D'}}}
C: {oneOf: [{$ref: '#/components/schemas/D'}, {$ref: '#/components/schemas/A'}]}
D: {oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/N'}]}`, "X{x:C(D(^C | N{n:str}) | A{a!:str})? y:^D?}"},
		{"base with children", `
Base: {type: object, properties: {k: {type: string}}, oneOf: [{$ref: '#/components/schemas/C1'}, {$ref: '#/components/schemas/C2'}]}
C1: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {c: {type: string}}}]}
C2: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {d: {type: string}}}]}
X: {$ref: '#/components/schemas/Base'}`, "Base(C1{k:str c:str} | C2{k:str d:str})"},
		{"discriminator", `X: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {b1: '#/components/schemas/B', b0: B}}}`,
			"X(A{a!:str} | B{b:int})by k A=0 b0=1 b1=1"},
		{"discriminator by values", `X: {oneOf: [{$ref: '#/components/schemas/D'}, {$ref: '#/components/schemas/A'}], discriminator: {propertyName: a}}
D: {properties: {a: {enum: [d, e]}}}`, "X(D{a:str[d e]} | A{a!:str})by a A=1 d=0 e=0"},
		{"sibling of a reference, 3.0", `X: {properties: {a: {$ref: '#/components/schemas/A', properties: {z: {}}}}}`, "X{a:A{a!:str}}"},
		{"deep reference", `
X: {properties: {a: {$ref: '#/components/schemas/W/properties/w/properties/a'}}}
W: {properties: {w: {$ref: '#/components/schemas/A'}}}`, "X{a:str}"},
		{"required on a property", `X: {properties: {a: {type: string, required: true}}}`, "X{a!:str}"},
		{"merge key", `
X: {properties: {a: &s {type: string, maxLength: 3}, b: {<<: *s, format: date}, c: *s}}`, "X{a:str b:str:date c:str}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := mustLoad(t, config.Config{}, withSchemas("3.0.3", common+c.schema))
			got := form(operation(t, api, "getX").Responses[0].Contents[0].Use)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestSchema31(t *testing.T) {
	for _, c := range []struct{ name, schema, want string }{
		{"nullable type", `X: {type: [string, "null"]}`, "X=str?"},
		{"only null", `X: {type: 'null'}`, "X=null?"},
		{"types", `X: {type: [string, integer, "null"], enum: [a, 1, null]}`, "X(str[a] | int[1])?"},
		{"integer is a number", `X: {type: [integer, number]}`, "X=num"},
		{"const", `X: {const: a}`, "X=str[a]"},
		{"nullable of 3.0", `X: {type: string, nullable: true}`, "X=str?"},
		{"true", `X: {properties: {a: true}}`, "X{a:any}"},
		{"sibling of a reference", "X: {properties: {a: {$ref: '#/components/schemas/A', properties: {z: {type: string}}}}}\nA: {properties: {a: {type: string}}}", "X{a:{a:str z:str}}"},
		{"description beside a reference", "X: {properties: {a: {$ref: '#/components/schemas/A', description: d}}}\nA: {type: string}", "X{a:A=str}"},
		{"base64", `X: {type: string, contentEncoding: base64}`, "X=str:byte"},
		{"pattern properties", `X: {type: object, patternProperties: {'^a': {type: string}}}`, "X{*:str}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := mustLoad(t, config.Config{}, withSchemas("3.1.0", c.schema))
			got := form(operation(t, api, "getX").Responses[0].Contents[0].Use)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestConstraints(t *testing.T) {
	for _, c := range []struct {
		openapi, schema string
		want            model.Constraints
	}{
		{"3.0.0", "{type: integer, minimum: 1, exclusiveMinimum: true, maximum: 10}", model.Constraints{ExclusiveMinimum: "1", Maximum: "10"}},
		{"3.1.0", "{type: number, exclusiveMinimum: 1.50, multipleOf: 0.5}", model.Constraints{ExclusiveMinimum: "1.50", MultipleOf: "0.5"}},
		{"3.0.0", "{type: string, minimum: 1, maximum: 255, maxLength: 5}", model.Constraints{MaxLength: "5"}},
		{"3.0.0", "{allOf: [{type: integer, minimum: 1, maximum: 9}, {minimum: 3, maximum: 10}]}", model.Constraints{Minimum: "3", Maximum: "9"}},
		{"3.0.0", "{type: array, items: {}, uniqueItems: true, maxItems: 3}", model.Constraints{UniqueItems: true, MaxItems: "3"}},
	} {
		api := mustLoad(t, config.Config{}, withSchemas(c.openapi, "X: "+c.schema))
		if got := operation(t, api, "getX").Responses[0].Contents[0].Use.Schema.Constraints; got != c.want {
			t.Errorf("%s\ngot  %+v\nwant %+v", c.schema, got, c.want)
		}
	}
}

func TestUseKeepsWhatIsSaidOfThePlace(t *testing.T) {
	api := mustLoad(t, config.Config{}, withSchemas("3.0.3", `
X:
  properties:
    a: {allOf: [{$ref: '#/components/schemas/A'}], description: of the place, deprecated: true, readOnly: true, default: 12345678901234567890}
    b: {$ref: '#/components/schemas/A'}
A: {type: integer, description: of A, x-go-name: Alpha, x-enum-varnames: [One], enum: [1]}
`))
	x := operation(t, api, "getX").Responses[0].Contents[0].Use.Schema
	a, b := x.Properties[0].Use, x.Properties[1].Use
	if a.Schema != b.Schema {
		t.Error("two uses of a component have two schemas")
	}
	if a.Description != "of the place" || b.Description != "of A" || !a.Deprecated || b.Deprecated || !a.ReadOnly || *a.Default != "12345678901234567890" {
		t.Errorf("got %+v and %+v", a, b)
	}
	if a.Schema.GoName != "Alpha" || a.Schema.EnumNames[0] != "One" {
		t.Errorf("extensions: %+v %v", a.Schema.Extensions, a.Schema.EnumNames)
	}
	if got := x.Properties[1].Pos; got.Line != 14 || got.Column != 9 || got.Pointer != "/components/schemas/X/properties/b" {
		t.Errorf("position of a property: %+v", got)
	}
}
