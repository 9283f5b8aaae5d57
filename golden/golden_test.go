// Package golden checks the generator from the outside: each case is one small
// document and, in the same file, the code or the complaint it must become.
//
// Run "make golden" to rewrite the expected parts, then read the diff.
package golden

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/diagnostic"
)

var update = flag.Bool("update", false, "rewrite the expected parts of golden files")

// A case is a txtar archive. Its comment says what it shows. Inputs: spec.yaml,
// and where needed gen.yaml, overlay.yaml, names.lock. The file "show" lists
// patterns of the generated paths to pin, "lenient" (empty) skips unsupported
// operations. Expected: want/PATH for each path shown, want/notes where there
// are any, want/pending where something is held, or want/error alone.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("cases/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runCase(t, name)
		})
	}
}

func runCase(t *testing.T, name string) {
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	got := generate(t, a)
	if *update {
		rewrite(t, name, a, got)
		return
	}
	compare(t, got, wanted(a))
}

// generate runs the generator on a case and picks what the case shows. What is
// generated must build, shown or not.
func generate(t *testing.T, a *txtar.Archive) map[string][]byte {
	t.Helper()
	fsys := inputs(a)
	if f := fsys["gen.yaml"]; f != nil {
		if _, err := config.Parse("gen.yaml", f.Data); err != nil {
			return map[string][]byte{"error": complaint(t, err, fsys)}
		}
	}
	res, err := generator.Generate(t.Context(), caseConfig(t, fsys), fsys)
	if err != nil {
		return map[string][]byte{"error": complaint(t, err, fsys)}
	}
	if !underRace { // the checker is not ours
		typecheck(t, res.ModuleFiles())
	}
	settled(t, caseConfig(t, fsys), fsys, res)
	shown := map[string][]byte{}
	files := maps.Clone(res.Files)
	files[generator.LockName] = res.Lock
	for _, pattern := range strings.Fields(string(fsys["show"].Data)) {
		for p, data := range files {
			if ok, err := path.Match(pattern, p); err != nil || ok {
				shown[p] = data
			}
		}
	}
	var notes bytes.Buffer
	for _, n := range res.Notes {
		fmt.Fprintf(&notes, "%v\n", n)
	}
	for _, n := range res.Skipped {
		fmt.Fprintf(&notes, "skipped: %v\n", n)
	}
	if notes.Len() > 0 {
		shown["notes"] = notes.Bytes()
	}
	var pending bytes.Buffer
	for _, p := range res.Pending {
		fmt.Fprintf(&pending, "%v: %v\n", p.Pos, p)
	}
	if pending.Len() > 0 {
		shown["pending"] = pending.Bytes()
	}
	if len(shown) == 0 {
		t.Error("the case shows nothing")
	}
	return shown
}

// complaint is what people see of an error: each message with its source.
func complaint(t *testing.T, err error, fsys fs.FS) []byte {
	t.Helper()
	var b bytes.Buffer
	p := diagnostic.Printer{Files: fsys}
	for _, m := range diagnostic.Of(err) {
		if err := p.Print(&b, m); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// settled fails if a second run, with the lock that the first one wrote, gives
// anything else, also when maps, and lists that are sets, come in another order.
func settled(t *testing.T, cfg *config.Config, fsys fstest.MapFS, first *generator.Result) {
	t.Helper()
	fsys = maps.Clone(fsys)
	fsys[generator.LockName] = &fstest.MapFile{Data: first.Lock}
	again, err := generator.Generate(t.Context(), cfg, fsys)
	if err != nil {
		t.Fatal(err)
	}
	same(t, first, again)
	if bytes.Contains(fsys[cfg.Spec].Data, []byte("x-enum-varnames")) {
		return // a list that goes with the order of another
	}
	seeds := uint64(3)
	if underRace {
		seeds = 1
	}
	for seed := range seeds {
		root := parse(t, fsys[cfg.Spec].Data)
		shuffle(root, "", rand.New(rand.NewPCG(seed, 1)))
		fsys[cfg.Spec] = &fstest.MapFile{Data: dump(t, root)}
		if again, err = generator.Generate(t.Context(), cfg, fsys); err != nil {
			t.Fatal(err)
		}
		same(t, first, again)
	}
}

func inputs(a *txtar.Archive) fstest.MapFS {
	fsys := fstest.MapFS{"show": {}}
	for _, f := range a.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	return fsys
}

func caseConfig(t *testing.T, fsys fstest.MapFS) *config.Config {
	t.Helper()
	cfg := config.Default("spec.yaml")
	if f := fsys["gen.yaml"]; f != nil {
		var err error
		if cfg, err = config.Parse("gen.yaml", f.Data); err != nil {
			t.Fatal(err)
		}
	}
	cfg.Lenient = fsys["lenient"] != nil
	return cfg
}

// compare fails on a file that differs, is missing, or should not be there.
func compare(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if !bytes.Equal(got[p], want[p]) {
			t.Errorf("%s differs; run make golden and read the diff; have\n%s", p, got[p])
		}
	}
	for p := range want {
		if _, ok := got[p]; !ok {
			t.Errorf("%s was not generated", p)
		}
	}
}

func wanted(a *txtar.Archive) map[string][]byte {
	want := map[string][]byte{}
	for _, f := range a.Files {
		if p, ok := strings.CutPrefix(f.Name, "want/"); ok {
			want[p] = f.Data
		}
	}
	return want
}

func rewrite(t *testing.T, name string, a *txtar.Archive, got map[string][]byte) {
	t.Helper()
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "want/") })
	for _, p := range slices.Sorted(maps.Keys(got)) {
		a.Files = append(a.Files, txtar.File{Name: "want/" + p, Data: got[p]})
	}
	if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}
