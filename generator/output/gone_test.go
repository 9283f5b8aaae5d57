package output_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stratagen/strata/generator/output"
)

// What is to go goes, once; nothing else does.
func TestGone(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a.txt": "a", "b.txt": "b", "c.txt/d": "d", "e.txt": "e"})
	tree := output.Tree{Dir: dir, Files: map[string][]byte{"a.txt": []byte("a")}, Gone: []string{"b.txt", "c.txt", "none.txt"}}
	r, err := output.Check(tree)
	if err != nil || r.Clean() {
		t.Fatalf("%v, %v", r, err)
	}
	if _, err := output.Write(tree); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"a.txt": true, "b.txt": false, "c.txt/d": true, "e.txt": true} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r, err := output.Check(tree); err != nil || !r.Clean() {
		t.Errorf("again: %v, %v", r, err)
	}
	if _, err := output.Check(output.Tree{Dir: dir, Gone: []string{"../x"}}); err == nil {
		t.Error("a path out of the tree is taken")
	}
}
