package release

// From the tags and the tree to a plan.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/plan/tags"
)

// New makes the plan. Errors are those of [generator.Generate] and [generator.Diff],
// for a commit, which they name; of Input.Tree; and config.Faults for a retraction of
// what was never released and for packages, which have no versions.
func New(ctx context.Context, in Input) (*Plan, error) {
	p := &planner{Input: in, plan: &Plan{}, tagged: map[string][]Tag{}, pasts: map[string]*past{}}
	for _, t := range in.Tags {
		p.tagged[t.Folder] = append(p.tagged[t.Folder], t)
	}
	for _, step := range []func(context.Context) error{p.layout, p.written, p.retractions, p.settle} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	p.gone()
	return p.plan, nil
}

type planner struct {
	Input
	plan   *Plan
	tagged map[string][]Tag // by folder
	pasts  map[string]*past // by commit
}

// layout refuses packages of one module, which have no versions of their own.
func (p *planner) layout(context.Context) error {
	if p.Config.Layout == config.LayoutPackages {
		return config.Faults{p.Config.Faultf([]string{"layout"}, "layout: packages are released with the module around them; gen release is for modules")}
	}
	return nil
}

// written reads release.lock, in which nothing is wrong: it was generated with.
func (p *planner) written(context.Context) error {
	text, err := fs.ReadFile(p.Files, generator.TagsName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err == nil {
		p.plan.Written, _ = tags.Parse(text)
	}
	return nil
}

// retractions checks that what is retracted was released.
func (p *planner) retractions(context.Context) error {
	var faults config.Faults
	for i, r := range p.Config.Release.Retract {
		if !slices.Contains(versionsOf(p.tagged[r.Module]), r.Version) {
			path := []string{"release", "retract", strconv.Itoa(i)}
			faults = append(faults, p.Config.Faultf(path, "release.retract.%d: there is no tag %s", i, TagName(p.OutputName, r.Module, r.Version)))
		}
	}
	if faults != nil {
		return faults
	}
	return nil
}

func versionsOf(list []Tag) []string {
	var versions []string
	for _, t := range list {
		versions = append(versions, t.Version)
	}
	return versions
}

// rounds is how often a plan may raise a major version and look again.
const rounds = 4

// settle plans versions, starting from those of the last tags: what is generated
// depends on the major versions, and the major versions on what is generated. What
// an earlier plan wrote is no start: a plan must be able to become smaller.
func (p *planner) settle(ctx context.Context) error {
	versions := tags.Versions{}
	for _, m := range p.Current.Modules() {
		versions[m.Folder] = p.start(m)
	}
	for range rounds {
		made, err := p.generate(ctx, versions)
		if err != nil {
			return err
		}
		if err := p.modules(ctx, made); err != nil {
			return err
		}
		planned := tags.Versions{}
		for _, m := range p.plan.Modules {
			planned[m.Folder] = m.Next
		}
		if sameMajors(versions, planned) {
			p.plan.Versions = planned
			p.plan.Planned, err = p.generate(ctx, planned)
			return err
		}
		versions = planned
	}
	return fmt.Errorf("BUG: the major versions did not settle: %v", versions)
}

// start is the version of a module before anything changed.
func (p *planner) start(m generator.Module) string {
	if t := p.last(m.Folder); t != nil {
		return t.Version
	}
	return cmp.Or(p.plan.Written[m.Folder], m.First)
}

func (p *planner) last(folder string) *Tag {
	var retracted []string
	for _, r := range p.Config.Retracted(folder) {
		retracted = append(retracted, r.Version)
	}
	return last(p.tagged[folder], retracted)
}

func sameMajors(a, b tags.Versions) bool {
	return maps.EqualFunc(a, b, func(v, w string) bool { return tags.Suffix(v) == tags.Suffix(w) })
}

// generate generates the tree with a release.lock of these versions.
func (p *planner) generate(ctx context.Context, versions tags.Versions) (*generator.Result, error) {
	names, err := p.names(ctx, versions)
	if err != nil {
		return nil, err
	}
	if names == nil && maps.Equal(versions, p.plan.Written) {
		return p.Current, nil
	}
	docs := generator.Documents{{Name: generator.TagsName, Text: versions.Format()}}
	if names != nil {
		docs = append(docs, generator.Document{Name: generator.LockName, Text: names})
	}
	return generator.Generate(ctx, p.Config, instead{p.Files, docs})
}

// instead is a file system in which some files have another text.
type instead struct {
	fs.FS
	docs generator.Documents
}

// Open implements [fs.FS].
func (i instead) Open(name string) (fs.File, error) {
	if f, err := i.docs.Open(name); err == nil {
		return f, nil
	}
	return i.FS.Open(name)
}

// modules plans each module for what was generated.
func (p *planner) modules(ctx context.Context, made *generator.Result) error {
	now := p.present(made)
	p.plan.Modules = nil
	for _, g := range made.Modules() {
		m := &Module{
			Folder: g.Folder, Token: g.Version, Stability: g.Stability, Order: len(p.plan.Modules), Requires: g.Requires,
			operations: g.Operations, tagged: versionsOf(p.tagged[g.Folder]), written: p.plan.Written[g.Folder], Pending: kept(made, g.Folder),
		}
		if err := p.module(ctx, m, g, now); err != nil {
			return err
		}
		m.Path = unversioned(now.bases, g.Path) + tags.Suffix(m.Next)
		p.plan.Modules = append(p.plan.Modules, m)
	}
	return nil
}

func (p *planner) module(ctx context.Context, m *Module, g generator.Module, now *present) error {
	t := p.last(m.Folder)
	if t == nil {
		m.Changed, m.Next = true, p.start(g)
		m.Why = []Reason{{Kind: First, Level: Add, Text: "the first release"}}
		m.Level = Add
		return nil
	}
	m.Last, m.Commit = t.Version, t.Commit
	before, err := p.past(ctx, *t)
	if err == nil {
		err = p.compare(ctx, m, g, before, now)
	}
	if err != nil {
		return p.against(*t, err)
	}
	slices.SortStableFunc(m.Why, func(a, b Reason) int { return cmp.Compare(b.Level, a.Level) })
	for _, r := range m.Why {
		m.Level = max(m.Level, r.Level)
	}
	m.Changed = m.Level > None
	m.Next = next(m.Last, m.Level, m.tagged)
	return nil
}

// against says of an error what a module was compared with.
func (p *planner) against(t Tag, err error) error {
	return fmt.Errorf("%s against %s: %w", t.Folder, TagName(p.OutputName, t.Folder, t.Version), err)
}

// gone lists the modules that have tags and are generated no more.
func (p *planner) gone() {
	for _, folder := range slices.Sorted(maps.Keys(p.tagged)) {
		if !slices.ContainsFunc(p.plan.Modules, func(m *Module) bool { return m.Folder == folder }) {
			p.plan.Gone = append(p.plan.Gone, *p.last(folder))
		}
	}
}

// past is the tree of a commit.
type past struct {
	files   map[string][]byte // below the output
	plain   map[string][]byte // see plain
	bases   map[string]string
	side    generator.Side
	made    *generator.Result // by this generator
	changes map[*present]*changes
}

// changes are what changed from a past to a present.
type changes struct {
	wire   *drift.Report
	goapi  []goapi.Change
	blamed [][]*drift.Finding // by change
}

func (p *planner) past(ctx context.Context, t Tag) (*past, error) {
	if b := p.pasts[t.Commit]; b != nil {
		return b, nil
	}
	tree, err := p.Tree(ctx, t.Commit)
	if err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(tree, p.ConfigName)
	if err != nil {
		return nil, fmt.Errorf("the configuration of that time: %w", err)
	}
	b := &past{changes: map[*present]*changes{}}
	if b.side.Config, err = config.Parse(p.ConfigName, text); err != nil {
		return nil, err
	}
	b.side.Config.Lenient = p.Config.Lenient
	b.side.Files = rooted{tree, path.Dir(p.ConfigName)}
	if b.files, err = tree.Under(p.OutputName); err != nil {
		return nil, err
	}
	b.plain, b.bases = plain(b.files), bases(b.files)
	if b.made, err = generator.Generate(ctx, b.side.Config, b.side.Files); err != nil {
		return nil, err
	}
	p.pasts[t.Commit] = b
	return b, nil
}

// rooted is a folder of a tree, in which a name may lead out of the folder: a
// configuration may name a document that lies beside it.
type rooted struct {
	fs.FS
	dir string
}

// Open implements [fs.FS], with the exception above.
func (r rooted) Open(name string) (fs.File, error) { return r.FS.Open(path.Join(r.dir, name)) }

// present is the tree as it is, with what was generated for some versions.
type present struct {
	plain  map[string][]byte
	bases  map[string]string
	places *goapi.Places
}

func (p *planner) present(made *generator.Result) *present {
	files := maps.Clone(p.Output)
	if files == nil {
		files = map[string][]byte{}
	}
	maps.Copy(files, made.Files)
	n := &present{plain: plain(files), bases: bases(files)}
	n.places = made.Places().Unversioned(func(at string) string { return unversioned(n.bases, at) })
	return n
}
