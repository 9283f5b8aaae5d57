package load_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
)

// FuzzDocument: whatever the bytes, load answers with a model or with faults.
func FuzzDocument(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, doc, overlay []byte) {
		cfg, files := fuzzInput(doc, overlay)
		api, err := load.Document(cfg, files)
		var faults model.Faults
		if err != nil && !errors.As(err, &faults) || err == nil && api == nil {
			t.Errorf("neither a model nor faults: %v", err)
		}
	})
}

// addSeeds adds documents, each with an overlay or none.
func addSeeds(f *testing.F) {
	f.Add([]byte(small), []byte("overlay: 1.0.0\nactions: [{target: $.info, update: {title: T}}]"))
	f.Add([]byte(overlaid), []byte("overlay: 1.0.0\nactions: [{target: '$..properties', remove: true}]"))
	f.Add([]byte(withSchemas("3.1.0", "X: {type: [string, 'null'], oneOf: [{$ref: '#/components/schemas/X'}]}")), []byte{})
	f.Add([]byte(withSchemas("3.0.0", "X: {allOf: [{$ref: '#/components/schemas/X'}], properties: {a: &a {b: *a}}}")), []byte{})
	f.Add([]byte(`{"openapi":"3.0.0","paths":{"/a":{"get":{"responses":{"200":{"$ref":"#/paths/~1a/get/responses/200"}}}}}}`), []byte{})
}

func fuzzInput(doc, overlay []byte) (*config.Config, fstest.MapFS) {
	cfg := &config.Config{Spec: "api.yaml"}
	files := fstest.MapFS{"api.yaml": {Data: doc}, "fix.yaml": {Data: overlay}}
	if len(overlay) > 0 {
		cfg.Overlays = []string{"fix.yaml"}
	}
	return cfg, files
}
