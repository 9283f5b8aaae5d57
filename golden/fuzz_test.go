package golden

import (
	"bytes"
	"context"
	"errors"
	"go/format"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// FuzzGenerate: no document, configuration or lock makes the generator panic; a
// complaint has a place; what is generated builds, is formatted, stays in its
// folder, and is the same when it is generated again.
func FuzzGenerate(f *testing.F) {
	withoutRace(f)
	paths, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range paths {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		in := inputs(a)
		text := func(name string) string {
			if in[name] == nil {
				return ""
			}
			return string(in[name].Data)
		}
		f.Add(text("spec.yaml"), text("gen.yaml"), text("names.lock"))
	}
	// A try that takes more than ten seconds counts as hung, and the first would
	// spend them on the standard library.
	if _, err := standard.Import("net/http"); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, doc, gen, lock string) {
		cfg := config.Default("spec.yaml")
		if gen != "" {
			var err error
			if cfg, err = config.Parse("gen.yaml", []byte(gen)); err != nil {
				return
			}
			cfg.Spec, cfg.Overlays = "spec.yaml", nil
		}
		cfg.Lenient = true
		fsys := fstest.MapFS{"spec.yaml": {Data: []byte(doc)}}
		if lock != "" {
			fsys[generator.LockName] = &fstest.MapFile{Data: []byte(lock)}
		}
		res, err := generator.Generate(context.Background(), cfg, fsys)
		if err != nil {
			placed(t, err)
			return
		}
		sound(t, res)
		if again, err := generator.Generate(context.Background(), cfg, fsys); err != nil {
			t.Errorf("not again: %v", err)
		} else {
			same(t, res, again)
		}
		fsys[generator.LockName] = &fstest.MapFile{Data: res.Lock}
		if settled, err := generator.Generate(context.Background(), cfg, fsys); err != nil {
			t.Errorf("not with its own lock: %v", err)
		} else {
			same(t, res, settled)
		}
	})
}

// placed fails on an error without a place.
func placed(t *testing.T, err error) {
	t.Helper()
	var faults model.Faults
	var ofConfig config.Faults
	if !errors.As(err, &faults) && !errors.As(err, &ofConfig) {
		t.Errorf("no place: %v", err)
	}
}

// sound fails on files that do not build, are not formatted or stand elsewhere.
func sound(t *testing.T, res *generator.Result) {
	t.Helper()
	for p, src := range res.Files {
		if !filepath.IsLocal(p) {
			t.Errorf("path %q", p)
		}
		if !strings.HasSuffix(p, ".go") {
			continue
		}
		if again, err := format.Source(src); err != nil {
			t.Errorf("%s: %v", p, err)
		} else if !bytes.Equal(again, src) {
			t.Errorf("%s is not formatted:\n%s", p, lineDiff(src, again))
		}
	}
	typecheck(t, res.Files)
}
