package repository

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// newRepository is a repository with two commits, an annotated and a light tag of the
// first, and files that git would change on the way if it were asked otherwise.
func newRepository(t *testing.T) *Repository {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	put := func(name, text string) {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777), os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, "init", "-q", "--initial-branch=main")
	run(t, dir, "config", "user.name", "Tester")
	run(t, dir, "config", "user.email", "tester@example.org")
	put(".gitattributes", "*.txt export-ignore\n*.id ident\n")
	put("out/a/x.txt", "x\n")
	put("out/a/ü \"q\".txt", "")
	put("out/b.id", "$Id$\n")
	put("outer/z.txt", "z")
	run(t, dir, "add", "-A")
	run(t, dir, "commit", "-q", "-m", "first")
	run(t, dir, "tag", "-a", "-m", "m", "out/a/v1.0.0")
	run(t, dir, "tag", "light")
	put("out/a/x.txt", "changed\n")
	put("out/a/new.txt", "new")
	put(".gitignore", "*.log\n")
	put("out/a/noise.log", "noise")
	r, err := Open(t.Context(), filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestTree(t *testing.T) {
	r := newRepository(t)
	list, err := r.Tags(t.Context())
	commit := run(t, r.Root, "rev-parse", "HEAD")
	if want := []Tag{{"light", commit}, {"out/a/v1.0.0", commit}}; err != nil || !slices.Equal(list, want) {
		t.Fatalf("Tags = %v, %v; want %v", list, err, want)
	}
	tree, err := r.Tree(t.Context(), commit)
	if err != nil {
		t.Fatal(err)
	}
	files, err := tree.Under("out")
	if err != nil || len(files) != 3 || string(files["a/x.txt"]) != "x\n" || files["a/ü \"q\".txt"] == nil || string(files["b.id"]) != "$Id$\n" {
		t.Errorf("Under(out) = %q, %v", files, err)
	}
	if all, err := tree.Under("."); err != nil || len(all) != 5 || string(all["outer/z.txt"]) != "z" {
		t.Errorf("Under(.) = %q, %v", all, err)
	}
	if text, err := fs.ReadFile(tree, "spec/../out/a/x.txt"); err != nil || string(text) != "x\n" {
		t.Errorf("ReadFile = %q, %v", text, err)
	}
	if _, err := fs.ReadFile(tree, "out"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := r.Tree(t.Context(), "--output=x"); err == nil {
		t.Error("a flag is no commit")
	}
}

func TestWork(t *testing.T) {
	r := newRepository(t)
	files, err := r.Work(t.Context(), "out")
	if err != nil || len(files) != 4 || string(files["a/x.txt"]) != "changed\n" || string(files["a/new.txt"]) != "new" || files["a/noise.log"] != nil {
		t.Errorf("Work = %q, %v", files, err)
	}
	list, err := r.Uncommitted(t.Context())
	if want := []string{"out/a/x.txt", ".gitignore", "out/a/new.txt"}; err != nil || !slices.Equal(list, want) {
		t.Errorf("Uncommitted = %q, %v; want %q", list, err, want)
	}
	for dir, want := range map[string]string{"": ".", "out/a": "out/a", "none": "none"} {
		if got, err := r.Within(filepath.Join(r.Root, dir)); err != nil || got != want {
			t.Errorf("Within(%s) = %s, %v", dir, got, err)
		}
	}
	if _, err := r.Within(filepath.Dir(r.Root)); err == nil {
		t.Error("the folder above is not in the repository")
	}
}

// A message is taken as it is: a heading is no comment.
func TestMake(t *testing.T) {
	r := newRepository(t)
	head, err := r.Head(t.Context())
	if err == nil {
		err = r.Make(t.Context(), "out/a/v1.1.0", head, "a v1.1.0\n\n### Added\n")
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, r.Root, "cat-file", "tag", "out/a/v1.1.0"); !strings.HasSuffix(got, "a v1.1.0\n\n### Added") {
		t.Errorf("tag is\n%s", got)
	}
	if err := r.Make(t.Context(), "out/a/v1.1.0", head, "again"); err == nil || err.Error() != "git: tag 'out/a/v1.1.0' already exists" {
		t.Errorf("again: %v", err)
	}
	if err := r.Remove(t.Context(), "out/a/v1.1.0"); err != nil {
		t.Error(err)
	}
	if list, _ := r.Tags(t.Context()); len(list) != 2 {
		t.Errorf("left: %v", list)
	}
}
