package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/output"
)

const versionsArgs = "[SPEC | DOC1 DOC2...] [-config FILE] [-op ID] [-json] [-lenient]"

const versionsAbout = `Operations are compared as the Go that generate would write. Nothing is written.
With only SPEC the versions are detected and everything else is default. With
neither SPEC nor a configuration the document is the embedded one.

Two or more documents, in the order of time, tell the life of each operation: born,
graduated, demoted, deprecated, renamed, moved, gone. Go is not compared then.
` + documentsAbout

// showVersions prints the table of operations x versions, or what moving the
// calls of one operation takes; of several documents, their history.
func showVersions(ctx context.Context, c *command, args []string, std streams) error {
	o := options{reads: true, several: true}
	f := c.inputFlags(&o)
	id := f.String("op", "", "tell of one operation, by its operationId (`ID`), what changes when a call moves between versions; of several documents, its life")
	asJSON := f.Bool("json", false, "print JSON; the members are described in docs/versions.md")
	if err := c.read(f, &o, versionsAbout, args, std); err != nil {
		return err
	}
	if o.documents != nil {
		return showHistory(ctx, o, *id, *asJSON, std)
	}
	in, err := find(o)
	if err != nil {
		return err
	}
	var res *generator.Comparison
	err = in.locked(output.RLock, func(*output.Locked) error {
		res, err = in.compare(ctx, std)
		return err
	})
	if err != nil {
		return err
	}
	if *id == "" {
		return show(std.out, *asJSON, res.Table())
	}
	report := res.Report(*id)
	if report == nil {
		return usagef("no operation %q; nearest: %s", *id, strings.Join(res.Nearest(*id), ", "))
	}
	return show(std.out, *asJSON, report)
}

// compare is compute for what the versions have in common.
func (in *input) compare(ctx context.Context, std streams) (*generator.Comparison, error) {
	res, err := untilInterrupted(ctx, func() (*generator.Comparison, error) { return generator.Versions(ctx, in.cfg, in.files) })
	if res != nil { // see compute
		notes(std, in.folder, "warning", res.Notes)
	}
	if err != nil {
		return nil, relocated{err, in.folder, in.files}
	}
	notes(std, in.folder, "skipped", res.Skipped)
	return res, nil
}

// show prints an answer for a machine or for people.
func show(w io.Writer, asJSON bool, answer interface{ Text(io.Writer, bool) error }) error {
	if !asJSON {
		return answer.Text(w, coloured(w))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(answer)
}

// coloured reports whether w is a terminal whose reader wants colours; see
// https://no-color.org.
func coloured(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}
