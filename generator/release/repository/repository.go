// Package repository reads a git repository as a release needs it: the tags, the
// files of a commit, what is not committed; and makes and pushes tags. It is given
// a folder in a repository and runs the git command there, never through a shell,
// without filters, attributes or pagers; it promises the bytes that are committed,
// or an error in one line.
package repository

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Repository is the repository that a folder is in.
type Repository struct {
	Root string // its folder on the disk
}

// Open finds the repository that dir is in. The error is a [*ShallowError] where
// its history is cut off: tags that are not there would be taken for none.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{Root: dir}
	out, err := r.git(ctx, nil, "rev-parse", "--show-toplevel", "--is-shallow-repository")
	if err != nil {
		return nil, err
	}
	root, shallow, _ := strings.Cut(strings.TrimSuffix(string(out), "\n"), "\n")
	if r.Root = filepath.FromSlash(root); root == "" {
		return nil, errors.New("git: this is no work tree")
	}
	if shallow == "true" {
		return nil, &ShallowError{}
	}
	return r, nil
}

// ShallowError says that the history of a clone is cut off.
type ShallowError struct{}

func (*ShallowError) Error() string {
	return "the clone is shallow, so tags may be missing: git fetch --unshallow --tags, or fetch-depth: 0 for actions/checkout"
}

// Within is the path of a folder on the disk as the repository calls it, with
// slashes; "." is its root.
func (r *Repository) Within(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	root := r.Root
	for _, p := range []*string{&abs, &root} { // git tells the folder behind a link
		if target, err := filepath.EvalSymlinks(*p); err == nil {
			*p = target
		}
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("%s is not in the repository %s", dir, r.Root)
	}
	return filepath.ToSlash(rel), nil
}

// environment keeps git to what is here: no questions, no network, no translation.
var environment = []string{"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0"}

// git runs a command of git and gives what it prints.
func (r *Repository) git(ctx context.Context, in []byte, args ...string) ([]byte, error) {
	// What a repository may have configured to run at every status is none of ours.
	args = append([]string{"--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"}, args...)
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = r.Root
	cmd.Env = append(os.Environ(), environment...)
	cmd.Stdin = bytes.NewReader(in)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, failure(err, said.String())
	}
	return out.Bytes(), nil
}

// failure is what git complains of, in one line.
func failure(err error, said string) error {
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		for _, mark := range []string{"fatal: ", "error: ", "! [rejected]", "! [remote rejected]", "remote: "} {
			if strings.HasPrefix(line, mark) {
				return fmt.Errorf("git: %.300s", strings.TrimPrefix(strings.TrimPrefix(line, "fatal: "), "error: "))
			}
		}
	}
	if said = strings.TrimSpace(said); said != "" {
		return fmt.Errorf("git: %.300s", said)
	}
	return fmt.Errorf("git cannot be run: %w", err)
}
