package golden

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/generator/upstream/words"
	"github.com/stratagen/strata/golden/edits"
)

// theirs marks each text that must not come from upstream.
const theirs = "THEIRS"

func mergeWords(t *testing.T, ours, upstream []byte) *words.Result {
	t.Helper()
	res, err := words.Merge(words.Document{Name: "ours.yaml", Text: ours}, words.Document{Name: "upstream.yaml", Text: upstream}, words.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if i := bytes.Index(res.Text, []byte(theirs)); i >= 0 {
		t.Errorf("words of upstream: %.300s", res.Text[max(0, i-200):])
	}
	return res
}

// unchangedWords fails if an upstream that says the same gives another document.
func unchangedWords(t *testing.T, ours, upstream []byte) {
	t.Helper()
	res := mergeWords(t, ours, upstream)
	if !bytes.Equal(res.Text, ours) {
		t.Errorf("changed:\n%.5000s", lineDiff(ours, res.Text))
	}
	if len(res.Lost) > 0 {
		t.Errorf("%d words lost, of them %s", len(res.Lost), res.Lost[0])
	}
}

// filler puts a text of its own wherever a document may have words.
type filler struct {
	mark  string
	count int
}

// filled gives the document with words in all places; each begins with mark.
func filled(t *testing.T, doc []byte, mark string) []byte {
	t.Helper()
	root := parse(t, doc)
	f := &filler{mark: mark}
	f.walk(root.Content[0], "OpenAPI")
	if f.count < 20 {
		t.Fatalf("%d words", f.count)
	}
	return dump(t, root)
}

func (f *filler) walk(n *yaml.Node, form string) {
	rest, list := strings.CutPrefix(form, "[]")
	_, values, mapping := strings.Cut(strings.TrimPrefix(form, "{"), "}")
	switch {
	case list:
		for _, c := range n.Content {
			f.walk(c, rest)
		}
	case strings.HasPrefix(form, "{") && mapping:
		for i := 1; i < len(n.Content); i += 2 {
			f.walk(n.Content[i], values)
		}
	case objects[form] != nil && n.Kind == yaml.MappingNode && value(n, "$ref") == nil:
		f.object(n, form)
	}
}

// wordy are the members that hold words, whatever else may be in them.
var wordy = []string{
	"summary", "description", "title", "externalDocs", "termsOfService", "contact", "license", "example", "x-words", "$comment", "bearerFormat",
}

func (f *filler) object(n *yaml.Node, form string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		f.walk(n.Content[i+1], objects[form][n.Content[i].Value])
	}
	for _, key := range wordy {
		if objects[form][key] == "" && key != "x-words" || key == "example" && (form == "Header" || value(n, "examples") != nil) {
			continue
		}
		f.count++
		text := fmt.Sprintf("%s %d", f.mark, f.count)
		var v yaml.Node
		v.SetString(text)
		switch key {
		case "externalDocs":
			v = *parseNode("{url: https://acme.example, description: " + text + "}")
		case "contact":
			v = *parseNode("{name: " + text + "}")
		case "license":
			v = *parseNode("{name: " + text + "}")
		}
		put(n, key, &v)
	}
}

func parseNode(text string) *yaml.Node {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		panic("BUG: " + err.Error())
	}
	return n.Content[0]
}

func put(n *yaml.Node, key string, v *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = v
			return
		}
	}
	var k yaml.Node
	k.SetString(key)
	n.Content = append(n.Content, &k, v)
}

