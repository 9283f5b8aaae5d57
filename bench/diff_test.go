package main

import (
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/spec"
)

// The pair of documents differs, and not in a way that would end gen diff with an
// error.
func TestDeprecate(t *testing.T) {
	doc, err := spec.FS.ReadFile(shipped)
	if err != nil {
		t.Fatal(err)
	}
	edited, err := deprecate(doc)
	if err != nil {
		t.Fatal(err)
	}
	read := func(doc []byte) []*surface.Version {
		cfg, fsys := alone(doc)
		list, err := generator.Surface(t.Context(), cfg, fsys)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	found := drift.Compare(read(doc), read(edited), drift.Options{}).Findings
	if len(found) != 1 || found[0].Rule.ID != "L08" || found[0].Blocks() {
		t.Errorf("%d findings", len(found))
	}
	if _, err := deprecate([]byte("openapi: 3.1.0")); err == nil {
		t.Error("deprecated nothing")
	}
}
