package output_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

// A real disk that is full, and one of two: the other tree has room.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	small := filepath.Join(dir, "gen")
	put(t, dir, map[string]string{"gen/x": "", "conf/gen.yaml": "mine"})
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=128k"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(small, 0); err != nil {
			t.Error(err)
		}
	})
	write(t, oldTrees(dir)...)
	filler := filepath.Join(small, "filler")
	if err := os.WriteFile(filler, make([]byte, 1<<20), 0o666); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	old := snapshot(t, dir)
	_, err := output.Write(newTrees(dir)...)
	if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), small) {
		t.Errorf("error is %v, want no space left in %s", err, small)
	}
	if diff := cmp.Diff(old, snapshot(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	write(t, newTrees(dir)...) // over two file systems
	tidy(t, dir)
}
