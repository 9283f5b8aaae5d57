package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func getFile(src Source, o Options) (*Result, error) {
	name := src.location
	if !filepath.IsAbs(name) {
		name = filepath.Join(o.Dir, filepath.FromSlash(name))
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, rejected(src.String(), "%v", withoutPath(err))
	}
	if !info.Mode().IsRegular() { // a pipe would be waited for
		return nil, rejected(src.String(), "is no file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, rejected(src.String(), "%v", withoutPath(err))
	}
	defer f.Close() //nolint:errcheck // it was only read
	return read(src, f, o)
}

// withoutPath is the reason alone: the path stands before it already.
func withoutPath(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func getStdin(src Source, o Options) (*Result, error) {
	if o.Stdin == nil {
		return nil, invalid(src.String(), "there is none")
	}
	return read(src, o.Stdin, o)
}

func read(src Source, r io.Reader, o Options) (*Result, error) {
	data, err := io.ReadAll(io.LimitReader(r, o.Limits.Bytes+1))
	if err != nil {
		return nil, unavailable(src.String(), "%v", withoutPath(err))
	}
	if int64(len(data)) > o.Limits.Bytes {
		return nil, tooLarge(src.String(), o.Limits.Bytes)
	}
	return &Result{Data: data, From: src.String()}, nil
}

// getGit asks git for the bytes of a file as they are in the revision: not
// through filters, which could run programs, and not over the network.
func getGit(ctx context.Context, src Source, o Options) (*Result, error) {
	ctx, cancel := context.WithTimeout(ctx, o.Limits.Total)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", "cat-file", "blob", "--end-of-options", src.location)
	cmd.Dir = o.Dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0")
	var complaint tail
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, unavailable(src.String(), "%v", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, invalid(src.String(), "git cannot be run: %v", err)
	}
	res, err := read(src, out, o)
	if err != nil { // git has more to say, and nobody listens
		cancel()
	}
	failed := cmd.Wait()
	switch {
	case err != nil:
		return nil, err
	case failed != nil && ctx.Err() != nil:
		return nil, unavailable(src.String(), "git: %v", context.Cause(ctx))
	case failed != nil:
		return nil, rejected(src.String(), "git: %s", complaint.first())
	}
	return res, nil
}

// tail keeps the beginning of what git complains of.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	t.Buffer.Write(p[:min(len(p), max(0, 1000-t.Len()))])
	return len(p), nil
}

func (t *tail) first() string {
	text, _, _ := strings.Cut(t.String(), "\n")
	return strings.TrimPrefix(text, "fatal: ")
}
