package load

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

const (
	referring = `
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /pets:
    get: {operationId: getPets, responses: {"200": {$ref: "#/components/responses/Pets"}}}
components:
  responses:
    Pets: {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  schemas:
    Pet: {type: object, properties: {next: {$ref: "#/components/schemas/Pet"}, kind: {$ref: "#/components/schemas/Kind.v1"}}}
    Kind.v1: {type: string}
    Same: {$ref: "#/components/schemas/Kind.v1"}
`
	other = `    Other: {type: object, properties: {a: `
)

// TestNamed: references that name components mean to libopenapi what they mean
// here, and it is asked as soon as there is one that does something else.
func TestNamed(t *testing.T) {
	for name, c := range map[string]struct {
		more  string
		named bool
	}{
		"components":          {"", true},
		"what is a reference": {other + `{$ref: "#/components/schemas/Same"}}}`, true},
		"null":                {other + `{$ref: null}}}`, false},
		"nothing":             {other + `{$ref: "#/components/schemas/Missing"}}}`, false},
		"below a component":   {other + `{$ref: "#/components/schemas/Pet/properties/next"}}}`, false},
		"escaped":             {other + `{$ref: "#/components/schemas/Kind%2Ev1"}}}`, false},
		"an anchor":           {other + `{$ref: "#here"}, b: {$anchor: here}}}`, false},
		"another document":    {other + `{$ref: "pets.yaml#/components/schemas/Pet"}}}`, false},
		"another base":        {other + `{$id: "https://example.com/a", $ref: "#/components/schemas/Pet"}}}`, false},
		"no text":             {other + `{$ref: ["#/components/schemas/Pet"]}}}`, false},
		"in an example":       {other + `{type: object, example: {$ref: "#/components/schemas/Missing"}}}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := namesAlike(t, &config.Config{Spec: "a.yaml"}, fstest.MapFS{"a.yaml": {Data: []byte(referring[1:] + c.more)}}); got != c.named {
				t.Errorf("named: %t, want %t", got, c.named)
			}
		})
	}
}

// TestNamedCorpus is TestNamed on real documents.
func TestNamedCorpus(t *testing.T) {
	dir := os.Getenv("STRATA_SPECS")
	if dir == "" {
		t.Skip("STRATA_SPECS is not set: no real documents to read")
	}
	named := 0
	for _, pattern := range []string{"*.yaml", "public/*.yaml", "public/*.json"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if namesAlike(t, &config.Config{Spec: filepath.Base(file)}, os.DirFS(filepath.Dir(file))) {
				named++
			}
		}
	}
	if named < 10 {
		t.Errorf("only %d documents are read without an index", named)
	}
}

// namesAlike reports whether a document is read without libopenapi's index, and
// checks that each reference means the same with it.
func namesAlike(t *testing.T, cfg *config.Config, files fs.FS) bool {
	t.Helper()
	doc, err := open(cfg, files)
	if doc == nil {
		t.Logf("%s: %v", cfg.Spec, err)
		return false
	}
	if !doc.named() {
		return false
	}
	ours := doc.targets
	var faults model.Faults
	if doc.search(&faults); len(faults) > 0 {
		t.Errorf("%s: %v", cfg.Spec, faults)
	}
	for ref, n := range doc.targets {
		if ours[ref] != n {
			t.Errorf("%s: %s is on line %d, and on line %d by the index", cfg.Spec, ref, ours[ref].Line, n.Line)
		}
	}
	return true
}
