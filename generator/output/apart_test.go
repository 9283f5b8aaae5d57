package output_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

// stopped writes trees, and from the first change on that is at the place nothing
// more happens to the disk: as if the run had been killed there.
func stopped(t *testing.T, place string, trees ...output.Tree) {
	t.Helper()
	dead := false
	restore := output.Before(func(op, name string) error {
		if dead = dead || op+" "+name == place; dead {
			return errFull
		}
		return nil
	})
	defer restore()
	if _, err := output.Write(trees...); err == nil || !dead {
		t.Fatalf("the run was not stopped at %s: %v", place, err)
	}
}

// precious is a tree as names.lock is in one, and an owned one.
func precious(dir, content string) []output.Tree {
	return []output.Tree{
		{Dir: filepath.Join(dir, "gen"), Owned: true, Files: contents("a.go", header+content)},
		{Dir: filepath.Join(dir, "conf"), Files: contents("names.lock", content)},
	}
}

// The steps of precious between which each tree has a file that is in neither place.
var between = []string{"rename .strata-tmp/new-1", "rename .strata-tmp/new-2"}

// A tree may be reached through a link, from a folder that is nowhere near.
func TestCompletedThroughALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights")
	}
	for _, place := range between {
		for _, linked := range []string{"gen", "conf"} {
			dir := t.TempDir()
			put(t, dir, map[string]string{"far/far/away/x": ""})
			away := filepath.Join(dir, "far", "far", "away")
			if err := os.Symlink(away, filepath.Join(dir, linked)); err != nil {
				t.Fatal(err)
			}
			write(t, precious(dir, "old")...)
			stopped(t, place, precious(dir, "new")...)
			r, err := output.Check(precious(dir, "new")...)
			if err != nil || !r.Clean() {
				t.Errorf("stopped at %s, %s is a link: %+v, %v", place, linked, r, err)
			}
			tidy(t, dir)
		}
	}
}

// Who finds an interrupted run may remove what is generated and start again.
// What is not generated is there then, and whole.
func TestOwnedTreeRemoved(t *testing.T) {
	for _, place := range between {
		dir := t.TempDir()
		write(t, precious(dir, "old")...)
		stopped(t, place, precious(dir, "new")...)
		if err := os.RemoveAll(filepath.Join(dir, "gen")); err != nil {
			t.Fatal(err)
		}
		settle(t, dir, true)
		if got := files(snapshot(t, filepath.Join(dir, "conf"))); len(got) != 1 {
			t.Errorf("stopped at %s: %v", place, got)
		}
	}
}

// Without the tree that has the journal nobody knows where the old files belong:
// they are not thrown away.
func TestJournalGone(t *testing.T) {
	dir := t.TempDir()
	write(t, precious(dir, "old")...)
	stopped(t, "rename .strata-tmp/new-1", precious(dir, "new")...)
	conf, away := filepath.Join(dir, "conf"), filepath.Join(dir, "away")
	if err := os.Rename(conf, away); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, dir)
	_, err := output.Check(precious(dir, "new")...)
	if err == nil || !strings.Contains(err.Error(), "gen") || !strings.Contains(err.Error(), conf) {
		t.Errorf("error is %v, want one that names both folders", err)
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
	if err := os.Rename(away, conf); err != nil {
		t.Fatal(err)
	}
	if r, err := output.Check(precious(dir, "new")...); err != nil || !r.Clean() {
		t.Errorf("with the folder back: %+v, %v", r, err)
	}
	tidy(t, dir)
}

// A file that somebody removes during the run stays removed, whether the run is
// interrupted or not: a later one must not take the new file for the old.
func TestRemovedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	write(t, precious(dir, "old")...)
	name := filepath.Join(dir, "conf", "names.lock")
	restore := output.Before(func(op, at string) error {
		if op == "rename" && strings.HasSuffix(at, "journal.new") {
			return os.Remove(name)
		}
		return nil
	})
	_, err := output.Write(precious(dir, "new")...)
	restore()
	if want := "replace names.lock: somebody removed it during the run"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error is %v, want %s", err, want)
	}
	want := map[string]string{"a.go": header + "old"}
	got := files(snapshot(t, filepath.Join(dir, "gen")))
	delete(got, output.Manifest)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("names.lock is there again")
	}
}

// The name of a folder that a run makes is on the device before the journal.
func TestNewFolderSynced(t *testing.T) {
	dir := t.TempDir()
	var steps []string
	restore := output.Before(func(op, name string) error { steps = append(steps, op+" "+name); return nil })
	write(t, output.Tree{Dir: filepath.Join(dir, "a", "b"), Files: contents("x", "x")})
	restore()
	if runtime.GOOS == "windows" {
		return // see sync
	}
	for i, made := range []string{filepath.Join(dir, "a"), filepath.Join(dir, "a", "b")} {
		if want := []string{"mkdir " + made, "sync " + filepath.Dir(made)}; cmp.Diff(want, steps[2*i:2*i+2]) != "" {
			t.Errorf("%q, want %q", steps[:4], want)
		}
	}
}
