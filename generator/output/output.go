// Package output brings folders on disk to a wanted state, or says how far they
// are from it. It is given trees of files in memory and promises that files that
// are right already are not touched, that what an earlier run wrote and nobody
// wants any more is removed, that what somebody else wrote stays, that after a
// failure everything is as it was, that a run which was killed is completed or
// taken back by the next one, and that two runs do not meet. It knows nothing of
// what is in the files.
package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Tree is a folder and the files that are to stand in it.
type Tree struct {
	Dir   string            // on disk; created when missing
	Files map[string][]byte // by slash-separated path below Dir
	// Owned: what an earlier run wrote below Dir and Files lacks is stale, and
	// a file that no run wrote is not overwritten. Such a tree holds Manifest.
	Owned bool
	// Gone are files that are not to stand in it, in a tree that is not owned.
	Gone []string
	// Kind is who writes an owned tree, where there are several; one that
	// another kind wrote is left alone.
	Kind string
}

// KindError says that a tree was written by another kind.
type KindError struct{ Dir, Want, Have string }

func (e *KindError) Error() string {
	name := func(kind string) string {
		if kind == "" {
			return "the default target"
		}
		return "target " + kind
	}
	return fmt.Sprintf("%s: holds the files of %s, not of %s; choose another folder", e.Dir, name(e.Have), name(e.Want))
}

// State is what a file is before a tree is written.
type State int

// The states of a file.
const (
	Unchanged State = iota
	Missing         // wanted, not on disk
	Differs         // wanted otherwise
	Stale           // left by an earlier run
)

var stateNames = [...]string{"unchanged", "missing", "differs", "stale"}

// String gives the lower-case name.
func (s State) String() string { return stateNames[s] }

// File is one file of a tree.
type File struct {
	Dir   string // of its tree
	Path  string // slash-separated, below Dir
	State State
	Diff  string // Differs: the first changes, as a unified diff from the disk to what is wanted

	info fs.FileInfo // Differs, Stale: of what is on disk
}

// Report lists the files of all trees, in the order of the trees and by path.
type Report []File

// Clean reports whether nothing is to do.
func (r Report) Clean() bool {
	return !slices.ContainsFunc(r, func(f File) bool { return f.State != Unchanged })
}

// Check compares trees with the disk and changes nothing, apart from completing
// what a run that was killed has left.
func Check(trees ...Tree) (Report, error) {
	l, err := RLock(folders(trees)...)
	if err != nil {
		return nil, err
	}
	r, err := l.Check(trees...)
	return r, errors.Join(err, l.Unlock())
}

// Write brings the disk to the state of trees, all of them or none, and reports
// what it found before.
func Write(trees ...Tree) (Report, error) {
	l, err := Lock(folders(trees)...)
	if err != nil {
		return nil, err
	}
	r, err := l.Write(trees...)
	return r, errors.Join(err, l.Unlock())
}

// Check is [Check] for who has locked the folders before.
func (l *Locked) Check(trees ...Tree) (Report, error) {
	if err := l.takeNew(trees); err != nil {
		return nil, err
	}
	jobs, err := compareAll(trees)
	return report(jobs), err
}

// Write is [Write] for who has locked the folders before.
func (l *Locked) Write(trees ...Tree) (Report, error) {
	if err := l.takeNew(trees); err != nil {
		return nil, err
	}
	jobs, err := compareAll(trees)
	r := report(jobs)
	if err != nil || r.Clean() {
		return r, err
	}
	if err := l.run(jobs); err != nil {
		return nil, err
	}
	return r, nil
}

func folders(trees []Tree) []string {
	var dirs []string
	for _, t := range trees {
		dirs = append(dirs, t.Dir)
	}
	return dirs
}

// job is a tree and how the disk compares with it.
type job struct {
	Tree
	wanted map[string][]byte
	files  []File
	first  int // number of the first file: two trees may be one folder
}

func compareAll(trees []Tree) ([]*job, error) {
	var jobs []*job
	var errs []error
	n := 0
	for _, t := range trees {
		j := &job{Tree: t, first: n}
		errs = append(errs, j.compare())
		jobs = append(jobs, j)
		n += len(j.files)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return jobs, nil
}

func report(jobs []*job) Report {
	var r Report
	for _, j := range jobs {
		r = append(r, j.files...)
	}
	return r
}

func (j *job) compare() error {
	var err error
	if j.wanted, err = j.Tree.wanted(); err != nil {
		return err
	}
	root, err := os.OpenRoot(j.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		j.files = allMissing(j.Dir, j.wanted)
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // nothing was written through it
	j.files, err = compare(j.Tree, j.wanted, root)
	return err
}

// wanted gives the files of t with the manifest, once their paths are sound.
func (t Tree) wanted() (map[string][]byte, error) {
	var errs []error
	for _, p := range append(slices.Sorted(maps.Keys(t.Files)), t.Gone...) {
		if !fs.ValidPath(p) || p == "." || !filepath.IsLocal(filepath.FromSlash(p)) || path.Base(p) == Manifest {
			errs = append(errs, &fs.PathError{Op: "write", Path: p, Err: errors.New("not a path for a file below " + t.Dir)})
		}
	}
	wanted := make(map[string][]byte, len(t.Files)+1)
	maps.Copy(wanted, t.Files)
	if t.Owned {
		wanted[Manifest] = manifest(t.Kind, t.Files)
	}
	return wanted, errors.Join(errs...)
}

func allMissing(dir string, wanted map[string][]byte) []File {
	var files []File
	for _, p := range slices.Sorted(maps.Keys(wanted)) {
		files = append(files, File{Dir: dir, Path: p, State: Missing})
	}
	return files
}
