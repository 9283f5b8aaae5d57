package main

// gen release check: what is planned -> verify.Run -> print.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/release"
	"github.com/stratagen/strata/generator/release/verify"
)

const checkReleaseArgs = "[-config FILE]"

const checkReleaseAbout = `Says whether what is planned, written and committed can be tagged: makes the module
zips that a proxy would make of HEAD, and has programs get, vet, compile and start with
them, in a folder of their own without network and workspace. Everything that is wrong
is told on stderr, and ends with exit code 7. The checks are described in
docs/decisions/0037-release-check.md. Needs the go command.
`

// checkRelease verifies what would be tagged.
func checkRelease(ctx context.Context, c *command, args []string, std streams) error {
	o := &releaseOptions{}
	f := c.inputFlags(&o.options)
	if err := c.readRelease(f, &o.options, checkReleaseAbout, args, std); err != nil {
		return err
	}
	return o.planned(ctx, output.RLock, std, func(r *releaseRun) error { return r.check(ctx, std) })
}

func (r *releaseRun) check(ctx context.Context, std streams) (err error) {
	// Tags are made of the commit: what is not in it is not checked.
	if err := r.ready(ctx, "", nil); err != nil {
		return err
	}
	in, err := r.verification(ctx)
	if err != nil {
		return err
	}
	if in.Dir, err = os.MkdirTemp("", "gen-release-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(in.Dir)) }()
	findings, err := verify.Run(ctx, *in) // heeds ctx, and the folder is wanted until it ends
	for _, f := range findings {
		printLine(std.err, "gen: "+strings.Join(shown(f), "\n\t"))
	}
	switch {
	case err != nil:
		return err
	case len(findings) == 1:
		return refusedf("1 reason not to tag this")
	case len(findings) > 0:
		return refusedf("%d reasons not to tag this", len(findings))
	}
	return r.printChecked(std)
}

// shown is a finding in lines that are safe on a terminal.
func shown(f verify.Finding) []string {
	lines := strings.Split(f.String(), "\n")
	for i, line := range lines {
		lines[i] = model.OneLine(line)
	}
	return lines
}

func (r *releaseRun) printChecked(std streams) error {
	tags := 0
	for _, m := range r.plan.Modules {
		if m.Changed {
			tags++
			printLine(std.out, m.Tag(r.name)+" can be tagged")
		}
	}
	if tags == 0 {
		printLine(std.out, "nothing to check: no module changed since its last tag")
	}
	return nil
}

// verification is what is to be verified of a plan.
func (r *releaseRun) verification(ctx context.Context) (*verify.Input, error) {
	in := &verify.Input{Std: new(goapi.Standard)}
	commits := map[verify.Tag]string{}
	all, err := r.tags(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		at := verify.Tag{Folder: path.Join(r.name, t.Folder), Version: t.Version}
		in.Tags, commits[at] = append(in.Tags, at), t.Commit
	}
	in.At = func(ctx context.Context, t verify.Tag) (verify.Module, error) {
		return r.module(ctx, t.Folder, commits[t])
	}
	head, err := r.repo.Head(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range r.plan.Modules {
		one, err := r.future(ctx, m, head)
		if err != nil {
			return nil, err
		}
		in.Modules = append(in.Modules, one)
	}
	return in, nil
}

// future is a module of the plan as a commit has it.
func (r *releaseRun) future(ctx context.Context, m *release.Module, commit string) (verify.Module, error) {
	folder := path.Join(r.name, m.Folder)
	one, err := r.module(ctx, folder, commit)
	one.Folder, one.Version, one.Last, one.Changed = folder, m.Next, m.Last, m.Changed
	one.Core = m.Token == "" && len(r.plan.Modules) > 1
	return one, err
}

// module reads the files of a module in a commit, and the license beside it.
func (r *releaseRun) module(ctx context.Context, folder, commit string) (m verify.Module, err error) {
	tree, err := r.repo.Tree(ctx, commit)
	if err != nil {
		return m, err
	}
	if m.Files, err = tree.Under(folder); err != nil {
		return m, err
	}
	if len(m.Files) == 0 {
		return m, fmt.Errorf("commit %.12s has nothing below %s", commit, folder)
	}
	if m.License, err = fs.ReadFile(tree, "LICENSE"); errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return m, err
}
