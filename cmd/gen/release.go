package main

// gen release: flags -> repository -> release.New -> output or tags -> print.

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/release"
	vcs "github.com/stratagen/strata/generator/release/repository"
)

const releaseArgs = "plan|check|tag [flags]"

const releaseAbout = `  gen release plan   say the next version of each module, and why; with -write, write it
  gen release check  use the modules as they would be published; refuse what does not work
  gen release tag    tag what is planned, written and committed

"gen release plan -h" lists the flags of plan, and likewise for the others;
docs/publishing.md has the rest.
`

// releases are the subcommands of release.
var releases = []*command{
	{"release plan", "[-write] [-json] [-config FILE] [-date DAY] [-exit-code]", "say the next version of each module, and why", planRelease},
	{"release check", checkReleaseArgs, "use the modules as they would be published; refuse what does not work", checkRelease},
	{"release tag", "[-push REMOTE] [-dry-run] [-config FILE]", "tag what is planned, written and committed", tagRelease},
}

// releaseModules finds the subcommand.
func releaseModules(ctx context.Context, c *command, args []string, std streams) error {
	if len(args) == 0 || args[0] == "-h" || args[0] == "-help" || args[0] == "--help" {
		printLine(std.out, fmt.Sprintf("gen %s %s\n\n%s.\n", c.name, c.args, c.short))
		printLine(std.out, releaseAbout)
		return nil
	}
	for _, sub := range releases {
		if sub.name == c.name+" "+args[0] {
			return sub.run(ctx, sub, args[1:], std)
		}
	}
	return usagef("gen %s: %q is not plan, check or tag; see gen %[1]s -h", c.name, args[0])
}

const planAbout = `Compares the tree with what the last tag of each module holds, on the wire and in Go,
and says the next version of each. With -write it writes release.lock, the changelog of
each module and what they change in the generated code, all of it or nothing; commit
that with the change it is about. Retractions stand in the configuration.
`

// releaseOptions are the flags of release.
type releaseOptions struct {
	options
	write, asJSON, exitCode, dry bool
	date, push                   string
}

// planRelease plans, and writes the plan.
func planRelease(ctx context.Context, c *command, args []string, std streams) error {
	o := &releaseOptions{}
	f := c.inputFlags(&o.options)
	f.BoolVar(&o.write, "write", false, "write release.lock, the changelogs and what they change")
	f.BoolVar(&o.asJSON, "json", false, "print JSON; the members are described in docs/publishing.md")
	f.BoolVar(&o.exitCode, "exit-code", false, "end with exit code 3 if what is written is not the plan")
	f.StringVar(&o.date, "date", today().Format(time.DateOnly), "`day` of versions that are new in a changelog")
	if err := c.readRelease(f, &o.options, planAbout, args, std); err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, o.date); err != nil {
		return usagef("gen %s: -date %q is not a day as 2006-01-02; see gen %[1]s -h", c.name, o.date)
	}
	lock := output.RLock
	if o.write {
		lock = output.Lock
	}
	return o.planned(ctx, lock, std, func(r *releaseRun) error { return o.endPlan(r, std) })
}

// endPlan writes and prints the plan.
func (o *releaseOptions) endPlan(r *releaseRun, std streams) error {
	written, err := r.written()
	if err == nil && o.write {
		_, err = r.locked.Write(append(r.trees(), r.changelogs(o.date))...)
	}
	if err == nil {
		err = newActions(os.Getenv).planned(r.plan)
	}
	switch {
	case err != nil:
		return err
	case o.asJSON:
		err = r.plan.JSON(std.out)
	default:
		err = r.plan.Text(std.out)
	}
	switch {
	case err != nil, written, o.write:
		return err
	case o.exitCode:
		return errUnwritten
	}
	printLine(std.err, "gen: nothing is written; gen release plan -write does that")
	return nil
}

// releaseRun is a plan and where it is from.
type releaseRun struct {
	*input
	repo   *vcs.Repository
	name   string // of the output folder in the repository
	plan   *release.Plan
	files  map[string][]byte // below the output, as they are on the disk
	locked *output.Locked
}

