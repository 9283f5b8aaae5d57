package golden

import (
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

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
	t.Parallel()
	cfg, old := published(t), unedited(t)
	before := promised{modelOf(t, cfg, old.text), old.surfaces}
	for _, e := range edits.All {
		now := edited(t, e)
		after := promised{modelOf(t, cfg, now.text), now.surfaces}
		differingAlike(t, e.ID, before, after, drift.Options{})
		differingAlike(t, e.ID+" undone", after, before, drift.Options{})
	}
}

// TestDifferingOfCases is that of every case of drift, and of those of history.
func TestDifferingOfCases(t *testing.T) {
	cfg := config.Default("spec.yaml")
	cfg.Lenient = true
	n := 0
	eachDriftCase(t, func(c *driftCase) {
		old, now := promisedOf(t, cfg, c.document(t, c.old)), promisedOf(t, cfg, c.document(t, c.now))
		differingAlike(t, c.name, old, now, c.drift(t))
		differingAlike(t, c.name+" undone", now, old, c.drift(t))
		n++
	})
	if n < 100 {
		t.Errorf("%d cases", n)
	}
	paths, err := filepath.Glob("cases/history/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range paths {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		cfg, docs := historyInput(t, a)
		for i := range docs[1:] {
			cfg.Spec = "spec.yaml"
			differingAlike(t, fmt.Sprint(name, " ", i), promisedOf(t, cfg, docs[i].Text), promisedOf(t, cfg, docs[i+1].Text), drift.Options{})
		}
	}
}

// TestDifferingOfReleases is that of documents that were published one after the
// other.
func TestDifferingOfReleases(t *testing.T) {
	withoutRace(t)
	cfg := published(t)
	var before promised
	for i, name := range []string{"32.0.2", "32.0.4", "facts-58.0.1", "facts-62.0.5", "facts-73.2.0"} {
		now := promisedOf(t, cfg, document(t, "segment-"+name+".yaml"))
		if i > 0 {
			differingAlike(t, name, before, now, drift.Options{})
		}
		before = now
	}
}

// promised is a document and all that it promises.
type promised struct {
	api   *model.API
	whole []*surface.Version
}

func promisedOf(t *testing.T, cfg *config.Config, doc []byte) promised {
	t.Helper()
	api := modelOf(t, cfg, doc)
	return promised{api, surface.Of(api)}
}

// differingAlike checks that what differs gives the report of whole surfaces.
func differingAlike(t *testing.T, name string, old, now promised, o drift.Options) {
	t.Helper()
	a, b := surface.Differing(old.api, now.api)
	sameReport(t, name, drift.Compare(old.whole, now.whole, o), drift.Compare(a, b, o))
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
