package load_test

// Small documents that must not become large ones, nor take long.

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
)

// soon fails where work takes much longer than a document of its size may.
func soon(t *testing.T, work func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("no end in a minute")
	}
}

// TestDoubled: what doubles with each step is looked at once per step.
func TestDoubled(t *testing.T) {
	const steps = 40
	var inPaths, nullable strings.Builder
	for i := range steps {
		ref := fmt.Sprintf("{$ref: '#/paths/~1p%d/get/responses/200/content/application~1json/schema'}", i+1)
		fmt.Fprintf(&inPaths, "  /p%d: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {properties: {a: %s, b: %[2]s}}}}}}}}\n", i, ref)
		fmt.Fprintf(&nullable, "S%d: {anyOf: [{$ref: '#/components/schemas/S%d'}, {$ref: '#/components/schemas/S%[2]d'}, {$ref: '#/components/schemas/S0'}]}\n", i, i+1)
	}
	fmt.Fprintf(&inPaths, "  /p%d: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {}}}}}}}\n", steps)
	fmt.Fprintf(&nullable, "S%d: {type: string}\nX: {$ref: '#/components/schemas/S0'}", steps)
	soon(t, func() {
		_, err := load.Split(&config.Config{Spec: "api.yaml"}, files(head+"paths:\n"+inPaths.String()))
		var faults model.Faults
		if !errors.As(err, &faults) || len(faults) > 100 || !strings.Contains(err.Error(), "too many into paths") {
			t.Errorf("%d faults: %.300v", len(faults), err)
		}
	})
	soon(t, func() {
		if _, err := load.Document(&config.Config{Spec: "api.yaml"}, files(withSchemas("3.0.0", nullable.String()))); err != nil {
			t.Error(err)
		}
	})
}

// TestWrittenOutDeep: what is written out must be a document that is read again.
func TestWrittenOutDeep(t *testing.T) {
	var doc strings.Builder
	doc.WriteString(head + "paths:\n")
	for i := range 50 {
		schema := fmt.Sprintf("{properties: {a: {$ref: '#/paths/~1p%d/get/responses/200/content/application~1json/schema'}}}", i+1)
		if i == 49 {
			schema = "{}"
		}
		fmt.Fprintf(&doc, "  /p%d: {get: {responses: {'200': {description: ok, content: {application/json: {schema: %s}}}}}}\n", i, schema)
	}
	_, err := load.Split(&config.Config{Spec: "api.yaml"}, files(doc.String()))
	if err == nil || err.Error() != "api.yaml:1:1: openapi.yaml would be nested more than 100 levels deep" {
		t.Errorf("%.300v", err)
	}
}

// TestLong: lists of a few megabytes are read in one go.
func TestLong(t *testing.T) {
	var values, required, loop strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&values, "v%d, ", i)
	}
	for i := range 6_000 {
		fmt.Fprintf(&loop, "S%d: {properties: {a: {$ref: '#/components/schemas/S%d'}}, required: [a]}\n", i, i+1)
	}
	loop.WriteString("S6000: {}\nX: {$ref: '#/components/schemas/S0'}")
	fmt.Fprintf(&required, "X: {type: string, enum: [%s], required: [%[1]s]}", values.String())
	for _, schemas := range []string{required.String(), loop.String()} {
		soon(t, func() { splitText(t, withSchemas("3.0.0", schemas)) })
	}
}

func files(text string) fstest.MapFS { return fstest.MapFS{"api.yaml": {Data: []byte(text)}} }

// TestRepeatedText: a long text with many aliases is much to write out.
func TestRepeatedText(t *testing.T) {
	text := strings.Repeat("long ", 20_000)
	doc := head + "paths: {}\nx-text: &t '" + text + "'\nx-list: [" + strings.Repeat("*t, ", 9_000) + "]\n"
	_, err := load.Split(&config.Config{Spec: "api.yaml"}, files(doc))
	if err == nil || !strings.Contains(err.Error(), "aliases repeat more than") {
		t.Errorf("%.300v", err)
	}
}
