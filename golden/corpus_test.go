package golden

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

// corpus gives the folder of published documents. They are not ours to ship, so
// these tests run where somebody has them.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("STRATA_SPECS")
	if dir == "" {
		t.Skip("STRATA_SPECS is not set: the folder of published documents")
	}
	return dir
}

func document(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(corpus(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// published is the configuration of the shipped API for a document as published:
// without our overlay, which corrects another release.
func published(t *testing.T) *config.Config {
	t.Helper()
	data, err := spec.FS.ReadFile("gen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse("gen.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	cfg.Overlays = nil
	return cfg
}

func run(t *testing.T, cfg *config.Config, doc, lock []byte) *generator.Result {
	t.Helper()
	fsys := fstest.MapFS{cfg.Spec: {Data: doc}}
	if lock != nil {
		fsys[generator.LockName] = &fstest.MapFile{Data: lock}
	}
	res, err := generator.Generate(context.Background(), cfg, fsys)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// TestPublished takes the last document upstream published as it is.
func TestPublished(t *testing.T) {
	withoutRace(t)
	res := run(t, published(t), document(t, "segment-32.0.4.yaml"), nil)
	var got []string
	for _, c := range res.Counts {
		got = append(got, fmt.Sprint(c.Version, " ", c.Operations))
	}
	if want := "v1 103, v1beta 108, v1alpha 121"; strings.Join(got, ", ") != want {
		t.Errorf("have %s, want %s", strings.Join(got, ", "), want)
	}
	const maxTotal = 25_000
	if n := goLines(t, res.Files); n > maxTotal {
		t.Errorf("%d lines of Go, want at most %d", n, maxTotal)
	} else {
		t.Logf("%d lines of Go", n)
	}
	if strings.Contains(string(bytes.Join(contents(res.Files), nil)), "float32") {
		t.Error("float32 is generated")
	}
	goTool(t, res.Files, "build", "vet")
}

// TestReordered takes a document with the same facts in another order and some
// other prose: with the same lock, the Go is the same.
func TestReordered(t *testing.T) {
	withoutRace(t)
	first := run(t, published(t), document(t, "segment-32.0.4.yaml"), nil)
	again := run(t, published(t), document(t, "segment-32.0.2.yaml"), first.Lock)
	if !bytes.Equal(first.Lock, again.Lock) {
		t.Errorf("names.lock differs:\n%s", lineDiff(first.Lock, again.Lock))
	}
	a, b := withoutProse(t, first.Files), withoutProse(t, again.Files)
	for p := range a {
		if a[p] != b[p] {
			t.Errorf("%s differs:\n%s", p, lineDiff([]byte(a[p]), []byte(b[p])))
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d files, then %d", len(a), len(b))
	}
}

// goLines counts the lines of the clients and holds every file to a length a
// reader can bear.
func goLines(t *testing.T, files map[string][]byte) int {
	t.Helper()
	const maxFile = 1000
	total := 0
	for p, src := range files {
		if !strings.HasSuffix(p, ".go") {
			continue
		}
		n := bytes.Count(src, []byte("\n"))
		if n > maxFile {
			t.Errorf("%s has %d lines, want at most %d", p, n, maxFile)
		}
		if !strings.HasSuffix(p, "_test.go") && !strings.HasSuffix(path.Dir(p), "test") {
			total += n
		}
	}
	return total
}

func contents(files map[string][]byte) [][]byte {
	var all [][]byte
	for _, data := range files {
		all = append(all, data)
	}
	return all
}

// withoutProse gives Go files without comments and without the constant that
// says which document they were made from.
func withoutProse(t *testing.T, files map[string][]byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	for p, src := range files {
		if !strings.HasSuffix(p, ".go") || filepath.Base(p) == "version.go" {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, p, src, 0) // comments are left out
		if err != nil {
			t.Fatal(err)
		}
		ast.SortImports(fset, f)
		var b bytes.Buffer
		if err := format.Node(&b, fset, f); err != nil {
			t.Fatal(err)
		}
		out[p] = strings.ReplaceAll(b.String(), "\n\n", "\n")
	}
	return out
}

// goTool runs the go command in every generated module, without a workspace and
// without network.
func goTool(t *testing.T, files map[string][]byte, commands ...string) {
	t.Helper()
	root := t.TempDir()
	var modules []string
	for p, data := range files {
		p = filepath.Join(root, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(p) == "go.mod" {
			modules = append(modules, filepath.Dir(p))
		}
	}
	slices.Sort(modules)
	for _, dir := range modules {
		for _, c := range commands {
			cmd := exec.Command("go", c, "./...")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off", "GOFLAGS=-mod=mod")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("go %s in %s: %v\n%s", c, filepath.Base(dir), err, out)
			}
		}
	}
}
