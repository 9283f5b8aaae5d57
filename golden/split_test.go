package golden

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/spec"
)

// source is a document to split.
type source struct {
	name string
	cfg  *config.Config
	fsys fs.FS
	text []byte // as its author wrote it
}

// maxSplit keeps documents out that are as long as they are monotonous.
const maxSplit = 3 << 20

// sources are the shipped document, the cases that generate and, where there are
// any, real documents.
func sources(t *testing.T) []source {
	t.Helper()
	cfg, doc, _ := shippedInput(t)
	list := []source{{"shipped", cfg, spec.FS, doc}}
	list = append(list, caseSources(t)...)
	dir := os.Getenv("STRATA_SPECS")
	if dir == "" {
		t.Log("STRATA_SPECS is not set: no real documents to split")
		return list
	}
	for _, pattern := range []string{"*.yaml", "public/*.yaml", "public/*.json"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(text) < maxSplit && !strings.HasPrefix(name, "sw2-") { // which is OpenAPI 2
				cfg := config.Default(name)
				cfg.Lenient = true // one is full of schemas that no value fits
				list = append(list, source{name, cfg, fstest.MapFS{name: {Data: text}}, text})
			}
		}
	}
	return list
}

func caseSources(t *testing.T) []source {
	t.Helper()
	paths, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var list []source
	for _, file := range paths {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, fails := wanted(a)["error"]; fails {
			continue
		}
		fsys := inputs(a)
		list = append(list, source{filepath.Base(file), caseConfig(t, fsys), fsys, fsys["spec.yaml"].Data})
	}
	return list
}

func split(t *testing.T, s source) []*generator.VersionDocument {
	t.Helper()
	docs, err := generator.Split(s.cfg, s.fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) == 0 {
		t.Fatal("no documents")
	}
	return docs
}

// TestSplit reads each document of each version again: the operations are those
// that the version has in the whole, the document has one version or none, and
// splitting it once more changes nothing.
func TestSplit(t *testing.T) {
	withoutRace(t)
	for _, s := range sources(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			lenient := *s.cfg
			lenient.Lenient = true
			whole, err := load.Document(&lenient, s.fsys)
			if err != nil {
				t.Fatal(err)
			}
			docs := split(t, s)
			for i, again := range split(t, s) {
				if !bytes.Equal(docs[i].Text, again.Text) {
					t.Errorf("%s: another run, another text", again.Name)
				}
			}
			for _, d := range docs {
				splitAgain(t, s, d, versionOf(whole, d.Token))
			}
		})
	}
}

// splitAgain compares a document with the version of the whole it was made of.
func splitAgain(t *testing.T, s source, d *generator.VersionDocument, want *model.Version) {
	t.Helper()
	cfg := config.Default(d.Name)
	cfg.Versions.Stability = s.cfg.Versions.Stability
	if len(s.cfg.Versions.Stability) > 0 || s.cfg.Versions.From == config.FromNone {
		cfg.Versions = s.cfg.Versions // what nobody could detect
	}
	cfg.Lenient = s.cfg.Lenient
	fsys := fstest.MapFS{d.Name: {Data: d.Text}}
	twice, err := load.Split(cfg, fsys)
	if err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	if len(twice) != 1 || !bytes.Equal(twice[0].Text, d.Text) {
		t.Errorf("%s: split again, it is another:\n%s", d.Name, lineDiff(d.Text, twice[0].Text))
	}
	cfg.Lenient = true
	api, err := load.Document(cfg, fsys)
	if err != nil {
		t.Fatalf("%s: %v", d.Name, err)
	}
	if len(api.Versions) != 1 {
		t.Fatalf("%s has %d versions", d.Name, len(api.Versions))
	}
	for _, n := range api.Notes {
		t.Logf("still noted: %v", n)
	}
	if want == nil {
		want = &model.Version{Token: d.Token, MediaType: d.MediaType, Stability: api.Versions[0].Stability}
	}
	for _, difference := range differences(definite(want), api.Versions[0]) {
		t.Errorf("%s: %s", d.Name, difference)
	}
}

func versionOf(api *model.API, token string) *model.Version {
	i := slices.IndexFunc(api.Versions, func(v *model.Version) bool { return v.Token == token })
	if i < 0 {
		return nil // all its operations are beyond the generator
	}
	return api.Versions[i]
}

// definite is v with the parameters that OpenAPI leaves undefined as splitting
// defines them: deepObject explodes, and a scalar or a list of scalars is form.
func definite(v *model.Version) *model.Version {
	for _, op := range v.Operations {
		for _, p := range op.Parameters {
			if p.Style != "deepObject" || p.In != "query" {
				continue
			}
			p.Explode = true
			schema := p.Use.Schema
			if schema.Kind == model.Array {
				schema = schema.Items.Schema
			}
			switch schema.Kind {
			case model.Boolean, model.Integer, model.Number, model.String:
				p.Style = "form"
			}
		}
	}
	return v
}

// TestSplitShipped holds the shipped document to its figures, and to the rules
// that a reader of one version relies on.
func TestSplitShipped(t *testing.T) {
	docs := split(t, sources(t)[0])
	var got []string
	for _, d := range docs {
		got = append(got, fmt.Sprint(d.Name, " ", d.MediaType, " ", d.Operations))
		for line := range strings.Lines(string(d.Text)) {
			key := strings.Trim(strings.TrimSpace(line), ":'")
			if strings.HasPrefix(key, "application/vnd.") && key != d.MediaType {
				t.Errorf("%s holds %s", d.Name, key)
			}
			if strings.Contains(line, "audience-preview") && d.Token == "v1" {
				t.Errorf("%s: a path of another version: %s", d.Name, line)
			}
		}
	}
	want := []string{
		"v1.yaml application/vnd.segment.v1+json 126",
		"v1beta.yaml application/vnd.segment.v1beta+json 126",
		"v1alpha.yaml application/vnd.segment.v1alpha+json 188",
	}
	if !slices.Equal(got, want) {
		t.Errorf("have %q\nwant %q", got, want)
	}
}

// splitFiles writes documents to a folder, and gives their paths.
func splitFiles(t *testing.T, files map[string][]byte) (dir string, paths []string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, files[name], 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, p)
	}
	return dir, paths
}
