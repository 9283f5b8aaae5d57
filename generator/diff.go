package generator

// Two documents of one API, and what changed between them.

import (
	"context"
	"errors"
	"io/fs"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/drift/prose"
	"github.com/stratagen/strata/generator/drift/report"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan"
	"github.com/stratagen/strata/generator/plan/tags"
	"github.com/stratagen/strata/generator/surface"
)

// MaxMarkdown is the room of a pull request's body, in bytes; see
// [report.Report.Markdown].
const MaxMarkdown = report.MaxMarkdown

// Side is a document with what it is read by: that of Config.Spec and its
// overlays, in Files.
type Side struct {
	Config *config.Config
	Files  fs.FS
}

// Taken is what people said of a change before it came.
type Taken struct {
	Accept    []config.Acceptance
	Today     time.Time          // the day on which they have to hold, midnight in UTC
	Announced map[drift.Lane]int // days since a lane was first seen deprecated
	Released  tags.Versions      // of modules: what they keep of Go until their next major version breaks nothing
	Shrink    bool               // see [drift.Options]
	Whole     bool               // give Before and After, which take time that the findings do not need
}

// Difference is what changed between two documents.
type Difference struct {
	*report.Report
	Before, After []*surface.Version // nil unless Taken.Whole is set
	Notes         []model.Note       // of the new document, those that the old one has not; as in Result
	Skipped       []model.Note       // of both, the old one first
}

// Diff tells what changed from old to now, for which version, and whether it
// hurts. The configuration of now says which versions are known and where pages
// are. The error is a [StrategyError], or that of [Surface] for each document that
// is wrong.
func Diff(ctx context.Context, old, now Side, t Taken) (*Difference, error) {
	each := func(*Revision) {}
	if t.Whole {
		each = whole
	}
	sides, err := read(ctx, each, old, now)
	if err != nil {
		return nil, err
	}
	a, b := sides[0], sides[1]
	o := drift.Options{Known: now.Config.Versions.Known, Announced: t.Announced, Held: plan.Held(plan.Input{API: b.api, Config: now.Config, Tags: t.Released}), Shrink: t.Shrink, Paging: paging(now.Config)}
	if !t.Whole {
		// The nodes of both documents, most of what there is, are garbage now. Later
		// they would be on top of all that follows.
		runtime.GC()
		a.Surface, b.Surface = surface.Differing(a.api, b.api)
	}
	found := drift.Compare(a.Surface, b.Surface, o)
	d := &Difference{
		Report: &report.Report{
			Report: found,
			Old:    report.Document{Name: a.Name, Version: a.Version},
			New:    report.Document{Name: b.Name, Version: b.Version},
			Prose:  prose.Changed(a.api, b.api),
			Idle:   Accepted(found, t.Accept, t.Today),
		},
		Notes:   added(a.Notes, b.Notes),
		Skipped: append(a.Skipped[:len(a.Skipped):len(a.Skipped)], b.Skipped...),
	}
	if t.Whole {
		d.Before, d.After = a.Surface, b.Surface
	}
	return d, nil
}

// whole writes down all that a document promises.
func whole(r *Revision) { r.Surface = surface.Of(r.api) }

// added gives the notes that are new, by what they say.
func added(old, now []model.Note) []model.Note {
	known := map[string]bool{}
	for _, n := range old {
		known[n.Text] = true
	}
	return slices.DeleteFunc(slices.Clone(now), func(n model.Note) bool { return known[n.Text] })
}

// Same reports whether nothing changed that means anything for any version,
// accepted or not.
func (d *Difference) Same() bool {
	return !slices.ContainsFunc(d.Findings, func(f *drift.Finding) bool { return f.Worst() > drift.Nothing })
}

// read reads documents at the same time, and does then what is to be done with
// each: most of a comparison is reading.
func read(ctx context.Context, then func(*Revision), sides ...Side) ([]*Revision, error) {
	list := make([]*Revision, len(sides))
	errs := make([]error, len(sides))
	var wait sync.WaitGroup
	turns := make(chan struct{}, runtime.GOMAXPROCS(0)) // more at a time take memory and no less time
	for i, s := range sides {
		wait.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if errs[i] = ctx.Err(); errs[i] == nil {
				list[i], errs[i] = revision(s)
			}
			if errs[i] == nil {
				then(list[i])
			}
		})
	}
	wait.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return list, alike(list)
}

// revision reads one document, without its surface.
func revision(s Side) (*Revision, error) {
	api, err := load.Document(s.Config, s.Files)
	if err != nil {
		return nil, err
	}
	return &Revision{
		Name: s.Config.Spec, Version: api.Revision, Pattern: api.Pattern, Notes: api.Notes, Skipped: api.Skipped, api: api,
	}, nil
}

// alike checks that all tell versions apart in one way. A document without
// operations tells nothing.
func alike(list []*Revision) error {
	var first *Revision
	for _, r := range list {
		switch {
		case r.empty():
		case first == nil:
			first = r
		case r.Pattern != first.Pattern:
			return &StrategyError{first, r}
		}
	}
	return nil
}

func (r *Revision) empty() bool {
	for _, v := range r.api.Versions {
		if len(v.Operations) > 0 {
			return false
		}
	}
	return true
}

func paging(cfg *config.Config) []drift.Paging {
	var list []drift.Paging
	for _, p := range cfg.Pagination {
		list = append(list, drift.Paging{Cursor: p.Cursor, Count: p.Count, Next: p.Next})
	}
	return list
}

// Accepted marks in a report what people accepted, and gives the acceptances that
// do nothing; see [drift.Report.Accept].
func Accepted(r *drift.Report, list []config.Acceptance, today time.Time) []drift.Idle {
	return r.Accept(acceptances(list), today)
}

func acceptances(list []config.Acceptance) []drift.Acceptance {
	var out []drift.Acceptance
	for _, a := range list {
		out = append(out, drift.Acceptance{
			Fingerprint: a.Fingerprint, Reason: a.Reason, Until: a.Until,
			Pos: model.Pos{File: a.Place.File, Line: a.Place.Line, Column: a.Place.Column},
		})
	}
	return out
}
