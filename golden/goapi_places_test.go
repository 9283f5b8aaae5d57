package golden

import (
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/plan"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/spec"
)

// placeless are the names that no operation decides.
var placeless = []string{
	"Client", "New", "Server", "Server.NewClient", "Server.Routes", "Fail", "Failure", "API", "Stability", "DocumentVersion",
}

// TestGoHasPlaces: every exported name of a version stands for places at which
// its surface says something, so that a change of it can be explained.
func TestGoHasPlaces(t *testing.T) {
	cfg, _, _ := shippedInput(t)
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if n := goHasPlaces(t, res, surfaces(t, cfg, spec.FS)); n < 4000 {
		t.Errorf("only %d names", n)
	}
}

// TestGoHasPlacesCases: likewise for every shape of the cases.
func TestGoHasPlacesCases(t *testing.T) {
	withoutRace(t)
	paths, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range paths {
		if strings.HasPrefix(filepath.Base(name), "error-") {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fsys := inputs(a)
			cfg := caseConfig(t, fsys)
			res, err := generator.Generate(t.Context(), cfg, fsys)
			if err != nil {
				return // a case of a fault
			}
			goHasPlaces(t, res, surfaces(t, cfg, fsys))
		})
	}
}

// TestGoHasPlacesPublic takes what cases have no room for: alternatives that say
// the same, circles through other names, schemas too large to be written twice.
func TestGoHasPlacesPublic(t *testing.T) {
	withoutRace(t)
	for _, name := range []string{"influxdb-oss.yaml", "spotify.yaml", "stripe.yaml", "telegram-bot.json", "vonage-voice.yaml"} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{name: {Data: document(t, filepath.Join("public", name))}}
			cfg := config.Default(name)
			cfg.Lenient = true
			res, err := generator.Generate(t.Context(), cfg, fsys)
			if err != nil {
				t.Fatal(err)
			}
			if n := goHasPlaces(t, res, surfaces(t, cfg, fsys)); n < 400 {
				t.Errorf("only %d names", n)
			}
		})
	}
}

// goHasPlaces takes every name for one that broke, and counts them: all that the
// surface says of operations explains each, and nothing explains none.
func goHasPlaces(t *testing.T, res *generator.Result, facts []*surface.Version) int {
	t.Helper()
	var reached []goapi.Reached
	for _, v := range facts {
		for _, f := range v.Facts {
			if f.Operation != surface.Everywhere {
				reached = append(reached, goapi.Reached{Version: v.Token, Place: f.Place})
			}
		}
	}
	var changes []goapi.Change
	for dir, pkg := range typecheck(t, res.Files) {
		i := slices.IndexFunc(res.Counts, func(c plan.Count) bool { return c.Package == strings.TrimSuffix(path.Base(dir), "test") })
		if i < 0 {
			continue // the core
		}
		skip := placeless
		if len(res.Counts) == 1 {
			skip = append(coreNames(t), placeless...)
		}
		for _, name := range members(pkg) {
			if !slices.Contains(skip, name) && (len(res.Counts) > 1 || !strings.HasPrefix(name, "With") && !strings.HasPrefix(name, "Region")) {
				changes = append(changes, goapi.Change{Package: pkg.Path(), Version: res.Counts[i].Version, Object: name, Message: "removed"})
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
	return len(changes)
}

// coreNames are those of a package that has the core in it, whatever its document.
func coreNames(t *testing.T) []string {
	t.Helper()
	const tiny = "openapi: 3.0.3\ninfo: {title: Tiny, version: '1'}\n" +
		"paths: {/a: {get: {operationId: zz, tags: [Zz], responses: {'204': {description: none}}}}}\n"
	res, err := generator.Generate(t.Context(), config.Default("tiny.yaml"), fstest.MapFS{"tiny.yaml": {Data: []byte(tiny)}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, pkg := range typecheck(t, res.Files) {
		names = append(names, members(pkg)...)
	}
	return names
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
