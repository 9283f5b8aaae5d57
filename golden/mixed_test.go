package golden

// Modules of different releases in one program, which is what minimal version
// selection makes of users who do not take all of a release.

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/release/verify"
	"github.com/stratagen/strata/golden/edits"
)

// chain is the modules so that each requires those before it: whoever has a newer
// one has newer ones of those too.
var chain = []string{"segment", "segmentv1", "segmentv1beta", "segmentv1alpha"}

// newerUpTo is the files of a program that has a newer release of the first n modules
// and an older one of the others.
func newerUpTo(n int, before, after map[string][]byte) map[string][]byte {
	files := map[string][]byte{}
	for i, folder := range chain {
		from := before
		if i < n {
			from = after
		}
		maps.Copy(files, under(from, folder))
	}
	return files
}

func under(files map[string][]byte, folder string) map[string][]byte {
	out := maps.Clone(files)
	maps.DeleteFunc(out, func(name string, _ []byte) bool { return !strings.HasPrefix(name, folder+"/") })
	return out
}

// broken are the modules in which something breaks.
func broken(t *testing.T, before, after map[string][]byte) map[string]bool {
	t.Helper()
	changes, err := goapi.Compare(t.Context(), &std, before, after)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, c := range goapi.Incompatible(changes) {
		for _, at := range append(c.Reached, c.Package) {
			for _, folder := range chain {
				if at := strings.TrimPrefix(at, "github.com/stratagen/strata/generated/") + "/"; strings.HasPrefix(at, folder+"/") {
					out[folder] = true
				}
			}
		}
	}
	return out
}

// firstVersions are the versions of modules at their first release.
var firstVersions = map[string]string{"segment": "v1.0.0", "segmentv1": "v1.0.0", "segmentv1beta": "v0.1.0", "segmentv1alpha": "v0.1.0"}

// TestOlderBesideNewer has every edit that leaves the stable modules in their major
// version: what was released before compiles beside their next one, and beside the next
// beta, examples included. It counts the edits that do not, too, and those that would
// not if nothing were held.
func TestOlderBesideNewer(t *testing.T) {
	withoutRace(t)
	cfg, doc := published(t), document(t, "segment-32.0.4.yaml")
	plain := run(t, cfg, doc, nil)
	before := tagged(t, cfg, doc, plain.Lock, firstVersions)
	var mu sync.Mutex
	mixed, majors, unheld := 0, []string{}, []string{}
	t.Run("edits", func(t *testing.T) {
		for _, e := range edits.All {
			if e.ID == "s36" {
				continue // a document without paths is refused
			}
			t.Run(e.ID, func(t *testing.T) {
				t.Parallel()
				edited, err := applied(e, doc)
				if err != nil {
					t.Fatal(err)
				}
				after := tagged(t, cfg, edited, before.Lock, firstVersions)
				breaks := broken(t, before.Files, after.Files)
				loose := broken(t, plain.Files, run(t, cfg, edited, plain.Lock).Files)
				mu.Lock()
				defer mu.Unlock()
				if loose["segment"] || loose["segmentv1"] {
					unheld = append(unheld, e.ID)
				}
				if breaks["segment"] || breaks["segmentv1"] {
					majors = append(majors, e.ID)
					return // the next major version has another path
				}
				for n := 1; n < len(chain); n++ {
					mixed++
					if err := goapi.Check(t.Context(), &std, newerUpTo(n, before.Files, after.Files)); err != nil {
						t.Errorf("%s: newer modules up to %s, older ones after it: %v", e.What, chain[n-1], err)
					}
				}
			})
		}
	})
	slices.Sort(majors)
	slices.Sort(unheld)
	t.Logf("%d mixtures; Go breaks the stable modules in %d edits: %v; where nothing is held, in %d: %v", mixed, len(majors), majors, len(unheld), unheld)
	if mixed < 60 {
		t.Errorf("only %d mixtures", mixed)
	}
	if len(majors) >= len(unheld) {
		t.Error("holding spares no major version")
	}
}

// TestReleaseIsUsable publishes two releases of the shipped clients to a folder, the
// second with every edit at once that the stable version can take as a minor one, and
// has programs use them: see generator/release/verify.
func TestReleaseIsUsable(t *testing.T) {
	withoutRace(t)
	if testing.Short() {
		t.Skip("compiles all clients several times")
	}
	cfg, doc := published(t), document(t, "segment-32.0.4.yaml")
	before := run(t, cfg, doc, nil)
	d, err := edits.Parse(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edits.All {
		if slices.Contains([]string{"s09", "s15", "s20", "s25"}, e.ID) {
			e.Apply(d)
		}
	}
	edited, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]string{"segment": "v1.0.0", "segmentv1": "v1.1.0", "segmentv1beta": "v0.1.1", "segmentv1alpha": "v0.2.0"}
	after := tagged(t, cfg, edited, before.Lock, next)
	findings := usable(t, firstVersions, next, before.Files, after.Files)
	for _, f := range findings {
		t.Error(f)
	}

	// A planted break: a field that a program uses is gone, and the version does not
	// say so.
	name := "segmentv1/sources_types.go"
	text := strings.Replace(string(after.Files[name]), "\tSlug ", "\tSlugs ", 1)
	if text == string(after.Files[name]) {
		t.Fatalf("there is no Slug in %s", name)
	}
	after.Files[name] = []byte(text)
	if findings := usable(t, firstVersions, next, before.Files, after.Files); !slices.ContainsFunc(findings, func(f verify.Finding) bool { return f.Check == verify.Previous }) {
		t.Errorf("a program of the last release compiles without a field that it uses: %v", findings)
	}
}

// tagged generates with a release.lock of these versions.
func tagged(t *testing.T, cfg *config.Config, doc, names []byte, versions map[string]string) *generator.Result {
	t.Helper()
	var lock strings.Builder
	for _, folder := range chain {
		lock.WriteString("module " + folder + " " + versions[folder] + "\n")
	}
	res, err := generator.Generate(t.Context(), cfg, generator.Documents{
		{Name: cfg.Spec, Text: doc}, {Name: generator.LockName, Text: names}, {Name: generator.TagsName, Text: []byte(lock.String())},
	})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// usable verifies the second of two releases.
func usable(t *testing.T, first, next map[string]string, before, after map[string][]byte) []verify.Finding {
	t.Helper()
	license := []byte("A license.\n")
	module := func(files map[string][]byte, folder string) verify.Module {
		m := verify.Module{Folder: "generated/" + folder, Core: folder == chain[0], Files: map[string][]byte{}, License: license}
		for name, text := range under(files, folder) {
			m.Files[strings.TrimPrefix(name, folder+"/")] = text
		}
		return m
	}
	in := verify.Input{Std: &std, Dir: t.TempDir()}
	in.At = func(_ context.Context, tag verify.Tag) (verify.Module, error) {
		return module(before, path.Base(tag.Folder)), nil
	}
	for _, folder := range chain {
		m := module(after, folder)
		m.Last, m.Version, m.Changed = first[folder], next[folder], first[folder] != next[folder]
		in.Modules = append(in.Modules, m)
		in.Tags = append(in.Tags, verify.Tag{Folder: m.Folder, Version: m.Last})
	}
	findings, err := verify.Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}
