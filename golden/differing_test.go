package golden

import (
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
)

// TestDifferingOfEdits: drift finds the same whether the operations that are the
// same in both documents are written down or not.
func TestDifferingOfEdits(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.4.yaml")
	old := modelOf(t, cfg, doc)
	whole := surface.Of(old)
	for _, e := range edits.All {
		d, err := edits.Parse(doc)
		if err != nil {
			t.Fatal(err)
		}
		e.Apply(d)
		edited, err := d.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		now := modelOf(t, cfg, edited)
		a, b := surface.Differing(old, now)
		all := surface.Of(now)
		sameReport(t, e.ID, drift.Compare(whole, all, drift.Options{}), drift.Compare(a, b, drift.Options{}))
		a, b = surface.Differing(now, old)
		sameReport(t, e.ID+" undone", drift.Compare(all, whole, drift.Options{}), drift.Compare(a, b, drift.Options{}))
	}
}

func sameReport(t *testing.T, name string, want, got *drift.Report) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%s: %d findings, of whole surfaces %d; or they are others", name, len(got.Findings), len(want.Findings))
	}
}

func modelOf(t *testing.T, cfg *config.Config, doc []byte) *model.API {
	t.Helper()
	api, err := load.Document(cfg, fstest.MapFS{cfg.Spec: {Data: doc}})
	if err != nil {
		t.Fatal(err)
	}
	return api
}
