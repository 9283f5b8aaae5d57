package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is a module of go.work, or one of the tree that should be.
type module struct {
	Path     string
	packages []string
	inWork   bool
}

// workspace lists the modules of go.work with their packages, and those of the
// tree that go.work lacks.
func workspace() ([]module, error) {
	dirs, err := output("go", "list", "-m", "-f", "{{.Path}} {{.Dir}}")
	if err != nil {
		return nil, err
	}
	packages, err := output("go", "list", "-e", "-f", "{{with .Module}}{{.Path}}{{end}} {{.ImportPath}}", "work")
	if err != nil {
		return nil, err
	}
	var modules []module
	var known []string
	for _, line := range dirs {
		path, dir, _ := strings.Cut(line, " ")
		m := module{Path: path, inWork: true}
		for _, line := range packages {
			if of, pkg, _ := strings.Cut(line, " "); of == path {
				m.packages = append(m.packages, pkg)
			}
		}
		modules, known = append(modules, m), append(known, dir)
	}
	forgotten, err := others(known)
	return append(modules, forgotten...), err
}

// others lists the modules below the working directory outside the folders of
// known. The tools are a module apart on purpose; what lies in testdata belongs
// to its test.
func others(known []string) ([]module, error) {
	wd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	var modules []module
	err = filepath.WalkDir(wd, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != wd && (d.Name()[0] == '.' || d.Name() == "testdata" || d.Name() == "tools"):
			return fs.SkipDir
		case d.Name() != "go.mod" || slices.Contains(known, filepath.Dir(name)):
			return nil
		}
		rel, err := filepath.Rel(wd, filepath.Dir(name))
		modules = append(modules, module{Path: rel})
		return err
	})
	return modules, err
}

// output runs a command and gives the lines it prints.
func output(name string, args ...string) ([]string, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' }), nil
}
