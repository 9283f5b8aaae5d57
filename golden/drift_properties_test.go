package golden

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
)

// This file is about what holds whatever the documents are.

// unchanged fails if anything is found between two documents.
func unchanged(t *testing.T, what string, old, now []*surface.Version) {
	t.Helper()
	if r := drift.Compare(old, now, drift.Options{}); len(r.Findings) > 0 || len(r.Operations.Added)+len(r.Operations.Removed)+len(r.Operations.Graduated) > 0 {
		t.Errorf("%s: %d findings, want none:\n%s", what, len(r.Findings), findingsText(r))
	}
}

// TestDriftOfSame: a document does not differ from itself, in any order, with
// other names of components, or with none.
func TestDriftOfSame(t *testing.T) {
	withoutRace(t)
	eachDriftCase(t, func(c *driftCase) {
		for _, side := range []map[string]any{c.old, c.now} {
			want := c.surface(t, side)
			for what, doc := range disguised(t, c.document(t, side)) {
				unchanged(t, c.name+", "+what, want, lenientSurface(t, doc))
			}
		}
	})
}

// TestDriftInDisguise: the findings between two documents and their order do not
// depend on the order or the names of either; nor does any fingerprint, even where
// there are no components.
func TestDriftInDisguise(t *testing.T) {
	withoutRace(t)
	eachDriftCase(t, func(c *driftCase) {
		want := c.compare(t, c.old, c.now)
		was, is := disguised(t, c.document(t, c.old)), disguised(t, c.document(t, c.now))
		for what := range was {
			if is[what] == nil {
				continue
			}
			have := drift.Compare(lenientSurface(t, was[what]), lenientSurface(t, is[what]), c.drift(t))
			if a, b := findingsText(want), findingsText(have); what != "inlined" && a != b {
				t.Errorf("%s, %s: have\n%swant\n%s", c.name, what, b, a)
			}
			if a, b := fingerprints(want), fingerprints(have); !slices.Equal(a, b) {
				t.Errorf("%s, %s: other fingerprints: %v, want %v", c.name, what, b, a)
			}
		}
	})
}

func fingerprints(r *drift.Report) []string {
	var list []string
	for _, f := range r.Findings {
		for _, s := range f.Sites {
			list = append(list, s.Version+" "+s.Fingerprint)
		}
	}
	slices.Sort(list)
	return list
}

// disguised gives a document as it is and in other forms that say the same.
func disguised(t *testing.T, doc []byte) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"as it is": doc}
	for seed := range uint64(3) {
		root := parse(t, doc)
		shuffle(root, "", rand.New(rand.NewPCG(seed, 2)))
		all[fmt.Sprintf("shuffled %d", seed)] = dump(t, root)
	}
	root := parse(t, doc)
	rename(root, func(name string) string { return "Zz" + reversed(name) })
	all["renamed"] = dump(t, root)
	if !strings.Contains(string(doc), "Node") && !strings.Contains(string(doc), "discriminator") { // these need components
		root := parse(t, doc)
		inline(root.Content[0], value(value(root.Content[0], "components"), "schemas"))
		all["inlined"] = dump(t, root)
	}
	return all
}

// mirrors says what a rule is from the other document's point of view. What is not
// listed is not seen from there: that versions and operations come already
// deprecated, alone or unknown, and what only a default could tell.
var mirrors = map[string]string{
	"L01": "L02/another", "L02": "L06", "L02/another": "L01 L05", "L03": "L05 L01", "L04": "L04/left L05", "L04/left": "L04 L03 L02/another",
	"L05": "L03 L02/another L04", "L06": "L02", "L07": "L02", "L08": "L10", "L08/member": "L10", "L10": "L08 L08/member", "L11": "L11/later", "L11/later": "L11",
	"L15": "L15", "O01": "O01", "O02": "O02", "O03": "O03", "O06": "O06", "O08": "O08", "O09": "O09 O10", "O10": "O09", "O11": "O12", "O12": "O11",
	"P01": "P05 R27", "P01/first": "P05 R27", "P02": "P05", "P03": "P05", "P04": "P04", "P04/renamed": "P04/renamed", "P05": "P01 P01/first P02 P03 P20 P20/required", "P06": "P07", "P07": "P06", "P08": "P08",
	"P09": "P09", "P10": "P10 P11", "P11": "P10", "P12": "P13", "P13": "P12", "P14": "P15", "P15": "P14", "P16": "P17 P16 Q23/limits", "P17": "P16 Q23/limits",
	"P18": "P18 R27/size", "P20": "P05 R27", "P20/required": "P05", "Q01": "Q03", "Q02": "Q03", "Q02/became": "Q04", "Q03": "Q01 Q02", "Q04": "Q02/became",
	"Q05": "Q08 Q16", "Q06": "Q08 Q16", "Q07": "Q08", "Q08": "Q05 Q06 Q07", "Q09": "Q10", "Q10": "Q09", "Q11": "Q11 Q12", "Q12": "Q11", "Q13": "Q14", "Q14": "Q13",
	"Q15/added": "Q15/removed", "Q15/removed": "Q15/added", "Q16": "Q05 Q06 Q07", "Q18/added": "Q18/removed", "Q18/removed": "Q18/added", "Q20": "Q20", "Q21": "Q22", "Q22": "Q21",
	"Q23": "Q23", "Q23/limits": "P17", "Q24": "Q24", "R01": "R04 R03 R25", "R02": "R03 R25", "R03": "R02 R01", "R04": "R01 R02 R28", "R05": "R06", "R06": "R05", "R07": "R08", "R08": "R07",
	"R09": "R09", "R10": "R11 R26", "R11": "R10", "R12": "R19", "R13": "R13/changed", "R13/changed": "R13 R13/changed", "R13/plain": "R13/plain",
	"R14": "R15", "R15": "R14", "R16": "R16", "R17": "R17/free", "R17/free": "R17", "R18": "R19", "R19": "R18 R12", "R20": "R20", "R21": "R21",
	"R22/added": "R22/removed", "R22/removed": "R22/added", "R23": "R23", "R24": "R24", "R25": "R01 R02", "R26": "R10 R01/body", "R01/body": "R26", "R27": "P01 P01/first P20 R01", "R27/size": "P18",
	"S01": "S01 S02", "S02": "S01", "S03": "S04", "S04": "S03", "S05/added": "S05/removed S05/more S05/type", "S05/removed": "S05/added S05/more", "S05/type": "S05/type", "S05/more": "S05/removed S05/added",
	"S06/added": "S06/removed", "S06/removed": "S06/added S06/more", "S06/type": "S06/type", "S06/more": "S06/removed", "S07": "S06/removed", "S07/limit": "S07/limit", "N08": "N08",
}

