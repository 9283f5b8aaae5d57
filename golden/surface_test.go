package golden

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/drift/report"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
	"github.com/stratagen/strata/golden/edits"
	"github.com/stratagen/strata/spec"
)

// TestSurface pins what each version of the shipped API promises on the wire. A
// change is told as drift finds it: for which version, and whether it hurts.
func TestSurface(t *testing.T) {
	cfg, _, _ := shippedInput(t)
	list := surfaces(t, cfg, spec.FS)
	if *update {
		for name, text := range surfaceTexts(list) {
			pin(t, surfaceFile(name), text)
		}
	}
	if out := changes(t, pinnedSurfaces(t), list); out != "" {
		t.Errorf("the surface is not what is pinned; run make golden to take what changed:\n%s", out)
	}
}

func surfaceFile(name string) string { return "surface/" + name + ".txt" }

// pinnedSurfaces reads the files, by the name of the version.
func pinnedSurfaces(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob(surfaceFile("*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no surfaces: %v", err)
	}
	texts := map[string][]byte{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.TrimSuffix(filepath.Base(name), ".txt")] = text
	}
	return texts
}

// changes tells what changed since the texts were written; empty: nothing. What only
// their form shows is told line by line.
func changes(t *testing.T, pinned map[string][]byte, now []*surface.Version) string {
	t.Helper()
	texts, out := surfaceTexts(now), ""
	var old []*surface.Version
	for name, text := range pinned {
		if !bytes.Equal(text, texts[name]) {
			out += surfaceFile(name) + " differs:\n" + lineDiff(text, texts[name])
		}
		v, err := surface.Parse(surfaceFile(name), text)
		if err != nil {
			t.Fatal(err)
		}
		old = append(old, v)
	}
	if out == "" && len(texts) == len(pinned) {
		return ""
	}
	var b strings.Builder
	r := drift.Compare(old, now, drift.Options{OldIsText: true})
	if err := (&report.Report{Report: r}).Text(&b, false); err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) == 0 {
		return "its form differs:\n" + out
	}
	return b.String()
}

// TestSurfaceSpeaks: an edit of the pinned text is told by its rule and its place,
// once however many lines it takes.
func TestSurfaceSpeaks(t *testing.T) {
	cfg, _, _ := shippedInput(t)
	list := surfaces(t, cfg, spec.FS)
	for _, c := range []struct {
		name, from, to string
		want           []string
	}{
		{
			"a type of a parameter", `^listSources query pagination.count integer required$`, "listSources query pagination.count boolean required",
			[]string{
				"P10 type of a parameter changed: listSources query pagination.count\n      boolean required -> integer required\n      v1 block, v1beta break, v1alpha break: ",
				"      surface/v1.txt:3563:1 -> segment.yaml:",
			},
		},
		{
			"two components in many places", `^(\w+ 200 body .*source)\.enabled boolean required$`, "$1.enabled string required",
			[]string{
				"R09 type changed: getSource 200 body data.source.enabled\n      string required -> boolean required\n      v1 block, v1beta break in getSource, updateSource\n",
				"R09 type changed: createWriteKeyForSource 200 body data.source.enabled\n", "v1alpha break in createWriteKeyForSource, getSource, updateSource\n",
			},
		},
		{
			"an operation that is new", `^getSource [^\n]*$\n?`, "",
			[]string{"L02 new operation: getSource\n      now v1, v1beta, v1alpha\n", "Operations: 1 added, 0 removed, 0 graduated.\n"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			pinned := pinnedSurfaces(t)
			for name, text := range pinned {
				pinned[name] = regexp.MustCompile("(?m)"+c.from).ReplaceAll(text, []byte(c.to))
			}
			out := changes(t, pinned, list)
			for _, w := range c.want {
				if strings.Count(out, w) != 1 {
					t.Errorf("%q is not there once:\n%s", w, out)
				}
			}
			if strings.Contains(out, "\n- ") || strings.Contains(out, "differs") {
				t.Errorf("a diff of lines:\n%s", out)
			}
		})
	}
}

