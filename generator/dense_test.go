package generator_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// TestDense: in a document where every schema leads to every other and every
// operation to all of them, what the lock holds grows with the schemas, not with
// their ways to each other times the operations.
func TestDense(t *testing.T) {
	const schemas, operations = 12, 300
	cfg := config.Default("dense.yaml")
	fsys := fstest.MapFS{"dense.yaml": {Data: []byte(dense(schemas, operations))}}
	res, err := generator.Generate(context.Background(), cfg, fsys)
	if err != nil {
		t.Fatal(err)
	}
	types, places := 0, 0
	for line := range strings.Lines(string(res.Lock)) {
		words := strings.Fields(line)
		if words[0] != "type" {
			continue
		}
		types++
		places += len(words) - 4
		for _, place := range words[4:] {
			if len(place) > 2000 {
				t.Fatalf("a place of %d bytes: %.200s…", len(place), place)
			}
		}
	}
	if types < schemas {
		t.Errorf("%d types, want at least %d", types, schemas)
	}
	if limit := types * 200; places > limit {
		t.Errorf("%d places of %d types, want at most %d", places, types, limit)
	}
}

// dense writes a document of schemas that each hold all others, by themselves and
// as variants of a union.
func dense(schemas, operations int) string {
	var b strings.Builder
	b.WriteString("openapi: 3.0.3\ninfo: {title: Dense, version: '1'}\npaths:\n")
	for i := range operations {
		fmt.Fprintf(&b, "  /op%d:\n    get:\n      operationId: getThing%[1]d\n      responses:\n        '200':\n"+
			"          description: ok\n          content: {application/json: {schema: {$ref: '#/components/schemas/T%d'}}}\n", i, i%schemas)
	}
	b.WriteString("components:\n  schemas:\n")
	for i := range schemas {
		fmt.Fprintf(&b, "    T%d:\n      type: object\n      properties:\n        own%[1]d: {type: string}\n", i)
		var variants []string
		for j := range schemas {
			fmt.Fprintf(&b, "        to%d: {$ref: '#/components/schemas/T%[1]d'}\n", j)
			variants = append(variants, fmt.Sprintf("{$ref: '#/components/schemas/T%d'}", j))
		}
		fmt.Fprintf(&b, "        any: {oneOf: [%s]}\n", strings.Join(variants, ", "))
	}
	return b.String()
}
