// Package load reads an OpenAPI document, 3.0 or 3.1, and its overlays into the
// model. It is given a configuration and a file system and promises either a
// complete [model.API] or every fault it found, each with its place in the file
// the author wrote: an overlay never moves the positions of the document.
//
// libopenapi parses, indexes and resolves references; this is the only package
// that knows it. The shapes of what it parsed are checked here, node by node,
// because a wrong shape otherwise reads as nothing at all.
//
// A document that is wrong in a way the world is wrong every day, and that has
// one sound reading, is read that way with a note. Everything else is a fault.
package load

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// Document reads cfg.Spec and cfg.Overlays from fsys. The error is a
// [model.Faults] when a document is wrong, a [model.UnreadableVersions] when it
// has versions that only the configuration can explain, and another when a file
// cannot be read. The same files give the same model, byte for byte.
func Document(cfg *config.Config, fsys fs.FS) (*model.API, error) {
	doc, err := open(cfg, fsys)
	if err != nil {
		return nil, err
	}
	r := newReader(cfg, doc)
	api := r.api()
	operations := r.operations()
	r.finishUnions()
	api.Versions = r.versions(r.skip(api, operations))
	api.Default = r.defaults
	api.Tags = r.sortedTags()
	api.Notes = r.sortedNotes()
	if len(r.unread) > 0 {
		return nil, model.UnreadableVersions{Faults: r.faults.Sorted()}
	}
	if err := r.faults.Err(); err != nil {
		return nil, err
	}
	return api, nil
}

// open parses the document, applies the overlays and resolves the references.
// What is wrong here makes every later step guess, so it ends the run; a reference
// that names nothing does not, since what holds it is read without it.
func open(cfg *config.Config, fsys fs.FS) (*document, error) {
	src, err := fs.ReadFile(fsys, path.Clean(cfg.Spec))
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	doc, faults := parse(cfg.Spec, src)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	for _, file := range cfg.Overlays {
		src, err := fs.ReadFile(fsys, path.Clean(file))
		if err != nil {
			return nil, fmt.Errorf("read an overlay: %w", err)
		}
		faults = append(faults, doc.overlay(file, src)...)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	doc.settle()
	doc.index(&doc.dangling)
	return doc, nil
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
		default:
			r.faults = append(r.faults, op.refused...)
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
