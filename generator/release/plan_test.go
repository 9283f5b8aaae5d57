package release_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/plan/tags"
	"github.com/stratagen/strata/generator/release"
)

const settings = `spec: api.yaml
out: generated
module: example.com
name: acme
versions: {from: media-type, pattern: "application/vnd.acme.{version}+json"}
`

// document has three versions: Pet is one type in v1 and v1beta, and another one in
// v1alpha; Toy is a type of v1alpha alone.
const document = `openapi: 3.0.3
info: {title: Acme, version: 1.0.0}
servers: [{url: https://api.example.com}]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      tags: [Pets]
      description: Gives one pet.
      parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: ok
          content:
            application/vnd.acme.v1+json: {schema: {$ref: '#/components/schemas/Pet'}}
            application/vnd.acme.v1beta+json: {schema: {$ref: '#/components/schemas/Pet'}}
            application/vnd.acme.v1alpha+json: {schema: {$ref: '#/components/schemas/PetAlpha'}}
  /toys/{toyId}:
    get:
      operationId: getToy
      tags: [Toys]
      description: Gives one toy.
      parameters: [{name: toyId, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: ok
          content:
            application/vnd.acme.v1alpha+json: {schema: {$ref: '#/components/schemas/Toy'}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
    PetAlpha: {type: object, required: [name], properties: {name: {type: string}, toy: {$ref: '#/components/schemas/Toy'}}}
    Toy: {type: object, properties: {loud: {type: boolean}}}
`

// repository is a repository in memory: the files of the tree, and tagged trees.
type repository struct {
	t     *testing.T
	std   *goapi.Standard
	files map[string][]byte
	tags  []release.Tag
	trees map[string]tree // by commit
}

type tree struct{ fstest.MapFS }

func (t tree) Under(dir string) (map[string][]byte, error) { return under(t.MapFS, dir), nil }

func under(files fstest.MapFS, dir string) map[string][]byte {
	out := map[string][]byte{}
	for name, f := range files {
		if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
			out[rest] = f.Data
		}
	}
	return out
}

var std goapi.Standard

func newRepository(t *testing.T) *repository {
	r := &repository{t: t, std: &std, files: map[string][]byte{"gen.yaml": []byte(settings), "api.yaml": []byte(document)}, trees: map[string]tree{}}
	r.generate()
	return r
}

func (r *repository) snapshot() fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range r.files {
		out[name] = &fstest.MapFile{Data: bytes.Clone(text)}
	}
	return out
}

func (r *repository) config() *config.Config {
	r.t.Helper()
	cfg, err := config.Parse("gen.yaml", r.files["gen.yaml"])
	if err != nil {
		r.t.Fatal(err)
	}
	return cfg
}

// generate is gen generate.
func (r *repository) generate() *generator.Result {
	r.t.Helper()
	made, err := generator.Generate(r.t.Context(), r.config(), r.snapshot())
	if err != nil {
		r.t.Fatal(err)
	}
	r.put(made)
	return made
}

// put writes what a run made; what people wrote stays.
func (r *repository) put(made *generator.Result) {
	maps.DeleteFunc(r.files, func(name string, text []byte) bool {
		return strings.HasPrefix(name, "generated/") && bytes.Contains(text, []byte("Code generated"))
	})
	for name, text := range made.Files {
		r.files["generated/"+name] = text
	}
	r.files[generator.LockName] = made.Lock
}

// plan is gen release plan.
func (r *repository) plan() *release.Plan {
	r.t.Helper()
	p, err := r.try()
	if err != nil {
		r.t.Fatal(err)
	}
	return p
}

func (r *repository) try() (*release.Plan, error) {
	r.t.Helper()
	made := r.generate()
	files := r.snapshot()
	return release.New(r.t.Context(), release.Input{
		Config: r.config(), Files: files, Output: under(files, "generated"), Current: made, Std: r.std,
		ConfigName: "gen.yaml", OutputName: "generated", Tags: slices.Clone(r.tags),
		Tree: func(_ context.Context, commit string) (release.Tree, error) {
			t, ok := r.trees[commit]
			if !ok {
				return nil, fs.ErrNotExist
			}
			return t, nil
		},
	})
}

// write is gen release plan -write.
func (r *repository) write(p *release.Plan) {
	r.put(p.Planned)
	r.files[generator.TagsName] = p.Versions.Format()
	for _, m := range p.Modules {
		name := "generated/" + m.Folder + "/" + release.ChangelogName
		if text := m.Changelog(r.files[name], "2026-01-02"); text != nil {
			r.files[name] = text
		}
	}
}

// tag is gen release tag.
func (r *repository) tag(p *release.Plan) {
	commit := fmt.Sprint("commit ", len(r.trees))
	r.trees[commit] = tree{r.snapshot()}
	for _, m := range p.Modules {
		if m.Changed {
			r.tags = append(r.tags, release.Tag{Folder: m.Folder, Version: m.Next, Commit: commit})
		}
	}
}

