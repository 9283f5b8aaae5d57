package generator_test

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const ours = "github.com/stratagen/strata/"

// imports is what a package may import beside the standard library. A name that
// ends in "/" allows everything below it.
type imports struct {
	ours  []string // relative to the module; those of generator/ without it
	third []string
}

// layers is the way through the house: document in at the top, files out at the
// bottom, no way back. Each third party is in one package only. (Two libraries
// read YAML: config's is the common one, which fetch asks whether a text is YAML
// and words edits documents with; load's makes the nodes of libopenapi.)
var layers = map[string]imports{
	"generator/config":      {third: []string{"go.yaml.in/yaml/v4"}},
	"generator/model":       {},
	"generator/form":        {},
	"generator/surface":     {ours: []string{"model"}},
	"generator/load":        {ours: []string{"config", "form", "model"}, third: []string{"github.com/pb33f/"}},
	"generator/plan/naming": {},
	"generator/plan/lock":   {},
	"generator/plan/tags":   {third: []string{"golang.org/x/mod/semver"}},
	"generator/plan":        {ours: []string{"config", "model", "ir", "plan/naming", "plan/lock", "plan/tags"}},
	"generator/ir":          {},
	"generator/emit":        {ours: []string{"ir", "templates"}, third: []string{"github.com/dave/jennifer/jen"}},
	"generator/versions":    {ours: []string{"ir"}},
	"generator/drift":       {ours: []string{"model", "surface"}},
	"generator/goapi":       {ours: []string{"drift", "ir", "model", "surface"}, third: []string{"golang.org/x/exp/apidiff"}},
	"generator/history":     {ours: []string{"model", "surface"}},
	"generator/diagnostic":  {ours: []string{"config", "model"}, third: []string{"golang.org/x/text/width"}},
	"generator/oapi":        {ours: []string{"config", "templates"}, third: []string{"github.com/oapi-codegen/oapi-codegen/v2/", "github.com/getkin/kin-openapi/"}},
	"generator/scaffold":    {ours: []string{"generator", "config", "model", "templates"}, third: []string{"golang.org/x/mod/modfile", "golang.org/x/mod/module", "golang.org/x/mod/semver"}},
	"generator/output":      {third: []string{"github.com/gofrs/flock", "github.com/rogpeppe/go-internal/diff"}},
	"generator":             {ours: []string{"config", "load", "model", "plan", "plan/lock", "plan/tags", "ir", "emit", "oapi", "surface", "versions", "history", "drift", "drift/prose", "drift/report", "goapi", "templates"}},
	"templates":             {},
	"templates/runtime":     {},
	"templates/fake":        {ours: []string{"templates/runtime"}},
	"spec":                  {},
	"golden":                {},
	"golden/edits":          {third: []string{"go.yaml.in/yaml/v4"}},
	"cmd/gen":               {ours: []string{"generator", "config", "diagnostic", "drift", "goapi", "model", "output", "release", "release/repository", "release/verify", "scaffold", "spec", "upstream", "upstream/fetch"}, third: []string{"golang.org/x/term"}},

	"generator/drift/prose":        {ours: []string{"model"}},
	"generator/drift/report":       {ours: []string{"model", "drift", "drift/prose"}},
	"generator/upstream":           {ours: []string{"generator", "config", "drift", "drift/report", "goapi", "model", "surface", "upstream/fetch", "upstream/words"}},
	"generator/release":            {ours: []string{"generator", "config", "drift", "drift/report", "goapi", "model", "plan", "plan/lock", "plan/tags"}},
	"generator/release/repository": {},
	"generator/release/verify":     {ours: []string{"goapi"}, third: []string{"golang.org/x/mod/"}},

	"generator/upstream/redoc": {third: []string{"golang.org/x/net/html", "golang.org/x/net/html/atom"}},
	"generator/upstream/fetch": {ours: []string{"form", "upstream/redoc"}, third: []string{"github.com/hashicorp/go-retryablehttp", "go.yaml.in/yaml/v4"}},
	"generator/upstream/words": {ours: []string{"model"}, third: []string{"go.yaml.in/yaml/v4"}},
}

func TestLayers(t *testing.T) {
	found := packages(t)
	for pkg, files := range found {
		may, listed := layers[pkg]
		if !listed {
			t.Errorf("%s is not in the table of layers: say what it may import", pkg)
			continue
		}
		for _, name := range files {
			for _, imp := range importsOf(t, name) {
				if !may.allow(imp) {
					t.Errorf("%s imports %s; %s may import of ours %v, of others %v", name, imp, pkg, may.ours, may.third)
				}
			}
		}
	}
	for pkg := range layers {
		if found[pkg] == nil && pkg != "golden" { // golden is tests only
			t.Errorf("%s is in the table of layers, but there is no such package", pkg)
		}
	}
}

func (may imports) allow(imp string) bool {
	if rel, ok := strings.CutPrefix(imp, ours); ok {
		return slices.Contains(may.ours, rel) || slices.Contains(may.ours, strings.TrimPrefix(rel, "generator/"))
	}
	if first, _, _ := strings.Cut(imp, "/"); !strings.Contains(first, ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(may.third, func(p string) bool {
		return imp == p || strings.HasSuffix(p, "/") && strings.HasPrefix(imp, p)
	})
}

// packages finds the Go files that are not tests, by folder, below the roots
// that the table is about.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, root := range []string{"generator", "cmd", "templates", "spec", "golden"} {
		err := filepath.WalkDir(filepath.Join("..", root), func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go"):
				pkg := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(name)), "../")
				found[pkg] = append(found[pkg], name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func importsOf(t *testing.T, name string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, imp := range f.Imports {
		p, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	return list
}

// The generator and the runtime know no particular API: what is particular to
// the one that Strata ships with stands in spec/.
func TestNoParticularAPI(t *testing.T) {
	// In parts, so that this file is not the first to be found.
	needles := [][]byte{[]byte("seg" + "ment"), []byte("msbefore" + "next")}
	for _, root := range []string{".", "../templates"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for i, line := range bytes.Split(bytes.ToLower(data), []byte("\n")) {
				for _, needle := range needles {
					if bytes.Contains(line, needle) || i == 0 && bytes.Contains([]byte(strings.ToLower(name)), needle) {
						t.Errorf("%s:%d: %q", name, i+1, needle)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
