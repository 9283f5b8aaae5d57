package golden

import (
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/spec"
)

// placeless are the names that no fact of a document decides.
var placeless = []string{"Client", "New", "Server", "Server.NewClient", "Server.Routes", "Fail", "Failure"}

// TestGoHasPlaces: every exported name of a version stands for places at which
// its surface says something, so that a change of it can be explained, and no name
// is explained where nothing is said.
func TestGoHasPlaces(t *testing.T) {
	cfg, _, _ := shippedInput(t)
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	goHasPlaces(t, res, surfaces(t, cfg, spec.FS), 3000)
}

// TestGoHasPlacesCases: likewise for every shape of the cases.
func TestGoHasPlacesCases(t *testing.T) {
	paths, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fsys := inputs(a)
			if fsys["want/error"] != nil || strings.HasPrefix(filepath.Base(name), "error-") {
				return
			}
			cfg := caseConfig(t, fsys)
			res, err := generator.Generate(t.Context(), cfg, fsys)
			if err != nil {
				return // a case of a fault
			}
			goHasPlaces(t, res, surfaces(t, cfg, fsys), 1)
		})
	}
}

func goHasPlaces(t *testing.T, res *generator.Result, facts []*surface.Version, atLeast int) {
	t.Helper()
	var changes []goapi.Change
	var reached []goapi.Reached
	for _, v := range facts {
		for _, f := range v.Facts {
			reached = append(reached, goapi.Reached{Version: v.Token, Place: f.Place})
		}
	}
	tokens := map[string]string{}
	for _, c := range res.Counts {
		tokens[c.Package] = c.Version
	}
	for dir, pkg := range typecheck(t, res.Files) {
		token, ok := tokens[strings.TrimSuffix(path.Base(dir), "test")]
		if !ok {
			continue // the core
		}
		for _, name := range members(pkg) {
			if !slices.Contains(placeless, name) {
				changes = append(changes, goapi.Change{Package: pkg.Path(), Version: token, Object: name, Message: "removed", Kind: goapi.API})
			}
		}
	}
	places := res.Places()
	for _, u := range goapi.Explain(changes, places, places, reached) {
		t.Errorf("%s.%s has no place", path.Base(u.Package), u.Object)
	}
	if left := goapi.Explain(changes, places, places, nil); len(left) != len(changes) {
		t.Errorf("nothing changed, and %d of %d are explained", len(changes)-len(left), len(changes))
	}
	if len(changes) < atLeast {
		t.Errorf("%d names looked at, want at least %d", len(changes), atLeast)
	}
}

// members lists the exported names that a package declares, fields and methods
// among them.
func members(pkg *types.Package) []string {
	var list []string
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		list = append(list, name)
		t, ok := obj.(*types.TypeName)
		if !ok || t.IsAlias() {
			continue
		}
		if s, ok := t.Type().Underlying().(*types.Struct); ok {
			for f := range s.Fields() {
				if f.Exported() {
					list = append(list, name+"."+f.Name())
				}
			}
		}
		if n, ok := t.Type().(*types.Named); ok {
			for m := range n.Methods() {
				if m.Exported() {
					list = append(list, name+"."+m.Name())
				}
			}
		}
	}
	return list
}
