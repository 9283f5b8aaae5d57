package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// compare gives the state of every wanted file, and the stale ones, by path.
func compare(t Tree, wanted map[string][]byte, root *os.Root) ([]File, error) {
	ours := map[string]bool{}
	if t.Owned {
		var err error
		if ours, err = written(t, root); err != nil {
			return nil, err
		}
	}
	for _, p := range t.Gone {
		if info, err := root.Lstat(p); err == nil && info.Mode().IsRegular() && noLinks(root, p) == nil {
			ours[p] = true
		}
	}
	var files []File
	var errs []error
	for p, data := range wanted {
		f, err := state(root, p, data)
		if err == nil && t.Owned && f.State == Differs && !ours[p] && p != Manifest {
			err = &fs.PathError{Op: "write", Path: p, Err: errors.New("strata did not write this file; move it out of the way")}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", t.Dir, err))
			continue
		}
		f.Dir = t.Dir
		files = append(files, f)
	}
	for p := range ours {
		if _, ok := wanted[p]; ok {
			continue
		}
		info, err := root.Lstat(p)
		errs = append(errs, err)
		files = append(files, File{Dir: t.Dir, Path: p, State: Stale, info: info})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return files, errors.Join(errs...)
}

// state compares one file with the disk. A folder in its place counts as a
// missing file: it may hold nothing but stale files, and be gone in time.
func state(root *os.Root, p string, data []byte) (File, error) {
	f := File{Path: p, State: Missing}
	if err := noLinks(root, p); err != nil {
		return f, err
	}
	info, err := root.Lstat(p)
	switch {
	case absent(err) || err == nil && info.IsDir():
		return f, nil
	case err != nil:
		return f, err
	case !info.Mode().IsRegular():
		return f, &fs.PathError{Op: "write", Path: p, Err: errors.New("not a regular file")}
	}
	old, err := root.ReadFile(p)
	if err != nil {
		return f, err
	}
	if bytes.Equal(old, data) {
		f.State = Unchanged
		return f, nil
	}
	f.State, f.Diff, f.info = Differs, excerpt(p, old, data), info
	return f, nil
}

// noLinks refuses a path through a symbolic link: what is behind it belongs to
// somebody else, even where it lies in the same tree.
func noLinks(root *os.Root, p string) error {
	for dir := p; dir != "."; dir = path.Dir(dir) {
		if info, err := root.Lstat(dir); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return &fs.PathError{Op: "write", Path: dir, Err: errors.New("a symbolic link is in the way")}
		}
	}
	return nil
}

// absent reports whether err says that there is no file, or that a folder on
// the way to it is a file.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// written lists the files below root that an earlier run wrote: those of its
// manifest, and those that carry Mark.
func written(t Tree, root *os.Root) (map[string]bool, error) {
	ours := map[string]bool{}
	listed, kind, found, err := readManifest(root)
	if err != nil {
		return nil, err
	}
	if found && kind != t.Kind {
		return nil, &KindError{Dir: t.Dir, Want: t.Kind, Have: kind}
	}
	for _, p := range listed {
		if noLinks(root, p) != nil {
			continue
		}
		if info, err := root.Lstat(p); err == nil && info.Mode().IsRegular() {
			ours[p] = true
		}
	}
	marked, err := markedFiles(root)
	maps.Copy(ours, marked)
	return ours, err
}

// markedFiles finds the files that carry Mark. Hidden folders are none of our
// business, and a folder with a manifest of its own belongs to another run.
func markedFiles(root *os.Root) (map[string]bool, error) {
	found := map[string]bool{}
	tree := root.FS()
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != "." && (d.Name()[0] == '.' || ownedByAnother(tree, p)):
			return fs.SkipDir
		case !d.Type().IsRegular() || d.Name() == Manifest:
			return nil
		}
		ok, err := marked(tree, p)
		if ok {
			found[p] = true
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Clean(root.Name()), err)
	}
	return found, nil
}

func ownedByAnother(tree fs.FS, dir string) bool {
	_, err := fs.Stat(tree, path.Join(dir, Manifest))
	return err == nil
}
