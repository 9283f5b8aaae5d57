package output_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

// scene is a run that does everything a run can do to a disk: two trees, files
// that are new, replaced and removed, folders that are made and that go, a file
// that makes way for a folder and the other way round, and other people's files.
type scene struct {
	name  string
	start func(t *testing.T, dir string)
}

var scenes = []scene{
	{"first run", func(*testing.T, string) {}},
	{"later run", func(t *testing.T, dir string) {
		write(t, oldTrees(dir)...)
		put(t, dir, map[string]string{"gen/keep/go.sum": "mine", "gen/mine.txt": "mine", "conf/gen.yaml": "mine"})
	}},
}

func oldTrees(dir string) []output.Tree {
	return []output.Tree{
		{Dir: filepath.Join(dir, "gen"), Owned: true, Files: contents(
			"same.go", header+"same", "a/changes.go", header+"old", "a/LICENSE", "old",
			"gone/deep/x.go", header, "keep/x.go", header,
			"file", header, "folder/x.go", header)},
		{Dir: filepath.Join(dir, "conf"), Files: contents("names.lock", "old")},
	}
}

func newTrees(dir string) []output.Tree {
	return []output.Tree{
		{Dir: filepath.Join(dir, "gen"), Owned: true, Files: contents(
			"same.go", header+"same", "a/changes.go", header+"new", "a/LICENSE", "new",
			"b/c/new.go", header+strings.Repeat("long\n", 1000),
			"file/x.go", header, "folder", header)},
		{Dir: filepath.Join(dir, "conf"), Files: contents("names.lock", "new")},
	}
}

// after is what the files are to be once trees are written over what is in dir.
func after(t *testing.T, s scene) map[string]string {
	t.Helper()
	dir := t.TempDir()
	s.start(t, dir)
	write(t, newTrees(dir)...)
	return files(snapshot(t, dir))
}

// oldOrNew fails unless the files in dir, staging aside, are those of one of both states, and
// reports which.
func oldOrNew(t *testing.T, dir string, old, wanted map[string]string) (isNew bool) {
	t.Helper()
	got := files(snapshot(t, dir))
	if maps.Equal(got, wanted) {
		return true
	}
	if !maps.Equal(got, old) {
		t.Errorf("neither old nor new:\n-old +got:\n%s\n-new +got:\n%s", cmp.Diff(old, got), cmp.Diff(wanted, got))
	}
	return false
}

// tidy fails if a run has left something of its own in dir.
func tidy(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == output.StageName {
			t.Errorf("%s is left", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// settle is what the next run does first, be it one that writes or one that reads.
func settle(t *testing.T, dir string, write bool) {
	t.Helper()
	lock := output.RLock
	if write {
		lock = output.Lock
	}
	l, err := lock(filepath.Join(dir, "gen"), filepath.Join(dir, "conf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Unlock(); err != nil {
		t.Error(err)
	}
	tidy(t, dir)
}