// TestSurfaceCases: each case is a small document and the lines it becomes.
func TestSurfaceCases(t *testing.T) {
	paths, err := filepath.Glob("cases/surface/*.txtar")
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
			got := map[string][]byte{}
			list := surfaces(t, caseConfig(t, fsys), fsys)
			readBack(t, list)
			for version, text := range surfaceTexts(list) {
				got[version+".txt"] = text
			}
			if *update {
				rewrite(t, name, a, got)
				return
			}
			compare(t, got, wanted(a))
			shuffledSurface(t, caseConfig(t, fsys), fsys["spec.yaml"].Data, 3)
		})
	}
}

// surfaces reads the surfaces of what cfg names in fsys.
func surfaces(t *testing.T, cfg *config.Config, fsys fs.FS) []*surface.Version {
	t.Helper()
	list, err := generator.Surface(t.Context(), cfg, fsys)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// surfaceTexts gives the text of each version; one without a token is "all".
func surfaceTexts(list []*surface.Version) map[string][]byte {
	texts := map[string][]byte{}
	for _, v := range list {
		texts[cmp.Or(v.Token, "all")] = v.Text()
	}
	return texts
}

// readBack fails if the text of a surface does not give back its facts.
func readBack(t *testing.T, list []*surface.Version) {
	t.Helper()
	for _, v := range list {
		got, err := surface.Parse("pinned.txt", v.Text())
		if err != nil {
			t.Errorf("%s is not read back: %v", v.Token, err)
			continue
		}
		if got.Token != v.Token || got.Stability != v.Stability || got.Default != v.Default || !maps.Equal(got.Same, v.Same) {
			t.Errorf("%s: read back %q, %v, %v, as %v", v.Token, got.Token, got.Stability, got.Default, got.Same)
		}
		if !slices.Equal(got.Operations(), v.Operations()) {
			t.Errorf("%s: read back with other operations", v.Token)
		}
		if have, want := unplaced(got.Stated()), unplaced(v.Stated()); !slices.Equal(have, want) {
			t.Errorf("%s: %d facts read back, want %d:\n%s", v.Token, len(have), len(want), firstDifference(have, want))
		}
		if !bytes.Equal(got.Text(), v.Text()) {
			t.Errorf("%s: what was read back is written in another way:\n%s", v.Token, lineDiff(v.Text(), got.Text()))
		}
	}
}

// unplaced are facts without where they stand.
func unplaced(list []surface.Fact) []surface.Fact {
	list = slices.Clone(list)
	for i := range list {
		list[i].At, list[i].Pos = model.Pos{}, model.Pos{}
	}
	return list
}

func firstDifference(have, want []surface.Fact) string {
	for i := range min(len(have), len(want)) {
		if have[i] != want[i] {
			return fmt.Sprintf("%+v\nwant\n%+v", have[i], want[i])
		}
	}
	return "one ends before the other"
}

func surfaceOf(t *testing.T, cfg *config.Config, doc []byte) []*surface.Version {
	t.Helper()
	return surfaces(t, cfg, fstest.MapFS{cfg.Spec: {Data: doc}})
}

func sameSurface(t *testing.T, want, got []*surface.Version) {
	t.Helper()
	a, b := surfaceTexts(want), surfaceTexts(got)
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if string(a[name]) != string(b[name]) {
			t.Errorf("%s differs:\n%s", name, lineDiff(a[name], b[name]))
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d versions, then %d", len(a), len(b))
	}
}

// shuffledSurface fails if the order of the document shows in the facts.
func shuffledSurface(t *testing.T, cfg *config.Config, doc []byte, seeds uint64) {
	t.Helper()
	want := surfaceOf(t, cfg, doc)
	for seed := range seeds {
		root := parse(t, doc)
		shuffle(root, "", rand.New(rand.NewPCG(seed, 1)))
		sameSurface(t, want, surfaceOf(t, cfg, dump(t, root)))
	}
}

// TestSurfaceIsByPlace: neither order nor names nor what is a component decide
// anything.
func TestSurfaceIsByPlace(t *testing.T) {
	withoutRace(t)
	cfg, doc, _ := shippedInput(t)
	cfg.Overlays = nil // its targets are names of components
	want := surfaceOf(t, cfg, doc)
	t.Run("shuffled", func(t *testing.T) { shuffledSurface(t, cfg, doc, 2) })
	t.Run("renamed", func(t *testing.T) {
		root := parse(t, doc)
		rename(root, func(name string) string { return fmt.Sprintf("Zz%d%s", len(name), reversed(name)) })
		sameSurface(t, want, surfaceOf(t, cfg, dump(t, root)))
	})
	t.Run("inlined", func(t *testing.T) {
		root := parse(t, doc)
		n := inline(root.Content[0], value(value(root.Content[0], "components"), "schemas"))
		t.Logf("%d references inlined", n)
		if n < 1000 {
			t.Error("too few to show anything")
		}
		sameSurface(t, want, surfaceOf(t, cfg, dump(t, root)))
	})
}

// inline puts the schemas in the place of references to them, and counts them.
// It must not be given schemas that contain themselves.
func inline(n, components *yaml.Node) int {
	count := 0
	for i, c := range n.Content {
		for c.Kind == yaml.MappingNode && value(c, "$ref") != nil {
			name, ok := strings.CutPrefix(value(c, "$ref").Value, schemas)
			if !ok {
				break
			}
			c = copyNode(value(components, name))
			n.Content[i] = c
			count++
		}
		count += inline(c, components)
	}
	return count
}

func copyNode(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, e := range n.Content {
		c.Content = append(c.Content, copyNode(e))
	}
	return &c
}

// TestSurfaceOfPublic takes documents of other APIs, some with schemas that refer
// to each other all over: bounded, and the same in any order.
func TestSurfaceOfPublic(t *testing.T) {
	withoutRace(t)
	const maxLines = 100_000
	for _, name := range []string{
		"influxdb-oss.yaml", "intercom-2.16.yaml", "k8s-apps-v1.json", "oxide-nexus.json", "paypal-orders-v2.json", "stripe.yaml",
		"sumup.json", "xero-accounting.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			doc := document(t, filepath.Join("public", name))
			cfg := config.Default(name)
			cfg.Lenient = true
			list := surfaceOf(t, cfg, doc)
			readBack(t, list)
			for version, text := range surfaceTexts(list) {
				n := strings.Count(string(text), "\n")
				if t.Logf("%s: %d lines", version, n); n > maxLines {
					t.Errorf("%s: %d lines, want at most %d", version, n, maxLines)
				}
			}
			if len(doc) < 2<<20 {
				shuffledSurface(t, cfg, doc, 1)
			}
		})
	}
}