// moved are rows whose place is where something went, or below it: the other way
// round it is where it was.
var moved = []string{"P04/renamed", "P08", "Q24", "N08", "R21", "R28"}

// worded are rows that say only once what a place is.
var worded = []string{"Q16", "R25", "R28", "L15", "Q20", "R23"}

// TestDriftMirrors: what is found from one document to another is found the other
// way round, in the same version, at the same place, with before for after.
func TestDriftMirrors(t *testing.T) {
	eachDriftCase(t, func(c *driftCase) {
		there, back := c.compare(t, c.old, c.now), c.compare(t, c.now, c.old)
		elsewhere := hasRow(there, moved) || hasRow(back, moved)
		for _, f := range there.Findings {
			for _, s := range f.Sites {
				if want, ok := mirrors[rowName(s.Rule)]; ok && !mirrored(f, s, back, strings.Fields(want), elsewhere) {
					t.Errorf("%s: %s %s %s (%q -> %q) has no mirror of %s in\n%s", c.name, s.Version, rowName(s.Rule), s.Place, f.Before, f.After, want, findingsText(back))
				}
			}
		}
	})
}

func mirrored(f *drift.Finding, s drift.Site, back *drift.Report, rows []string, elsewhere bool) bool {
	for _, g := range back.Findings {
		swapped := f.Before == g.After && f.After == g.Before || slices.Contains(worded, f.Rule.ID) || slices.Contains(worded, g.Rule.ID)
		for _, r := range g.Sites {
			if s.Version == r.Version && slices.Contains(rows, rowName(r.Rule)) && swapped && (elsewhere || spot(s) == spot(r)) {
				return true
			}
		}
	}
	return false
}

var alternative = regexp.MustCompile(`\|[^.\[{|]*`)

// spot is a place in either document: operations, a success and alternatives may
// have other names, and media types stand apart only where they differ.
func spot(s drift.Site) string {
	s.Place.Operation, s.Place.Media = "", ""
	if strings.HasPrefix(s.Place.Status, "2") {
		s.Place.Status = "2XX"
	}
	path := surface.Path(alternative.ReplaceAllString(string(s.Place.Path), ""))
	if s.Place.Path = path; path == "" || path == "." {
		s.Place.Path = surface.Whole
	}
	s.Place.Path = surface.Path(strings.TrimPrefix(string(s.Place.Path), "."))
	return s.Place.String()
}

func hasRow(r *drift.Report, rows []string) bool {
	return slices.ContainsFunc(r.Findings, func(f *drift.Finding) bool { return slices.Contains(rows, rowName(f.Rule)) })
}