// TestWordsUnchanged: documents that say the same, in other words, another order,
// other components, leave ours as it is, byte for byte. The quick ones run with the
// race detector, too.
func TestWordsUnchanged(t *testing.T) {
	_, doc, _ := shippedInput(t)
	t.Run("itself", func(t *testing.T) { unchangedWords(t, doc, doc) })
	t.Run("words", func(t *testing.T) { unchangedWords(t, doc, filled(t, doc, theirs)) })
	t.Run("shuffled", func(t *testing.T) {
		withoutRace(t)
		for seed := range uint64(3) {
			root := parse(t, filled(t, doc, theirs))
			shuffle(root, "", rand.New(rand.NewPCG(seed, 2)))
			unchangedWords(t, doc, dump(t, root))
		}
	})
	t.Run("renamed", func(t *testing.T) {
		root := parse(t, doc)
		rename(root, func(name string) string { return fmt.Sprintf("Zz%d%s", len(name), reversed(name)) })
		unchangedWords(t, doc, dump(t, root))
	})
	t.Run("inlined", func(t *testing.T) {
		withoutRace(t)
		root := parse(t, doc)
		inline(root.Content[0], value(value(root.Content[0], "components"), "schemas"))
		unchangedWords(t, doc, dump(t, root))
	})
	t.Run("JSON", func(t *testing.T) { unchangedWords(t, doc, asJSON(t, doc)) })
	t.Run("the facts", func(t *testing.T) { unchangedWords(t, doc, document(t, "segment-facts-73.2.0.yaml")) })
	t.Run("republished", func(t *testing.T) {
		withoutRace(t)
		ours := filled(t, document(t, "segment-32.0.2.yaml"), "OURS")
		res := mergeWords(t, ours, filled(t, document(t, "segment-32.0.4.yaml"), theirs))
		if d := lineDiff(ours, res.Text); strings.Count(d, "\n") > 12 {
			t.Errorf("more than the version: %s", d)
		}
	})
}

// TestWordsOfEverything takes a document with words in every place there is.
func TestWordsOfEverything(t *testing.T) {
	doc, err := os.ReadFile("testdata/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	unchangedWords(t, doc, doc)
	unchangedWords(t, doc, filled(t, doc, theirs))
	// All of upstream is new: its facts and none of its words.
	bare := []byte("openapi: 3.1.0\ninfo:\n  title: Acme\n  version: \"1\"\npaths: {}\n")
	cfg := config.Default("spec.yaml")
	res := mergeWords(t, bare, filled(t, doc, theirs))
	if len(res.Missing) < 20 {
		t.Errorf("%d texts missing of a document without any", len(res.Missing))
	}
	sameSurface(t, wordless(surfaceOf(t, cfg, doc)), surfaceOf(t, cfg, res.Text))
}

// wordless leaves out the facts that are words, or the rate limits of ours.
func wordless(list []*surface.Version) []*surface.Version {
	for _, v := range list {
		v.Facts = slices.DeleteFunc(v.Facts, func(f surface.Fact) bool { return f.Attribute == surface.RateLimit || f.Attribute == surface.Reason })
	}
	return list
}

// TestWordsOfEdits: the result says of the interface what upstream says, in our
// words wherever a place is still there, whatever the order of upstream.
func TestWordsOfEdits(t *testing.T) {
	withoutRace(t)
	cfg, published := published(t), document(t, "segment-32.0.4.yaml")
	ours, upstream := filled(t, published, "OURS"), filled(t, published, theirs)
	said := sayings(t, cfg, ours)
	for i, e := range edits.All {
		if e.ID == "s36" { // no path at all: no document
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			upstream, err := applied(e, upstream)
			if err != nil {
				t.Fatal(err)
			}
			res := checkWordsSaid(t, cfg, ours, said, upstream, swapped[e.ID]...)
			if i%4 == 0 { // all take long
				steadyWords(t, ours, upstream, res)
			}
		})
	}
}

// TestWordsOfHistory goes through releases of three years.
func TestWordsOfHistory(t *testing.T) {
	withoutRace(t)
	cfg := published(t)
	ours := filled(t, document(t, "segment-facts-58.0.1.yaml"), "OURS")
	for _, name := range []string{"segment-facts-62.0.5.yaml", "segment-facts-73.2.0.yaml"} {
		upstream := filled(t, document(t, name), theirs)
		res := checkWords(t, cfg, ours, upstream)
		steadyWords(t, ours, upstream, res)
		ours = res
	}
}

// TestWordsOfReleases takes the shipped document back to old releases, and on
// again: what is lost on the way is told.
func TestWordsOfReleases(t *testing.T) {
	withoutRace(t)
	cfg, doc, _ := shippedInput(t)
	cfg.Overlays = nil
	for _, name := range []string{"segment-facts-62.0.5.yaml", "segment-facts-58.0.1.yaml"} {
		back := checkWords(t, cfg, doc, filled(t, document(t, name), theirs))
		checkWords(t, cfg, back, filled(t, document(t, "segment-facts-73.2.0.yaml"), theirs))
	}
}

