package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// transaction changes several trees as one. Everything new is first written to a
// staging folder in the tree it is for, so that what remains is renames within
// one file system; what is replaced or removed moves to the same folder. Each
// step leaves behind how to undo it.
type transaction struct {
	undo   []func() error
	stages []*stage
	made   []string // folders of trees
}

// stage is the staging folder of one tree.
type stage struct {
	root *os.Root
	dir  string // below root
	next int    // number of the next file put aside
}

const stagePrefix = ".strata-tmp-"

// run takes all steps; after an error, rollback takes back those it got to.
func (tx *transaction) run(jobs []*job) error {
	for _, j := range jobs {
		if err := tx.stage(j); err != nil {
			return fmt.Errorf("%s: %w", j.Dir, err)
		}
	}
	for i, j := range jobs {
		if err := tx.commit(tx.stages[i], j); err != nil {
			return fmt.Errorf("%s: %w", j.Dir, err)
		}
	}
	return nil
}

// rollback undoes what was done, last step first. Where a step cannot be undone
// the staging folders stay: what is missing on the disk is in them.
func (tx *transaction) rollback() error {
	var errs []error
	for _, undo := range slices.Backward(tx.undo) {
		errs = append(errs, undo())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("not all could be put back; the rest is in %s: %w", strings.Join(tx.folders(), ", "), err)
	}
	errs = append(errs, tx.finish())
	for _, dir := range slices.Backward(tx.made) {
		errs = append(errs, os.Remove(dir))
	}
	return errors.Join(errs...)
}

// folders are where the staged and the replaced files are.
func (tx *transaction) folders() []string {
	var dirs []string
	for _, s := range tx.stages {
		dirs = append(dirs, filepath.Join(s.root.Name(), s.dir))
	}
	return dirs
}

// finish removes the staging folders, and with them what was replaced.
func (tx *transaction) finish() error {
	var errs []error
	for _, s := range tx.stages {
		errs = append(errs, s.close())
	}
	return errors.Join(errs...)
}

func (s *stage) close() error {
	return errors.Join(s.root.RemoveAll(s.dir), s.root.Close())
}

// stage writes the files of j that are missing or differ beside their places.
func (tx *transaction) stage(j *job) error {
	s, err := tx.open(j.Dir)
	if err != nil {
		return err
	}
	for i, f := range j.files {
		if f.State != Missing && f.State != Differs {
			continue
		}
		if err := s.root.WriteFile(s.fresh(i), j.wanted[f.Path], 0o666); err != nil {
			return err
		}
	}
	return nil
}

// open makes the folder of a tree, where it is missing, and a staging folder in
// it.
func (tx *transaction) open(dir string) (*stage, error) {
	if err := tx.makeAll(dir); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	tmp, err := os.MkdirTemp(dir, stagePrefix)
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	s := &stage{root: root, dir: filepath.Base(tmp)}
	tx.stages = append(tx.stages, s)
	return s, nil
}

// makeAll makes dir and the folders above it, remembering which were not there.
func (tx *transaction) makeAll(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if parent := filepath.Dir(dir); parent != dir {
		if err := tx.makeAll(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o777); err != nil {
		return err
	}
	tx.made = append(tx.made, dir)
	return nil
}

// commit moves files to their places. What is stale goes first: a folder may
// have to make way for a file, or a file for a folder.
func (tx *transaction) commit(s *stage, j *job) error {
	for _, f := range j.files {
		if f.State != Stale {
			continue
		}
		if err := tx.aside(s, f.Path); err != nil {
			return err
		}
		tx.prune(s, path.Dir(f.Path))
	}
	for i, f := range j.files {
		if err := tx.place(s, i, f); err != nil {
			return err
		}
	}
	return nil
}

// place moves the staged file number i to where f stands.
func (tx *transaction) place(s *stage, i int, f File) error {
	switch f.State {
	case Differs:
		if err := tx.aside(s, f.Path); err != nil {
			return err
		}
	case Missing:
		if err := tx.makeBelow(s, path.Dir(f.Path)); err != nil {
			return err
		}
	default:
		return nil
	}
	return tx.rename(s, s.fresh(i), f.Path)
}

// aside moves an old file to the staging folder.
func (tx *transaction) aside(s *stage, p string) error {
	s.next++
	return tx.rename(s, p, path.Join(s.dir, "old-"+strconv.Itoa(s.next)))
}

func (tx *transaction) rename(s *stage, from, to string) error {
	if err := s.root.Rename(from, to); err != nil {
		return err
	}
	tx.undo = append(tx.undo, func() error { return s.root.Rename(to, from) })
	return nil
}

// makeBelow makes a folder of a tree and those above it.
func (tx *transaction) makeBelow(s *stage, dir string) error {
	if info, err := s.root.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if err := tx.makeBelow(s, path.Dir(dir)); err != nil {
		return err
	}
	if err := s.root.Mkdir(dir, 0o777); err != nil {
		return err
	}
	tx.undo = append(tx.undo, func() error { return s.root.Remove(dir) })
	return nil
}

// prune removes dir and the folders above it as far as they are empty.
func (tx *transaction) prune(s *stage, dir string) {
	if dir == "." {
		return
	}
	info, err := s.root.Lstat(dir)
	if err != nil || s.root.Remove(dir) != nil {
		return // not empty: somebody else's files are in it
	}
	tx.undo = append(tx.undo, func() error { return restore(s.root, dir, info.Mode().Perm()) })
	tx.prune(s, path.Dir(dir))
}

// restore makes a folder again, with the mode it had whatever the umask.
func restore(root *os.Root, dir string, mode fs.FileMode) error {
	if err := root.Mkdir(dir, mode); err != nil {
		return err
	}
	return root.Chmod(dir, mode)
}

// fresh is where the staged file number i waits.
func (s *stage) fresh(i int) string { return path.Join(s.dir, "new-"+strconv.Itoa(i)) }
