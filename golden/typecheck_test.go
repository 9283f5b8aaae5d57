package golden

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// typecheck compiles generated packages in memory; a golden that does not build
// is not a golden. It returns the packages by folder.
func typecheck(t *testing.T, files map[string][]byte) map[string]*types.Package {
	t.Helper()
	c := &checker{fset: token.NewFileSet(), files: files, dirs: map[string]string{}, done: map[string]*types.Package{}}
	for p, data := range files {
		if path.Base(p) == "go.mod" {
			c.packages(modulePath(data), path.Dir(p))
		}
	}
	byDir := map[string]*types.Package{}
	for _, importPath := range slices.Sorted(maps.Keys(c.dirs)) {
		pkg, err := c.Import(importPath)
		if err != nil {
			t.Errorf("generated code does not build: %v", err)
			continue
		}
		byDir[c.dirs[importPath]] = pkg
		if _, err := c.check(importPath+"_test", c.dirs[importPath], true); err != nil {
			t.Errorf("generated tests do not build: %v", err)
		}
	}
	return byDir
}

var moduleLine = regexp.MustCompile(`(?m)^module (\S+)$`)

func modulePath(gomod []byte) string { return string(moduleLine.FindSubmatch(gomod)[1]) }

// packages finds the packages of the module in dir.
func (c *checker) packages(module, dir string) {
	above := path.Clean(dir) + "/"
	if above == "./" {
		above = ""
	}
	for p := range c.files {
		if rel, below := strings.CutPrefix(path.Dir(p)+"/", above); below && strings.HasSuffix(p, ".go") {
			c.dirs[path.Join(module, rel)] = path.Dir(p)
		}
	}
}

// checker imports generated packages from memory and all others from GOROOT.
type checker struct {
	fset  *token.FileSet
	files map[string][]byte
	dirs  map[string]string // import path -> folder
	done  map[string]*types.Package
}

func (c *checker) Import(importPath string) (*types.Package, error) {
	dir, ours := c.dirs[importPath]
	if !ours {
		return standard.Import(importPath)
	}
	if pkg := c.done[importPath]; pkg != nil {
		return pkg, nil
	}
	pkg, err := c.check(importPath, dir, false)
	if err == nil {
		c.done[importPath] = pkg
	}
	return pkg, err
}

// check compiles what a folder holds: the package, or the external tests of it.
func (c *checker) check(importPath, dir string, tests bool) (*types.Package, error) {
	var syntax []*ast.File
	for _, p := range slices.Sorted(maps.Keys(c.files)) {
		if path.Dir(p) != dir || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") != tests {
			continue
		}
		file, err := parser.ParseFile(c.fset, p, c.files[p], parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		syntax = append(syntax, file)
	}
	var errs []error
	conf := types.Config{Importer: c, GoVersion: "go1.24", Error: func(err error) { errs = append(errs, err) }}
	pkg, _ := conf.Check(importPath, c.fset, syntax, nil)
	if len(errs) > 0 {
		return nil, fmt.Errorf("%s: %d errors, first %w", importPath, len(errs), errs[0])
	}
	return pkg, nil
}

// standard serves all cases: type-checking net/http from source costs seconds,
// and the source importer is not safe for concurrent use.
var standard = &sharedImporter{Importer: importer.ForCompiler(token.NewFileSet(), "source", nil)}

type sharedImporter struct {
	sync.Mutex
	types.Importer
}

func (s *sharedImporter) Import(importPath string) (*types.Package, error) {
	s.Lock()
	defer s.Unlock()
	return s.Importer.Import(importPath)
}
