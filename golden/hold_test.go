package golden

// What a released module keeps until its next major version: generated before and
// after an edit, compared as Go, and used by a program that was written before.

import (
	"bytes"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/goapi"
)

// holdCase is one of cases/hold-*.txtar: beside what TestCases reads, before.yaml
// is the document that names.lock is of, and consumer.go a program written then.
type holdCase struct {
	*testing.T
	files    fstest.MapFS
	consumer []byte
	settles  bool // each run is one whose result stays, in any order of the document
}

// eachHold runs test on every case.
func eachHold(t *testing.T, test func(*holdCase)) {
	t.Helper()
	paths, err := filepath.Glob("cases/hold-*.txtar")
	if err != nil || len(paths) < 4 {
		t.Fatalf("too few cases: %v", err)
	}
	for _, name := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			c := &holdCase{T: t, files: inputs(a)}
			c.consumer = c.files["consumer.go"].Data
			if *update {
				text := c.run("before.yaml", "", "module acmev1 v1.3.0").Lock
				i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == generator.LockName })
				a.Files[i].Data = text
				rewrite(t, name, a, wanted(a))
				return
			}
			test(c)
		})
	}
}

// run generates the document of that name with those locks; empty: none.
func (c *holdCase) run(document, names, release string) *generator.Result {
	c.Helper()
	files := maps.Clone(c.files)
	files["spec.yaml"] = c.files[document]
	for name, text := range map[string]string{generator.LockName: names, generator.TagsName: release} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
		if text == "" {
			delete(files, name)
		}
	}
	res, err := generator.Generate(c.Context(), caseConfig(c.T, files), files)
	if err != nil {
		c.Fatal(err)
	}
	if c.settles {
		settled(c.T, caseConfig(c.T, files), files, res)
	}
	return res
}

// after is the case itself: the edited document with the names of before.
func (c *holdCase) after(release string) *generator.Result {
	c.Helper()
	return c.run("spec.yaml", string(c.files[generator.LockName].Data), release)
}

// compiles reports what is wrong with the program.
func (c *holdCase) compiles(res *generator.Result) error {
	files := maps.Clone(res.Files)
	files["consumer/go.mod"] = []byte("module example.com/consumer\n\ngo 1.24\n")
	files["consumer/consumer.go"] = c.consumer
	return goapi.Check(c.Context(), &std, files)
}

func (c *holdCase) breaks(before, after *generator.Result) []goapi.Change {
	c.Helper()
	changes, err := goapi.Compare(c.Context(), &std, before.Files, after.Files)
	if err != nil {
		c.Fatal(err)
	}
	return goapi.Incompatible(changes)
}

// ofStable gives the changes of the stable version.
func ofStable(changes []goapi.Change) []goapi.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c goapi.Change) bool { return c.Version != "v1" })
}

const released = "module acme v1.4.0\nmodule acmev1 v1.3.0\nmodule acmev1beta v0.4.2\n"

// TestHoldLocks: the names.lock of each case is the one of its document before.
func TestHoldLocks(t *testing.T) {
	eachHold(t, func(c *holdCase) {
		if res := c.run("before.yaml", "", released); !bytes.Equal(res.Lock, c.files[generator.LockName].Data) {
			c.Errorf("another names.lock:\n%s", lineDiff(c.files[generator.LockName].Data, res.Lock))
		}
	})
}

// TestHold: the edit leaves the released module as it was, and a program that was
// written before still compiles.
func TestHold(t *testing.T) {
	eachHold(t, func(c *holdCase) {
		before, after := c.run("before.yaml", "", released), c.after(released)
		if len(before.Pending) > 0 || len(after.Pending) == 0 {
			c.Errorf("pending before: %v, after: %v", before.Pending, after.Pending)
		}
		for _, p := range after.Pending {
			if p.Version != "v1" || p.Folder != "acmev1" || p.Declared == p.Wanted || p.Pos.Line == 0 {
				c.Errorf("%+v", p)
			}
		}
		for _, broken := range ofStable(c.breaks(before, after)) {
			c.Errorf("breaks: %v", broken)
		}
		for name, res := range map[string]*generator.Result{"before": before, "after": after} {
			if err := c.compiles(res); err != nil {
				c.Errorf("%s: %v", name, err)
			}
		}
	})
}

// TestHoldOfNothingReleased: without release.lock, and below v1, the edit breaks.
func TestHoldOfNothingReleased(t *testing.T) {
	eachHold(t, func(c *holdCase) {
		for _, release := range []string{"", "module acmev1 v0.9.0\n"} {
			before, after := c.run("before.yaml", "", release), c.after(release)
			if len(after.Pending) > 0 || len(ofStable(c.breaks(before, after))) == 0 {
				c.Errorf("released as %q it is held: %v", release, after.Pending)
			}
			if c.compiles(after) == nil {
				c.Errorf("released as %q it compiles", release)
			}
			if release == "" && (bytes.Contains(after.Lock, []byte("\nbare ")) || bytes.Contains(after.Lock, []byte("\nmajor "))) {
				c.Errorf("names.lock speaks of what was never released:\n%s", after.Lock)
			}
		}
	})
}

// TestHoldSaysDrift: gen diff says of the edits what the compiler says.
func TestHoldSaysDrift(t *testing.T) {
	eachHold(t, func(c *holdCase) {
		cfg := caseConfig(c.T, c.files)
		old := *cfg
		old.Spec = "before.yaml"
		for _, release := range []string{"", released} {
			tags := fstest.MapFS{}
			if release != "" {
				tags[generator.TagsName] = &fstest.MapFile{Data: []byte(release)}
			}
			versions, err := generator.Released(tags)
			if err != nil {
				c.Fatal(err)
			}
			d, err := generator.Diff(c.Context(), generator.Side{Config: &old, Files: c.files}, generator.Side{Config: cfg, Files: c.files}, generator.Taken{Released: versions})
			if err != nil {
				c.Fatal(err)
			}
			blocks := slices.ContainsFunc(d.Findings, (*drift.Finding).Blocks)
			if blocks != (release == "") {
				c.Errorf("released as %q, it blocks: %t", release, blocks)
			}
			for _, v := range d.Versions {
				if v.Version == "v1beta" && v.Verdict != drift.Break {
					c.Errorf("released as %q, v1beta: %s", release, v.Verdict)
				}
			}
		}
	})
}
