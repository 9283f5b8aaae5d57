// Package load reads an OpenAPI document, 3.0 or 3.1, and its overlays into the
// model. It is given a configuration and a file system and promises either a
// complete [model.API] or every fault it found, each with its place in the file
// the author wrote: an overlay never moves the positions of the document.
//
// libopenapi parses, and resolves the references that do more than name a
// component; this is the only package that knows it. The shapes of what it parsed
// are checked here, node by node, because a wrong shape otherwise reads as nothing
// at all.
//
// A document that is wrong in a way the world is wrong every day, and that has
// one sound reading, is read that way with a note. Everything else is a fault.
package load

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// Document reads cfg.Spec and cfg.Overlays from fsys. The error is a
// [model.Faults] when a document is wrong, a [model.UnreadableVersions] when it
// has versions that only the configuration can explain, and another when a file
// cannot be read; beside faults the model, if any, holds the notes and nothing
// else. The same files give the same model, byte for byte.
func Document(cfg *config.Config, fsys fs.FS) (*model.API, error) {
	doc, err := open(cfg, fsys)
	if err != nil {
		return nil, err
	}
	r := newReader(cfg, doc)
	api := r.api()
	operations := r.operations()
	r.finishUnions()
	r.endless(operations)
	api.Versions = r.versions(r.skip(api, operations))
	api.Pattern = r.pattern
	api.Default = r.defaults
	r.collisions(api.Versions)
	api.Tags = r.sortedTags()
	api.Notes = r.sortedNotes()
	if err := r.err(); err != nil {
		return &model.API{Notes: api.Notes}, err
	}
	return api, nil
}

// err gives what was found wrong: a model.UnreadableVersions, a model.Faults or
// nil.
func (r *reader) err() error {
	if len(r.unread) > 0 {
		return model.UnreadableVersions{Faults: r.faults.Sorted()}
	}
	return r.faults.Err()
}

// open parses the document, applies the overlays and resolves the references.
// What is no OpenAPI document, and a broken overlay, make every later step guess,
// so they end the run. A key given twice or a reference that names nothing does
// not, since what holds it is read without it.
func open(cfg *config.Config, fsys fs.FS) (*document, error) {
	var faults model.Faults
	src, err := read(fsys, cfg.Spec, &faults)
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	var doc *document
	if len(faults) == 0 {
		doc, faults = parse(cfg.Spec, src)
	}
	broken := doc == nil
	for _, file := range cfg.Overlays {
		bad, err := applyOverlay(doc, fsys, file)
		if err != nil {
			return nil, fmt.Errorf("read an overlay: %w", err)
		}
		broken = broken || len(bad) > 0
		faults = append(faults, bad...)
	}
	if broken {
		return nil, faults.Err()
	}
	doc.settle()
	doc.index(&faults)
	doc.early = faults
	return doc, nil
}

// applyOverlay applies an overlay, or only reads it where there is no document:
// what is wrong with it by itself is wrong all the same.
func applyOverlay(doc *document, fsys fs.FS, file string) (model.Faults, error) {
	var faults model.Faults
	src, err := read(fsys, file, &faults)
	if err != nil || len(faults) > 0 {
		return faults, err
	}
	if doc == nil {
		parseOverlay(file, src, &faults)
		return faults, nil
	}
	return doc.overlay(file, src), nil
}

// skip leaves out the operations that cannot be generated, on request, and
// otherwise reports why they cannot.
func (r *reader) skip(api *model.API, operations []*operation) []*model.Operation {
	r.reachContradictions(operations)
	var kept []*model.Operation
	for _, op := range operations {
		switch {
		case len(op.refused) == 0:
			kept = append(kept, op.Operation)
		case r.cfg.Lenient:
			for _, f := range op.refused {
				api.Skipped = append(api.Skipped, model.Note(*f))
			}
		default: // kept, since more may be wrong with it
			r.faults = append(r.faults, op.refused...)
			kept = append(kept, op.Operation)
		}
	}
	api.Skipped = sortNotes(api.Skipped)
	return kept
}

func (r *reader) sortedNotes() []model.Note { return sortNotes(r.notes) }

// sortNotes sorts by place and drops repeats: what several operations share is
// noted once.
func sortNotes(notes []model.Note) []model.Note {
	slices.SortFunc(notes, func(a, b model.Note) int {
		if c := a.Pos.Compare(b.Pos); c != 0 {
			return c
		}
		return strings.Compare(a.Text, b.Text)
	})
	return slices.Compact(notes)
}
