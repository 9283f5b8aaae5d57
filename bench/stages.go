package main

import (
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// A stage is a part of the pipeline, or of one of its parts.
type stage struct {
	name, what string
	run        func(*pipeline) error
	part       bool // of the whole; else what a library alone takes for a part of it
}

// stageList is in the order in which a pass runs them.
var stageList = []stage{
	{"load", "load: document to model", (*pipeline).load, true},
	{"plan", "plan: model to ir", (*pipeline).makePlan, true},
	{"emit", "emit: ir to files in memory", (*pipeline).emit, true},
	{"output", "output: files to disk", (*pipeline).write, true},
	{"yaml", "YAML parser alone", (*pipeline).parseYAML, false},
	{"parse", "libopenapi alone: parse", (*pipeline).parse, false},
	{"index", "libopenapi alone: parse and index (the floor)", (*pipeline).parseAndIndex, false},
	{"format", "go/format alone, of what emit printed", (*pipeline).format, false},
}

// stages tells where the time goes: each stage as a share of the whole pass that
// it was part of, or that stood beside it.
func (b *bench) stages() error {
	doc, err := os.ReadFile(b.document)
	if err != nil {
		return err
	}
	p := newPipeline(doc, filepath.Join(b.dir, "stages"))
	shares := make([][]float64, len(stageList))
	for round := range b.pairs + 1 {
		took, whole, err := p.pass()
		if err != nil {
			return err
		}
		for i := range stageList {
			if round > 0 { // the first warms caches
				shares[i] = append(shares[i], took[i].Seconds()/whole.Seconds())
			}
		}
	}
	for i, s := range stageList {
		b.share(s.what, shares[i])
	}
	return nil
}

// pass runs all stages and gives what each took, and the whole.
func (p *pipeline) pass() (took []time.Duration, whole time.Duration, err error) {
	for _, s := range stageList {
		runtime.GC() // no stage pays for what another left
		start := time.Now()
		if err := s.run(p); err != nil {
			return nil, 0, err
		}
		d := time.Since(start)
		took = append(took, d)
		if s.part {
			whole += d
		}
	}
	return took, whole, p.clear()
}
