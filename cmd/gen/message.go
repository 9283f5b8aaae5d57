package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// errDifference is what check ends with where the disk is not as it should be.
var errDifference = errors.New("the files on disk are not what the document gives; run gen generate")

// usageError is a mistake in how the command was called.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// isUsage reports whether err is the caller's mistake, not the document's.
func isUsage(err error) bool {
	var u usageError
	var c config.Faults
	var f *config.Fault
	var v model.UnreadableVersions
	return errors.As(err, &u) || errors.As(err, &c) || errors.As(err, &f) || errors.As(err, &v)
}

// relocated is an error whose positions are relative to a folder: the library
// speaks of files as the configuration names them, a terminal stands elsewhere.
type relocated struct {
	error
	folder string
}

func (e relocated) Unwrap() error { return e.error }

// messages are the lines that say what err is made of.
func messages(err error) []string { return lines(err, "") }

func lines(err error, folder string) []string {
	var list []string
	switch e := err.(type) { //nolint:errorlint // walks the tree itself, and must see every branch of it
	case relocated:
		return lines(e.error, e.folder)
	case usageError:
		return lines(e.error, folder)
	case model.UnreadableVersions:
		return lines(e.Faults, folder)
	case model.Faults:
		for _, f := range e {
			list = append(list, place(folder, f.Pos)+": "+f.Text)
		}
		return list
	case config.Faults:
		for _, f := range e {
			list = append(list, configLine(folder, f))
		}
		return list
	case *model.Fault:
		return []string{place(folder, e.Pos) + ": " + e.Text}
	case *config.Fault:
		return []string{configLine(folder, e)}
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			list = append(list, lines(inner, folder)...)
		}
		return list
	}
	if errors.Is(err, context.Canceled) {
		return []string{"gen: interrupted; nothing was written"}
	}
	for line := range strings.Lines(err.Error()) {
		list = append(list, "gen: "+strings.TrimSuffix(line, "\n"))
	}
	return list
}

func configLine(folder string, f *config.Fault) string {
	at := f.Place
	at.File = within(folder, at.File)
	return at.String() + ": " + f.Text
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
