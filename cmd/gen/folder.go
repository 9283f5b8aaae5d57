package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/stratagen/strata/generator"
)

// folder is the folder of a configuration as a file system. Unlike [os.DirFS] it
// opens names above the folder: a configuration may name a document that lies
// beside it ("../api.yaml").
type folder struct {
	dir  string
	lock string // folder of names.lock and release.lock
}

// Open implements [fs.FS], with the exception above.
func (f folder) Open(name string) (fs.File, error) {
	return os.Open(f.path(name))
}

// Stat implements [fs.StatFS] without opening, which for a pipe waits for a writer
// and takes its text away.
func (f folder) Stat(name string) (fs.FileInfo, error) { return os.Stat(f.path(name)) }

func (f folder) path(name string) string {
	if name == generator.LockName || name == generator.TagsName {
		return filepath.Join(f.lock, name)
	}
	return filepath.Join(f.dir, filepath.FromSlash(name))
}

// relocked is a file system whose names.lock is on the disk, where there is one.
// What others released of the same document is nobody's business here, so
// release.lock is on the disk or nowhere.
type relocked struct {
	fs.FS
	lock string
}

// Open implements [fs.FS].
func (r relocked) Open(name string) (fs.File, error) {
	if name == generator.LockName {
		f, err := os.Open(filepath.Join(r.lock, generator.LockName))
		if !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	if name == generator.TagsName {
		return os.Open(filepath.Join(r.lock, name))
	}
	return r.FS.Open(name)
}

// display is how messages name a file or folder: relative to the working
// directory, so that an editor can jump there.
func display(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	rel, err := relative(".", abs)
	if err != nil || len(rel) > len(abs) {
		return filepath.ToSlash(abs)
	}
	return rel
}

// same reports whether two names are of one folder, be it there or not.
func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB)
	}
	rel, err := relative(a, b)
	return err == nil && rel == "."
}

// relative is name as seen from dir, with slashes.
func relative(dir, name string) (string, error) {
	from, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	to, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(from, to)
	return filepath.ToSlash(rel), err
}

// unreadable says why name cannot be read; empty: it can. The path is left out:
// it may be one of this machine.
func unreadable(files fs.FS, name string) string {
	info, err := fs.Stat(files, name)
	if err == nil && info.Mode().IsRegular() {
		var f fs.File
		if f, err = files.Open(name); err == nil {
			err = f.Close()
		}
	}
	var p *fs.PathError
	switch {
	case errors.As(err, &p):
		return p.Err.Error()
	case err != nil:
		return err.Error()
	case info.IsDir():
		return "is a folder"
	}
	return ""
}
