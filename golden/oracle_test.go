package golden

// The oracle: oapi-codegen reads the same document and writes its own models.
// Whatever a server may answer, both clients must make the same of it.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

// answer is a response of an operation in a version.
type answer struct {
	Version, Operation, MediaType string
	Status                        int
	Kind                          string // what Body was made for
	Body                          json.RawMessage
}

// side is a body as a client gives it back, or why it does not.
type side struct {
	Body  json.RawMessage
	Error string
}

// versions of the shipped document, and what is to be called there.
var oracleLanes = map[string]int{"v1": 126, "v1beta": 126, "v1alpha": 188}

func TestOracle(t *testing.T) {
	withoutRace(t)
	if testing.Short() {
		t.Skip("builds two clients of every version")
	}
	cfg := oracleConfig(t)
	documents, err := generator.Split(cfg, spec.FS)
	if err != nil {
		t.Fatal(err)
	}
	var all []answer
	lanes := 0
	for _, d := range documents {
		lanes += d.Operations
		list, err := answersOf(d.Token, d.Text)
		if err != nil {
			t.Fatal(err)
		}
		covered(t, d.Token, list)
		all = append(all, list...)
	}
	files := oapiRun(t, cfg).Files
	binary := oapiProgram(t, files, map[string][]byte{"main.go": programText(t, "testdata/oracle/main.go"), "parsers.go": parsers(t, files)})
	r := &remarks{used: map[int]int{}}
	for i, o := range ask(t, binary, all) {
		r.compare(all[i], o.Ours, o.Theirs)
	}
	t.Logf("%d answers of %d operations", len(all), lanes)
	r.report(t)
}