// TestSurfaceOfRepublished takes two releases that differ in 2,448 lines of prose,
// order and names: they promise the same.
func TestSurfaceOfRepublished(t *testing.T) {
	cfg := published(t)
	old, now := surfaceOf(t, cfg, document(t, "segment-32.0.2.yaml")), surfaceOf(t, cfg, document(t, "segment-32.0.4.yaml"))
	sameSurface(t, old, now)
	if have := laneChanges(old, now); have != "" {
		t.Errorf("facts differ: %s", have)
	}
}

// TestSurfaceOfFacts takes the facts that the shipped document was written from.
// They promise the same; rate limits come from elsewhere.
func TestSurfaceOfFacts(t *testing.T) {
	cfg, doc, _ := shippedInput(t)
	cfg.Overlays = nil
	shipped := surfaceOf(t, cfg, doc)
	for _, v := range shipped {
		v.Facts = slices.DeleteFunc(v.Facts, func(f surface.Fact) bool { return f.Attribute == surface.RateLimit })
	}
	sameSurface(t, surfaceOf(t, cfg, document(t, "segment-facts-73.2.0.yaml")), shipped)
}

// TestSurfaceOfEdits: an edit changes facts in the lanes it reaches, no other.
func TestSurfaceOfEdits(t *testing.T) {
	withoutRace(t)
	const want = 40 // 39 edits and the identity
	if len(edits.All) != want {
		t.Errorf("%d edits, want %d", len(edits.All), want)
	}
	old := unedited(t).surfaces
	for _, e := range edits.All {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			if have := laneChanges(old, edited(t, e).surfaces); have != e.Lanes {
				t.Errorf("%s: have %q, want %q", e.What, have, e.Lanes)
			}
		})
	}
}

