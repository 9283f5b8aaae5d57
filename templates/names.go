package templates

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"slices"
	"strings"
)

// RuntimeFiles lists the files of the runtime, tests excluded, sorted.
func RuntimeFiles() ([]string, error) { return sources("runtime") }

// FakeFiles lists the files that fakes stand on, tests excluded, sorted.
func FakeFiles() ([]string, error) { return sources("fake") }

func sources(dir string) ([]string, error) {
	paths, err := fs.Glob(FS, dir+"/*.go")
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(paths, func(p string) bool { return strings.HasSuffix(p, "_test.go") }), nil
}

// RuntimeNames lists the package-level names of the runtime, sorted. Where the
// runtime stands in the same package as the models, these are taken.
func RuntimeNames() ([]string, error) { return names("runtime") }

// FakeNames lists the package-level names of what fakes stand on, sorted.
func FakeNames() ([]string, error) { return names("fake") }

func names(dir string) ([]string, error) {
	paths, err := sources(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, path := range paths {
		src, err := fs.ReadFile(FS, path)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, src, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			names = append(names, declared(decl)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// declared lists what a declaration adds to its package.
func declared(decl ast.Decl) []string {
	var names []string
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					names = append(names, id.Name)
				}
			}
		}
	}
	return names
}
