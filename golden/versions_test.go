package golden

import (
	"bytes"
	"encoding/json"
	"go/types"
	"maps"
	"math/rand/v2"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/versions"
	"github.com/stratagen/strata/spec"
)

// TestVersions pins the table of the shipped API, which must fit into a terminal.
func TestVersions(t *testing.T) {
	text := tableText(t, shippedVersions(t).Table())
	for line := range strings.Lines(string(text)) {
		if n := utf8.RuneCountInString(line) - 1; n > 100 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
	pin(t, "versions.txt", text)
}

// TestVersionsAgainstGo asks the Go type checker for a second opinion on every
// lane: methods are the same exactly where the table says so. The totals are
// counted again from the JSON, as a script would.
func TestVersionsAgainstGo(t *testing.T) {
	withoutRace(t)
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	pkgs := typecheck(t, res.Files)
	data, err := json.Marshal(shippedVersions(t).Table())
	if err != nil {
		t.Fatal(err)
	}
	var table versions.Table
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	counted := map[string]int{}
	for _, l := range lanes(&table) {
		counted[l.Version]++
		if l.Next == "" {
			continue
		}
		same := types.Identical(method(t, pkgs, &table, l.Version, l.Method), method(t, pkgs, &table, l.Next, l.Method))
		if same != (len(l.Differs) == 0) {
			t.Errorf("%s: %s against %s: Go says same: %v; the table: differs in %q", l.Method, l.Version, l.Next, same, l.Differs)
		}
		if same {
			counted[l.Version+" "+l.Next]++
		}
	}
	for i, v := range table.Versions {
		if v.Operations != res.Counts[i].Operations || v.Operations != counted[v.Name] {
			t.Errorf("%s: %d operations, planned %d, in rows %d", v.Name, v.Operations, res.Counts[i].Operations, counted[v.Name])
		}
		if i == 1 && v.Against[0].Same != counted[v.Name+" v1"] {
			t.Errorf("%s: %+v, counted %d", v.Name, v.Against[0], counted[v.Name+" v1"])
		}
	}
}

func lanes(table *versions.Table) []versions.Lane {
	var all []versions.Lane
	for _, s := range table.Services {
		for _, op := range s.Operations {
			all = append(all, op.Lanes...)
		}
	}
	return all
}

// method finds "Sources.Get" in the package of a version.
func method(t *testing.T, pkgs map[string]*types.Package, table *versions.Table, version, name string) types.Type {
	t.Helper()
	service, name, _ := strings.Cut(name, ".")
	for _, v := range table.Versions {
		if v.Name != version {
			continue
		}
		obj := pkgs[v.Package].Scope().Lookup(service + "Service")
		found, _, _ := types.LookupFieldOrMethod(types.NewPointer(obj.Type()), false, pkgs[v.Package], name)
		if found == nil {
			t.Fatalf("%s has no %s.%s", v.Package, service, name)
		}
		return found.Type()
	}
	t.Fatalf("no version %s", version)
	return nil
}

// TestVersionCases compares small documents. A case is a txtar archive: spec.yaml,
// gen.yaml and names.lock where needed, and in "ops" the operations to report on.
// Expected: want/table, want/OPERATION and want/OPERATION.json.
func TestVersionCases(t *testing.T) {
	paths, err := filepath.Glob("versions/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range paths {
		t.Run(strings.TrimSuffix(path.Base(filepath.ToSlash(name)), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fsys := inputs(a)
			got := answers(t, fsys)
			if *update {
				rewrite(t, name, a, got)
				return
			}
			compare(t, got, wanted(a))
			shuffled(t, fsys, got)
		})
	}
}

// answers are the table and the reports that a case asks for.
func answers(t *testing.T, fsys fstest.MapFS) map[string][]byte {
	t.Helper()
	res, err := generator.Versions(t.Context(), caseConfig(t, fsys), fsys)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{"table": tableText(t, res.Table())}
	for _, id := range strings.Fields(string(fsys["ops"].Data)) {
		report := res.Report(id)
		if report == nil {
			t.Fatalf("no operation %s; nearest: %q", id, res.Nearest(id))
		}
		var text bytes.Buffer
		if err := report.Text(&text, false); err != nil {
			t.Fatal(err)
		}
		data, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got[id], got[id+".json"] = text.Bytes(), append(data, '\n')
	}
	return got
}

// shuffled fails if the order of the document, given the lock, means anything.
func shuffled(t *testing.T, fsys fstest.MapFS, want map[string][]byte) {
	t.Helper()
	res, err := generator.Generate(t.Context(), caseConfig(t, fsys), fsys)
	if err != nil {
		t.Fatal(err)
	}
	fsys = maps.Clone(fsys)
	root := parse(t, fsys["spec.yaml"].Data)
	shuffle(root, "", rand.New(rand.NewPCG(1, 1)))
	fsys["spec.yaml"] = &fstest.MapFile{Data: dump(t, root)}
	fsys[generator.LockName] = &fstest.MapFile{Data: res.Lock}
	compare(t, answers(t, fsys), want)
}

func tableText(t *testing.T, table *versions.Table) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := table.Text(&b, false); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func shippedVersions(t *testing.T) *generator.Comparison {
	t.Helper()
	data, err := spec.FS.ReadFile("gen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Parse("gen.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	res, err := generator.Versions(t.Context(), cfg, spec.FS)
	if err != nil {
		t.Fatal(err)
	}
	return res
}