// planned plans while others are kept out, and calls f.
func (o *releaseOptions) planned(ctx context.Context, lock func(dirs ...string) (*output.Locked, error), std streams, f func(*releaseRun) error) error {
	if o.config = cmp.Or(o.config, lookup()); o.config == "" {
		return usagef("no %s or %s here: give -config", configName, filepath.Join("spec", configName))
	}
	o.target = targetNative
	in, err := find(o.options)
	if err != nil {
		return err
	}
	r := &releaseRun{input: in}
	if r.repo, err = vcs.Open(ctx, filepath.Dir(o.config)); err != nil {
		return refusedf("%w", err)
	}
	return in.locked(lock, func(l *output.Locked) error {
		r.locked = l
		if err := r.make(ctx, o.config, std); err != nil {
			return err
		}
		return f(r)
	})
}

// make makes the plan of a tree that is generated.
func (r *releaseRun) make(ctx context.Context, configName string, std streams) error {
	made, err := r.compute(ctx, std)
	if err != nil {
		return err
	}
	report, err := r.locked.Check(r.input.trees(made)...)
	if err != nil {
		return err
	}
	if !report.Clean() {
		return refusedf("the generated code is not what the document gives: run gen generate, then plan again")
	}
	in := release.Input{Config: r.cfg, Files: r.input.files, Current: made, Std: new(goapi.Standard)}
	in.Tree = func(ctx context.Context, commit string) (release.Tree, error) { return r.repo.Tree(ctx, commit) }
	if in.ConfigName, err = r.repo.Within(configName); err != nil {
		return refusedf("%w", err)
	}
	if r.name, err = r.repo.Within(r.out); err != nil {
		return refusedf("%w", err)
	}
	in.OutputName = r.name
	if r.files, err = r.repo.Work(ctx, r.name); err != nil {
		return err
	}
	in.Output = r.files
	if in.Tags, err = r.tags(ctx); err != nil {
		return err
	}
	if r.plan, err = untilInterrupted(ctx, func() (*release.Plan, error) { return release.New(ctx, in) }); err != nil {
		return relocated{err, r.folder, r.input.files}
	}
	return nil
}

// tags lists the tags of modules below the output.
func (r *releaseRun) tags(ctx context.Context) ([]release.Tag, error) {
	var list []release.Tag
	all, err := r.repo.Tags(ctx)
	for _, t := range all {
		if folder, version, ok := release.ParseTag(r.name, t.Name); ok {
			list = append(list, release.Tag{Folder: folder, Version: version, Commit: t.Commit})
		}
	}
	return list, err
}

// trees are the folders that a plan writes, changelogs aside.
func (r *releaseRun) trees() []output.Tree {
	lock := output.Tree{Dir: r.lock, Files: map[string][]byte{generator.TagsName: r.plan.Versions.Format()}}
	return append(r.input.trees(r.plan.Planned), lock)
}

// changelogs are the files that people may edit: the folder of the modules, but
// nothing in it is ours because we wrote it.
func (r *releaseRun) changelogs(date string) output.Tree {
	t := output.Tree{Dir: r.out, Files: map[string][]byte{}}
	for _, m := range r.plan.Modules {
		name := path.Join(m.Folder, release.ChangelogName)
		if text := m.Changelog(r.files[name], date); text != nil {
			t.Files[name] = text
		}
	}
	return t
}

// written reports whether what is on the disk is the plan. What people made of a
// changelog is theirs, as long as it tells of the version.
func (r *releaseRun) written() (bool, error) {
	report, err := r.locked.Check(r.trees()...)
	if err != nil || !report.Clean() {
		return false, err
	}
	return !slices.ContainsFunc(r.plan.Modules, func(m *release.Module) bool {
		return m.Changed && !m.Told(r.files[path.Join(m.Folder, release.ChangelogName)])
	}), nil
}

const tagAbout = `Makes an annotated tag at HEAD for each module that changed, in the order of their
requirements; its message is what the changelog says of the version. It refuses where
something is not committed, the plan is not written or a tag exists already. With -push
the tags are pushed, all of them or none; those of a push that failed are removed again.
`

// tagRelease tags what is planned.
func tagRelease(ctx context.Context, c *command, args []string, std streams) error {
	o := &releaseOptions{}
	f := c.inputFlags(&o.options)
	f.StringVar(&o.push, "push", "", "push the tags to this `remote`")
	f.BoolVar(&o.dry, "dry-run", false, "print the tags, and make none")
	if err := c.readRelease(f, &o.options, tagAbout, args, std); err != nil {
		return err
	}
	return o.planned(ctx, output.RLock, std, func(r *releaseRun) error { return o.tag(ctx, r, std) })
}

