package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/diagnostic"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

// errDifference is what check ends with where the disk is not as it should be.
var errDifference = errors.New("the files on disk are not what the document gives; run gen generate")

// errPolicy is what diff ends with where something changed that may not come
// unless somebody accepts it, and errChanged where anything did.
var (
	errPolicy  = errors.New("something changed that may not come as it is")
	errChanged = errors.New("the documents do not promise the same")
)

// errBlocked is what sync ends with where policy wants somebody's word first.
var errBlocked = fmt.Errorf("%w: say in accept.yaml why it may come, or add a new version to versions.known", errPolicy)

// usageError is a mistake in how the command was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// usagef is a mistake in the flags or arguments of a command.
func (c *command) usagef(format string, args ...any) error {
	return usagef("%s: %w; see gen %[1]s -h", c.name, fmt.Errorf(format, args...))
}

// isUsage reports whether err is the caller's mistake, not the document's.
func isUsage(err error) bool {
	var u usageError
	var c config.Faults
	var f *config.Fault
	var v model.UnreadableVersions
	var k *output.KindError
	var s *generator.StrategyError
	var i *fetch.Invalid
	return errors.As(err, &i) || errors.As(err, &u) || errors.As(err, &c) || errors.As(err, &f) || errors.As(err, &v) || errors.As(err, &k) || errors.As(err, &s)
}

// relocated is an error whose positions are relative to a folder: the library
// speaks of files as the configuration names them, a terminal stands elsewhere.
type relocated struct {
	error
	folder string
	files  fs.FS // what the positions name
}

func (e relocated) Unwrap() error { return e.error }

// complain prints what err is made of, each with its source where it has one.
func complain(w io.Writer, err error) {
	p := diagnostic.Printer{Color: coloured(w)}
	switch e := err.(type) { //nolint:errorlint // takes apart what this package put together
	case relocated:
		p.Files, p.Folder, err = e.files, e.folder, e.error
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			complain(w, inner)
		}
		return
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; nothing was written")
	}
	for _, m := range diagnostic.Of(err) {
		_ = p.Print(w, m) // see printLine
	}
}

// notes prints remarks on the document.
func notes(std streams, folder, kind string, list []model.Note) {
	for _, n := range list {
		printLine(std.err, place(folder, n.Pos)+": "+kind+": "+n.Text)
	}
}

func place(folder string, pos model.Pos) string {
	pos.File = within(folder, pos.File)
	return pos.String()
}

func within(folder, file string) string {
	if file == "" {
		return ""
	}
	return path.Join(folder, file)
}
