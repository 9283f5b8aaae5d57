package main

// gen split: flags -> generator.Split -> files.

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
	"text/tabwriter"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/output"
)

const splitArgs = "[SPEC] -out DIR [-config FILE]"

// split writes one document per version.
func split(ctx context.Context, c *command, args []string, std streams) error {
	o, err := c.parseSplit(args, std)
	if err != nil {
		return err
	}
	in, err := find(o)
	if err != nil {
		return err
	}
	docs, err := untilInterrupted(ctx, func() ([]*generator.VersionDocument, error) { return generator.Split(in.cfg, in.files) })
	if err != nil {
		return relocated{err, in.folder, in.files}
	}
	tree := output.Tree{Dir: o.out, Files: map[string][]byte{}, Owned: true, Kind: "split"}
	for _, d := range docs {
		tree.Files[d.Name] = d.Text
	}
	if err := onlyDocuments(tree); err != nil {
		return err
	}
	report, err := output.Write(tree)
	if err != nil {
		return err
	}
	listDocuments(std.out, docs, report)
	return nil
}

// onlyDocuments refuses a folder with other generated files below it, even where
// their manifest is lost: what a run does not want of them it would remove.
func onlyDocuments(tree output.Tree) error {
	report, err := output.Check(tree)
	if err != nil {
		return err
	}
	for _, f := range report {
		if f.State == output.Stale && (strings.Contains(f.Path, "/") || path.Ext(f.Path) != ".yaml") {
			return usagef("%s holds generated files that are no documents (%s): choose a folder of their own for the documents", display(tree.Dir), f.Path)
		}
	}
	return nil
}

const splitAbout = `Each document holds the operations, media types, components and tags of one
version, for tools that know nothing of versions; overlays are applied. With only
SPEC the versions are detected, and a document without any gives openapi.yaml.
With neither SPEC nor a configuration the document is the embedded one.
`

func (c *command) parseSplit(args []string, std streams) (options, error) {
	var o options
	f := c.flags(&o)
	f.StringVar(&o.out, "out", "", "`folder` for the documents")
	if err := c.read(f, &o, splitAbout, args, std); err != nil {
		return o, err
	}
	if o.out == "" {
		return o, c.usagef("-out is missing: the folder for the documents")
	}
	return o, nil
}

// listDocuments prints a line per file: what is in it and what was done to it.
func listDocuments(w io.Writer, docs []*generator.VersionDocument, report output.Report) {
	done := map[output.State]string{output.Unchanged: "unchanged", output.Missing: "written", output.Differs: "written", output.Stale: "removed"}
	state := map[string]string{}
	for _, f := range report {
		state[f.Path] = done[f.State]
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, d := range docs {
		printLine(t, fmt.Sprintf("%s\t%d operations\t%d components\t%s", d.Name, d.Operations, d.Components, state[d.Name]))
	}
	for _, f := range report {
		if f.State == output.Stale {
			printLine(t, fmt.Sprintf("%s\t\t\t%s", f.Path, done[f.State]))
		}
	}
	_ = t.Flush() // see printLine
}
