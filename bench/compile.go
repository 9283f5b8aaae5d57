package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// compile compares how long the go command takes to build what was generated,
// with the standard library and everything imported built before. What is
// generated is never in the cache: each run writes it under an import path that
// was never used, and the cache is one of this run.
func (b *bench) compile() error {
	cache := "GOCACHE=" + filepath.Join(b.dir, "cache")
	mod, sum, err := b.peerModuleFiles()
	if err != nil {
		return err
	}
	primed := false
	ours := func() (sample, error) {
		dir, err := b.folder()
		if err != nil {
			return sample{}, err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // goes with the scratch folder
		clients, err := b.ourWorkspace(dir)
		if err != nil {
			return sample{}, err
		}
		return build(dir, clients, []string{cache, "GOWORK=" + filepath.Join(dir, "go.work")}, primed)
	}
	theirs := func() (sample, error) {
		dir, err := b.folder()
		if err != nil {
			return sample{}, err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // goes with the scratch folder
		if err := b.theirModule(dir, mod, sum); err != nil {
			return sample{}, err
		}
		return build(dir, []string{"./..."}, []string{cache, "GOWORK=off"}, primed)
	}
	if _, err := interleave(0, ours, theirs); err != nil {
		return err
	}
	primed = true
	samples, err := interleave(b.pairs, ours, theirs)
	if err != nil {
		return err
	}
	b.add(compare("go build of the output", samples[0], samples[1], inTime(0.6)))
	return nil
}

// build times a go build and makes sure that it compiled every package of the
// patterns. Once the cache is primed it must not have compiled anything else.
func build(dir string, patterns, env []string, primed bool) (sample, error) {
	want, err := capture(command(dir, env, append([]string{"go", "list"}, patterns...)...))
	if err != nil {
		return sample{}, err
	}
	s, said, err := timedSaying(command(dir, env, append([]string{"go", "build", "-v"}, patterns...)...))
	if err != nil {
		return s, err
	}
	compiled := strings.Fields(said)
	for _, pkg := range strings.Fields(want) {
		i := slices.Index(compiled, pkg)
		if i < 0 {
			return s, fmt.Errorf("%s was not compiled: it came from the cache", pkg)
		}
		compiled = slices.Delete(compiled, i, i+1)
	}
	if primed && len(compiled) > 0 {
		return s, fmt.Errorf("compiled, but not generated: %s", strings.Join(compiled, " "))
	}
	return s, nil
}

// ourWorkspace generates into dir, under its name, a workspace of all modules, and
// gives the packages of the clients. Fakes are left out: no program is built with
// them, and the yardstick has none.
func (b *bench) ourWorkspace(dir string) (clients []string, err error) {
	if err := quiet(command("", nil, b.genArgs("generate", b.document, dir, coldPath(dir))...)); err != nil {
		return nil, err
	}
	mods, err := filepath.Glob(filepath.Join(dir, "*", "go.mod"))
	if err != nil {
		return nil, err
	}
	args := []string{"go", "work", "init"}
	for _, m := range mods {
		args = append(args, filepath.Dir(m))
		clients = append(clients, "./"+filepath.Base(filepath.Dir(m)))
	}
	return clients, quiet(command(dir, []string{"GOWORK="}, args...))
}

// theirModule generates the yardstick's output into dir, a module of its name.
func (b *bench) theirModule(dir, mod, sum string) error {
	if err := quiet(command("", nil, b.peerArgs(b.document, dir)...)); err != nil {
		return err
	}
	mod = strings.Replace(mod, benchModule, coldPath(dir), 1)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.sum"), []byte(sum), 0o644)
}

// coldPath is a module path that no other folder has.
func coldPath(dir string) string { return "example.com/" + filepath.Base(dir) }

// peerModuleFiles gives go.mod and go.sum for the yardstick's output.
func (b *bench) peerModuleFiles() (mod, sum string, err error) {
	dir, err := b.folder()
	if err != nil {
		return "", "", err
	}
	alone := []string{"GOWORK=off"}
	for _, cmd := range []*exec.Cmd{
		command("", nil, b.peerArgs(b.document, dir)...),
		command(dir, alone, "go", "mod", "init", benchModule),
		command(dir, alone, "go", "get", peerRuntime),
		command(dir, alone, "go", "mod", "tidy"),
	} {
		if err := quiet(cmd); err != nil {
			return "", "", err
		}
	}
	m, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return "", "", err
	}
	s, err := os.ReadFile(filepath.Join(dir, "go.sum"))
	return string(m), string(s), err
}
