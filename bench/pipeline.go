package main

import (
	"bytes"
	"errors"
	"go/format"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/datamodel"
	"github.com/pb33f/libopenapi/index"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/emit"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/plan"
	"github.com/stratagen/strata/templates"
)

// pipeline is one pass through the generator, a step at a time: what
// [generator.Generate] does, then the writing, cut where a clock can stand. Each
// step needs the ones before it.
type pipeline struct {
	doc  []byte
	cfg  *config.Config
	fsys fs.FS
	out  string // an empty folder

	api   *model.API
	plan  *plan.Result
	files map[string][]byte
}

func newPipeline(doc []byte, out string) *pipeline {
	cfg, fsys := alone(doc)
	return &pipeline{doc: doc, cfg: cfg, fsys: fsys, out: out}
}

func (p *pipeline) load() (err error) {
	p.api, err = load.Document(p.cfg, p.fsys)
	return err
}

func (p *pipeline) makePlan() error {
	reserved, err := templates.RuntimeNames()
	if err != nil {
		return err
	}
	files, err := templates.RuntimeFiles()
	if err != nil {
		return err
	}
	var fakes plan.Taken
	if fakes.Names, err = templates.FakeNames(); err != nil {
		return err
	}
	if fakes.Files, err = templates.FakeFiles(); err != nil {
		return err
	}
	p.plan = plan.API(plan.Input{API: p.api, Config: p.cfg, Reserved: reserved, Files: files, Fakes: fakes})
	return nil
}

func (p *pipeline) emit() (err error) {
	p.files, err = emit.API(p.plan.API)
	return err
}

func (p *pipeline) write() error {
	files := p.files
	files[generator.LockName] = p.plan.Lock.Format()
	_, err := output.Write(output.Tree{Dir: p.out, Files: files, Owned: true})
	return err
}

// clear empties the folder that write wrote.
func (p *pipeline) clear() error { return os.RemoveAll(filepath.Clean(p.out)) }

// The floor: what the libraries alone take for the same bytes.

// parseYAML is the YAML parser that libopenapi builds on.
func (p *pipeline) parseYAML() error {
	var root yaml.Node
	return yaml.Unmarshal(p.doc, &root)
}

// parse is libopenapi's reading of a document, as package load asks for it.
func (p *pipeline) parse() error {
	_, err := p.parsed()
	return err
}

// parseAndIndex is that and libopenapi's resolving of references.
func (p *pipeline) parseAndIndex() error {
	root, err := p.parsed()
	if err != nil {
		return err
	}
	cfg := index.CreateClosedAPIIndexConfig()
	cfg.Logger = slog.New(slog.DiscardHandler)
	cfg.ExtractRefsSequentially = true
	cfg.ExcludeExtensionRefs = true
	cfg.SkipMetadataCollection = true
	if idx := index.NewSpecIndexWithConfig(root, cfg); len(idx.GetMappedReferencesSequenced()) == 0 {
		return errors.New("the index found no references")
	}
	return nil
}

func (p *pipeline) parsed() (*yaml.Node, error) {
	info, err := datamodel.ExtractSpecInfoWithConfig(p.doc, &datamodel.DocumentConfiguration{SkipJSONConversion: true})
	if err != nil {
		return nil, err
	}
	return info.RootNode, nil
}

// format has go/format go over what was emitted, as many files at a time as
// there are processors, like emit: the part of emit that is the standard library's.
func (p *pipeline) format() error {
	sources := make(chan []byte)
	var workers sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for i := range errs {
		workers.Go(func() {
			for src := range sources {
				formatted, err := format.Source(src)
				if err == nil && !bytes.Equal(formatted, src) {
					err = errors.New("emitted, but not formatted")
				}
				errs[i] = errors.Join(errs[i], err)
			}
		})
	}
	for name, src := range p.files {
		if path.Ext(name) == ".go" {
			sources <- src
		}
	}
	close(sources)
	workers.Wait()
	return errors.Join(errs...)
}
