package golden

// The last published document and its edits, each read once for all the tests that
// ask about them.

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
)

// reading is a document as the configuration of published reads it. Tests share
// it: none may change it.
type reading struct {
	text     []byte
	surfaces []*surface.Version
}

// readings are by ID of the edit, each a func() (*reading, error).
var readings sync.Map

// unedited is the document that edits begin with, as it was published.
func unedited(t *testing.T) *reading {
	t.Helper()
	return edited(t, edits.Edit{})
}

func edited(t *testing.T, e edits.Edit) *reading {
	t.Helper()
	cfg, name := published(t), filepath.Join(corpus(t), "segment-32.0.4.yaml")
	once, _ := readings.LoadOrStore(e.ID, sync.OnceValues(func() (*reading, error) { return read(cfg, name, e) }))
	r, err := once.(func() (*reading, error))()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(cfg *config.Config, name string, e edits.Edit) (*reading, error) {
	text, err := os.ReadFile(name)
	if err == nil && e.Apply != nil {
		text, err = applied(e, text)
	}
	if err != nil {
		return nil, err
	}
	facts, err := generator.Surface(context.Background(), cfg, fstest.MapFS{cfg.Spec: {Data: text}})
	if err != nil {
		return nil, err
	}
	return &reading{text: text, surfaces: facts}, nil
}

func applied(e edits.Edit, doc []byte) ([]byte, error) {
	d, err := edits.Parse(doc)
	if err != nil {
		return nil, err
	}
	e.Apply(d)
	return d.Bytes()
}

// editOf is the edit of an ID.
func editOf(t *testing.T, id string) edits.Edit {
	t.Helper()
	for _, e := range edits.All {
		if e.ID == id {
			return e
		}
	}
	t.Fatalf("no edit %s", id)
	return edits.Edit{}
}
