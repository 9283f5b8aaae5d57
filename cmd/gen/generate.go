package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/output"
)

func generate(ctx context.Context, c *command, args []string, std streams) error {
	in, err := c.input(args, std)
	if err != nil {
		return err
	}
	return in.locked(output.Lock, func(l *output.Locked) error {
		res, err := in.compute(ctx, std)
		if err != nil {
			return err
		}
		report, err := l.Write(in.trees(res)...)
		if err != nil {
			return err
		}
		summary(std.out, in, res, report)
		return nil
	})
}

// locked calls f while other runs are kept out of the folders that a run writes,
// names.lock among them: the names that are read are those that will be replaced.
// A command that only reads may have no such folder.
func (in *input) locked(lock func(dirs ...string) (*output.Locked, error), f func(*output.Locked) error) error {
	l, err := lock(slices.DeleteFunc([]string{in.out, in.lock}, func(dir string) bool { return dir == "" })...)
	if err != nil {
		return err
	}
	return errors.Join(f(l), l.Unlock())
}

// compute does what generate and check have in common: everything but the disk.
func (in *input) compute(ctx context.Context, std streams) (*generator.Result, error) {
	run := generator.Generate
	if in.target == targetOapi {
		run = generator.OapiCodegen
	}
	res, err := untilInterrupted(ctx, func() (*generator.Result, error) { return run(ctx, in.cfg, in.files) })
	if res != nil { // what was found before a run failed may explain why it did
		notes(std, in.folder, "warning", res.Notes)
	}
	if err != nil {
		return nil, relocated{err, in.folder, in.files}
	}
	notes(std, in.folder, "skipped", res.Skipped)
	return res, nil
}

// trees are the folders that a run writes: the modules, and names.lock where it
// does not stand among them.
func (in *input) trees(res *generator.Result) []output.Tree {
	modules := output.Tree{Dir: in.out, Files: maps.Clone(res.Files), Owned: true}
	if in.target == targetOapi { // whose names are not ours to keep
		modules.Kind = in.target
		return []output.Tree{modules}
	}
	if in.lock == in.out {
		modules.Files[generator.LockName] = res.Lock
		return []output.Tree{modules}
	}
	return []output.Tree{modules, {Dir: in.lock, Files: map[string][]byte{generator.LockName: res.Lock}}}
}

// summary prints a line per module: what is in it and what was done to it.
func summary(w io.Writer, in *input, res *generator.Result, report output.Report) {
	modules := tally(in, report)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range res.Counts {
		printLine(t, fmt.Sprintf("%s\t%d operations\t%d types\t(%d aliases)\t%s",
			v.Package, v.Operations, v.Types, v.Aliases, modules[v.Package]))
		delete(modules, v.Package)
	}
	for _, f := range report {
		m := module(in, f)
		if n, ok := modules[m]; ok && m != "" {
			printLine(t, fmt.Sprintf("%s\t\t\t\t%s", m, n))
			delete(modules, m)
		}
	}
	_ = t.Flush() // see printLine
}

// counts is how many files of a module are in which state.
type counts [4]int

// tally counts the files of each module.
func tally(in *input, report output.Report) map[string]*counts {
	modules := map[string]*counts{}
	for _, f := range report {
		m := module(in, f)
		modules[m] = cmp.Or(modules[m], new(counts))
		modules[m][f.State]++
	}
	return modules
}

// module is the folder of a module that f stands in; empty: beside the modules.
func module(in *input, f output.File) string {
	if f.Dir != in.out {
		return ""
	}
	dir, _, below := strings.Cut(f.Path, "/")
	if !below {
		return ""
	}
	return dir
}

// String says "12 files: 3 written, 9 unchanged".
func (n *counts) String() string {
	if n == nil {
		return "no files"
	}
	written, unchanged := n[output.Missing]+n[output.Differs], n[output.Unchanged]
	s := fmt.Sprintf("%d files: %d written, %d unchanged", written+unchanged, written, unchanged)
	if stale := n[output.Stale]; stale > 0 {
		s += fmt.Sprintf(", %d removed", stale)
	}
	return s
}