func (c *driftCase) document(t *testing.T, change map[string]any) []byte {
	t.Helper()
	doc, err := yaml.Marshal(sketch(overlaid(c.both, change)).document())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func lenientSurface(t *testing.T, doc []byte) []*surface.Version {
	t.Helper()
	cfg := config.Default("spec.yaml")
	cfg.Lenient = true
	return surfaceOf(t, cfg, doc)
}

// TestDriftOfPublic: documents of other APIs do not differ from themselves in
// another order.
func TestDriftOfPublic(t *testing.T) {
	withoutRace(t)
	for _, name := range []string{
		"influxdb-oss.yaml", "intercom-2.16.yaml", "k8s-apps-v1.json", "oxide-nexus.json", "paypal-orders-v2.json", "stripe.yaml",
		"sumup.json", "xero-accounting.yaml",
	} {
		t.Run(name, func(t *testing.T) {
			doc := document(t, filepath.Join("public", name))
			want := lenientSurface(t, doc)
			unchanged(t, "itself", want, want)
			if len(doc) < 2<<20 {
				root := parse(t, doc)
				shuffle(root, "", rand.New(rand.NewPCG(1, 2)))
				unchanged(t, "shuffled", want, lenientSurface(t, dump(t, root)))
			}
		})
	}
}

// TestDriftOfHuge: what changes in a schema that a version writes once is found
// wherever it is used, on each side, and once; where it is written is no finding.
func TestDriftOfHuge(t *testing.T) {
	const members = 1200 // more than a version writes twice
	properties := func(kind string) map[string]any {
		all := map[string]any{"inner": map[string]any{"type": kind}}
		for i := range members {
			all[fmt.Sprintf("p%04d", i)] = map[string]any{"type": "string"}
		}
		return map[string]any{"type": "object", "properties": all}
	}
	c := &driftCase{both: map[string]any{"lanes": []any{}, "answer": map[string]any{"type": "object"}}}
	huge := reference("Huge")
	document := func(kind string, operations map[string]any) map[string]any {
		return map[string]any{"schemas": map[string]any{"Huge": properties(kind)}, "operations": operations}
	}
	use := map[string]any{"lanes": []any{}, "answers": map[string]any{"200": map[string]any{"content": map[string]any{
		"application/json": map[string]any{"schema": map[string]any{"type": "object", "properties": map[string]any{"deep": huge}}}}}},
		"body": map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": huge}}}}
	old := document("string", map[string]any{"a": use, "b": use, "c": use})

	text := findingsText(c.compare(t, old, document("integer", map[string]any{"a": use, "b": use, "c": use})))
	const want = `Q11 type changed ("string" -> "integer"): wire break, Go break; all block
	a body inner
	b body inner
	c body inner
R09 type changed ("string" -> "integer"): wire break, Go break; all block
	a 200 body deep.inner
	b 200 body deep.inner
	c 200 body deep.inner
`
	if text != want {
		t.Errorf("have\n%.2000swant\n%s", text, want)
	}
	r := c.compare(t, old, document("string", map[string]any{"b": use, "c": use}))
	if len(r.Findings) != 1 || r.Findings[0].Rule.ID != "L06" {
		t.Errorf("without its home: %.2000s", findingsText(r))
	}
	r = c.compare(t, document("string", map[string]any{"b": use, "c": use}), old)
	if len(r.Findings) != 1 || r.Findings[0].Rule.ID != "L02" {
		t.Errorf("with another home: %.2000s", findingsText(r))
	}
}

// FuzzDrift: whatever the documents are, comparing them ends, and each is like
// itself.
func FuzzDrift(f *testing.F) {
	f.Add("{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {oneOf: [{type: string}, {$ref: '#/components/schemas/A'}]}}}")
	f.Add("{type: array, items: {$ref: '#/components/schemas/A'}}", "{type: object, additionalProperties: {$ref: '#/components/schemas/B'}}")
	f.Add("{allOf: [{$ref: '#/components/schemas/B'}], readOnly: true}", "{anyOf: [{type: integer, format: int32}, {type: string, enum: [x, y]}]}")
	f.Fuzz(func(t *testing.T, a, b string) {
		read := func(schema, other string) []*surface.Version {
			var parsed any
			if yaml.Unmarshal([]byte(schema), &parsed) != nil || yaml.Unmarshal([]byte(other), &parsed) != nil {
				t.Skip()
			}
			doc := "openapi: 3.0.3\ninfo: {title: Acme, version: \"1\"}\npaths:\n  /a/{id}:\n    post:\n      operationId: a\n      parameters:\n" +
				"      - {name: id, in: path, required: true, schema: {type: string}}\n      - name: q\n        in: query\n        schema: " + indented(schema) +
				"\n      requestBody:\n        content:\n          application/json:\n            schema: " + indented(schema) +
				"\n      responses:\n        \"200\":\n          description: OK\n          content:\n            application/json:\n              schema: " + indented(schema) +
				"\ncomponents:\n  schemas:\n    A: " + indented(other) + "\n    B: " + indented(schema) + "\n"
			cfg := config.Default("spec.yaml")
			cfg.Lenient = true
			list, err := generator.Surface(context.Background(), cfg, fstest.MapFS{"spec.yaml": {Data: []byte(doc)}})
			if err != nil {
				t.Skip()
			}
			return list
		}
		old, now := read(a, b), read(b, a)
		unchanged(t, "the first", old, old)
		unchanged(t, "the second", now, now)
		first := findingsText(drift.Compare(old, now, drift.Options{}))
		if again := findingsText(drift.Compare(old, now, drift.Options{})); again != first {
			t.Errorf("once\n%sthen\n%s", first, again)
		}
	})
}

// indented keeps the text of a schema inside of its member.
func indented(text string) string {
	return strings.ReplaceAll(text, "\n", "\n                    ")
}
