package golden

// gen sync on published documents: what generator/upstream makes of them.

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/upstream"
)

// repository is what a run of sync reads and writes, in memory.
type repository struct {
	cfg   *config.Config
	files fstest.MapFS
	lock  *upstream.Lock

	accept []config.Acceptance
}

func newRepository(t *testing.T, words, doc string) *repository {
	t.Helper()
	cfg := published(t)
	cfg.Upstream.Words = words
	return &repository{cfg: cfg, files: fstest.MapFS{cfg.Spec: {Data: document(t, doc)}}, lock: new(upstream.Lock)}
}

func (r *repository) sync(t *testing.T, name string, doc []byte) (*upstream.Result, error) {
	t.Helper()
	return upstream.Run(t.Context(), upstream.Input{
		Config: r.cfg, Files: r.files, Lock: r.lock, Std: &std, From: name, Data: doc, Accept: r.accept,
		Today: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
	})
}

// take writes what a run came to.
func (r *repository) take(res *upstream.Result) {
	r.files[r.cfg.Spec] = &fstest.MapFile{Data: res.Spec}
	r.files[generator.LockName] = &fstest.MapFile{Data: res.Generated.Lock}
	r.lock = res.Lock
}

// TestSyncOfHistory takes one release after the other. Each compiles, all that
// breaks in Go has its reason, what changed is what is pinned for the documents
// themselves, in whosever words they are kept, and then there is nothing to do.
func TestSyncOfHistory(t *testing.T) {
	withoutRace(t)
	for _, words := range []string{config.WordsTheirs, config.WordsOurs} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t, words, "segment-facts-58.0.1.yaml")
			for i, version := range []string{"62.0.5", "73.2.0"} {
				doc := document(t, "segment-facts-"+version+".yaml")
				res, err := r.sync(t, version, doc)
				if err != nil {
					t.Fatal(err)
				}
				if res.State != upstream.Changed || res.New != version || len(res.Go) == 0 || res.Blocked() != (i == 1) {
					t.Errorf("%s: %s, now %s, %d changes of Go, blocked: %t", version, res.State, res.New, len(res.Go), res.Blocked())
				}
				if words == config.WordsTheirs && !bytes.Equal(res.Spec, doc) {
					t.Errorf("%s: the document is not upstream's", version)
				}
				samePinned(t, version, res)
				r.take(res)
				if res, err := r.sync(t, version, doc); err != nil || res.State != upstream.Unchanged {
					t.Errorf("%s again: %v, %v", version, res, err)
				}
			}
		})
	}
}

// samePinned compares the findings with those that TestDriftOfHistory pins.
func samePinned(t *testing.T, version string, res *upstream.Result) {
	t.Helper()
	pinned, err := os.ReadFile("drift/" + version + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	_, want, _ := strings.Cut(string(pinned), "\n")
	var got []string
	for _, f := range res.Drift.Findings {
		got = append(got, brief(f)+"\n")
	}
	lines := slices.Sorted(strings.Lines(want))
	slices.Sort(got)
	if !slices.Equal(got, lines) {
		t.Errorf("%s: not the findings that are pinned:\n%s", version, lineDiff([]byte(want), []byte(strings.Join(got, ""))))
	}
}

// TestSyncOfReorderedDocument: two published documents of 2,448 changed lines that
// say the same.
func TestSyncOfReorderedDocument(t *testing.T) {
	withoutRace(t)
	r := newRepository(t, config.WordsTheirs, "segment-32.0.2.yaml")
	if res, err := r.sync(t, "32.0.4", document(t, "segment-32.0.4.yaml")); err != nil || res.State != upstream.Cosmetic || res.Writes() {
		t.Errorf("%v, %v", res, err)
	}
}

// TestSyncOfCutDocument: a document that ends early, after a whole line, is YAML
// still. None of these is taken.
func TestSyncOfCutDocument(t *testing.T) {
	withoutRace(t)
	doc := document(t, "segment-32.0.4.yaml")
	for _, words := range []string{config.WordsTheirs, config.WordsOurs} {
		r := newRepository(t, words, "segment-32.0.4.yaml")
		for _, size := range []int{100, 1_000, 20_000, 300_000, 700_000, 900_000, 1_100_000, len(doc) - 5_000} {
			cut := doc[:bytes.LastIndexByte(doc[:size], '\n')+1]
			res, err := r.sync(t, "cut", cut)
			var rejected *upstream.Rejected
			switch {
			case size == 300_000 && !errors.As(err, &rejected):
				t.Errorf("%s, %d bytes: %v, %v", words, size, res, err)
			case err != nil && !errors.As(err, &rejected):
				t.Errorf("%s, %d bytes: %v", words, size, err)
			case err == nil && !res.Blocked():
				t.Errorf("%s, %d bytes: taken", words, size)
			}
			t.Logf("%s, %d bytes: %.200v", words, size, err)
		}
	}
}

// TestSyncBlocksBreaksOfGo: a value added to an enum of an answer breaks nothing on
// the wire, but here it gives a field of the stable version another type. Accepted
// it passes, and what breaks no Go never was in the way.
func TestSyncBlocksBreaksOfGo(t *testing.T) {
	withoutRace(t)
	for id, want := range map[string]bool{"s19": true, "s15": false} {
		text := edited(t, editOf(t, id)).text
		r := newRepository(t, config.WordsTheirs, "segment-32.0.4.yaml")
		res, err := r.sync(t, id, text)
		if err != nil {
			t.Fatal(err)
		}
		if res.Blocked() != want {
			t.Errorf("%s: blocked: %t, want %t:%s", id, res.Blocked(), want, verdicts(res.Drift.Report.Report))
		}
		if !want {
			continue
		}
		if v := res.Drift.Versions[0]; v.Version != "v1" || v.Bump != drift.Major {
			t.Errorf("%s: %s raises %s, want v1 a major version", id, v.Version, v.Bump)
		}
		r.accept = []config.Acceptance{{Fingerprint: res.Drift.Findings[0].Fingerprint("v1"), Reason: "planned"}}
		if res, err = r.sync(t, id, text); err != nil || res.Blocked() || len(res.Drift.Idle) > 0 {
			t.Errorf("%s accepted: %v, blocked: %t, idle: %v", id, err, res.Blocked(), res.Drift.Idle)
		}
	}
}

// TestSyncOfHeldEdits: members that answers always have from now on are no break of
// a released module: not by the rules, and not for the compiler.
func TestSyncOfHeldEdits(t *testing.T) {
	withoutRace(t)
	edited, err := applied(editOf(t, "s17"), document(t, "segment-32.0.4.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for release, want := range map[string]bool{"": true, "module segment v1.0.0\nmodule segmentv1 v1.0.0\n": false} {
		r := newRepository(t, config.WordsTheirs, "segment-32.0.4.yaml")
		if release != "" {
			r.files[generator.TagsName] = &fstest.MapFile{Data: []byte(release)}
		}
		res, err := r.sync(t, "s17", edited)
		if err != nil {
			t.Fatal(err)
		}
		pending := res.Generated.Pending
		if res.Blocked() != want || len(pending) > 0 == want {
			t.Errorf("released as %q: blocked: %t, pending: %v", release, res.Blocked(), pending)
		}
		if v := res.Drift.Versions[0]; !want && (v.Version != "v1" || v.Verdict != drift.Doc) {
			t.Errorf("%s: %s", v.Version, v.Verdict)
		}
	}
}