// release plans, writes and tags, and wants the versions of all modules.
func (r *repository) release(want string) *release.Plan {
	r.t.Helper()
	p := r.plan()
	if got := versions(p); got != want {
		r.t.Errorf("planned %s, want %s\n%s", got, want, text(p))
	}
	r.write(p)
	r.tag(p)
	return p
}

// versions are those of the modules, "*" where there is a tag to make.
func versions(p *release.Plan) string {
	var list []string
	for _, m := range p.Modules {
		mark := ""
		if m.Changed {
			mark = "*"
		}
		list = append(list, mark+m.Next)
	}
	return strings.Join(list, " ")
}

func text(p *release.Plan) string {
	var b strings.Builder
	if err := p.Text(&b); err != nil {
		return err.Error()
	}
	return b.String()
}

func (r *repository) edit(name, old, now string) {
	r.t.Helper()
	if !bytes.Contains(r.files[name], []byte(old)) {
		r.t.Fatalf("%s has no %q", name, old)
	}
	r.files[name] = bytes.Replace(r.files[name], []byte(old), []byte(now), 1)
}

// first is what the modules begin at: core, v1, v1beta, v1alpha.
const first = "*v1.0.0 *v1.0.0 *v0.1.0 *v0.1.0"

// TestPlan edits what was released. The versions are those of the core, v1, v1beta
// and v1alpha; then the plan is written, and stays what it was; then the edit is taken
// back, and nothing is left to release.
func TestPlan(t *testing.T) {
	const pet = "age: {type: integer}}}\n    PetAlpha"
	for _, c := range []struct{ name, file, old, now, want, why string }{
		{"nothing", "api.yaml", "Acme", "Acme", "v1.0.0 v1.0.0 v0.1.0 v0.1.0", "no new tag: acme v1.0.0,"},
		{"number of the document", "api.yaml", "version: 1.0.0", "version: 9.0.0", "v1.0.0 v1.0.0 v0.1.0 v0.1.0", ""},
		{"comment in alpha", "api.yaml", "Gives one toy", "Gives a toy", "v1.0.0 v1.0.0 v0.1.0 *v0.1.1", "fix: comments, examples or tests changed"},
		{"comment in all", "api.yaml", "Gives one pet", "Gives a pet", "v1.0.0 *v1.0.1 *v0.1.1 *v0.1.1", ""},
		{"break in alpha", "api.yaml", "loud: {type: boolean}", "loud: {type: string}", "v1.0.0 v1.0.0 v0.1.0 *v0.2.0", "break: R09 type changed: Toy.Loud (getPet, getToy)"},
		{"new in alpha", "api.yaml", "loud: {type: boolean}", "loud: {type: boolean}, old: {type: boolean}", "v1.0.0 v1.0.0 v0.1.0 *v0.1.1", ""},
		{"removed in alpha", "api.yaml", "application/vnd.acme.v1alpha+json: {schema: {$ref: '#/components/schemas/PetAlpha'}}", "", "v1.0.0 *v1.0.1 *v0.1.1 *v0.2.0", "break: L01 no longer offered in this version: Pets.Get (getPet)"},
		// A type that beta has by an alias of v1's: its files are the same, what they
		// mean is not.
		{"new in v1 and by its alias", "api.yaml", pet, "age: {type: integer}, fur: {type: string}}}\n    PetAlpha", "v1.0.0 *v1.1.0 *v0.1.1 v0.1.0", "add: R01 optional property added: Pet.Fur (getPet)"},
		{"break of v1", "api.yaml", pet, "age: {type: string}}}\n    PetAlpha", "v1.0.0 *v2.0.0 *v0.2.0 v0.1.0", "break: acmev1, of whose types it is made, goes from v1.0.0 to v2.0.0"},
		{"optional becomes required", "api.yaml", "required: [name], properties: {name: {type: string}, age", "required: [name, age], properties: {name: {type: string}, age", "v1.0.0 *v1.0.1 v0.1.0 v0.1.0", "kept until the next major version:\n  acmev1 Pet.Age: *int64 -> int64 (R05)\n"},
		{"servers", "api.yaml", "https://api.example.com", "https://api2.example.com", "*v1.0.1 v1.0.0 v0.1.0 v0.1.0", ""},
		{"name in the configuration", "gen.yaml", "name: acme\n", "name: acme\nnames: {operations: {getToy: Fetch}}\n", "v1.0.0 v1.0.0 v0.1.0 *v0.2.0", "break: removed: ToysService.Get"},
		{"retraction in v1", "gen.yaml", "name: acme\n", "name: acme\nrelease: {retract: [{module: acmev1, version: v1.0.0, reason: wrong}]}\n", "v1.0.0 *v1.0.1 v0.1.0 v0.1.0", "fix: v1.0.0 is retracted: wrong"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t)
			r.release(first)
			before := maps.Clone(r.files)
			names := r.files[generator.LockName]
			r.edit(c.file, c.old, c.now)
			if strings.HasPrefix(c.name, "name in") {
				r.files[generator.LockName] = bytes.ReplaceAll(names, []byte(" Get\n"), []byte(" Fetch\n"))
			}
			p := r.plan()
			said := text(p)
			if got := versions(p); got != c.want || !strings.Contains(said, c.why) {
				t.Errorf("planned %s, want %s with %q\n%s", got, c.want, c.why, said)
			}
			r.write(p)
			again := r.plan()
			if text(again) != said || !maps.EqualFunc(again.Planned.Files, p.Planned.Files, bytes.Equal) || !maps.Equal(again.Versions, again.Written) {
				t.Errorf("planned again:\n%s\nbut at first\n%s", text(again), said)
			}
			written := maps.Clone(r.files)
			r.write(again)
			same(t, r.files, written)
			maps.Copy(r.files, map[string][]byte{"api.yaml": before["api.yaml"], "gen.yaml": before["gen.yaml"]})
			if strings.HasPrefix(c.name, "name in") {
				r.files[generator.LockName] = names
			}
			back := r.plan()
			if strings.Contains(versions(back), "*") {
				t.Errorf("taken back, but planned %s", text(back))
			}
			r.write(back)
			same(t, r.files, before)
		})
	}
}

