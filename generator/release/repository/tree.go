package repository

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Tree is the files of a commit. It is an [fs.FS] that opens files, not folders;
// links and submodules are not in it.
type Tree struct {
	ctx   context.Context // of who asked for it: an [fs.FS] is given none
	repo  *Repository
	names map[string]string // path -> blob
}

// Tree lists the files of a commit.
func (r *Repository) Tree(ctx context.Context, commit string) (*Tree, error) {
	out, err := r.git(ctx, nil, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit)
	if err != nil {
		return nil, err
	}
	t := &Tree{ctx: ctx, repo: r, names: map[string]string{}}
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		meta, name, ok := strings.Cut(entry, "\t")
		words := strings.Fields(meta) // mode type blob
		if ok && len(words) == 3 && strings.HasPrefix(words[0], "100") {
			t.names[name] = words[2]
		}
	}
	return t, nil
}

// Open implements [fs.FS] for files.
func (t *Tree) Open(name string) (fs.File, error) {
	name = path.Clean(name)
	blob, ok := t.names[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	text, err := t.repo.git(t.ctx, nil, "cat-file", "blob", blob)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{Reader: bytes.NewReader(text), name: path.Base(name)}, nil
}

// Under reads the files below a folder ("." is the whole), by their path in it.
func (t *Tree) Under(dir string) (map[string][]byte, error) {
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	var names []string
	var ask bytes.Buffer
	for name := range t.names {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintln(&ask, t.names[name])
	}
	files := make(map[string][]byte, len(names))
	if len(names) == 0 {
		return files, nil
	}
	out, err := t.repo.git(t.ctx, ask.Bytes(), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	r := bufio.NewReader(bytes.NewReader(out))
	for _, name := range names {
		if files[strings.TrimPrefix(name, prefix)], err = blob(r); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return files, nil
}

// blob reads one answer of cat-file --batch: "ID blob SIZE", the bytes, a newline.
func blob(r *bufio.Reader) ([]byte, error) {
	head, err := r.ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(head)
	if len(words) != 3 || words[1] != "blob" {
		return nil, errors.New("git: " + strings.TrimSpace(head))
	}
	size, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, err
	}
	text := make([]byte, size)
	if _, err = io.ReadFull(r, text); err == nil {
		_, err = r.Discard(1)
	}
	return text, err
}

// file is a file of a commit, and its own [fs.FileInfo].
type file struct {
	*bytes.Reader
	name string
}

// Stat gives the file.
func (f *file) Stat() (fs.FileInfo, error) { return f, nil }

// Close does nothing.
func (f *file) Close() error { return nil }

// Name is the last part of the path.
func (f *file) Name() string { return f.name }

// Mode says that it can be read.
func (f *file) Mode() fs.FileMode { return 0o444 }

// ModTime is not known.
func (f *file) ModTime() time.Time { return time.Time{} }

// IsDir is false.
func (f *file) IsDir() bool { return false }

// Sys gives nothing.
func (f *file) Sys() any { return nil }
