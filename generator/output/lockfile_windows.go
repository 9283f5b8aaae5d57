package output

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// lockFile is what is locked for a folder: an empty file among the temporary ones
// of the user that is named after the folder. Windows does not lock folders.
func lockFile(dir string) (*flock.Flock, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	abs, err = filepath.EvalSymlinks(abs)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(strings.ToLower(abs)))
	return flock.New(filepath.Join(os.TempDir(), fmt.Sprintf("strata-%x.lock", sum[:16]))), nil
}

// guards: the file is named after the folder, and never removed.
func guards(*flock.Flock, string) bool { return true }