func same(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !bytes.Equal(got[name], want[name]) {
			t.Errorf("%s is\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	for name := range got {
		if want[name] == nil {
			t.Errorf("%s is new", name)
		}
	}
}

// TestSecondMajor: after a break of v1 its module has another path, which is no
// change by itself.
func TestSecondMajor(t *testing.T) {
	r := newRepository(t)
	r.release(first)
	r.edit("api.yaml", "age: {type: integer}", "age: {type: string}")
	r.release("v1.0.0 *v2.0.0 *v0.2.0 v0.1.0")
	if mod := string(r.files["generated/acmev1/go.mod"]); !strings.Contains(mod, "module example.com/acmev1/v2\n") {
		t.Errorf("go.mod is\n%s", mod)
	}
	log := string(r.files["generated/acmev1/CHANGELOG.md"])
	for _, want := range []string{
		"- **Breaking:** The import path is `example.com/acmev1/v2`.\n", "- **Breaking:** `Pet.Age`: type changed", "\n## [2.0.0] - 2026-01-02\n", "\n## [1.0.0] - 2026-01-02\n",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("no %q in\n%s", want, log)
		}
	}
	r.release("v1.0.0 v2.0.0 v0.2.0 v0.1.0")
	r.edit("api.yaml", "loud: {type: boolean}", "loud: {type: integer}")
	r.release("v1.0.0 v2.0.0 v0.2.0 *v0.2.0")
	r.edit("api.yaml", "age: {type: string}", "age: {type: string}, fur: {type: string}")
	p := r.release("v1.0.0 *v2.1.0 *v0.2.1 v0.2.0")
	if p.Modules[1].Path != "example.com/acmev1/v2" || p.Modules[1].Tag("generated") != "generated/acmev1/v2.1.0" {
		t.Errorf("%s, %s", p.Modules[1].Path, p.Modules[1].Tag("generated"))
	}
	r.edit("api.yaml", "age: {type: string}", "age: {type: boolean}")
	r.release("v1.0.0 *v3.0.0 *v0.3.0 v0.2.0")
}

