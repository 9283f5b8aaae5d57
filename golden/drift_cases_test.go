package golden

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
)

// This file proves the rules of drift row by row: cases/drift has a file for each
// section of the table, and in it two documents for each case. The name of a case
// says what it shows:
//
//	Q05: …             exactly this finding, of rule Q05
//	P20/required: …    exactly this one, of a row that has cases
//	Q05 and others: …  this one among others, which it cannot be without
//	not Q05 …: …       the nearest change that is not this one: what it is instead
//
// A case is a document in short, see sketch: what both have, then old, then now.

// driftCase is one case of a file.
type driftCase struct {
	name string
	both, old, now,
	options map[string]any
}

// TestDriftCases compares the two documents of each case.
func TestDriftCases(t *testing.T) {
	for _, name := range driftFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range a.Files {
				text, want, _ := strings.Cut(string(f.Data), "---\n")
				c := readCase(t, f.Name, text)
				report := c.compare(t, c.old, c.now)
				got := findingsText(report)
				a.Files[i].Data = []byte(text + "---\n" + got)
				if !*update && got != want {
					t.Errorf("%s: have\n%swant\n%s", f.Name, got, want)
				}
				c.shows(t, report)
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func driftFiles(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("cases/drift/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	return paths
}

// eachDriftCase visits every case of every file.
func eachDriftCase(t *testing.T, visit func(*driftCase)) {
	t.Helper()
	for _, name := range driftFiles(t) {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			text, _, _ := strings.Cut(string(f.Data), "---\n")
			visit(readCase(t, f.Name, text))
		}
	}
}

func readCase(t *testing.T, name, text string) *driftCase {
	t.Helper()
	var parts map[string]map[string]any
	if err := yaml.Unmarshal([]byte(text), &parts); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for part := range parts {
		if !slices.Contains([]string{"both", "old", "now", "options"}, part) {
			t.Fatalf("%s: %s is no part of a case", name, part)
		}
	}
	return &driftCase{name, parts["both"], parts["old"], parts["now"], parts["options"]}
}

func (c *driftCase) compare(t *testing.T, old, now map[string]any) *drift.Report {
	t.Helper()
	return drift.Compare(c.surface(t, old), c.surface(t, now), c.drift(t))
}

func (c *driftCase) surface(t *testing.T, change map[string]any) []*surface.Version {
	t.Helper()
	return lenientSurface(t, c.document(t, change))
}

// overlaid puts one side of a case over what both have; what is a mapping in both
// is put together.
func overlaid(both, side map[string]any) map[string]any {
	out := merged(both, nil)
	for k, v := range side {
		if m := mapping(v); m != nil && both[k] != nil && !slices.Contains([]string{"sent", "answer", "error"}, k) {
			v = merged(mapping(both[k]), m)
		}
		out[k] = v
	}
	return out
}

func (c *driftCase) drift(t *testing.T) drift.Options {
	t.Helper()
	var o struct {
		Known, Held []string
		Announced   map[string]int
		Paging      []drift.Paging
	}
	text, err := yaml.Marshal(c.options)
	if err == nil {
		err = yaml.Unmarshal(text, &o)
	}
	if err != nil {
		t.Fatal(err)
	}
	out := drift.Options{Known: o.Known, Held: map[string][]string{"v1": o.Held}, Paging: o.Paging, Announced: map[drift.Lane]int{}}
	for version, days := range o.Announced {
		out.Announced[drift.Lane{Version: version, Operation: "change"}] = days
	}
	return out
}

// shows fails if the case does not show what its name says.
func (c *driftCase) shows(t *testing.T, r *drift.Report) {
	t.Helper()
	head, _, _ := strings.Cut(c.name, ":")
	head, negative := strings.CutPrefix(head, "not ")
	head, others := strings.CutSuffix(head, " and others")
	found := 0
	for _, f := range r.Findings {
		for _, s := range f.Sites {
			if slices.Contains(strings.Fields(head), rowName(s.Rule)) {
				found++
				break
			}
		}
	}
	switch {
	case negative && found > 0:
		t.Errorf("%s: it is", c.name)
	case !negative && found != 1 || !negative && !others && len(r.Findings) != 1:
		t.Errorf("%s: %d of them among %d findings", c.name, found, len(r.Findings))
	}
}

func rowName(r *drift.Rule) string {
	if r.Case == "" {
		return r.ID
	}
	return r.ID + "/" + strings.ReplaceAll(r.Case, " ", "-")
}

// findingsText writes all that a report says: a line for each finding with its
// rule, effects, shapes and the verdict for each version, and under it its places.
func findingsText(r *drift.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s %s", rowName(f.Rule), f.Rule.Title)
		if f.Before+f.After != "" {
			fmt.Fprintf(&b, " (%q -> %q)", f.Before, f.After)
		}
		fmt.Fprintf(&b, ": wire %s, Go %s;", f.Rule.Wire, f.Rule.Go)
		for _, v := range f.Versions() {
			fmt.Fprintf(&b, " %s %s", cmp.Or(v, "all"), f.Verdict(v))
		}
		b.WriteString("\n")
		where := ""
		for _, s := range f.Sites {
			if p := s.Place.String(); !strings.Contains(where, "\t"+p+"\n") {
				where += "\t" + p + "\n"
			}
		}
		b.WriteString(where)
	}
	return b.String()
}

// TestDriftRules: the table has the 127 rows of the contract, each of this package
// is shown by a case, and has one that shows what it is not.
func TestDriftRules(t *testing.T) {
	var want []string
	for _, section := range []struct {
		letter string
		rows   int
	}{{"L", 18}, {"O", 12}, {"P", 21}, {"Q", 25}, {"R", 28}, {"S", 7}, {"N", 10}, {"G", 6}} {
		for i := range section.rows {
			want = append(want, fmt.Sprintf("%s%02d", section.letter, i+1))
		}
	}
	var have []string
	is, isNot := map[string]bool{}, map[string]bool{}
	eachDriftCase(t, func(c *driftCase) {
		head, _, _ := strings.Cut(c.name, ":")
		if rest, negative := strings.CutPrefix(head, "not "); negative {
			for _, row := range strings.Fields(rest) {
				isNot[row] = true
			}
		} else {
			is[strings.TrimSuffix(head, " and others")] = true
		}
	})
	rows := map[string]bool{}
	for i := range drift.Rules {
		r := &drift.Rules[i]
		have = append(have, r.ID)
		row := rowName(r)
		if rows[row] {
			t.Errorf("%s twice", row)
		}
		if rows[row] = true; r.Elsewhere != "" {
			if is[row] {
				t.Errorf("%s is decided elsewhere (%s), and shown", row, r.Elsewhere)
			}
			continue
		}
		if !is[row] || !isNot[row] {
			t.Errorf("%s %s: shown %v, and what it is not %v", row, r.Title, is[row], isNot[row])
		}
	}
	if have = slices.Compact(have); !slices.Equal(have, want) {
		t.Errorf("rules\n%v, want\n%v", have, want)
	}
	for _, row := range slices.Sorted(maps.Keys(is)) {
		if !rows[row] {
			t.Errorf("a case shows %s, which is no row", row)
		}
	}
	for _, row := range slices.Sorted(maps.Keys(isNot)) {
		if !rows[row] {
			t.Errorf("a case is not %s, which is no row", row)
		}
	}
}
