package golden

import (
	"testing"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/golden/edits"
)

// TestDriftOfText: a surface that was read from its text, whose positions are its
// lines, gives the findings that the document gives, grouped alike.
func TestDriftOfText(t *testing.T) {
	withoutRace(t)
	t.Parallel()
	old := unedited(t).surfaces
	read := fromText(t, old)
	for _, e := range edits.All {
		now := edited(t, e).surfaces
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

// TestDriftOfTextCases: so does each case of a rule, whichever side is a text.
func TestDriftOfTextCases(t *testing.T) {
	eachDriftCase(t, func(c *driftCase) {
		old, now := c.surface(t, c.old), c.surface(t, c.now)
		want := briefs(drift.Compare(old, now, c.drift(t)))
		o := c.drift(t)
		o.OldIsText = true
		if have := briefs(drift.Compare(fromText(t, old), now, o)); have != want {
			t.Errorf("%s, from a text: have\n%swant\n%s", c.name, have, want)
		}
		o.OldIsText, o.NewIsText = false, true
		if have := briefs(drift.Compare(old, fromText(t, now), o)); have != want {
			t.Errorf("%s, to a text: have\n%swant\n%s", c.name, have, want)
		}
	})
}

func briefs(r *drift.Report) string {
	out := verdicts(r) + "\n"
	for _, f := range r.Findings {
		out += "\t" + brief(f) + "\n"
	}
	return out
}
