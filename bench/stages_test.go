package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stratagen/strata/generator"
)

// BenchmarkStage measures each stage at each size of the shipped document, for
// profiles and for benchstat: go test -bench 'Stage/plan/8' -cpuprofile cpu.out.
func BenchmarkStage(b *testing.B) {
	for _, n := range sizes {
		doc, err := grownShipped(n)
		if err != nil {
			b.Fatal(err)
		}
		p := newPipeline(doc, filepath.Join(b.TempDir(), "out"))
		for _, s := range stageList {
			if err := s.run(p); err != nil { // each needs the ones before it
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%s/%d", s.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					b.StopTimer()
					if err := p.clear(); err != nil {
						b.Fatal(err)
					}
					b.StartTimer()
					if err := s.run(p); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkGenerate is all of them but the writing, as a caller of the library
// has it.
func BenchmarkGenerate(b *testing.B) {
	for _, n := range sizes {
		doc, err := grownShipped(n)
		if err != nil {
			b.Fatal(err)
		}
		cfg, fsys := alone(doc)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := generator.Generate(b.Context(), cfg, fsys); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A grown document has n times everything, and nothing that the generator has to
// guess at.
func TestGrow(t *testing.T) {
	counts := map[int][]int{}
	for _, n := range []int{1, 3} {
		doc, err := grownShipped(n)
		if err != nil {
			t.Fatal(err)
		}
		cfg, fsys := alone(doc)
		res, err := generator.Generate(t.Context(), cfg, fsys)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range res.Counts {
			counts[n] = append(counts[n], c.Operations, c.Components)
		}
	}
	for i, c := range counts[1] {
		if counts[3][i] != 3*c {
			t.Errorf("operations and components by version: %v, three times grown %v", counts[1], counts[3])
			break
		}
	}
}

func TestGrowTooFar(t *testing.T) {
	for _, n := range []int{0, len(words) + 1} {
		if _, err := grow([]byte("paths: {}"), n); err == nil {
			t.Errorf("grew %d times", n)
		}
	}
}

// The stages together are what the generator does.
func TestPipeline(t *testing.T) {
	doc, err := grownShipped(1)
	if err != nil {
		t.Fatal(err)
	}
	p := newPipeline(doc, filepath.Join(t.TempDir(), "out"))
	for _, s := range stageList {
		if err := s.run(p); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
	res, err := generator.Generate(t.Context(), p.cfg, p.fsys)
	if err != nil {
		t.Fatal(err)
	}
	res.Files[generator.LockName] = res.Lock
	for name, want := range res.Files {
		got, err := os.ReadFile(filepath.Join(p.out, filepath.FromSlash(name)))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is not what the generator prints (%v)", name, err)
		}
	}
}
