package generator

// Several documents of one API, read alike.

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/history"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/generator/versions"
)

// MaxDocument is how large a document may be, in bytes.
const MaxDocument = load.MaxBytes

// Document is the text of a document and what positions in it call it.
type Document struct {
	Name string
	Text []byte
}

// Documents are a file system of documents by their names.
type Documents []Document

// Open implements [fs.FS], with the exception that a name can be anything.
func (d Documents) Open(name string) (fs.File, error) {
	i := slices.IndexFunc(d, func(doc Document) bool { return path.Clean(doc.Name) == path.Clean(name) })
	if i < 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openDocument{Reader: bytes.NewReader(d[i].Text), name: path.Base(d[i].Name), text: d[i].Text}, nil
}

// openDocument is a document as an [fs.File].
type openDocument struct {
	*bytes.Reader
	name string
	text []byte
}

// Text is the whole of it, not to be changed: who reads a document does without a
// copy.
func (d *openDocument) Text() []byte { return d.text }

// Stat gives the document: it is its own [fs.FileInfo].
func (d *openDocument) Stat() (fs.FileInfo, error) { return d, nil }

// Close does nothing.
func (d *openDocument) Close() error { return nil }

// Name is the last part of the document's name.
func (d *openDocument) Name() string { return d.name }

// Mode says that it can be read.
func (d *openDocument) Mode() fs.FileMode { return 0o444 }

// ModTime is not known.
func (d *openDocument) ModTime() time.Time { return time.Time{} }

// IsDir is false.
func (d *openDocument) IsDir() bool { return false }

// Sys gives nothing.
func (d *openDocument) Sys() any { return nil }

// Revision is a document as its versions promise it on the wire.
type Revision struct {
	Name    string // of the document
	Version string // info.version
	Pattern string // of the media types that name a version; empty: the document has no versions
	Surface []*surface.Version
	Notes   []model.Note // as in Result
	Skipped []model.Note

	api *model.API // what Surface was made of; nil where nobody asks for it
}

// StrategyError says that documents do not tell their versions apart in one way,
// so there is nothing to compare.
type StrategyError struct{ A, B *Revision }

func (e *StrategyError) Error() string {
	return fmt.Sprintf("%s and %s do not tell versions apart in the same way: %s and %s; versions.pattern of a configuration says which way to read them",
		e.A.Name, e.B.Name, e.A.strategy(), e.B.strategy())
}

func (r *Revision) strategy() string {
	if r.Pattern == "" {
		return "none at all"
	}
	return r.Pattern
}

// Revisions reads documents of one API as cfg says for its own, overlays aside:
// they are for that one. The error is a [StrategyError], or that of [Surface] for
// each document that is wrong.
func Revisions(ctx context.Context, cfg *config.Config, docs Documents) ([]*Revision, error) {
	var sides []Side
	for _, doc := range docs {
		own := *cfg
		own.Spec, own.Overlays = doc.Name, nil
		sides = append(sides, Side{&own, Documents{doc}})
	}
	list, err := read(ctx, whole, sides...)
	for _, r := range list {
		r.api = nil // of many documents that is much
	}
	return list, err
}

// History tells the life of each operation through documents in the order of
// time, at least one, each called by its info.version, and by its name too where
// another has the same.
func History(revisions []*Revision) *history.History {
	count, again := map[string]int{}, map[string]int{}
	for _, r := range revisions {
		count[r.Version]++
	}
	var releases []history.Release
	for _, r := range revisions {
		label := r.Version
		switch {
		case label == "":
			label = r.Name
		case count[label] > 1:
			label += " (" + r.Name + ")"
		}
		if again[label]++; again[label] > 1 {
			label += fmt.Sprintf(" #%d", again[label])
		}
		releases = append(releases, history.Release{Label: label, Surface: r.Surface})
	}
	return history.Of(releases)
}

// Nearest lists the names that operations of a history had which are most like id,
// the best first.
func Nearest(h *history.History, id string) []string { return versions.Nearest(id, h.Names()) }
