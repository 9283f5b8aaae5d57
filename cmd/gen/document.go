package main

// Documents that a command is given by name, beside or instead of the one it is
// configured for: reading them, and the configuration by which they are read.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// documentsAbout is for the help of commands that take documents.
const documentsAbout = `A document is a file, git:REF:PATH (the file as it is in a commit; PATH is
relative to the root of the repository, ./PATH and ../PATH to this folder) or - for
the standard input. All are read in one way: as the section versions of the
configuration says where one of them is its document, now or in a commit, or where
-config names it; else as each shows by itself. Overlays are left out: they belong
to the configured document alone.
`

const fromGit, fromInput = "git:", "-"

// documents reads the documents that a command names. Its error is the caller's
// mistake and names the argument.
func documents(ctx context.Context, args []string) (generator.Documents, error) {
	var list generator.Documents
	var errs []error
	for i, arg := range args {
		var doc generator.Document
		var err error
		switch {
		case arg == fromInput && slices.Contains(args[:i], arg):
			err = errors.New("the standard input can be read once")
		case arg == fromInput:
			doc.Name = "<stdin>"
			doc.Text, err = untilInterrupted(ctx, func() ([]byte, error) { return io.ReadAll(bounded(os.Stdin)) })
		case strings.HasPrefix(arg, fromGit):
			doc.Name = arg
			doc.Text, err = committed(ctx, strings.TrimPrefix(arg, fromGit))
		default:
			doc.Name = display(arg)
			doc.Text, err = untilInterrupted(ctx, func() ([]byte, error) { return contentOf(arg) })
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			errs = append(errs, usagef("%s: %w", arg, err))
		}
		list = append(list, doc)
	}
	return list, errors.Join(errs...)
}

// bounded is as much of a document as it takes to see that it is too large, which
// is for the generator to say.
func bounded(r io.Reader) io.Reader { return io.LimitReader(r, generator.MaxDocument+1) }

// contentOf reads a file; its errors do not repeat the name.
func contentOf(name string) ([]byte, error) {
	var text bytes.Buffer
	if info, err := os.Stat(name); err == nil {
		if info.IsDir() {
			return nil, errors.New("is a folder")
		}
		text.Grow(int(min(info.Size(), generator.MaxDocument)) + bytes.MinRead) // all it takes where the size is true
	}
	f, err := os.Open(name)
	if err == nil {
		defer func() { _ = f.Close() }() // opened to read
		if _, err = text.ReadFrom(bounded(f)); err == nil {
			return text.Bytes(), nil
		}
	}
	if why := new(os.PathError); errors.As(err, &why) {
		err = why.Err
	}
	return nil, err
}

// committed asks git for REF:PATH. The plumbing command gives the bytes of a file
// and nothing else: no filter, no pager, no listing of a folder.
func committed(ctx context.Context, place string) ([]byte, error) {
	ref, file, ok := strings.Cut(place, ":")
	switch {
	case !ok || ref == "" || file == "":
		return nil, errors.New("want git:REF:PATH")
	case strings.HasPrefix(ref, "-"):
		return nil, errors.New("a REF does not begin with -")
	}
	return git(ctx, "cat-file", "blob", "--end-of-options", place)
}

// git gives what a git command prints, up to what a document may have and a byte.
// The error is what it said last.
func git(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(bounded(out))
	if len(text) > generator.MaxDocument {
		cancel() // nobody reads on, so git would wait
		_ = cmd.Wait()
		return text, err
	}
	if failed := cmd.Wait(); failed != nil {
		err = cmp.Or[error](lastLine(said.String()), failed)
	}
	return text, err
}

// lastLine is what a program said last; nil: it said nothing.
func lastLine(said string) error {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if text := lines[len(lines)-1]; text != "" {
		return errors.New(text)
	}
	return nil
}

// reading gives the configuration by which documents are read: that of -config,
// else the one that is found if it is for one of them, which o names then, else the
// defaults. That one is found and not taken is said: it may be what was meant.
func (o *options) reading(ctx context.Context, std streams) (*config.Config, error) {
	name := cmp.Or(o.config, lookup())
	if name == "" {
		return o.byDefault(), nil
	}
	cfg, err := readConfig(name)
	if err != nil {
		return nil, err
	}
	if o.config == "" && !o.has(ctx, name, cfg) {
		printLine(std.err, fmt.Sprintf("gen: %s is not used: none of the documents is its %s; -config %[1]s reads them by it", display(name), cfg.Spec))
		return o.byDefault(), nil
	}
	o.config = name
	cfg.File = display(name) // the documents are not relative to its folder
	cfg.Lenient = o.lenient
	return cfg, nil
}

func (o *options) byDefault() *config.Config {
	cfg := config.Default("")
	cfg.Lenient = o.lenient
	return cfg
}

// has reports whether one of the documents is that of the configuration name, as
// it is on the disk or as it was committed. Fewer than two are completed by it.
func (o *options) has(ctx context.Context, name string, cfg *config.Config) bool {
	spec := configuredSpec(name, cfg)
	return len(o.documents) < 2 || slices.ContainsFunc(o.documents, func(arg string) bool {
		place, inGit := strings.CutPrefix(arg, fromGit)
		switch {
		case arg == fromInput:
			return false
		case !inGit:
			return same(arg, spec)
		}
		_, file, _ := strings.Cut(place, ":")
		if !strings.HasPrefix(file, "./") && !strings.HasPrefix(file, "../") {
			above, err := git(ctx, "rev-parse", "--show-cdup")
			if err != nil {
				return false
			}
			file = filepath.Join(strings.TrimSuffix(string(above), "\n"), filepath.FromSlash(file))
		}
		return same(file, spec)
	})
}

// configuredSpec is where the document of a configuration is.
func configuredSpec(name string, cfg *config.Config) string {
	return filepath.Join(filepath.Dir(name), filepath.FromSlash(cfg.Spec))
}

// readConfig reads the configuration in a file.
func readConfig(name string) (*config.Config, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, usageError{err}
	}
	cfg, err := config.Parse(filepath.Base(name), data)
	if err != nil {
		dir := filepath.Dir(name)
		return nil, relocated{err, display(dir), folder{dir: dir, lock: dir}}
	}
	return cfg, nil
}
