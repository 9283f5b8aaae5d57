package repository

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Tag is a tag and the commit behind it.
type Tag struct{ Name, Commit string }

// Tags lists all tags, sorted by name.
func (r *Repository) Tags(ctx context.Context) ([]Tag, error) {
	// An annotated tag is an object of its own: its commit is %(*objectname).
	out, err := r.git(ctx, nil, "for-each-ref", "--format=%(refname:strip=2) %(*objectname) %(objectname)", "refs/tags")
	if err != nil {
		return nil, err
	}
	var list []Tag
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		if len(words) >= 2 {
			list = append(list, Tag{words[0], words[1]})
		}
	}
	slices.SortFunc(list, func(a, b Tag) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// Head is the commit that is checked out.
func (r *Repository) Head(ctx context.Context) (string, error) {
	out, err := r.git(ctx, nil, "rev-parse", "--verify", "--end-of-options", "HEAD^{commit}")
	return strings.TrimSpace(string(out)), err
}

// Uncommitted lists files that differ from the commit, or are in none and not
// ignored either.
func (r *Repository) Uncommitted(ctx context.Context) ([]string, error) {
	out, err := r.git(ctx, nil, "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=none")
	if err != nil {
		return nil, err
	}
	var list []string
	for entry := range strings.SplitSeq(string(out), "\x00") {
		if len(entry) > 3 {
			list = append(list, entry[3:])
		}
	}
	return list, nil
}

// Work reads the files below a folder as they are on the disk, by their path in
// it: those that are committed, and those that could be.
func (r *Repository) Work(ctx context.Context, dir string) (map[string][]byte, error) {
	out, err := r.git(ctx, nil, "--literal-pathspecs", "ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", dir)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		at := filepath.Join(r.Root, filepath.FromSlash(name))
		info, err := os.Lstat(at)
		if name == "" || errors.Is(err, os.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
			continue
		}
		text, err := os.ReadFile(at)
		if err != nil {
			return nil, err
		}
		if dir != "." {
			name = strings.TrimPrefix(name, dir+"/")
		}
		files[name] = text
	}
	return files, nil
}

// Remote lists which of the tags a remote has.
func (r *Repository) Remote(ctx context.Context, remote string, names []string) ([]string, error) {
	if strings.HasPrefix(remote, "-") {
		return nil, fmt.Errorf("%q is no remote", remote)
	}
	args := []string{"ls-remote", "--tags", "--refs", "--", remote}
	out, err := r.git(ctx, nil, args...)
	if err != nil {
		return nil, err
	}
	var list []string
	for line := range strings.Lines(string(out)) {
		_, ref, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if name, ok := strings.CutPrefix(ref, "refs/tags/"); ok && slices.Contains(names, name) {
			list = append(list, name)
		}
	}
	return list, nil
}

// Make makes an annotated tag of a commit. The message is taken as it is.
func (r *Repository) Make(ctx context.Context, name, commit, message string) error {
	_, err := r.git(ctx, []byte(message), "tag", "--annotate", "--cleanup=verbatim", "--file=-", "--end-of-options", name, commit)
	return err
}

// Remove removes tags that are nowhere but here.
func (r *Repository) Remove(ctx context.Context, names ...string) error {
	if len(names) == 0 {
		return nil
	}
	_, err := r.git(ctx, nil, append([]string{"tag", "--delete", "--end-of-options"}, names...)...)
	return err
}

// Push pushes tags, all of them or none.
func (r *Repository) Push(ctx context.Context, remote string, names []string) error {
	args := []string{"push", "--quiet", "--atomic", "--no-follow-tags", "--", remote}
	for _, name := range names {
		args = append(args, "refs/tags/"+name)
	}
	_, err := r.git(ctx, nil, args...)
	return err
}
