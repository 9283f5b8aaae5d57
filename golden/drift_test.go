package golden

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/golden/edits"
)

// TestDriftOfEdits pins what each edit of a published document means: the verdict
// for each version, then the findings, each with the lanes it reaches.
func TestDriftOfEdits(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.4.yaml")
	old := surfaceOf(t, cfg, doc)
	var b strings.Builder
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
		report := drift.Compare(old, surfaceOf(t, cfg, edited), drift.Options{})
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