// TestKept: what Go keeps waits for the next major version, comes back where that is
// not released after all, and goes with it.
func TestKept(t *testing.T) {
	const kept = "kept until the next major version:\n  acmev1 Pet.Age: *int64 -> int64 (R05)\n"
	r := newRepository(t)
	r.release(first)
	r.edit("api.yaml", "required: [name], properties: {name: {type: string}, age", "required: [name, age], properties: {name: {type: string}, age")
	r.release("v1.0.0 *v1.0.1 v0.1.0 v0.1.0")
	const entry = "- `Pet.Age` is always present (`getPet`); until the next major version it is declared as `*int64`.\n"
	if log := string(r.files["generated/acmev1/CHANGELOG.md"]); !strings.Contains(log, entry) {
		t.Errorf("no %q in\n%s", entry, log)
	}
	waits := r.snapshot()
	r.edit("api.yaml", "properties: {name: {type: string}, age", "properties: {name: {type: integer}, age")
	p := r.plan()
	if got := versions(p); got != "v1.0.0 *v2.0.0 *v0.2.0 v0.1.0" || strings.Contains(text(p), "kept") {
		t.Errorf("planned %s\n%s", got, text(p))
	}
	r.write(p)
	if types := string(r.files["generated/acmev1/pets.go"]); !regexp.MustCompile(`\tAge +int64 `).MatchString(types) {
		t.Errorf("the next major version still keeps\n%s", types)
	}
	written := maps.Clone(r.files)
	r.files["api.yaml"] = waits["api.yaml"].Data
	p = r.plan()
	if got := versions(p); got != "v1.0.0 v1.0.1 v0.1.0 v0.1.0" || !strings.HasSuffix(text(p), kept) {
		t.Errorf("taken back, but planned %s\n%s", got, text(p))
	}
	if kept := p.Modules[1].Pending; len(kept) != 1 || kept[0].Object != "Pet.Age" {
		t.Errorf("acmev1 keeps %v", kept)
	}
	r.write(p)
	for name, f := range waits {
		if !bytes.Equal(r.files[name], f.Data) {
			t.Errorf("%s is\n%s\nwant\n%s", name, r.files[name], f.Data)
		}
	}
	r.files = written
	r.release("v1.0.0 *v2.0.0 *v0.2.0 v0.1.0")
	r.release("v1.0.0 v2.0.0 v0.2.0 v0.1.0")
}

// TestRetraction: a wrong version is taken back and what was right comes again, above
// it; after that it is no news.
func TestRetraction(t *testing.T) {
	r := newRepository(t)
	r.release(first)
	r.edit("api.yaml", "age: {type: integer}", "age: {type: integer}, fur: {type: string}")
	r.release("v1.0.0 *v1.1.0 *v0.1.1 v0.1.0")
	r.edit("api.yaml", ", fur: {type: string}", "")
	r.edit("gen.yaml", "name: acme\n", "name: acme\nrelease: {retract: [{module: acmev1, version: v1.1.0, reason: no fur}]}\n")
	r.release("v1.0.0 *v1.1.1 *v0.2.0 v0.1.0") // nothing takes a version of beta back
	if mod := string(r.files["generated/acmev1/go.mod"]); !strings.HasSuffix(mod, "\nretract v1.1.0 // no fur\n") {
		t.Errorf("go.mod is\n%s", mod)
	}
	r.release("v1.0.0 v1.1.1 v0.2.0 v0.1.0")
	r.edit("gen.yaml", "v1.1.0", "v1.7.0")
	if _, err := r.try(); err == nil || err.Error() != "gen.yaml:5:21: release.retract.0: there is no tag generated/acmev1/v1.7.0" {
		t.Errorf("error %v", err)
	}
}

// TestPackages: what is part of the module around it has no version.
func TestPackages(t *testing.T) {
	r := newRepository(t)
	r.edit("gen.yaml", "module: example.com\n", "module: example.com\nlayout: packages\n")
	const want = "gen.yaml:4:9: layout: packages are released with the module around them; gen release is for modules"
	if _, err := r.try(); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestNewAndGone: a version comes at the version that release.lock has for it, or at
// the first; and goes.
func TestNewAndGone(t *testing.T) {
	r := newRepository(t)
	all := r.files["api.yaml"]
	r.files["api.yaml"] = bytes.ReplaceAll(all, []byte("            application/vnd.acme.v1beta+json: {schema: {$ref: '#/components/schemas/Pet'}}\n"), nil)
	r.release("*v1.0.0 *v1.0.0 *v0.1.0")
	without := r.files["api.yaml"]
	r.files["api.yaml"] = all
	r.files[generator.TagsName] = tags.Versions{"acmev1beta": "v0.7.0"}.Format()
	p := r.release("v1.0.0 *v1.0.1 *v0.7.0 *v0.1.1") // comments say which versions have an operation
	if got := text(p); !strings.Contains(got, "acmev1beta  new -> v0.7.0  add\n  add: the first release\n") {
		t.Errorf("%s", got)
	}
	r.files["api.yaml"] = without
	p = r.plan()
	if got := text(p); !strings.HasSuffix(got, "\nno new tag: acme v1.0.0, acmev1beta v0.7.0 (no longer generated)\n") {
		t.Errorf("%s", got)
	}
}

// TestByHand: a file that people wrote in a module is one of its files; the
// changelog is none that counts.
func TestByHand(t *testing.T) {
	r := newRepository(t)
	r.release(first)
	r.files["generated/acmev1/extra.go"] = []byte("package acmev1\n\n// Extra is ours.\nfunc Extra() {}\n")
	r.files["generated/acme/CHANGELOG.md"] = append(r.files["generated/acme/CHANGELOG.md"], "More.\n"...)
	r.release("v1.0.0 *v1.1.0 v0.1.0 v0.1.0")
	delete(r.files, "generated/acmev1/extra.go")
	r.release("v1.0.0 *v2.0.0 *v0.2.0 v0.1.0")
}