// swapped are places that refer to another component, which is what it was: its
// words are about what it holds, and stay with it.
var swapped = map[string][]string{"s42": {"v1 createLabel 200.data", "v1alpha createLabel 200.data"}}

// checkWords merges and compares the result with both of what it is made of;
// other are places that may say something else than before.
func checkWords(t *testing.T, cfg *config.Config, ours, upstream []byte, other ...string) []byte {
	t.Helper()
	return checkWordsSaid(t, cfg, ours, sayings(t, cfg, ours), upstream, other...)
}

// checkWordsSaid is checkWords where the sayings of ours are at hand.
func checkWordsSaid(t *testing.T, cfg *config.Config, ours []byte, said map[string]string, upstream []byte, other ...string) []byte {
	t.Helper()
	res := mergeWords(t, ours, upstream)
	sameSurface(t, wordless(surfaceOf(t, cfg, upstream)), wordless(surfaceOf(t, cfg, res.Text)))
	kept := sayings(t, cfg, res.Text)
	failed := 0
	for _, place := range slices.Sorted(maps.Keys(said)) {
		if now, there := kept[place]; there && now != said[place] && failed < 10 && !slices.Contains(other, place) {
			failed++
			t.Errorf("%s: was %q, is %q", place, said[place], now)
		}
	}
	t.Logf("%d of %d places are still there; %d texts lost, %d missing", len(kept), len(said), len(res.Lost), len(res.Missing))
	return res.Text
}

// steadyWords fails if the order of upstream shows, or a second merge.
func steadyWords(t *testing.T, ours, upstream, merged []byte) {
	t.Helper()
	root := parse(t, upstream)
	shuffle(root, "", rand.New(rand.NewPCG(7, 7)))
	if again := mergeWords(t, ours, dump(t, root)); !bytes.Equal(again.Text, merged) {
		t.Errorf("the order of upstream shows:\n%.3000s", lineDiff(merged, again.Text))
	}
	unchangedWords(t, merged, upstream)
}

// sayings are the descriptions of a document by place, as the model has them:
// another reading than the one under test.
func sayings(t *testing.T, cfg *config.Config, doc []byte) map[string]string {
	t.Helper()
	api, err := load.Document(cfg, fstest.MapFS{cfg.Spec: {Data: doc}})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, v := range api.Versions {
		for _, op := range v.Operations {
			sayingsOf(out, v.Token+" "+op.ID, op)
		}
	}
	return out
}

func sayingsOf(out map[string]string, at string, op *model.Operation) {
	out[at] = op.Summary + "|" + op.Description
	for _, p := range op.Parameters {
		out[at+" "+p.In+" "+p.Name] = p.Description
		sayingsBelow(out, at+" "+p.In+" "+p.Name, p.Use, nil)
	}
	if op.Body != nil {
		for _, c := range op.Body.Contents {
			sayingsBelow(out, at+" body", c.Use, nil)
		}
	}
	for _, r := range op.Responses {
		out[at+" "+r.Status] = r.Description
		for _, c := range r.Contents {
			sayingsBelow(out, at+" "+r.Status, c.Use, nil)
		}
	}
}

func sayingsBelow(out map[string]string, at string, u *model.Use, trail []*model.Schema) {
	if u == nil || slices.Contains(trail, u.Schema) || len(trail) > 6 {
		return
	}
	trail = append(trail, u.Schema)
	for _, p := range u.Schema.Properties {
		out[at+"."+p.Name] = p.Use.Description
		sayingsBelow(out, at+"."+p.Name, p.Use, trail)
	}
	sayingsBelow(out, at+"[]", u.Schema.Items, trail)
	sayingsBelow(out, at+"{}", u.Schema.Additional, trail)
}

// asJSON writes a document as JSON.
func asJSON(t *testing.T, doc []byte) []byte {
	t.Helper()
	root := parse(t, doc)
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		n.HeadComment, n.LineComment, n.FootComment, n.Style = "", "", "", yaml.FlowStyle
		if n.Kind == yaml.ScalarNode {
			n.Style = 0
			if n.Tag == "!!str" {
				n.Style = yaml.DoubleQuotedStyle
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	visit(root)
	out, err := yaml.Dump(root, yaml.WithLineWidth(-1))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
