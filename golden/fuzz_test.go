package golden

import (
	"context"
	"errors"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// FuzzGenerate: no document makes the generator panic, a complaint has a place,
// and what is generated is Go.
func FuzzGenerate(f *testing.F) {
	paths, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range paths {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(inputs(a)["spec.yaml"].Data))
	}
	f.Fuzz(func(t *testing.T, doc string) {
		cfg := config.Default("spec.yaml")
		cfg.Lenient = true
		res, err := generator.Generate(context.Background(), cfg, fstest.MapFS{"spec.yaml": {Data: []byte(doc)}})
		if err != nil {
			var faults model.Faults
			if !errors.As(err, &faults) {
				t.Errorf("no place: %v", err)
			}
			return
		}
		for p, src := range res.Files {
			if !strings.HasSuffix(p, ".go") {
				continue
			}
			if _, err := parser.ParseFile(token.NewFileSet(), p, src, parser.SkipObjectResolution); err != nil {
				t.Errorf("%s: %v", p, err)
			}
		}
	})
}
