package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// BusyError says that another run works on a folder.
type BusyError struct{ Dir string }

func (e *BusyError) Error() string {
	return e.Dir + ": another run is at work here; try again when it has ended"
}

// Locked are folders that no other run writes to until Unlock. The locks are the
// operating system's and end with the process, however it ends.
type Locked struct {
	shared bool
	held   []held
	absent map[string]bool // the folders that were not there to be locked
}

// held is a folder and the lock on it.
type held struct {
	info fs.FileInfo // tells the folder under whatever name
	lock *flock.Flock
}

// Lock keeps other runs out of dirs, for who reads what is in them, or writes.
// It first completes what a run that was killed has left there. It does not
// wait: where another run is at work the error is a [BusyError].
func Lock(dirs ...string) (*Locked, error) {
	l, err := lockAll(false, dirs)
	if err != nil {
		return nil, err
	}
	if err := l.recover(dirs); err != nil {
		return nil, errors.Join(err, l.Unlock())
	}
	return l, nil
}

// RLock keeps runs that write out of dirs, but not others that read. It changes
// nothing on the disk unless a run that was killed has left something to complete.
func RLock(dirs ...string) (*Locked, error) {
	l, err := lockAll(true, dirs)
	if err != nil || !slices.ContainsFunc(dirs, unfinished) {
		return l, err
	}
	if err := l.Unlock(); err != nil {
		return nil, err
	}
	return Lock(dirs...)
}

// Unlock lets other runs in.
func (l *Locked) Unlock() error {
	var errs []error
	for _, h := range slices.Backward(l.held) {
		errs = append(errs, h.lock.Unlock())
	}
	l.held = nil
	return errors.Join(errs...)
}

// lockAll takes the folders in one order, however they are named: of two runs that
// want the same ones, one gets all of them.
func lockAll(shared bool, dirs []string) (*Locked, error) {
	l := &Locked{shared: shared, absent: map[string]bool{}}
	dirs = slices.Clone(dirs)
	slices.SortFunc(dirs, func(a, b string) int { return strings.Compare(place(a), place(b)) })
	for _, dir := range dirs {
		err := l.take(dir)
		if errors.Is(err, fs.ErrNotExist) {
			l.absent[filepath.Clean(dir)] = true
			continue
		}
		if err != nil {
			return nil, errors.Join(err, l.Unlock())
		}
	}
	return l, nil
}

// place is the one name of a folder; of one that is not there, any.
func place(dir string) string {
	if at, err := resolved(dir); err == nil {
		return at
	}
	return dir
}

// take locks one folder, unless it is locked by l already.
func (l *Locked) take(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(l.held, func(h held) bool { return os.SameFile(h.info, info) }) {
		return nil
	}
	lock, err := lockFile(dir)
	if err != nil {
		return err
	}
	try := lock.TryLock
	if l.shared {
		try = lock.TryRLock
	}
	ok, err := try()
	if err != nil {
		return fmt.Errorf("lock %s: %w", dir, err)
	}
	// A run that failed may have removed the folder in the meantime, and a third
	// one have made it again: the lock is then on a folder that is gone.
	if !ok || !guards(lock, dir) {
		return errors.Join(&BusyError{dir}, lock.Unlock())
	}
	l.held = append(l.held, held{info, lock})
	return nil
}

// takeNew locks the folders of trees that are about to be compared, as far as
// they are there. One that was not there before and now is, another run has made.
func (l *Locked) takeNew(trees []Tree) error {
	for _, t := range trees {
		err := l.take(t.Dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			l.absent[filepath.Clean(t.Dir)] = true
		case err != nil:
			return err
		case l.absent[filepath.Clean(t.Dir)]:
			return &BusyError{t.Dir}
		}
	}
	return nil
}
