package main

import (
	"path/filepath"
)

// program builds the main package in dir, a module of its own that needs the
// generated ones, as they stand in the working tree, and what get names. It is
// stripped: see [bench.link].
func (b *bench) program(dir string, get ...string) (string, error) {
	alone := []string{"GOWORK=off", "CGO_ENABLED=0"}
	steps := [][]string{{"go", "mod", "init", benchModule}}
	for _, name := range []string{"segment", "segmentv1"} {
		module := strataModule + "/generated/" + name
		steps = append(steps, []string{"go", "mod", "edit", "-replace", module + "=" + filepath.Join(b.root, "generated", name)})
	}
	for _, module := range get {
		steps = append(steps, []string{"go", "get", module})
	}
	executable := filepath.Join(dir, "program")
	steps = append(steps,
		[]string{"go", "mod", "tidy"},
		[]string{"go", "build", "-trimpath", "-ldflags=-s -w", "-o", executable, "."},
	)
	for _, args := range steps {
		if err := quiet(command(dir, alone, args...)); err != nil {
			return "", err
		}
	}
	return executable, nil
}
