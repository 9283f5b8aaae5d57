package golden

// oasdiff as an oracle. It knows nothing of versions, but given the documents of
// one version it says which operations break on the wire, and so do we.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
)

// TestBreaksOfEdits: of each edit of a published document, oasdiff and we call the
// same operations of the same versions broken, but for what is listed.
func TestBreaksOfEdits(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), unedited(t)
	oasdiff := buildOasdiff(t)
	old := newRevision(t, cfg, doc.text, doc.surfaces)
	named := map[string]bool{}
	for _, e := range edits.All {
		named[e.ID] = true
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			now := edited(t, e)
			oasdiff.judge(t, old, newRevision(t, cfg, now.text, now.surfaces), oddEdits[e.ID])
		})
	}
	listed(t, oddEdits, named)
}

// TestBreaksOfHistory: likewise of what upstream published.
func TestBreaksOfHistory(t *testing.T) {
	withoutRace(t)
	cfg, oasdiff := published(t), buildOasdiff(t)
	named := map[string]bool{}
	for _, step := range [][2]string{
		{"segment-32.0.2.yaml", "segment-32.0.4.yaml"},
		{"segment-facts-58.0.1.yaml", "segment-facts-62.0.5.yaml"},
		{"segment-facts-62.0.5.yaml", "segment-facts-73.2.0.yaml"},
	} {
		named[step[1]] = true
		t.Run(step[1], func(t *testing.T) {
			was, is := document(t, step[0]), document(t, step[1])
			old, now := newRevision(t, cfg, was, surfaceOf(t, cfg, was)), newRevision(t, cfg, is, surfaceOf(t, cfg, is))
			oasdiff.judge(t, old, now, oddHistory[step[1]])
		})
	}
	listed(t, oddHistory, named)
}

// revision is a document: what it promises in each version, and a document of
// each version alone.
type revision struct {
	surfaces []*surface.Version
	files    map[string]string // by version
	texts    map[string][]byte
}

func newRevision(t *testing.T, cfg *config.Config, doc []byte, facts []*surface.Version) *revision {
	t.Helper()
	documents, err := generator.Split(cfg, fstest.MapFS{cfg.Spec: {Data: doc}})
	if err != nil {
		t.Fatal(err)
	}
	r := &revision{surfaces: facts, files: map[string]string{}, texts: map[string][]byte{}}
	dir := t.TempDir()
	for _, d := range documents {
		r.files[d.Token], r.texts[d.Token] = filepath.Join(dir, d.Name), d.Text
		if err := os.WriteFile(r.files[d.Token], d.Text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// oasdiff is the program, in the version of tools/oasdiff.
type oasdiff string

func buildOasdiff(t *testing.T) oasdiff {
	t.Helper()
	program := filepath.Join(t.TempDir(), "oasdiff")
	cmd := exec.Command("go", "build", "-o", program, "github.com/oasdiff/oasdiff")
	cmd.Dir = filepath.Join("..", "tools", "oasdiff")
	cmd.Env = append(os.Environ(), "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return oasdiff(program)
}

// judge fails where oasdiff and we disagree, and where both agree on what is
// listed. Only what is certain counts: ERR there, a break on the wire here. WARN
// and "maybe" are for people to decide, in both.
func (o oasdiff) judge(t *testing.T, old, now *revision, odd []disagreement) {
	t.Helper()
	report := drift.Compare(old.surfaces, now.surfaces, drift.Options{})
	var have []string
	agreed := 0
	for _, version := range slices.Sorted(maps.Keys(old.files)) {
		theirs, ours := o.breaks(t, old, now, version), wireBreaks(report, version)
		for op, rules := range theirs {
			if ours[op] == nil {
				have = append(have, fmt.Sprintf("%s %s: %s, only theirs", version, op, strings.Join(rules, ", ")))
			} else {
				agreed++
			}
		}
		for op, rules := range ours {
			if theirs[op] == nil {
				have = append(have, fmt.Sprintf("%s %s: %s, only ours", version, op, strings.Join(rules, ", ")))
			}
		}
	}
	t.Logf("both say that %d operations break", agreed)
	want := spelled(odd)
	for _, line := range have {
		if !slices.Contains(want, line) {
			t.Errorf("not listed: %s", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(have, line) {
			t.Errorf("listed, and no longer so: %s", line)
		}
	}
}

// changed reports whether there is anything to ask of a version: it is still
// there, and its document is another one, or all are as they were.
func (r *revision) changed(old *revision, version string) bool {
	return r.files[version] != "" &&
		(!bytes.Equal(r.texts[version], old.texts[version]) || maps.EqualFunc(r.texts, old.texts, bytes.Equal))
}

// breaks gives the operations of a version that break as oasdiff says, with its
// rules. It is asked to merge allOf, as we do: else it is certain of nothing there.
func (o oasdiff) breaks(t *testing.T, old, now *revision, version string) map[string][]string {
	t.Helper()
	if !now.changed(old, version) {
		return nil
	}
	var out, said bytes.Buffer
	cmd := exec.Command(string(o), "breaking", "--flatten-allof", "-f", "json", old.files[version], now.files[version])
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, said.Bytes())
	}
	var list []struct {
		ID, OperationID string
		Level           int
	}
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	const certain = 3 // ERR
	rules := map[string][]string{}
	for _, c := range list {
		if c.Level == certain {
			rules[c.OperationID] = append(rules[c.OperationID], c.ID)
		}
	}
	return unrepeated(rules)
}

// wireBreaks gives the operations of a version that break as we say, with our
// rules.
func wireBreaks(r *drift.Report, version string) map[string][]string {
	rules := map[string][]string{}
	for _, f := range r.Findings {
		for _, s := range f.Sites {
			if s.Version == version && s.Rule.Wire == drift.WireBreak {
				rules[s.Place.Operation] = append(rules[s.Place.Operation], s.Rule.ID)
			}
		}
	}
	return unrepeated(rules)
}

func unrepeated(lists map[string][]string) map[string][]string {
	for key, list := range lists {
		slices.Sort(list)
		lists[key] = slices.Compact(list)
	}
	return lists
}
