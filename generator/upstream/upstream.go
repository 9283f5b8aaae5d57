// Package upstream is the work of gen sync: it takes a newer document of an API
// and makes of it all that a repository holds. It is given what is there and the
// bytes of the newer document, and promises one of three answers (nothing new,
// nothing that a client notices, or everything that has to be written and what
// changed) or the error that says why none of it can be taken. It fetches nothing
// and writes nothing; the packages below it fetch.
package upstream

import (
	"context"
	"io/fs"
	"slices"
	"time"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

// Input is what a run is given.
type Input struct {
	Config *config.Config // files are named as messages should name them
	Files  fs.FS          // holds the document, the overlays and names.lock
	Lock   *Lock          // of the last run; empty: there was none
	Today  time.Time      // the day of the run, midnight in UTC

	From  string      // where the newer document is from, for people
	Data  []byte      // its text
	Page  bool        // it was found in a page, so that its lines are nobody's
	Stamp fetch.Stamp // to ask for it next time

	Accept []config.Acceptance
	Allow  Allow
	Prose  bool            // take a document in which only words or their order changed
	Std    *goapi.Standard // to compile with
}

// Allow is what a run may take that otherwise ends it.
type Allow struct {
	Downgrade bool // info.version goes back
	Shrink    bool // so much is gone that it is hardly meant
	Generator bool // Go changes that no change of the document explains
}

// State is what came of a run.
type State string

// The states of a run that did not fail.
const (
	Unchanged State = "unchanged" // upstream has what it had
	Cosmetic  State = "cosmetic"  // only words, their order or info.version changed
	Changed   State = "changed"
)

// Result is what a run came to.
type Result struct {
	State    State
	From     string                // as in Input
	Old, New string                // info.version; empty where there was no document
	First    bool                  // there was no document
	Drift    *generator.Difference // what changed; nil: State is Unchanged or First is set
	NewToken []NewToken            // versions that are not in versions.known
	Go       []goapi.Change        // in the packages, apart from comments
	Missing  []model.Note          // places that wait for words of ours
	Lost     []model.Note          // words of ours that have no place any more
	Notes    []model.Note          // how the document was read where there was a choice

	// What is to be written; nil unless there is something.
	Spec      []byte
	Lock      *Lock
	Surfaces  map[string][]byte // by file name
	Gone      []string          // files of surfaces that are to go
	Generated *generator.Result
}

// Writes reports whether there is something to write, if policy lets it pass.
func (r *Result) Writes() bool { return r.Generated != nil }

// Blocked reports whether there is a change that somebody has to accept first.
func (r *Result) Blocked() bool {
	return r.Drift != nil && slices.ContainsFunc(r.Drift.Findings, (*drift.Finding).Blocks)
}

// Run takes the newer document. The error is a [*Rejected] where it cannot be
// used; a [config.Faults], [model.UnreadableVersions] or [generator.StrategyError]
// where the configuration does not fit it; an [*UnexplainedError] or a
// [goapi.BuildError] where the generator is wrong; or what is wrong with the
// documents that are there.
func Run(ctx context.Context, in Input) (*Result, error) {
	r := &run{Input: in, res: &Result{From: in.From, State: Changed}}
	if err := r.read(); err != nil {
		return nil, err
	}
	if r.Intact() && r.digest == r.Input.Lock.Digest {
		return &Result{State: Unchanged, From: in.From, Old: in.Lock.Revision, New: in.Lock.Revision}, nil
	}
	for _, step := range []func(context.Context) error{r.merge, r.load, r.diff, r.guard, r.generate} {
		if err := step(ctx); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if r.res.State != Changed {
			break
		}
	}
	return r.res, nil
}

// run is one run of Run.
type run struct {
	Input
	res    *Result
	ours   []byte // the document that is there; nil: none
	theirs []byte // the newer one, on lines
	digest string // of theirs
	files  fs.FS  // with the newer document in the place of ours
	now    []*surface.Version
}

// generate makes everything that is to be written, and compiles it. The names are
// those of the document that is there, also where names.lock is not: what is called
// something already keeps its name.
func (r *run) generate(ctx context.Context) error {
	files := r.files
	var before *generator.Result
	if !r.res.First {
		var err error
		if before, err = generator.Generate(ctx, r.Config, r.Files); err != nil {
			return err
		}
		files = replaced{r.files, generator.LockName, before.Lock}
	}
	made, err := generator.Generate(ctx, r.Config, files)
	if err != nil {
		return err
	}
	if err := goapi.Check(ctx, r.Std, made.ModuleFiles()); err != nil {
		return err
	}
	if before != nil {
		if err := r.compare(ctx, before, made); err != nil {
			return err
		}
	}
	r.res.Generated = made
	r.res.Lock = r.Input.Lock.next(r.digest, r.Stamp, r.res.New, deprecated(r.now), r.Today)
	return nil
}

// compare tells what changes in Go, all of which the document has to explain. Both
// sides are made by this generator, so that what it prints otherwise than the one
// that wrote the disk is no matter here.
func (r *run) compare(ctx context.Context, before, made *generator.Result) error {
	var err error
	if r.res.Go, err = goapi.Compare(ctx, r.Std, before.ModuleFiles(), made.ModuleFiles()); err != nil {
		return err
	}
	was, is := before.Places(), made.Places()
	unexplained := goapi.Explain(r.res.Go, was, is, goapi.Causes(r.res.Drift.Report.Report))
	if len(unexplained) > 0 && !r.Allow.Generator {
		return &UnexplainedError{unexplained}
	}
	r.raise(was, is)
	return nil
}

// raise makes what breaks Go in a stable version block, also where the rule of the
// change knows of no break: a value added to an enum that places shared may give
// one of them a type of its own. What blocks already is reason enough for a break
// that it explains; else each finding that alone explains it is to blame.
func (r *run) raise(was, is *goapi.Places) {
	report := r.res.Drift.Report.Report
	for _, c := range goapi.Incompatible(r.res.Go) {
		var blame []*drift.Finding
		for _, f := range report.Findings {
			alone := &drift.Report{Findings: []*drift.Finding{f}}
			if f.Verdict(c.Version) > drift.Nothing && len(goapi.Explain([]goapi.Change{c}, was, is, goapi.Causes(alone))) == 0 {
				blame = append(blame, f)
			}
		}
		if slices.ContainsFunc(blame, func(f *drift.Finding) bool { return f.Verdict(c.Version) >= drift.Block }) {
			continue
		}
		for _, f := range blame {
			report.BreaksGo(f, c.Version)
		}
	}
	r.res.Drift.Idle = generator.Accepted(report, r.Accept, r.Today)
}
