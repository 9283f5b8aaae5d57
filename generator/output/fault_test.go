package output_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

func sorted(list []string) []string { slices.Sort(list); return list }

// A run that fails in the middle leaves everything as it was. The cause is a
// folder where a file is to stand, met after other files were written, replaced
// and removed: in the last file of the only tree, or in the tree after it.
func TestFailureInTheMiddle(t *testing.T) {
	first := contents("a/changes.go", header+"1", "b/goes.go", header, "b/LICENSE", "x")
	then := contents("a/changes.go", header+"2", "c/new.go", header)
	blocked := contents("z/blocked", "x")
	for _, tc := range []struct {
		name  string
		trees func(dir string) []output.Tree
	}{
		{"in the same tree", func(dir string) []output.Tree {
			all := contents("z/blocked", "x")
			for p, data := range then {
				all[p] = data
			}
			return []output.Tree{{Dir: filepath.Join(dir, "out"), Files: all, Owned: true}}
		}},
		{"in a later tree", func(dir string) []output.Tree {
			return []output.Tree{
				{Dir: filepath.Join(dir, "out"), Files: then, Owned: true},
				{Dir: filepath.Join(dir, "new", "tree"), Files: contents("x", "x")},
				{Dir: filepath.Join(dir, "out"), Files: blocked},
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, output.Tree{Dir: filepath.Join(dir, "out"), Files: first, Owned: true})
			put(t, dir, map[string]string{"out/z/blocked/mine.txt": "mine"})
			before := snapshot(t, dir)
			r, err := output.Write(tc.trees(dir)...)
			if err == nil || !strings.Contains(err.Error(), "z/blocked") {
				t.Errorf("error is %v, want one that names z/blocked", err)
			}
			if r != nil {
				t.Errorf("report of a failed run: %v", r)
			}
			if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
				t.Errorf("-before +after:\n%s", diff)
			}
		})
	}
}

// A failure that is seen before anything is staged touches nothing either.
func TestRefused(t *testing.T) {
	outside := t.TempDir()
	put(t, outside, map[string]string{"theirs.go": header})
	for _, tc := range []struct {
		name  string
		owned bool
		disk  map[string]string
		link  string // symbolic link to a folder outside
		file  string // that is to be written
		want  string
	}{
		{name: "above the tree", file: "../a.go", want: "not a path for a file below"},
		{name: "absolute", file: "/a.go", want: "not a path for a file below"},
		{name: "unclean", file: "a//b.go", want: "not a path for a file below"},
		{name: "the tree itself", file: ".", want: "not a path for a file below"},
		{name: "manifest", file: "x/.strata-files", want: "not a path for a file below"},
		{name: "link to a folder", link: "sub", file: "sub/theirs.go", want: "symbolic link"},
		{name: "link for a file", link: "a.go", file: "a.go", want: "symbolic link"},
		{name: "somebody else's file", owned: true, disk: map[string]string{"a.go": "mine"}, file: "a.go", want: "strata did not write this file"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, tc.disk)
			if tc.link != "" {
				if err := os.Symlink(outside, filepath.Join(dir, tc.link)); err != nil {
					t.Fatal(err)
				}
			}
			before, beyond := snapshot(t, dir), snapshot(t, outside)
			files := contents("b.go", header, tc.file, "x")
			_, err := output.Write(output.Tree{Dir: dir, Files: files, Owned: tc.owned})
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error is %v, want %q in it", err, tc.want)
			}
			if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
				t.Errorf("-before +after:\n%s", diff)
			}
			if diff := cmp.Diff(beyond, snapshot(t, outside)); diff != "" {
				t.Errorf("outside: -before +after:\n%s", diff)
			}
		})
	}
}

// A link to a folder is never followed in search of stale files, nor by way of
// the manifest.
func TestStaleBehindLink(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	put(t, outside, map[string]string{"theirs.go": header})
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	put(t, dir, map[string]string{output.Manifest: "link/theirs.go\n../up.go\n<<<<<<< HEAD\n"})
	write(t, output.Tree{Dir: dir, Files: contents("a.go", header), Owned: true})
	if got := names(snapshot(t, outside)); got != "theirs.go" {
		t.Errorf("outside is %q", got)
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	write(t, output.Tree{Dir: dir, Files: contents("a/one.go", header), Owned: true})
	locked := filepath.Join(dir, "a")
	if err := os.Chmod(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(locked, 0o755) })
	before := snapshot(t, dir)
	if _, err := output.Write(output.Tree{Dir: dir, Files: contents("a/two.go", header, "b.go", header), Owned: true}); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}
