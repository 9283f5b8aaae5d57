package verify

// Module zips: of what will be tagged, and of what was that it requires.

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/zip"
)

// archive makes the zip of a module as the go command would from its tag: with the
// LICENSE of the repository if it has none (go.dev/ref/mod#vcs-license).
func (c *checker) archive(r *release) {
	files := maps.Clone(r.Files)
	if _, ok := files["LICENSE"]; !ok && r.License != nil {
		files["LICENSE"] = r.License
	} else if !ok && r.Changed {
		c.found(Licensed, r.Folder, "there is no LICENSE in the folder or at the root of the repository, so nobody may use the module, and pkg.go.dev does not show it")
	}
	var list []zip.File
	for _, name := range slices.Sorted(maps.Keys(files)) {
		list = append(list, file{name, files[name]})
	}
	var b bytes.Buffer
	err := zip.Create(&b, module.Version{Path: r.path, Version: r.Version}, list)
	var each zip.FileErrorList
	switch {
	case errors.As(err, &each):
		for _, e := range each {
			c.found(Archive, r.Folder, "%s: %v", e.Path, e.Err)
		}
	case err != nil && module.Check(r.path, r.Version) == nil: // else it is said already
		c.found(Archive, r.Folder, "%v", err)
	case err == nil:
		r.zip = b.Bytes()
		c.zips[r.key()] = r
	}
}

// resolve finds what the modules require, and what that required when it was
// tagged: the go command reads all of their go.mod files.
func (c *checker) resolve(ctx context.Context) error {
	queue := slices.Clone(c.next)
	for _, r := range c.last {
		if r != nil {
			queue = append(queue, r)
		}
	}
	for len(queue) > 0 {
		r := queue[0]
		queue = queue[1:]
		if r.bad != nil || !r.Changed && c.zips[r.key()] != nil {
			continue
		}
		if !r.Changed {
			c.archive(r)
		}
		for _, line := range r.mod.Require {
			s := c.sibling(line.Mod.Path)
			if s == nil || s.Changed && s.key() == (key{line.Mod.Path, line.Mod.Version}) {
				continue
			}
			t := Tag{s.Folder, line.Mod.Version}
			if !c.tags[t] {
				if !r.Changed {
					c.found(Require, r.Folder, "%s requires %s, which has no tag", Tag{r.Folder, r.Version}.Name(), t.Name())
				} else if semver.Compare(t.Version, s.Version) < 0 {
					c.found(Require, r.Folder, "%s is required, which has no tag", t.Name())
				}
				continue
			}
			older, err := c.at(ctx, t)
			if err != nil {
				return err
			}
			queue = append(queue, older)
		}
	}
	return nil
}

// file is a file in memory, as module zips are made of.
type file struct {
	name string
	text []byte
}

// Path implements [zip.File].
func (f file) Path() string { return f.name }

// Lstat implements [zip.File].
func (f file) Lstat() (fs.FileInfo, error) { return info{f}, nil }

// Open implements [zip.File].
func (f file) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.text)), nil }

// info is a regular file of no date.
type info struct{ file }

// Name is the last part of the path.
func (i info) Name() string { return path.Base(i.name) }

// Size is in bytes.
func (i info) Size() int64 { return int64(len(i.text)) }

// Mode says that it can be read.
func (info) Mode() fs.FileMode { return 0o444 }

// ModTime is not known.
func (info) ModTime() time.Time { return time.Time{} }

// IsDir is false.
func (info) IsDir() bool { return false }

// Sys gives nothing.
func (info) Sys() any { return nil }
