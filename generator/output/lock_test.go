package output_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

func busy(t *testing.T, err error, dir string) {
	t.Helper()
	var e *output.BusyError
	if !errors.As(err, &e) || e.Dir != dir {
		t.Errorf("error is %v, want a BusyError of %s", err, dir)
	}
}

func locked(t *testing.T, lock func(...string) (*output.Locked, error), dirs ...string) *output.Locked {
	t.Helper()
	l, err := lock(dirs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Unlock() })
	return l
}

func TestLock(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	one := locked(t, output.Lock, a, a+"/.", b)
	_, err := output.RLock(b)
	busy(t, err, b)
	_, err = output.Write(output.Tree{Dir: a, Files: contents("x", "x")})
	busy(t, err, a)
	if err := one.Unlock(); err != nil {
		t.Fatal(err)
	}
	locked(t, output.RLock, a)
	locked(t, output.RLock, a, b)
	_, err = output.Lock(a)
	busy(t, err, a)
}

// Nobody can lock a folder that is not there. Whoever finds it made when it comes
// to writing has met another run.
func TestFolderMadeByAnother(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	tree := output.Tree{Dir: dir, Owned: true, Files: contents("a.go", header)}
	slow, reader := locked(t, output.Lock, dir), locked(t, output.RLock, dir)
	write(t, tree)
	before := snapshot(t, dir)
	_, err := slow.Write(output.Tree{Dir: dir, Owned: true, Files: contents("b.go", header)})
	busy(t, err, dir)
	if err := slow.Unlock(); err != nil {
		t.Fatal(err)
	}
	_, err = reader.Check(tree)
	busy(t, err, dir)
	if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

// The same, made at the last moment.
func TestFolderMadeAtTheLastMoment(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	restore := output.Before(func(op, name string) error {
		if op == "mkdir" && name == dir {
			return os.Mkdir(dir, 0o755)
		}
		return nil
	})
	defer restore()
	_, err := output.Write(output.Tree{Dir: dir, Files: contents("a.go", header)})
	busy(t, err, dir)
}

// A folder may be removed and made again while it is being locked.
func TestLockOnAFolderThatIsGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("locks a file that stays")
	}
	dir := filepath.Join(t.TempDir(), "x")
	put(t, dir, map[string]string{"y/z": ""})
	lock, err := output.LockFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := lock.TryLock(); !ok || err != nil || !output.Guards(lock, dir) {
		t.Fatalf("locked: %t, %v; guards: %t", ok, err, output.Guards(lock, dir))
	}
	defer lock.Unlock() //nolint:errcheck // the folder is gone
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	put(t, dir, map[string]string{"y/z": ""})
	if output.Guards(lock, dir) {
		t.Error("the lock is on a folder that is gone, and counts")
	}
}

// Of two runs that want the same folders one gets both, however each names them.
func TestOneOrder(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"a/x": ""})
	locked(t, output.Lock, dir, filepath.Join(dir, "a"))
	for _, from := range []struct{ wd, outer, inner string }{{dir, ".", "a"}, {filepath.Join(dir, "a"), "..", "."}} {
		t.Chdir(from.wd)
		_, err := output.Lock(from.inner, from.outer)
		busy(t, err, from.outer)
	}
}