// TestSurfaceOfCauses: the facts that one edit of a shared component changes, in
// whatever lanes, are said in one place.
func TestSurfaceOfCauses(t *testing.T) {
	withoutRace(t)
	t.Parallel()
	old := map[string]bool{}
	eachFact(unedited(t).surfaces, func(f string, _ model.Pos) { old[f] = true })
	for _, e := range edits.All {
		switch e.ID {
		case "s07", "s08", "s11", "s12", "s17", "s19", "s20", "s29", "s30", "s32", "s33":
		default:
			continue
		}
		causes := map[model.Pos]bool{}
		eachFact(edited(t, e).surfaces, func(f string, pos model.Pos) {
			if !old[f] {
				causes[pos] = true
			}
		})
		if len(causes) != 1 {
			t.Errorf("%s: %s: %d places, want 1: %v", e.ID, e.What, len(causes), causes)
		}
	}
}

func eachFact(list []*surface.Version, visit func(string, model.Pos)) {
	for _, v := range list {
		for _, f := range v.Facts {
			visit(fmt.Sprintf("%s %s %s %s", v.Token, f.Place, f.Attribute, f.Value), f.Pos)
		}
	}
}

// TestSurfaceOfNullableComponent: where a component says that it may be null, that
// is the place of it for all that refer to it.
func TestSurfaceOfNullableComponent(t *testing.T) {
	const doc = `openapi: 3.0.3
info: {title: Acme, version: "1"}
paths:
  /a:
    get:
      operationId: get
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  a: {$ref: "#/components/schemas/Name"}
                  b: {allOf: [{$ref: "#/components/schemas/Name"}]}
components:
  schemas:
    Name: {type: string, nullable: true}
`
	lines := map[int]int{}
	for _, v := range surfaceOf(t, config.Default("spec.yaml"), []byte(doc)) {
		for _, f := range v.Facts {
			if f.Attribute == surface.Nullable {
				lines[f.Pos.Line]++
			}
		}
	}
	if len(lines) != 1 || lines[19] != 2 {
		t.Errorf("nullable on lines %v, want 19 twice", lines)
	}
}

// laneChanges counts the operations that two surfaces gain, lose and change, by
// lane: "v1 +1 ~2, default -1 *".
func laneChanges(old, now []*surface.Version) string {
	a, b := byLane(old), byLane(now)
	var out []string
	for _, lane := range lanesOf(old, now) {
		var gained, lost, changed int
		rest := ""
		for op := range union(a[lane], b[lane]) {
			was, had := a[lane][op]
			is, has := b[lane][op]
			switch {
			case was == is:
			case op == surface.Everywhere:
				rest = " *"
			case !had:
				gained++
			case !has:
				lost++
			default:
				changed++
			}
		}
		line := count("+", gained) + count("-", lost) + count("~", changed) + rest
		if line != "" {
			out = append(out, lane+line)
		}
	}
	return strings.Join(out, ", ")
}

func count(mark string, n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" %s%d", mark, n)
}

// lanesOf lists the lanes of both, those of the second first.
func lanesOf(old, now []*surface.Version) []string {
	var names []string
	for _, v := range slices.Concat(old, now) {
		if name := cmp.Or(v.Token, "all"); !slices.Contains(names, name) && !v.Default {
			names = append(names, name)
		}
	}
	return append(names, "default")
}

func union(a, b map[string]string) map[string]bool {
	set := map[string]bool{}
	for _, m := range []map[string]string{a, b} {
		for k := range m {
			set[k] = true
		}
	}
	return set
}

// byLane gives the facts of each operation as one text, by lane.
func byLane(list []*surface.Version) map[string]map[string]string {
	lanes := map[string]map[string]string{}
	for _, v := range list {
		byOperation := map[string]*strings.Builder{}
		for _, f := range v.Facts {
			if byOperation[f.Operation] == nil {
				byOperation[f.Operation] = &strings.Builder{}
			}
			fmt.Fprintf(byOperation[f.Operation], "%s %s %s\n", f.Place, f.Attribute, f.Value)
		}
		texts := map[string]string{}
		for op, b := range byOperation {
			texts[op] = b.String()
		}
		lanes[cmp.Or(v.Token, "all")] = texts
	}
	return lanes
}
