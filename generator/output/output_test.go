package output_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

const header = "// " + output.Mark + "\n"

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "deep", "out")
	trees := []output.Tree{
		{Dir: out, Owned: true, Files: contents("a/one.go", header+"1", "a/LICENSE", "free", "b/two.go", header+"2")},
		{Dir: dir, Files: contents("names.lock", "lock")},
	}
	r := write(t, trees...)
	wantStates(t, r, ".strata-files missing, a/LICENSE missing, a/one.go missing, b/two.go missing, names.lock missing")
	want := map[string]string{
		"names.lock":             "lock",
		"deep/out/.strata-files": "# " + output.Mark + "\na/LICENSE\na/one.go\nb/two.go\n",
		"deep/out/a/one.go":      header + "1",
		"deep/out/a/LICENSE":     "free",
		"deep/out/b/two.go":      header + "2",
	}
	if diff := cmp.Diff(want, files(snapshot(t, dir))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A second run with the same files touches nothing, not even a folder's time.
func TestWriteSameTwice(t *testing.T) {
	dir := t.TempDir()
	tree := output.Tree{Dir: dir, Owned: true, Files: contents("a/one.go", header)}
	write(t, tree)
	before := snapshot(t, dir)
	if r := write(t, tree); !r.Clean() {
		t.Errorf("second run found %v", r)
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

func TestStale(t *testing.T) {
	for _, tc := range []struct {
		name        string
		first, then map[string][]byte
		foreign     map[string]string // put there between the runs
		want        string            // files afterwards, without the manifest
	}{
		{
			name:  "in the manifest",
			first: contents("a/LICENSE", "x", "b.go", header), then: contents("b.go", header),
			want: "b.go",
		},
		{
			name:  "known by its mark",
			first: contents("b.go", header), then: contents("b.go", header),
			foreign: map[string]string{"old/c.go": header}, want: "b.go",
		},
		{
			name:  "somebody else's stay",
			first: contents("a/one.go", header), then: contents("b.go", header),
			foreign: map[string]string{"a/notes.txt": "mine", "c.go": "package c\n" + header}, want: "a/notes.txt b.go c.go",
		},
		{
			name:  "hidden folders and trees of another run stay",
			first: contents("b.go", header), then: contents("b.go", header),
			foreign: map[string]string{".git/x.go": header, "z/.strata-files": "", "z/y.go": header},
			want:    ".git/x.go b.go z/.strata-files z/y.go",
		},
		{
			name:  "a file makes way for a folder",
			first: contents("a", header), then: contents("a/b.go", header),
			want: "a/b.go",
		},
		{
			name:  "a folder makes way for a file",
			first: contents("a/b/c.go", header), then: contents("a", header),
			want: "a",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, output.Tree{Dir: dir, Owned: true, Files: tc.first})
			put(t, dir, tc.foreign)
			write(t, output.Tree{Dir: dir, Owned: true, Files: tc.then})
			if got := names(snapshot(t, dir)); got != tc.want {
				t.Errorf("files are %s, want %s", got, tc.want)
			}
		})
	}
}

func TestEmptiedFoldersGo(t *testing.T) {
	dir := t.TempDir()
	write(t, output.Tree{Dir: dir, Owned: true, Files: contents("a/b/c.go", header, "d.go", header)})
	write(t, output.Tree{Dir: dir, Owned: true, Files: contents("d.go", header)})
	if _, err := os.Stat(filepath.Join(dir, "a")); !os.IsNotExist(err) {
		t.Errorf("folder a: %v, want it gone", err)
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	lines := strings.Repeat("line\n", 20)
	write(t, output.Tree{Dir: dir, Owned: true, Files: contents("a.go", header+lines+"old\n", "b.go", header, "c.go", header)})
	before := snapshot(t, dir)
	r, err := output.Check(output.Tree{Dir: dir, Owned: true, Files: contents("a.go", header+lines+"new\n", "b.go", header, "d.go", header)})
	if err != nil {
		t.Fatal(err)
	}
	wantStates(t, r, ".strata-files differs, a.go differs, b.go unchanged, c.go stale, d.go missing")
	const wantDiff = "--- a.go (on disk)\n+++ a.go (generated)\n@@ -19,4 +19,4 @@\n line\n line\n line\n-old\n+new\n"
	if diff := cmp.Diff(wantDiff, r[1].Diff); diff != "" {
		t.Errorf("diff: -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("check changed the disk: -before +after:\n%s", diff)
	}
}

func TestCheckWithoutFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "absent")
	r, err := output.Check(output.Tree{Dir: dir, Owned: true, Files: contents("a.go", header)})
	if err != nil {
		t.Fatal(err)
	}
	wantStates(t, r, ".strata-files missing, a.go missing")
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("check made %s", dir)
	}
}

func TestLongDiffIsCut(t *testing.T) {
	dir := t.TempDir()
	write(t, output.Tree{Dir: dir, Files: contents("a", strings.Repeat("old\n", 50))})
	r, err := output.Check(output.Tree{Dir: dir, Files: contents("a", strings.Repeat("new\n", 50))})
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(r[0].Diff, "\n"); n > 20 || !strings.Contains(r[0].Diff, "more lines") {
		t.Errorf("diff has %d lines:\n%s", n, r[0].Diff)
	}
}

func write(t *testing.T, trees ...output.Tree) output.Report {
	t.Helper()
	r, err := output.Write(trees...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantStates(t *testing.T, r output.Report, want string) {
	t.Helper()
	var got []string
	for _, f := range r {
		got = append(got, f.Path+" "+f.State.String())
	}
	if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
		t.Errorf("states: -want +got:\n%s", diff)
	}
}

// contents makes files of pairs of path and text.
func contents(pairs ...string) map[string][]byte {
	m := map[string][]byte{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = []byte(pairs[i+1])
	}
	return m
}

func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for p, text := range files {
		name := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// entry is everything about a file or folder that a run may not change.
type entry struct {
	Mode fs.FileMode
	Time int64 // of files
	Text string
}

func snapshot(t *testing.T, dir string) map[string]entry {
	t.Helper()
	found := map[string]entry{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := entry{Mode: info.Mode()}
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			e.Text, e.Time = string(data), info.ModTime().UnixNano()
		}
		rel, err := filepath.Rel(dir, name)
		found[filepath.ToSlash(rel)] = e
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func files(s map[string]entry) map[string]string {
	m := map[string]string{}
	for p, e := range s {
		if e.Mode.IsRegular() && !strings.Contains(p, output.StageName+"/") {
			m[p] = e.Text
		}
	}
	return m
}

func names(s map[string]entry) string {
	var list []string
	for p, e := range s {
		if e.Mode.IsRegular() && p != output.Manifest {
			list = append(list, p)
		}
	}
	return strings.Join(sorted(list), " ")
}
