//go:build !windows

package output

import (
	"os"

	"github.com/gofrs/flock"
)

// lockFile is what is locked for a folder: the folder itself. So there is no file
// that shows up in a working copy, and a folder that is read only can be locked.
func lockFile(dir string) (*flock.Flock, error) {
	return flock.New(dir, flock.SetFlag(os.O_RDONLY)), nil
}

// guards reports whether a lock is on the folder that dir names now.
func guards(lock *flock.Flock, dir string) bool {
	locked, err := lock.Stat()
	if err != nil {
		return false
	}
	now, err := os.Stat(dir)
	return err == nil && os.SameFile(locked, now)
}
