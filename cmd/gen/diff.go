package main

// gen diff: two documents -> generator.Diff -> print, in the form that is asked
// for.

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
)

const diffArgs = "[OLD [NEW]] [-config FILE] [-format text|json|md|github] [-fail-on LEVEL] [-exit-code] [-accept FILE] [-lenient]"

const diffAbout = `Nothing is written. Without NEW it is the document of the configuration, as it is on
the disk; without OLD too, OLD is that document as it is committed (git:HEAD:PATH).
` + documentsAbout + `
Findings and levels are described in docs/drift.md. A change that breaks a stable
version blocks: exit code 1 until accept.yaml, beside the configuration, says why it
may come. -fail-on asks for more, or less: refuse, block (the default), break, warn,
note, add, doc, any (as doc) or never.
`

const (
	acceptName = "accept.yaml"
	failAny    = "any"
	failNever  = "never"
)

// diffOptions are the flags of diff.
type diffOptions struct {
	options
	format, failOn, accept string
	exitCode               bool
	level                  drift.Verdict // of failOn
}

// diff prints what changed between two documents.
func diff(ctx context.Context, c *command, args []string, std streams) error {
	o, err := c.parseDiff(args, std)
	if err != nil {
		return err
	}
	collectLater()
	d, err := o.compare(ctx, std)
	if err != nil {
		return err
	}
	if err := forms[o.format](d, std.out, coloured(std.out)); err != nil {
		return err
	}
	switch {
	case o.failOn != failNever && d.Reaches(o.level):
		return errPolicy
	case o.exitCode && !d.Same():
		return errChanged
	}
	return nil
}

func (c *command) parseDiff(args []string, std streams) (*diffOptions, error) {
	o := &diffOptions{options: options{reads: true, several: true}}
	f := c.inputFlags(&o.options)
	f.StringVar(&o.format, "format", "text", "`form` of the report: text, json (docs/drift.md), md (a pull request's body) or github (annotations)")
	f.StringVar(&o.failOn, "fail-on", "block", "end with exit code 1 at a change of this `level` that nobody accepted")
	f.StringVar(&o.accept, "accept", "", "`file` of accepted changes; default: "+acceptName+" beside the configuration")
	f.BoolVar(&o.exitCode, "exit-code", false, "end with exit code 3 if anything changed for any version")
	if err := c.read(f, &o.options, diffAbout, args, std); err != nil {
		return nil, err
	}
	if o.spec != "" {
		o.documents = []string{o.spec}
	}
	if len(o.documents) > 2 {
		return nil, c.usagef("OLD and NEW, not %q", o.documents)
	}
	if _, ok := forms[o.format]; !ok {
		return nil, c.usagef("-format %q is not text, json, md or github", o.format)
	}
	switch o.failOn {
	case failNever:
		return o, nil
	case failAny:
		o.level = drift.Doc
		return o, nil
	}
	var err error
	if o.level, err = drift.ParseVerdict(o.failOn); err != nil || o.level == drift.Nothing {
		return nil, c.usagef("-fail-on %q is not refuse, block, break, warn, note, add, doc, any or never", o.failOn)
	}
	return o, nil
}

// compare reads what the arguments name and compares it.
func (o *diffOptions) compare(ctx context.Context, std streams) (*generator.Difference, error) {
	cfg, err := o.reading(ctx, std)
	if err != nil {
		return nil, err
	}
	if err := o.complete(cfg); err != nil {
		return nil, err
	}
	taken, err := o.taken()
	if err != nil {
		return nil, err
	}
	docs, err := documents(ctx, o.documents)
	if err != nil {
		return nil, err
	}
	side := func(i int) generator.Side {
		own := *cfg
		own.Spec, own.Overlays = docs[i].Name, nil
		return generator.Side{Config: &own, Files: docs[i : i+1]}
	}
	d, err := untilInterrupted(ctx, func() (*generator.Difference, error) { return generator.Diff(ctx, side(0), side(1), *taken) })
	if err != nil {
		return nil, relocated{err, "", docs}
	}
	notes(std, "", "warning", d.Notes)
	notes(std, "", "skipped", d.Skipped)
	return d, nil
}

// complete adds the documents that were not named: those of the configuration.
func (o *diffOptions) complete(cfg *config.Config) error {
	if len(o.documents) == 2 {
		return nil
	}
	if o.config == "" {
		return usagef("no %s or %s here: name OLD and NEW", configName, filepath.Join("spec", configName))
	}
	name, err := relative(".", configuredSpec(o.config, cfg))
	if err != nil {
		return usageError{err}
	}
	if len(o.documents) == 0 {
		o.documents = []string{fromGit + "HEAD:./" + name}
	}
	o.documents = append(o.documents, name)
	return nil
}

// taken reads what of the configuration was released, and what was accepted: with
// -accept, or beside the configuration. Days are those of UTC, wherever the run is.
func (o *diffOptions) taken() (*generator.Taken, error) {
	t := &generator.Taken{Today: today()}
	if o.accept == "" && o.config == "" {
		return t, nil
	}
	var err error
	dir := filepath.Dir(o.config)
	if o.config != "" {
		if t.Released, err = generator.Released(folder{dir: dir, lock: dir}); err != nil {
			return nil, relocated{err, display(dir), folder{dir: dir, lock: dir}}
		}
	}
	t.Accept, err = acceptances(o.accept, dir)
	return t, err
}

// acceptances reads those of the file that is named, else those beside the
// configuration in dir, which may be none.
func acceptances(named, dir string) ([]config.Acceptance, error) {
	name := cmp.Or(named, filepath.Join(dir, acceptName))
	text, err := contentOf(name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && named == "":
		return nil, nil
	case err != nil:
		return nil, usagef("%s: %w", display(name), err)
	}
	list, err := config.ParseAcceptances(display(name), text)
	if err != nil {
		return nil, relocated{err, "", disk{}}
	}
	return list, nil
}

// forms are the values of -format.
var forms = map[string]func(d *generator.Difference, w io.Writer, coloured bool) error{
	"text":   func(d *generator.Difference, w io.Writer, coloured bool) error { return d.Text(w, coloured) },
	"json":   func(d *generator.Difference, w io.Writer, _ bool) error { return d.JSON(w) },
	"md":     func(d *generator.Difference, w io.Writer, _ bool) error { return d.Markdown(w, generator.MaxMarkdown) },
	"github": func(d *generator.Difference, w io.Writer, _ bool) error { return d.Annotations(w) },
}
