// Package generator turns one versioned OpenAPI document into Go modules, one
// per version. It is pure: every input comes through the arguments, nothing is
// written, and the same input gives the same bytes.
package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/emit"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/tags"
	"github.com/stratagen/strata/generator/versions"
	"github.com/stratagen/strata/templates"
)

// Files beside the configuration: the one that keeps the Go names, and the one
// that says which version each module has at its next tag.
const (
	LockName = "names.lock"
	TagsName = "release.lock"
)

// Result is what a run of the generator makes.
type Result struct {
	Files   map[string][]byte // by slash-separated path relative to Config.Out
	Lock    []byte            // the new names.lock
	Notes   []model.Note      // what was read in the one sound way it can be
	Skipped []model.Note      // operations left out, with Config.Lenient
	Counts  []plan.Count      // by version, most stable first
	Pending []plan.Pending    // what released modules keep until their next major version

	api     *model.API // what Places reads
	planned *plan.Result
}

// Generate reads the document that cfg names from fsys and prints its modules.
// fsys is rooted at the folder of the configuration; names.lock and
// release.lock are read from it where they exist. The error is a model.Faults when the document is wrong, a
// model.UnreadableVersions or a config.Faults when the configuration is. Beside
// faults of a document the result, if any, holds its notes and nothing else.
func Generate(ctx context.Context, cfg *config.Config, fsys fs.FS) (*Result, error) {
	api, planned, err := prepare(ctx, cfg, fsys)
	if err != nil && api != nil {
		return &Result{Notes: api.Notes}, err
	}
	if err != nil {
		return nil, err
	}
	printed, err := emit.API(planned.API)
	if err != nil {
		return nil, err
	}
	return &Result{
		Files:   printed,
		Lock:    planned.Lock.Format(),
		Notes:   sorted(api.Notes, planned.Notes),
		Skipped: api.Skipped,
		Counts:  planned.Counts,
		Pending: planned.Pending,
		api:     api,
		planned: planned,
	}, nil
}

// ModuleFiles are the files as the go command sees them: packages that are part of the
// module around them stand below a go.mod for their folder.
func (r *Result) ModuleFiles() map[string][]byte {
	if r.planned == nil || !r.planned.API.Inside {
		return r.Files
	}
	files := maps.Clone(r.Files)
	files["go.mod"] = fmt.Appendf(nil, "module %s\n\ngo %s\n", path.Dir(r.planned.API.Core.ImportPath), GoVersion)
	return files
}

// GoVersion is the language version that generated code is written for.
const GoVersion = "1.24"

// Comparison is what the versions of a document have in common.
type Comparison struct {
	*versions.Set
	Notes   []model.Note // as in Result
	Skipped []model.Note
}

// Versions compares the versions of the document as Generate would print them,
// and prints nothing. Its input and its errors are those of Generate.
func Versions(ctx context.Context, cfg *config.Config, fsys fs.FS) (*Comparison, error) {
	api, planned, err := prepare(ctx, cfg, fsys)
	if err != nil && api != nil {
		return &Comparison{Notes: api.Notes}, err
	}
	if err != nil {
		return nil, err
	}
	return &Comparison{Set: versions.Of(planned.API), Notes: sorted(api.Notes, planned.Notes), Skipped: api.Skipped}, nil
}

// prepare goes as far as every decision is taken and nothing is printed. Beside
// faults of a document there may be a model that holds its notes.
func prepare(ctx context.Context, cfg *config.Config, fsys fs.FS) (*model.API, *plan.Result, error) {
	api, err := load.Document(cfg, fsys)
	if err != nil {
		return api, nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	names, err := readLock(fsys)
	if err != nil {
		return nil, nil, err
	}
	released, err := Released(fsys)
	if err != nil {
		return nil, nil, err
	}
	if released != nil && cfg.Layout == config.LayoutPackages {
		return nil, nil, config.Faults{cfg.Faultf([]string{"layout"}, "layout: packages are released with the module around them: %s is for modules", TagsName)}
	}
	reserved, err := templates.RuntimeNames()
	if err != nil {
		return nil, nil, err
	}
	files, err := templates.RuntimeFiles()
	if err != nil {
		return nil, nil, err
	}
	fakes, err := besideFakes()
	if err != nil {
		return nil, nil, err
	}
	return api, plan.API(plan.Input{API: api, Config: cfg, Lock: names, Tags: released, Reserved: reserved, Files: files, Fakes: fakes}), nil
}

// besideFakes is what stands in the package of a fake that has no core.
func besideFakes() (taken plan.Taken, err error) {
	if taken.Names, err = templates.FakeNames(); err != nil {
		return taken, err
	}
	taken.Files, err = templates.FakeFiles()
	return taken, err
}

func readLock(fsys fs.FS) (*lock.Lock, error) {
	text, err := fs.ReadFile(fsys, LockName)
	if errors.Is(err, fs.ErrNotExist) {
		return new(lock.Lock), nil
	}
	if err != nil {
		return nil, err
	}
	names, bad := lock.Parse(text)
	var faults config.Faults
	for _, e := range bad {
		faults = append(faults, &config.Fault{Place: config.Place{File: LockName, Line: e.Line, Column: 1}, Text: e.Text})
	}
	if faults != nil {
		return nil, faults
	}
	return names, nil
}

// Released reads release.lock: the versions of modules. It is nil where there is
// none; the error is a [config.Faults] where a line is wrong.
func Released(fsys fs.FS) (tags.Versions, error) {
	text, err := fs.ReadFile(fsys, TagsName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	versions, bad := tags.Parse(text)
	var faults config.Faults
	for _, e := range bad {
		faults = append(faults, &config.Fault{Place: config.Place{File: TagsName, Line: e.Line, Column: 1}, Text: e.Text})
	}
	if faults != nil {
		return nil, faults
	}
	return versions, nil
}

func sorted(lists ...[]model.Note) []model.Note {
	notes := slices.Concat(lists...)
	slices.SortStableFunc(notes, func(a, b model.Note) int { return a.Pos.Compare(b.Pos) })
	return notes
}
