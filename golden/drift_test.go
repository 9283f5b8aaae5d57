package golden

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/golden/edits"
)

// editVerdicts is what each edit has to mean for v1, v1beta and v1alpha, with what
// it raises. "-" is nothing. Nothing is held: what breaks only Go source blocks.
var editVerdicts = map[string]string{
	"s01":       "- / break minor / -",
	"s02":       "- / break minor / -",
	"s03":       "block major / - / -",
	"s04":       "- / - / break minor",
	"s05":       "- / - / break minor",
	"s06":       "- / break minor / break minor",
	"s07":       "- / - / break minor",
	"s08":       "block major / break minor / -",
	"s09":       "add minor / add patch / doc patch",
	"s10":       "add minor / add patch / break minor",
	"s11":       "block major / break minor / break minor",
	"s12":       "- / - / break minor",
	"s13":       "- / - / break minor",
	"s14":       "block major / break minor / break minor",
	"s15":       "- / - / add patch",
	"s16":       "- / - / -",                               // the lock keeps its Go name
	"s17":       "block major / break minor / break minor", // in Go only; see TestDriftOfHeldEdits
	"s18":       "block major / break minor / break minor",
	"s19":       "note minor / add patch / -",
	"s20":       "add minor / add patch / add patch",
	"s21":       "block major / - / -",
	"s24":       "- / v2 block minor / - / -", // until it is listed
	"s25":       "add minor / doc patch / doc patch",
	"s26":       "- / - / break minor",
	"s27":       "block major / break minor / break minor",
	"s28":       "add minor / add patch / add patch", // the lock keeps the old name
	"s29":       "block major / break minor / break minor",
	"s30":       "warn none / doc patch / -",
	"s31":       "- / - / -",
	"s32":       "block major / break minor / break minor",
	"s33":       "- / - / -",
	"s34":       "- / - / -", // the lock keeps the service
	"s36":       "refuse none / refuse none / refuse none",
	"s37":       "warn patch / warn patch / warn patch",
	"s38":       "block major / break minor / break minor",
	"s39":       "block major / break minor / break minor",
	"s40":       "- / - / -", // prose is no part of a surface
	"s41":       "warn none / - / -",
	"s42":       "block major / - / break minor",
	"identical": "- / - / -",
}

// bare writes verdict and bump of each version.
func bare(r *drift.Report) string {
	var list []string
	for _, v := range r.Versions {
		text := "-"
		if v.Findings > 0 && v.Verdict > drift.Nothing {
			text = v.Verdict.String() + " " + v.Bump.String()
		}
		if v.New {
			text = v.Version + " " + text
		}
		list = append(list, text)
	}
	return strings.Join(list, " / ")
}

// TestDriftOfHeldEdits: where the generator keeps the old Go, what only Go would
// feel no longer blocks.
func TestDriftOfHeldEdits(t *testing.T) {
	withoutRace(t)
	t.Parallel()
	old := unedited(t).surfaces
	for id, want := range map[string]string{
		"s17": "doc patch / break minor / break minor",
		"s39": "warn minor / break minor / break minor",
		"s38": editVerdicts["s38"],
	} {
		report := drift.Compare(old, edited(t, editOf(t, id)).surfaces, drift.Options{Held: map[string][]string{"v1": {"R03", "R04", "R05"}}})
		if have := bare(report); have != want {
			t.Errorf("%s: have %s, want %s", id, have, want)
		}
	}
}

// TestDriftOfEdits pins what each edit of a published document means: the verdict
// for each version, then the findings, each with the lanes it reaches.
func TestDriftOfEdits(t *testing.T) {
	withoutRace(t)
	t.Parallel()
	old := unedited(t).surfaces
	var b strings.Builder
	for _, e := range edits.All {
		want, ok := editVerdicts[e.ID]
		if !ok {
			t.Errorf("%s %s: what it means is not said", e.ID, e.What)
		}
		report := drift.Compare(old, edited(t, e).surfaces, drift.Options{})
		if have := bare(report); have != want {
			t.Errorf("%s %s: have %s, want %s", e.ID, e.What, have, want)
		}
		fmt.Fprintf(&b, "%s %s:%s\n", e.ID, e.What, verdicts(report))
		for _, f := range report.Findings {
			fmt.Fprintf(&b, "\t%s\n", brief(f))
		}
	}
	pin(t, "drift/edits.txt", []byte(b.String()))
}

// verdicts writes the verdict and the bump of each version that changed.
func verdicts(r *drift.Report) string {
	out := ""
	for _, v := range r.Versions {
		if v.Findings > 0 {
			out += fmt.Sprintf(" %s %s (%s)", v.Version, v.Verdict, v.Bump)
		}
	}
	return out
}

// brief writes a finding on one line.
func brief(f *drift.Finding) string {
	lanes := map[string]int{}
	for _, l := range f.Lanes() {
		lanes[l.Version]++
	}
	line := f.Rule.ID + " " + f.Rule.Title + ": " + f.Sites[0].Place.String()
	if f.Before+f.After != "" {
		line += fmt.Sprintf(" (%q -> %q)", f.Before, f.After)
	}
	for _, v := range f.Versions() {
		line += fmt.Sprintf("; %s %d %s", v, lanes[v], f.Verdict(v))
	}
	return line
}

// TestDriftOfHistory pins what changed between published facts.
func TestDriftOfHistory(t *testing.T) {
	cfg, _, _ := shippedInput(t)
	cfg.Overlays = nil
	for _, step := range [][2]string{{"58.0.1", "62.0.5"}, {"62.0.5", "73.2.0"}} {
		old, now := surfaceOf(t, cfg, document(t, "segment-facts-"+step[0]+".yaml")), surfaceOf(t, cfg, document(t, "segment-facts-"+step[1]+".yaml"))
		report := drift.Compare(old, now, drift.Options{})
		var b strings.Builder
		fmt.Fprintf(&b, "%d added, %d removed, %d graduated:%s\n", len(report.Operations.Added), len(report.Operations.Removed), len(report.Operations.Graduated), verdicts(report))
		for _, f := range report.Findings {
			fmt.Fprintf(&b, "%s\n", brief(f))
		}
		pin(t, "drift/"+step[1]+".txt", []byte(b.String()))
	}
}
