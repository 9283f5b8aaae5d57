package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/history"
	"github.com/stratagen/strata/generator/surface"
)

// TestHistoryCases tells the history of small documents. A case is a txtar
// archive: documents (*.yaml) in the order of time, gen.yaml where needed, and in
// "ops" the operations to tell of. Expected: want/history, want/history.json and
// want/OPERATION. Together the cases have every event there is.
func TestHistoryCases(t *testing.T) {
	paths, err := filepath.Glob("cases/history/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	seen := map[history.Kind]bool{}
	for _, name := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			cfg, docs := historyInput(t, a)
			h := historyOf(t, cfg, docs)
			for _, op := range h.Operations {
				for _, e := range op.Events {
					seen[e.Kind] = true
				}
			}
			got := told(t, h, a)
			if *update {
				rewrite(t, name, a, got)
				return
			}
			compare(t, got, wanted(a))
			for i := range docs {
				root := parse(t, docs[i].Text)
				shuffle(root, "", rand.New(rand.NewPCG(uint64(i), 1)))
				docs[i].Text = dump(t, root)
			}
			compare(t, told(t, historyOf(t, cfg, docs), a), wanted(a))
		})
	}
	for _, k := range history.Kinds {
		if !seen[k] {
			t.Errorf("no case has an operation that is %s", k)
		}
	}
}

func historyInput(t *testing.T, a *txtar.Archive) (*config.Config, generator.Documents) {
	t.Helper()
	cfg := config.Default("")
	var docs generator.Documents
	for _, f := range a.Files {
		switch {
		case f.Name == "gen.yaml":
			var err error
			if cfg, err = config.Parse(f.Name, f.Data); err != nil {
				t.Fatal(err)
			}
		case filepath.Ext(f.Name) == ".yaml":
			docs = append(docs, generator.Document{Name: f.Name, Text: f.Data})
		}
	}
	return cfg, docs
}

func historyOf(t *testing.T, cfg *config.Config, docs generator.Documents) *history.History {
	t.Helper()
	list, err := generator.Revisions(t.Context(), cfg, docs)
	if err != nil {
		t.Fatal(err)
	}
	h := generator.History(list)
	agreeing(t, h, list)
	return h
}

// told are the answers that a case wants.
func told(t *testing.T, h *history.History, a *txtar.Archive) map[string][]byte {
	t.Helper()
	data, err := json.MarshalIndent(h, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{"history": textOf(t, h), "history.json": append(data, '\n')}
	for _, id := range strings.Fields(string(inputs(a)["ops"].Data)) {
		op := h.Operation(id)
		if op == nil {
			t.Fatalf("no operation %s", id)
		}
		got[id] = textOf(t, op)
	}
	return got
}

func textOf(t *testing.T, x interface{ Text(io.Writer, bool) error }) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := x.Text(&b, false); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHistoryOfFacts counts what happened between three releases of a real API,
// and tells the life of the only operation that it ever marked as deprecated.
func TestHistoryOfFacts(t *testing.T) {
	withoutRace(t)
	var docs generator.Documents
	for _, v := range []string{"58.0.1", "62.0.5", "73.2.0"} {
		name := "segment-facts-" + v + ".yaml"
		docs = append(docs, generator.Document{Name: name, Text: document(t, name)})
	}
	list, err := generator.Revisions(t.Context(), published(t), docs)
	if err != nil {
		t.Fatal(err)
	}
	h := generator.History(list)
	text := string(textOf(t, h))
	for _, want := range []string{
		"\n58.0.1 -> 62.0.5: 21 born, 4 gone, 5 graduated, 1 deprecated\n62.0.5 -> 73.2.0: 16 born, 1 gone, 13 graduated\n",
		"\n58.0.1: 169 operations, 108 in v1, 120 in v1beta, 162 in v1alpha\n",
		"\n73.2.0: 201 operations, 126 in v1, 126 in v1beta, 188 in v1alpha\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text[strings.LastIndex(text, "\n\n58"):])
		}
	}
	for _, s := range h.Steps {
		t.Logf("%s -> %s: %d added, %d removed, %d graduated", s.From, s.To, s.Counts[history.Born], s.Counts[history.Gone], s.Counts[history.Graduated])
	}
	const life = "deleteRegulation\n" +
		"  58.0.1  DELETE /regulations/{regulateId}  in v1, v1beta, v1alpha\n" +
		"  62.0.5  DELETE /regulations/{regulateId}  in v1, v1beta, v1alpha, deprecated\n" +
		"                                            deprecated in v1, v1beta, v1alpha\n" +
		"  73.2.0  -                                 gone, was in v1, v1beta, v1alpha\n"
	if op := h.Operation("deleteRegulation"); op == nil || string(textOf(t, op)) != life {
		t.Errorf("have\n%s\nwant\n%s", textOf(t, op), life)
	}
	agreeing(t, h, list)
	sameFromText(t, h, list)
}

// agreeing fails where drift counts a step in another way.
func agreeing(t *testing.T, h *history.History, list []*generator.Revision) {
	t.Helper()
	for i, s := range h.Steps {
		ops := drift.Compare(list[i].Surface, list[i+1].Surface, drift.Options{}).Operations
		have := []int{s.Counts[history.Born] + s.Counts[history.Returned], s.Counts[history.Gone], s.Counts[history.Graduated]}
		if want := []int{len(ops.Added), len(ops.Removed), len(ops.Graduated)}; !slices.Equal(have, want) {
			t.Errorf("%s -> %s: %v, drift says %v", s.From, s.To, have, want)
		}
	}
}

// sameFromText fails if surfaces read from text tell another history, or drift
// finds anything else between them.
func sameFromText(t *testing.T, h *history.History, list []*generator.Revision) {
	t.Helper()
	var read []*generator.Revision
	for _, r := range list {
		own := *r
		own.Surface = fromText(t, r.Surface)
		read = append(read, &own)
	}
	if have := textOf(t, generator.History(read)); !bytes.Equal(have, textOf(t, h)) {
		t.Errorf("from text:\n%s", lineDiff(textOf(t, h), have))
	}
	for i, r := range list {
		if differs := found(read[i], r); len(differs) > 0 {
			t.Errorf("%s differs from its text: %v", r.Name, differs)
		}
		if i == 0 {
			continue
		}
		want := found(list[i-1], r)
		for _, have := range []map[string]bool{found(read[i-1], r), found(list[i-1], read[i]), found(read[i-1], read[i])} {
			if !maps.Equal(have, want) {
				t.Errorf("%s: from text %v\nwant %v", r.Name, have, want)
			}
		}
	}
}

// found are the rules that drift finds to apply, with the lanes. How findings are
// grouped hangs on positions, which a text has of its own.
func found(a, b *generator.Revision) map[string]bool {
	set := map[string]bool{}
	for _, f := range drift.Compare(a.Surface, b.Surface, drift.Options{}).Findings {
		for _, l := range f.Lanes() {
			set[fmt.Sprint(f.Rule.ID, " ", l, " ", f.Verdict(l.Version))] = true
		}
	}
	return set
}

// fromText writes surfaces and reads them back.
func fromText(t *testing.T, list []*surface.Version) []*surface.Version {
	t.Helper()
	var read []*surface.Version
	for _, v := range list {
		got, err := surface.Parse(v.Token+".txt", v.Text())
		if err != nil {
			t.Fatal(err)
		}
		read = append(read, got)
	}
	return read
}
