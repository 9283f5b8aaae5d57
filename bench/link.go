package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// linked are the programs that are compared, each with the one that it is beside,
// by their folders in link/.
var linked = []struct {
	what, program, base string
	limit               float64 // MB that the program may have over its base
}{
	{"one v1 call, over net/http and encoding/json", "call", "http", 0.6},
	{"the v1 client kept as any, over the same and text/template", "kept", "template", 2.5},
}

// link compares the sizes of programs with those of programs without a client.
// Each is linked as for a release: stripped, without cgo.
func (b *bench) link() error {
	dir, err := b.folder()
	if err != nil {
		return err
	}
	sizes := map[string]int64{}
	for _, l := range linked {
		for _, name := range []string{l.program, l.base} {
			if sizes[name], err = linkedSize(filepath.Join(dir, name), "./link/"+name); err != nil {
				return err
			}
		}
		b.sizes = append(b.sizes, newSize(l.what, sizes[l.program], sizes[l.base], l.limit))
	}
	return nil
}

// linkedSize is the size of the program of a package of this module, in bytes.
// Nothing of other packages of the module gets into it.
func linkedSize(executable, pkg string) (int64, error) {
	env := []string{"GOWORK=off", "CGO_ENABLED=0"}
	if err := quiet(command("", env, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", executable, pkg)); err != nil {
		return 0, err
	}
	info, err := os.Stat(executable)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// size is a program beside the one that it is compared with.
type size struct {
	what              string
	ours, base, limit float64 // MB
	verdict
}

func newSize(what string, ours, base int64, limit float64) size {
	s := size{what: what, ours: float64(ours) / 1e6, base: float64(base) / 1e6, limit: limit, verdict: within}
	if s.over() > limit {
		s.verdict = beyond
	}
	return s
}

func (s size) over() float64 { return s.ours - s.base }

func (s size) String() string {
	return fmt.Sprintf("| %s | %.2f MB | %.2f MB | **%.2f MB** | %.1f MB | %s |", s.what, s.ours, s.base, s.over(), s.limit, s.verdict)
}
