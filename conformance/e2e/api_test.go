//go:build unix

package e2e

// The API under test: a folder with a document and what the generator was told
// about it, which the clients that this package is built with were made from.

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/lane"
	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// folder is the variable that names the folder of another API than the shipped
// one.
const folder = "STRATA_E2E_SPEC"

// api is a document and the operations of its versions.
type api struct {
	path    string // of the document
	version string // its own: 73.2.0
	lanes   []laneOf
}

// laneOf is a lane and its operation.
type laneOf struct {
	lane.Lane
	op *document.Operation
}

// readAPI reads the API under test.
func readAPI(t testing.TB) *api {
	t.Helper()
	dir := os.Getenv(folder)
	if dir == "" {
		dir = filepath.Join("..", "..", "spec")
	}
	a, err := read(dir, os.DirFS(dir))
	if err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	return a
}

func read(dir string, fsys fs.FS) (*api, error) {
	text, err := fs.ReadFile(fsys, "gen.yaml")
	if err != nil {
		return nil, err
	}
	cfg, err := config.Parse("gen.yaml", text)
	if err != nil {
		return nil, err
	}
	a := &api{path: filepath.Join(dir, cfg.Spec)}
	if text, err = fs.ReadFile(fsys, cfg.Spec); err != nil {
		return nil, err
	}
	var head struct{ Info struct{ Version string } }
	if err := yaml.Unmarshal(text, &head); err != nil {
		return nil, err
	}
	a.version = head.Info.Version
	documents, err := document.SplitOf(fsys)
	if err != nil {
		return nil, err
	}
	lock, err := fs.ReadFile(fsys, generator.LockName)
	if err != nil {
		return nil, err
	}
	a.lanes, err = lanes(documents, string(lock))
	return a, err
}

// lanes are the operations of all documents. names.lock says which method is
// whose: method "getSource" GET "/sources/{sourceId}" Sources.Get(sourceID:string).
func lanes(documents []*document.Document, lock string) ([]laneOf, error) {
	methods := map[string]string{}
	for line := range strings.Lines(lock) {
		if f := strings.Fields(line); len(f) == 5 && f[0] == "method" {
			methods[strings.Trim(f[1], `"`)] = f[4]
		}
	}
	var all []laneOf
	for _, d := range documents {
		for _, op := range d.Operations {
			row := fmt.Sprintln(methods[op.ID], op.ID, op.Method, op.Path, d.Version)
			l, err := lane.List([]byte(row))
			if err != nil {
				return nil, err
			}
			all = append(all, laneOf{l[0], op})
		}
	}
	return all, nil
}

// count is how many operations of which versions there are: v1 103, v1beta 108.
func (a *api) count() string {
	var versions []string
	n := map[string]int{}
	for _, l := range a.lanes {
		if n[l.Version]++; !slices.Contains(versions, l.Version) {
			versions = append(versions, l.Version)
		}
	}
	for i, v := range versions {
		versions[i] = fmt.Sprint(v, " ", n[v])
	}
	return strings.Join(versions, ", ")
}
