package golden

// Who sends a type, who receives it and who shares it decides what can be held.

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
)

const sidesConfig = `spec: spec.yaml
name: acme
module: example.com/acme
versions: {from: media-type, pattern: "application/vnd.acme.{version}+json", stability: {v2: stable}}
`

// sidesCase is a case whose documents are written by call: each is an operation
// with the versions in which it is sent and received, and the schema of both.
func sidesCase(t *testing.T, before, after string) *holdCase {
	t.Helper()
	c := &holdCase{T: t, settles: true, files: fstest.MapFS{"gen.yaml": {Data: []byte(sidesConfig)}}}
	for name, text := range map[string]string{"before.yaml": before, "spec.yaml": after} {
		c.files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c.files[generator.LockName] = &fstest.MapFile{Data: c.run("before.yaml", "", releasedBoth).Lock}
	return c
}

const releasedBoth = "module acme v1.4.0\nmodule acmev1 v1.3.0\nmodule acmev1beta v0.4.2\nmodule acmev2 v1.1.0\n"

// operation is one that takes and gives a component: sent and received list
// versions.
func operation(id, name, sent, received string) string {
	return fmt.Sprintf("  /%s:\n    put:\n      operationId: %[1]s\n      tags: [Things]\n%s      responses:\n        \"200\":\n          description: OK\n%s",
		id, content("      ", "requestBody:\n        required: true\n", name, sent), content("          ", "", name, received))
}

func content(indent, head, name, versions string) string {
	if versions == "" {
		return ""
	}
	var b strings.Builder
	if head != "" {
		b.WriteString(indent + head + "  ")
	}
	b.WriteString(indent + "content:\n")
	for _, v := range strings.Fields(versions) {
		fmt.Fprintf(&b, "%s    application/vnd.acme.%s+json: {schema: {$ref: \"#/components/schemas/%s\"}}\n", indent, v, name)
	}
	return b.String()
}

func sidesDocument(operations, schemas string) string {
	return "openapi: 3.0.3\ninfo: {title: Acme, version: \"1\"}\npaths:\n" + operations + "components:\n  schemas:\n" + schemas
}

func object(name, required, properties string) string {
	return fmt.Sprintf("    %s: {type: object, required: [%s], properties: {%s}}\n", name, required, properties)
}

// pendingNames lists what is held as the lines of people have it, without the
// declarations.
func pendingNames(res *generator.Result) (list []string) {
	for _, p := range res.Pending {
		list = append(list, p.Folder+" "+p.Object+" "+p.Rule)
	}
	return list
}

// TestHoldSides: what a version sends itself and came to require is not held, as a
// nil would not go out; nor what it receives itself and may be missing by now, as
// zero would not tell. What a less stable version does with a shared type is
// nothing to the stable one.
func TestHoldSides(t *testing.T) {
	const size = "size: {type: integer}"
	operations := operation("both", "Both", "v1", "v1") +
		operation("got", "Got", "", "v1 v1beta") + operation("gives", "Got", "v1beta", "") +
		operation("given", "Given", "v1 v1beta", "") + operation("gets", "Given", "", "v1beta")
	schemas := func(required string) string {
		return object("Both", required, size) + object("Got", required, size) + object("Given", required, size)
	}
	optional, required := sidesDocument(operations, schemas("")), sidesDocument(operations, schemas("size"))
	for _, c := range []struct {
		name, before, after string
		held                []string
		broken              string
		declared            []string
	}{
		{"required", optional, required, []string{"acmev1 Got.Size R05"}, "Both.Size Given.Size", []string{"Size int64 `json:\"size\"`", "Size *int64 `json:\"size,omitempty\"`"}},
		{"optional", required, optional, []string{"acmev1 Given.Size Q10"}, "Both.Size Got.Size", []string{"Size *int64 `json:\"size,omitempty\"`", "Size int64 `json:\"size\"`"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := sidesCase(t, c.before, c.after)
			before, after := h.run("before.yaml", "", releasedBoth), h.after(releasedBoth)
			if have := pendingNames(after); !slices.Equal(have, c.held) {
				t.Errorf("held: %v, want %v", have, c.held)
			}
			var broken []string
			for _, change := range ofStable(h.breaks(before, after)) {
				broken = append(broken, change.Object)
			}
			if strings.Join(broken, " ") != c.broken {
				t.Errorf("breaks: %v, want %s", broken, c.broken)
			}
			for _, line := range c.declared {
				if !bytes.Contains(after.Files["acmev1/things.go"], []byte(line)) {
					t.Errorf("no %s in\n%s", line, after.Files["acmev1/things.go"])
				}
			}
		})
	}
}

// TestHoldInTwoModules: a released module that shares the types of another keeps
// what they were when it gets types of its own.
func TestHoldInTwoModules(t *testing.T) {
	const size = "size: {type: integer}"
	params := strings.Replace(operation("putThing", "Thing", "", "v1 v2"), "      responses:", "      parameters: [{name: q, in: query, required: true, schema: {type: string}}]\n      responses:", 1)
	before := sidesDocument(params, object("Thing", "", size))
	held := sidesDocument(strings.Replace(params, "required: true, ", "", 1), object("Thing", "size", size))
	h := sidesCase(t, before, held)
	first, second := h.run("before.yaml", "", releasedBoth), h.after(releasedBoth)
	wantPending(t, second, "acmev1 PutThingParams.Q P07", "acmev1 Thing.Size R05")
	apart := strings.Replace(held, "application/vnd.acme.v2+json: {schema: {$ref: \"#/components/schemas/Thing\"}}", "application/vnd.acme.v2+json: {schema: {$ref: \"#/components/schemas/ThingV2\"}}", 1) +
		object("ThingV2", "size", size+", color: {type: string}")
	h.files["apart.yaml"] = &fstest.MapFile{Data: []byte(apart)}
	third := h.run("apart.yaml", string(second.Lock), releasedBoth)
	wantPending(t, third, "acmev1 PutThingParams.Q P07", "acmev1 Thing.Size R05", "acmev2 Thing.Size R05")
	for i, step := range [][2]*generator.Result{{first, second}, {second, third}} {
		for _, change := range h.breaks(step[0], step[1]) {
			t.Errorf("step %d breaks: %v", i+1, change)
		}
	}
}

func wantPending(t *testing.T, res *generator.Result, want ...string) {
	t.Helper()
	if have := pendingNames(res); !slices.Equal(have, want) {
		t.Errorf("held: %v, want %v", have, want)
	}
}
