package sample_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/fit"
	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/conformance/value"
)

func report(t *testing.T, what string, lines []string) {
	t.Helper()
	for _, line := range lines {
		t.Errorf("%s: %s", what, line)
	}
}

// What schemas may say and the shipped document, of which package proof makes
// everything, does not.
const unusual = `
paths:
  /{code}:
    put:
      operationId: put
      parameters:
        - {name: code, in: path, required: true, schema: {type: string, pattern: '^[a-c]{2}-\d+$'}}
        - {name: at, in: query, schema: {type: string, format: date-time}}
      requestBody: {required: true, content: {x/y: {schema: {$ref: '#/components/schemas/Tree'}}}}
      responses: {'200': {content: {x/y: {schema: {$ref: '#/components/schemas/Tree'}}}}}
components:
  schemas:
    Tree:
      type: object
      required: [name, left]
      properties:
        name: {type: string, minLength: 12, maxLength: 14}
        left: {allOf: [{$ref: '#/components/schemas/Tree'}], nullable: true}
        children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
        pair: {type: array, minItems: 3, maxItems: 3, uniqueItems: true, items: {type: string, enum: [a, b, c, d]}}
        odd: {type: integer, minimum: 3, maximum: 9, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 2}
        small: {type: integer, format: int32}
        half: {type: number, minimum: 0, maximum: 1}
        sizes: {type: object, additionalProperties: {type: integer}}
        open: {type: object, properties: {id: {type: string, format: uuid}}, additionalProperties: {type: boolean}}
        shut: {type: object, additionalProperties: false}
        free: {}
        mixed: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, required: [b], properties: {b: {type: boolean}}}]}
        one: {oneOf: [{$ref: '#/components/schemas/A'}, {type: string, enum: [x, y]}, {type: array, items: {type: number}}]}
        schedule: {type: object, properties: {strategy: {type: string, enum: [EVERY, DAYS, HAND]}, config: {anyOf: [{$ref: '#/components/schemas/Every'}, {$ref: '#/components/schemas/Days'}]}}}
    Every: {type: object, required: [interval], properties: {interval: {type: string}}}
    Days: {type: object, required: [days], properties: {days: {type: array, items: {type: integer}}, zone: {type: string}}}
    A: {type: object, required: [a], properties: {a: {type: string, nullable: true}, n: {type: integer, enum: [1, 2, 3]}}}
`

func TestUnusual(t *testing.T) {
	d, err := document.Read("v1", "x/y", []byte(unusual))
	if err != nil {
		t.Fatal(err)
	}
	d.Selectors = []document.Selector{{Union: "Config", Property: "strategy", Values: map[string]string{"EVERY": "every", "DAYS": "days"}}}
	op := d.Operation("put")
	code, odd := regexp.MustCompile(`^[a-c]{2}-\d+$`), regexp.MustCompile(`"odd":[^468]`)
	crossed := regexp.MustCompile(`"config":\{"interval":"[^"]*"\},"strategy":"DAYS"|"config":\{"days":\[[^]]*\](,"zone":"[^"]*")?\},"strategy":"EVERY"`)
	together := regexp.MustCompile(`"config":\{"interval":"[^"]*"\},"strategy":"EVERY"`)
	pairs := 0
	inputs := fit.New(d, sample.Schema(op))
	for _, in := range sample.Inputs(op) {
		report(t, in.For, inputs.Check(in.Object()))
		if text := in.Path["code"].(string); !code.MatchString(text) {
			t.Errorf("%s: code %s", in.For, text)
		}
		text := value.Encode(in.Body)
		if odd.Match(text) || crossed.Match(text) {
			t.Errorf("%s: odd, or a variant beside the value of another: %s", in.For, text)
		}
		pairs += len(together.FindAll(text, -1))
	}
	if pairs == 0 {
		t.Error("no variant beside its value")
	}
	answers := fit.New(d, op.Answer)
	for _, a := range sample.Answers(op) {
		if !strings.HasPrefix(a.For, "unknown") {
			report(t, a.For, answers.Check(a.Body))
		}
	}
	for _, fact := range inputs.Missing() {
		switch fact {
		case "/body/pair one", "/body/pair none", "/body/pair[] = d": // minItems, maxItems
		case "/body/odd 3", "/body/odd 9": // exclusive
		case "/body/shut members":
		default:
			t.Errorf("not seen: %s", fact)
		}
	}
}

// The same schema gives the same values, whatever the order in which it is read.
func TestSame(t *testing.T) {
	var texts [2]string
	for i := range texts {
		d, err := document.Read("v1", "x/y", []byte(unusual))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range sample.Answers(d.Operation("put")) {
			texts[i] += a.For + ": " + string(value.Encode(a.Body)) + "\n"
		}
	}
	if texts[0] != texts[1] {
		t.Error("two runs differ")
	}
	for _, want := range []string{`"x-unknown"`, "12345678901234567890", `"left":null`, "2147483647"} {
		if !strings.Contains(texts[0], want) {
			t.Errorf("no %s in any answer", want)
		}
	}
}