func (o *releaseOptions) tag(ctx context.Context, r *releaseRun, std streams) error {
	var list []newTag
	var names []string
	for _, m := range r.plan.Modules {
		if m.Changed {
			list = append(list, newTag{m.Tag(r.name), m.Message(r.files[path.Join(m.Folder, release.ChangelogName)])})
			names = append(names, m.Tag(r.name))
		}
	}
	if len(list) == 0 {
		printLine(std.out, "nothing to tag: no module changed since its last tag")
		return nil
	}
	if err := r.ready(ctx, o.push, names); err != nil {
		return err
	}
	if !o.dry {
		if err := r.tagAll(ctx, o.push, list); err != nil {
			return err
		}
	}
	for _, name := range names {
		printLine(std.out, name)
	}
	if o.push == "" && !o.dry {
		printLine(std.err, "gen: the tags are here alone; git push --atomic REMOTE "+strings.Join(names, " "))
	}
	return nil
}

// newTag is a tag that is to be made.
type newTag struct{ name, message string }

// ready refuses what must not be tagged.
func (r *releaseRun) ready(ctx context.Context, remote string, names []string) error {
	written, err := r.written()
	switch {
	case err != nil:
		return err
	case !written:
		return refusedf("the plan is not written: run gen release plan -write, and commit what it writes")
	}
	files, err := r.repo.Uncommitted(ctx)
	switch {
	case err != nil:
		return err
	case len(files) > 0:
		return refusedf("not committed: %s", some(files))
	case remote == "":
		return nil
	}
	there, err := r.repo.Remote(ctx, remote, names)
	switch {
	case err != nil:
		return err
	case len(there) > 0:
		return refusedf("%s has tags that are not here: %s; git fetch --tags %[1]s, then plan again", remote, some(there))
	}
	return nil
}

// tagAll makes tags and pushes them, or leaves none.
func (r *releaseRun) tagAll(ctx context.Context, remote string, list []newTag) error {
	commit, err := r.repo.Head(ctx)
	if err != nil {
		return err
	}
	var made []string
	for _, t := range list {
		if err = r.repo.Make(ctx, t.name, commit, t.message); err != nil {
			break
		}
		made = append(made, t.name)
	}
	if err == nil && remote != "" {
		err = r.repo.Push(ctx, remote, made)
	}
	if err == nil {
		return nil
	}
	// Also where the run was interrupted: a tag that is here alone would be taken for
	// one that everybody has.
	if failed := r.repo.Remove(context.WithoutCancel(ctx), made...); failed != nil {
		return refusedf("%w; the tags %s are left here: %v", err, some(made), failed)
	}
	return refusedf("%w; no tag is left", err)
}

// some lists a few names.
func some(names []string) string {
	const most = 5
	if len(names) > most+1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// readRelease reads the flags of a subcommand, which takes no argument.
func (c *command) readRelease(f *flag.FlagSet, o *options, about string, args []string, std streams) error {
	if err := c.read(f, o, about, args, std); err != nil {
		return err
	}
	if o.spec != "" {
		return usagef("gen %s: %q is no flag; see gen %[1]s -h", c.name, o.spec)
	}
	return nil
}

// planned tells a workflow whether there is something to tag: only where a plan was
// ever written, since a repository that releases nothing has one too.
func (a *actions) planned(p *release.Plan) error {
	if a == nil {
		return nil
	}
	changed := slices.ContainsFunc(p.Modules, func(m *release.Module) bool { return m.Changed })
	var b strings.Builder
	setOutput(&b, "release", fmt.Sprint(changed && p.Written != nil))
	return appendTo(a.output, b.String())
}

// refusedError is why nothing is released.
type refusedError struct{ error }

func (e refusedError) Unwrap() error { return e.error }

func refusedf(format string, args ...any) error { return refusedError{fmt.Errorf(format, args...)} }

// errUnwritten is what plan ends with, where it is asked to, if the plan is not
// written.
var errUnwritten = errors.New("what is written is not the plan; run gen release plan -write")
