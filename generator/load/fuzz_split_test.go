package load_test

import (
	"bytes"
	"errors"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
)

// FuzzSplit: whatever the bytes, Split answers with faults or with documents that
// it reads again, and that split into themselves.
func FuzzSplit(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, doc, overlay []byte) {
		cfg, files := fuzzInput(doc, overlay)
		documents, err := load.Split(cfg, files)
		var faults model.Faults
		if err != nil && !errors.As(err, &faults) || err == nil && len(documents) == 0 {
			t.Errorf("neither documents nor faults: %v", err)
		}
		for _, d := range documents {
			again := &config.Config{Spec: d.Name}
			if d.Token == "" {
				again.Versions.From = config.FromNone // whatever its media types look like
			}
			twice, err := load.Split(again, fstest.MapFS{d.Name: {Data: d.Text}})
			if err != nil {
				t.Fatalf("%s is refused: %v\n%s", d.Name, err, d.Text)
			}
			if len(twice) != 1 || !bytes.Equal(twice[0].Text, d.Text) {
				t.Fatalf("%s: split again, it is another:\n%s\nwas\n%s", d.Name, twice[0].Text, d.Text)
			}
		}
	})
}
