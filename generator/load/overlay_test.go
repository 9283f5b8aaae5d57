package load_test

import (
	"testing"

	"github.com/stratagen/strata/generator/config"
)

const overlaid = head + `paths:
  /a: {get: {operationId: a, responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/X'}}}}}}}
components:
  schemas:
    X:
      type: object
      properties:
        old: {type: string}
        kept: {type: string}
    Y: {type: string}
`

func TestOverlay(t *testing.T) {
	api := mustLoad(t, config.Config{}, overlaid, "fix.yaml", `overlay: 1.0.0
info: {title: fixes, version: "1"}
actions:
- target: $.components.schemas.X.properties
  description: the server sends it
  update:
    new: {type: integer}
- target: $.components.schemas.X.properties.old
  remove: true
- target: $.components.schemas.X
  update: {required: [new]}
- target: $.components.schemas.X.properties.kept
  update: {type: boolean}
- target: $.components.schemas.X.required
  update: kept
`)
	x := operation(t, api, "a").Responses[0].Contents[0].Use
	if got, want := form(x), "X{kept!:bool new!:int}"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	kept, added := x.Schema.Properties[0], x.Schema.Properties[1]
	if got := kept.Pos.String(); got != "api.yaml:11:9" {
		t.Errorf("a node of the document moved to %s", got)
	}
	if got := added.Pos.String(); got != "fix.yaml:7:5" {
		t.Errorf("a node of the overlay is at %s", got)
	}
}

// TestOverlayTargets: what JSONPath may select and what becomes of it.
func TestOverlayTargets(t *testing.T) {
	for _, c := range []struct{ name, action, want string }{
		{"a quoted key", `{target: "$.paths['/a'].get", update: {operationId: b}}`, "b: X{old:str kept:str}"},
		{"a scalar", `{target: $.components.schemas.X.properties.old.type, update: integer}`, "a: X{old:int kept:str}"},
		{"every property", `{target: "$.components.schemas.X.properties.*", update: {format: f}}`, "a: X{old:str:f kept:str:f}"},
		{"a filter", `{target: "$.components.schemas.X.properties[?(@.type == 'string')]", update: {type: boolean}}`, "a: X{old:bool kept:bool}"},
		{"a list of elements", `{target: $.components.schemas.X, update: {required: [old, kept]}}`, "a: X{old!:str kept!:str}"},
		{"another reference", `{target: "$.paths['/a'].get.responses['200'].content['application/json'].schema", update: {$ref: '#/components/schemas/Y'}}`, "a: Y=str"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := mustLoad(t, config.Config{}, overlaid, "fix.yaml", "overlay: 1.0.0\nactions:\n- "+c.action)
			op := api.Versions[0].Operations[0]
			if got := op.ID + ": " + form(op.Responses[0].Contents[0].Use); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestOverlayFaults(t *testing.T) {
	const top = "overlay: 1.0.0\nactions:\n"
	for _, c := range []struct{ name, overlay, want string }{
		{"matches nothing", top + "- {target: $.nope, update: {a: b}}", "fix.yaml:3:12: target $.nope matches nothing"},
		{"changes nothing", top + "- {target: $.components.schemas.Y, update: {type: string}}", "fix.yaml:3:12: the action on $.components.schemas.Y changes nothing"},
		{"wrong kind", top + "- {target: $.components.schemas.Y, update: {type: {}}}", `fix.yaml:3:51: an update of "string" must not be a mapping`},
		{"no update", top + "- {target: $.components.schemas.Y}", "fix.yaml:3:3: an action needs update or remove"},
		{"no target", top + "- {update: {}}", "fix.yaml:3:3: an action needs a target"},
		{"no overlay", "a: b", "fix.yaml:1:1: not an OpenAPI overlay: want overlay: 1.0.0"},
		{"empty", "", "fix.yaml:1:1: the document is empty"},
		{"its own faults", top + "- {target: $.components.schemas.X, update: {properties: {p: {type: objekt}}}}", `fix.yaml:3:68: X: type "objekt" is not a type`},
		{"its own references", top + "- {target: $.components.schemas.X, update: {properties: {p: {$ref: '#/no'}}}}", `fix.yaml:3:68: reference "#/no" names nothing`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := document(t, config.Config{}, overlaid, "fix.yaml", c.overlay)
			if err == nil || err.Error() != c.want {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}
