package release

// What modules keep until their next major version: docs/decisions/0033-hold.md.

import (
	"context"
	"errors"
	"io/fs"
	"slices"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/plan"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/tags"
)

// names is names.lock as it is for these versions, or nil: as it stands. Where it is
// of another major version than a module is generated for, an earlier plan wrote the
// next one of that module, which let go of what was kept; its last tag still has it.
func (p *planner) names(ctx context.Context, versions tags.Versions) ([]byte, error) {
	names, err := readNames(p.Files)
	if names == nil {
		return nil, err
	}
	restored := false
	for _, g := range p.Current.Modules() {
		major, t := versions.Major(g.Folder), p.last(g.Folder)
		if g.Core || t == nil || major == 0 || names.Major(g.Version) == major {
			continue
		}
		was, err := p.namesAt(ctx, *t)
		if err != nil {
			return nil, p.against(*t, err)
		}
		if was != nil && was.Major(g.Version) == major {
			names.Restore(g.Version, was)
			restored = true
		}
	}
	if !restored {
		return nil, nil
	}
	return names.Format(), nil
}

// namesAt is names.lock at a tag.
func (p *planner) namesAt(ctx context.Context, t Tag) (*lock.Lock, error) {
	before, err := p.past(ctx, t)
	if err != nil {
		return nil, err
	}
	return readNames(before.side.Files)
}

// readNames reads names.lock, in which nothing is wrong: it was generated with. Nil:
// there is none.
func readNames(files fs.FS) (*lock.Lock, error) {
	text, err := fs.ReadFile(files, generator.LockName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	names, _ := lock.Parse(text)
	return names, nil
}

// kept is what a module keeps of its Go.
func kept(made *generator.Result, folder string) []plan.Pending {
	var list []plan.Pending
	for _, k := range made.Pending {
		if k.Folder == folder {
			list = append(list, k)
		}
	}
	return list
}

// keeps says of a reason which names it leaves as they are.
func (w *why) keeps(r *Reason, f *drift.Finding) {
	for _, k := range w.m.Pending {
		if k.Rule == r.Rule && k.Pos == f.New {
			r.Names = append(r.Names, k.Object)
			r.kept = append(r.kept, k.Declared)
		}
	}
	slices.Sort(r.kept)
	r.kept = slices.Compact(r.kept)
}
