package golden

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// hostile are names and texts that a document may hold and Go may not.
var hostile = []string{
	"../../x", "type", "", " ", "日本", "foo_bar", "fooBar", "@id", "id", "*/ func init() {}", "`+`", "a\nb", "a\r\nb", "\u2028",
	"//go:generate rm -rf .", "//go:embed x", "Deprecated: no", "Error", "Client", "New", "string", "nil", "init", "main", "Params",
	"ListAll", "\"quoted\"", `back\slash`, "a,omitempty", "-", "Raw", "Extra", "MarshalJSON", "ctx", "opts", "in", "http", "iter", "1st",
	"a_test", "a_linux", "API", "version", "x{}", "%s", "Ünïcode", "ǆ", "ﬁ", "__", "Value", "Nullable",
}

// TestHostile puts hostile names and texts into every case: what is generated
// builds, or the document is refused with a place.
func TestHostile(t *testing.T) {
	withoutRace(t)
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
			for seed := range uint64(2) {
				poison(t, a, seed)
			}
		})
	}
}

func poison(t *testing.T, a *txtar.Archive, seed uint64) {
	t.Helper()
	fsys := inputs(a)
	delete(fsys, "overlay.yaml")
	if f := fsys["gen.yaml"]; f != nil {
		if _, err := config.Parse("gen.yaml", f.Data); err != nil {
			return // a case about a broken configuration
		}
	}
	cfg := caseConfig(t, fsys)
	cfg.Overlays = nil
	var root yaml.Node
	if yaml.Unmarshal(fsys[cfg.Spec].Data, &root) != nil || len(root.Content) == 0 {
		return // a case about broken YAML
	}
	p := &poisoner{r: rand.New(rand.NewPCG(seed, 9))}
	p.node(&root, "")
	doc := dump(t, &root)
	fsys[cfg.Spec].Data = doc
	res, err := generator.Generate(context.Background(), cfg, fsys)
	if err != nil {
		for line := range strings.Lines(err.Error()) {
			file, _, _ := strings.Cut(line, ":")
			if !slices.Contains([]string{"gen.yaml", cfg.Spec, generator.LockName, generator.TagsName}, file) {
				t.Errorf("no place in %q:\n%s", line, doc)
			}
		}
		return
	}
	for _, path := range slices.Sorted(maps.Keys(res.Files)) {
		if !filepath.IsLocal(path) || strings.ContainsAny(path, " \\") {
			t.Errorf("path %q", path)
		}
	}
	if typecheck(t, res.Files); t.Failed() {
		t.Logf("seed %d:\n%s", seed, doc)
	}
}

// poisoner replaces about every third name and text.
type poisoner struct {
	r *rand.Rand
	n int // values made unique so far
}

func (p *poisoner) pick(old string) string {
	if p.r.IntN(3) > 0 {
		return old
	}
	return hostile[p.r.IntN(len(hostile))]
}

// texts are members whose value is any text.
var texts = []string{"description", "summary", "title", "operationId", "default", "example", "x-go-name", "x-deprecated-reason"}

// named are members whose keys are any names.
var named = []string{"properties"}

func (p *poisoner) node(n *yaml.Node, key string) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			switch {
			case slices.Contains(named, key):
				p.rename(n, k)
			case slices.Contains(texts, k.Value) && v.Kind == yaml.ScalarNode && v.Tag == "!!str":
				set(v, p.pick(v.Value))
			case (k.Value == "tags" || k.Value == "enum") && v.Kind == yaml.SequenceNode:
				p.list(v)
			}
			next := k.Value
			if slices.Contains(named, key) {
				next = ""
			}
			p.node(v, next)
		}
		return
	}
	for _, c := range n.Content {
		p.node(c, "")
	}
}

// rename gives a member another name, if no other has it.
func (p *poisoner) rename(n, k *yaml.Node) {
	to := p.pick(k.Value)
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == to {
			return
		}
	}
	set(k, to)
}

// list replaces texts in a list, each once.
func (p *poisoner) list(v *yaml.Node) {
	seen := map[string]bool{}
	for _, item := range v.Content {
		if to := p.pick(item.Value); item.Tag == "!!str" && !seen[to] {
			set(item, to)
		}
		if seen[item.Value] {
			p.n++
			set(item, fmt.Sprint(item.Value, p.n))
		}
		seen[item.Value] = true
	}
}

func set(n *yaml.Node, text string) {
	n.Value, n.Tag, n.Style = text, "!!str", yaml.DoubleQuotedStyle
}

// TestExampleOfUnions: an example is not tried with every variant at every level,
// which would be twice as often for each.
func TestExampleOfUnions(t *testing.T) {
	withoutRace(t)
	const levels = 60
	example := strings.Repeat(`{"u": `, levels) + "1" + strings.Repeat("}", levels)
	doc := `{"openapi": "3.1.0", "info": {"title": "Acme", "version": "1"},
		"paths": {"/u": {"put": {"operationId": "putU", "tags": ["U"], "responses": {"204": {"description": "OK"}},
			"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/U"}, "example": ` + example + `}}}}}},
		"components": {"schemas": {
			"U": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
			"A": {"type": "object", "properties": {"u": {"$ref": "#/components/schemas/U"}, "a": {"type": "string"}}},
			"B": {"type": "object", "properties": {"u": {"$ref": "#/components/schemas/U"}, "b": {"type": "string"}}}}}}`
	res, err := everyRun(t, []byte(doc), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Notes) != 1 || !strings.Contains(res.Notes[0].Text, "the example does not fit") {
		t.Errorf("notes: %v", res.Notes)
	}
	typecheck(t, res.Files)
}
