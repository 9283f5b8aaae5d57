package output_test

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

var errFull = &fs.PathError{Op: "any", Path: "any", Err: syscall.ENOSPC}

// Whichever change to the disk fails, the run fails and the disk is as it was; or
// the run has ended but for tidying up, which the next one does.
func TestEveryStepFails(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			wanted := after(t, s)
			for n, broken := 1, true; broken; n++ {
				dir := t.TempDir()
				s.start(t, dir)
				old := snapshot(t, dir)
				op, err := breakAt(dir, n, func(i int) bool { return i == n })
				broken = op != ""
				if err == nil {
					settle(t, dir, true)
					if !oldOrNew(t, dir, nil, wanted) {
						t.Fatalf("step %d (%s) fails: no error, and not everything is written", n, op)
					}
					continue
				}
				if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), dir) {
					t.Errorf("step %d (%s) fails: error is %v, want one that names the disk and the path", n, op, err)
				}
				if diff := cmp.Diff(old, snapshot(t, dir)); diff != "" {
					t.Fatalf("step %d (%s) fails: %v\n-before +after:\n%s", n, op, err, diff)
				}
			}
		})
	}
}

// A disk that stays full, or is gone, may keep a run from putting everything back;
// then the next run does, once it can.
func TestEveryStepFailsFromOneOn(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			wanted := after(t, s)
			for n, broken := 1, true; broken; n++ {
				dir := t.TempDir()
				s.start(t, dir)
				old := files(snapshot(t, dir))
				op, err := breakAt(dir, n, func(i int) bool { return i >= n })
				broken = op != ""
				settle(t, dir, n%2 == 0)
				isNew := oldOrNew(t, dir, old, wanted)
				if t.Failed() || err == nil && !isNew {
					t.Fatalf("steps from %d (%s) on fail; error is %v", n, op, err)
				}
			}
		})
	}
}

// breakAt writes the new trees and fails the steps that fails says. It gives the
// step number n, empty where the run has fewer.
func breakAt(dir string, n int, fails func(int) bool) (step string, err error) {
	i := 0
	restore := output.Before(func(op, name string) error {
		i++
		if i == n {
			step = op + " " + name
		}
		if fails(i) {
			return errFull
		}
		return nil
	})
	defer restore()
	_, err = output.Write(newTrees(dir)...)
	return step, err
}