// oracleConfig is the shipped configuration with models that tell null from
// absent.
func oracleConfig(t *testing.T) *config.Config {
	t.Helper()
	text, err := spec.FS.ReadFile("gen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, "\noapi-codegen:\n  output-options: {nullable-type: true}\n"...)
	cfg, err := config.Parse("gen.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// covered fails where an operation of the version has no answer of 2xx.
func covered(t *testing.T, version string, list []answer) {
	t.Helper()
	good := map[string]bool{}
	for _, a := range list {
		if a.Status/100 == 2 {
			good[a.Operation] = true
		}
	}
	if len(good) != oracleLanes[version] {
		t.Errorf("%s: %d operations with a body of 2xx, want %d", version, len(good), oracleLanes[version])
	}
}

var parseFunc = regexp.MustCompile(`(?m)^func Parse(\w+)\(rsp \*http\.Response\)`)

// parsers is the table of their functions by version and operation.
func parsers(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	ids := listedIDs(t)
	var b bytes.Buffer
	b.WriteString("package main\n\nimport (\n\t\"net/http\"\n\n")
	for _, v := range slices.Sorted(maps.Keys(oracleLanes)) {
		fmt.Fprintf(&b, "\t%[1]s %[2]q\n", v, theirsPath+"segment"+v)
	}
	b.WriteString(")\n\nvar parsers = map[string]func(*http.Response) (any, error){\n")
	for _, v := range slices.Sorted(maps.Keys(oracleLanes)) {
		n := 0
		for _, m := range parseFunc.FindAllStringSubmatch(string(files["segment"+v+"/client.gen.go"]), -1) {
			id := ids[strings.ToLower(strings.TrimSuffix(m[1], "Response"))]
			if id == "" {
				t.Errorf("%s: no operation for Parse%s", v, m[1])
			}
			n++
			fmt.Fprintf(&b, "\t%q: func(r *http.Response) (any, error) { return %s.Parse%s(r) },\n", v+" "+id, v, m[1])
		}
		if n != oracleLanes[v] {
			t.Errorf("%s: %d parsers, want %d", v, n, oracleLanes[v])
		}
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// listedIDs are those of operations.txt, by their letters in lower case.
func listedIDs(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 4 {
			ids[strings.ToLower(f[1])] = f[1]
		}
	}
	return ids
}

type outcome struct{ Ours, Theirs side }

// ask has the program answer for both sides.
func ask(t *testing.T, binary string, all []answer) []outcome {
	t.Helper()
	var in bytes.Buffer
	for _, a := range all {
		if err := json.NewEncoder(&in).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "answers.json")
	if err := os.WriteFile(name, in.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, name)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("oracle: %v\n%s", err, errs.Bytes())
	}
	var outcomes []outcome
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var o outcome
		if err := d.Decode(&o); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, o)
	}
	if len(outcomes) != len(all) {
		t.Fatalf("%d outcomes of %d answers", len(outcomes), len(all))
	}
	return outcomes
}

// remarks are the differences, by what they are.
type remarks struct {
	used map[int]int // entry of differences -> how often
	open map[string]*remark
}

type remark struct {
	count int
	first answer
	text  string
}

// compare holds what both sides made of a against each other, and ours against
// what was sent: two may make the same mistake.
func (r *remarks) compare(a answer, ours, theirs side) {
	if ours.Error != "" || theirs.Error != "" {
		r.add(a, "", "error", fmt.Sprintf("ours %q, theirs %q", ours.Error, theirs.Error))
		return
	}
	walk("", tree(ours.Body), tree(theirs.Body), func(path, kind, detail string) { r.add(a, path, kind, detail) })
	if a.Kind != "unknown property" {
		walk("", tree(ours.Body), tree(a.Body), func(path, kind, detail string) { r.add(a, path, "sent: "+kind, detail) })
	}
}

func (r *remarks) add(a answer, path, kind, detail string) {
	where := fmt.Sprintf("%s %s %d %s", a.Version, a.Operation, a.Status, path)
	for i, d := range explained {
		if d.kind == strings.TrimPrefix(kind, "sent: ") && d.where.MatchString(where) && (d.mock == "" || d.mock == a.Kind) {
			r.used[i]++
			return
		}
	}
	if r.open == nil {
		r.open = map[string]*remark{}
	}
	key := where + " " + kind
	if r.open[key] == nil {
		r.open[key] = &remark{first: a, text: detail}
	}
	r.open[key].count++
}

func (r *remarks) report(t *testing.T) {
	t.Helper()
	for i, d := range explained {
		t.Logf("%d times %s (%s): %s", r.used[i], d.where, d.kind, d.reason)
		if r.used[i] == 0 {
			t.Errorf("no difference any more at %s (%s): take it out of the list", d.where, d.kind)
		}
	}
	keys := slices.Sorted(maps.Keys(r.open))
	for _, key := range keys[:min(len(keys), 60)] {
		m := r.open[key]
		t.Errorf("%s, %d times, first with %q: %s", key, m.count, m.first.Kind, m.text)
	}
	if len(keys) > 60 {
		t.Errorf("… and %d more", len(keys)-60)
	}
}

func tree(text []byte) any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		panic(err)
	}
	return v
}

// walk calls found for each difference between two JSON values. Paths have no
// indices: what holds for one item holds for all.
func walk(path string, ours, theirs any, found func(path, kind, detail string)) {
	switch o := ours.(type) {
	case map[string]any:
		if t, ok := theirs.(map[string]any); ok {
			walkObject(path, o, t, found)
			return
		}
	case []any:
		if t, ok := theirs.([]any); ok && len(o) == len(t) {
			for i := range o {
				walk(path+"/*", o[i], t[i], found)
			}
			return
		}
	}
	if a, b := plain(ours), plain(theirs); a != b {
		found(path, "value", cut(a)+" | "+cut(b))
	}
}

func walkObject(path string, ours, theirs map[string]any, found func(path, kind, detail string)) {
	names := slices.Sorted(maps.Keys(ours))
	for name := range theirs {
		if _, both := ours[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		o, inOurs := ours[name]
		t, inTheirs := theirs[name]
		below := path + "/" + name
		switch {
		case !inOurs:
			found(below, "only theirs", cut(plain(t)))
		case !inTheirs:
			found(below, "only ours", cut(plain(o)))
		default:
			walk(below, o, t, found)
		}
	}
}

func plain(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func cut(s string) string { return s[:min(len(s), 120)] }
