package golden

import (
	"testing"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
)

// TestDriftOfText: a surface that was read from its text, whose positions are its
// lines, gives the findings that the document gives, grouped alike.
func TestDriftOfText(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.4.yaml")
	old := surfaceOf(t, cfg, doc)
	var read []*surface.Version
	for name, text := range surfaceTexts(old) {
		v, err := surface.Parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, v)
	}
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
		now := surfaceOf(t, cfg, edited)
		want, have := briefs(drift.Compare(old, now, drift.Options{})), briefs(drift.Compare(read, now, drift.Options{OldIsText: true}))
		if have != want {
			t.Errorf("%s %s: have\n%swant\n%s", e.ID, e.What, have, want)
		}
		want, have = briefs(drift.Compare(now, old, drift.Options{})), briefs(drift.Compare(now, read, drift.Options{NewIsText: true}))
		if have != want {
			t.Errorf("%s backwards: have\n%swant\n%s", e.ID, have, want)
		}
	}
}

func briefs(r *drift.Report) string {
	out := verdicts(r) + "\n"
	for _, f := range r.Findings {
		out += "\t" + brief(f) + "\n"
	}
	return out
}
