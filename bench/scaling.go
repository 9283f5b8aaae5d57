package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing/fstest"
	"time"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

// sizes are how many times the shipped document a grown one is.
var sizes = []int{1, 2, 4, 8}

// scaling compares each size with half of it, from outside and from inside. A
// step may take a little more than twice as long: sorting does.
func (b *bench) scaling() error {
	var outside, inside []side
	for _, n := range sizes {
		doc, err := grownShipped(n)
		if err != nil {
			return err
		}
		name := filepath.Join(b.dir, fmt.Sprintf("grown%d.yaml", n))
		if err := os.WriteFile(name, doc, 0o644); err != nil {
			return err
		}
		outside = append(outside, b.ours(name, nil))
		inside = append(inside, inProcess(doc))
	}
	for _, s := range []struct {
		what  string
		sides []side
	}{{"whole run", outside}, {"in process", inside}} {
		samples, err := interleave(b.pairs, s.sides...)
		if err != nil {
			return err
		}
		for i := 1; i < len(sizes); i++ {
			what := fmt.Sprintf("%s, %d times the shipped document to %d times", s.what, sizes[i], sizes[i-1])
			b.add(compare(what, samples[i], samples[i-1], inTime(2.3)))
		}
	}
	return nil
}

// grownShipped is n times the shipped document.
func grownShipped(n int) ([]byte, error) {
	doc, err := spec.FS.ReadFile(shipped)
	if err != nil {
		return nil, err
	}
	return grow(doc, n)
}

// inProcess is one call of the generator on doc, with the defaults of a run that
// is given a document alone.
func inProcess(doc []byte) side {
	cfg, fsys := alone(doc)
	return func() (sample, error) {
		runtime.GC() // what the run before left is not to be paid for here
		start := time.Now()
		_, err := generator.Generate(context.Background(), cfg, fsys)
		return sample{wall: time.Since(start)}, err
	}
}

// alone is the input of a run that is given a document alone.
func alone(doc []byte) (*config.Config, fs.FS) {
	const name = "openapi.yaml"
	cfg := config.Default(name)
	cfg.Module = benchModule
	return cfg, fstest.MapFS{name: {Data: doc}}
}
