package verify

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/goapi"
)

var std goapi.Standard

// repository is three modules in memory, their siblings at some versions.
type repository struct {
	versions map[string]string // by folder
	last     map[string]string
	files    map[string]map[string][]byte // by folder
	license  []byte
	tagged   map[Tag]map[string][]byte
}

var folders = []string{"gen/acme", "gen/acmev1", "gen/acmev1beta"}

// newRepository is one that has released nothing.
func newRepository() *repository {
	r := &repository{last: map[string]string{}, license: []byte("Do what you like.\n"), tagged: map[Tag]map[string][]byte{}, files: map[string]map[string][]byte{}}
	for _, folder := range folders {
		r.files[folder] = map[string][]byte{}
	}
	r.require("v1.0.0", "v1.0.0", "v0.1.0")
	r.write("gen/acme/acme.go", `package acme

import "context"

// Client is shared.
type Client struct{ calls int }

// Nullable may be null.
type Nullable[T any] struct{ value T }

// Get gives the value.
func (n Nullable[T]) Get() (T, bool) { return n.value, true }

// Option changes a Client.
type Option interface{ apply(*Client) }

// NewClient makes one.
func NewClient(opts ...Option) *Client { return &Client{} }

// Send sends.
func Send[T any](ctx context.Context, c *Client) (*T, error) { return new(T), ctx.Err() }
`)
	r.write("gen/acmev1/client.go", `package acmev1

import (
	"context"
	"example.com/repo/gen/acme"
)

const version, DocumentVersion = "v1", "1.0"

// Status is open.
type Status string

// Statuses.
const StatusOn Status = "on"

// Pet is a pet.
type Pet struct {
	Name   string
	Owner  acme.Nullable[string]
	Status *Status
	Home   func() *Pet
}

// Client calls.
type Client struct{ Pets *PetsService }

// New makes one.
func New(c *acme.Client) *Client { return &Client{&PetsService{c}} }

// PetsService is pets.
type PetsService struct{ c *acme.Client }

// Get gets.
func (s *PetsService) Get(ctx context.Context, id string) (*Pet, error) { return acme.Send[Pet](ctx, s.c) }
`)
	r.write("gen/acmev1/example_test.go", "package acmev1_test\n\nimport \"example.com/repo/gen/acmev1\"\n\nfunc Example() { acmev1.New(nil) }\n")
	r.write("gen/acmev1beta/client.go", `package acmev1beta

import (
	"example.com/repo/gen/acme"
	"example.com/repo/gen/acmev1"
)

const version, DocumentVersion = "v1beta", "1.0"

// Pet is the same.
type Pet = acmev1.Pet

// Status is the same.
type Status = acmev1.Status

// StatusOn is the same.
const StatusOn = acmev1.StatusOn

// Toy is of beta.
type Toy struct {
	Of  Pet
	All map[string][]*Pet
}

// New makes nothing.
func New(c *acme.Client) *Toy { return &Toy{} }
`)
	return r
}

func (r *repository) write(name, text string) {
	folder := name[:strings.LastIndex(name, "/")]
	for r.files[folder] == nil {
		folder = folder[:strings.LastIndex(folder, "/")]
	}
	r.files[folder][strings.TrimPrefix(name, folder+"/")] = []byte(text)
}

func (r *repository) replace(t *testing.T, name, old, with string) {
	t.Helper()
	folder := name[:strings.LastIndex(name, "/")]
	text := string(r.files[folder][strings.TrimPrefix(name, folder+"/")])
	if !strings.Contains(text, old) {
		t.Fatalf("there is no %q in %s", old, name)
	}
	r.write(name, strings.Replace(text, old, with, 1))
}

// require writes the go.mod files for the versions of the three.
func (r *repository) require(core, v1, beta string) {
	r.versions = map[string]string{folders[0]: core, folders[1]: v1, folders[2]: beta}
	const at = "example.com/repo/gen/"
	r.write("gen/acme/go.mod", "module "+at+"acme\n\ngo 1.24\n")
	r.write("gen/acmev1/go.mod", fmt.Sprintf("module %sacmev1\n\ngo 1.24\n\nrequire %[1]sacme %[2]s\n\nreplace %[1]sacme => ../acme\n", at, core))
	r.write("gen/acmev1beta/go.mod", fmt.Sprintf("module %sacmev1beta\n\ngo 1.24\n\nrequire (\n\t%[1]sacme %[2]s\n\t%[1]sacmev1 %[3]s\n)\n\nreplace (\n\t%[1]sacme => ../acme\n\t%[1]sacmev1 => ../acmev1\n)\n", at, core, v1))
}

// release tags what changed.
func (r *repository) release() {
	for _, folder := range folders {
		if v := r.versions[folder]; v != r.last[folder] {
			r.tagged[Tag{folder, v}] = maps.Clone(r.files[folder])
			r.last[folder] = v
		}
	}
}

// verify runs the checks.
func (r *repository) verify(t *testing.T, change func(*Input)) []string {
	t.Helper()
	dir := t.TempDir()
	in := Input{Std: &std, Dir: dir, Tags: slices.Collect(maps.Keys(r.tagged))}
	in.At = func(_ context.Context, at Tag) (Module, error) {
		files, ok := r.tagged[at]
		if !ok {
			return Module{}, os.ErrNotExist
		}
		return Module{Files: files, License: r.license}, nil
	}
	for _, folder := range folders {
		v, last := r.versions[folder], r.last[folder]
		in.Modules = append(in.Modules, Module{
			Folder: folder, Core: folder == folders[0], Version: v, Last: last, Changed: v != last, Files: r.files[folder], License: r.license,
		})
	}
	if change != nil {
		change(&in)
	}
	findings, err := Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range findings {
		list = append(list, f.String())
	}
	return list
}

// wants compares findings with the beginnings, or parts, that each must have.
func wants(t *testing.T, have []string, want ...string) {
	t.Helper()
	if len(have) != len(want) {
		t.Errorf("%d findings, want %d", len(have), len(want))
	}
	for i, text := range have {
		if i >= len(want) || !strings.Contains(text, want[i]) {
			t.Errorf("finding %d: %s", i, text)
		}
	}
	for i := len(have); i < len(want); i++ {
		t.Errorf("nothing about %q", want[i])
	}
}

// TestStatic: what is wrong before anything is built, each defect by itself.
func TestStatic(t *testing.T) {
	for _, c := range []struct {
		name  string
		plant func(t *testing.T, r *repository)
		input func(*Input)
		want  []string
	}{
		{name: "foreign replace", plant: func(t *testing.T, r *repository) {
			r.write("gen/acmev1/go.mod", string(r.files["gen/acmev1"]["go.mod"])+"replace example.com/other => ../../other\n")
		}, want: []string{"gen/acmev1: go.mod:8: example.com/other is replaced by ../../other, which is not the folder of a sibling [replace]"}},
		{name: "sibling elsewhere", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1/go.mod", "../acme", "../../fork/acme")
		}, want: []string{"gen/acmev1: go.mod:7: example.com/repo/gen/acme is replaced by ../../fork/acme"}},
		{name: "no suffix", plant: func(_ *testing.T, r *repository) { r.versions["gen/acmev1beta"] = "v2.0.0" },
			want: []string{`gen/acmev1beta: example.com/repo/gen/acmev1beta@v2.0.0: invalid version: should be v0 or v1, not v2 [path]`}},
		{name: "wrong suffix", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1beta/go.mod", "acmev1beta\n", "acmev1beta/v3\n")
		}, want: []string{`gen/acmev1beta: example.com/repo/gen/acmev1beta/v3@v0.1.0: invalid version: should be v3, not v0 [path]`}},
		{name: "another folder", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1beta/go.mod", "acmev1beta\n", "beta\n")
		}, want: []string{"gen/acmev1beta: the path example.com/repo/gen/beta does not end in acmev1beta, so the go command looks for another tag than gen/acmev1beta/v0.1.0 [path]"}},
		{name: "folder left out at a host", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1beta/go.mod", "module example.com/repo/gen", "module github.com/owner/repo")
		}, want: []string{"gen/acmev1beta: the path github.com/owner/repo/acmev1beta does not end in gen/acmev1beta, "}},
		{name: "folder left out elsewhere", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1beta/go.mod", "module example.com/repo/gen", "module example.com")
			r.write("gen/acmev1beta/broken.go", "package") // nothing more is looked at
			r.license = nil
			r.write("gen/acme/LICENSE", "")
			r.write("gen/acmev1/LICENSE", "")
		}, want: []string{"gen/acmev1beta: there is no LICENSE"}},
		{name: "no path", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1beta/go.mod", "example.com/", "")
		}, want: []string{`gen/acmev1beta: malformed module path "repo/gen/acmev1beta": missing dot in first path element`}},
		{name: "no go.mod", plant: func(_ *testing.T, r *repository) { delete(r.files["gen/acmev1beta"], "go.mod") },
			want: []string{"gen/acmev1beta: there is no go.mod [path]"}},
		{name: "pre-release", plant: func(_ *testing.T, r *repository) { r.versions["gen/acmev1beta"] = "v0.1.0-rc.1" },
			want: []string{`gen/acmev1beta: "v0.1.0-rc.1" is not a version as v1.2.3 [version]`}},
		{name: "tag exists", plant: func(_ *testing.T, r *repository) {
			r.tagged[Tag{"gen/acmev1beta", "v0.1.0"}] = r.files["gen/acmev1beta"]
		}, want: []string{"gen/acmev1beta: the tag gen/acmev1beta/v0.1.0 exists already; a tag is never moved [version]"}},
		{name: "no license", plant: func(_ *testing.T, r *repository) { r.license = nil; r.write("gen/acme/LICENSE", "Mine.\n") },
			want: []string{"gen/acmev1: there is no LICENSE", "gen/acmev1beta: there is no LICENSE"}},
		{name: "file names", plant: func(_ *testing.T, r *repository) {
			r.write("gen/acmev1/aux.go", "package acmev1\n")
			r.write("gen/acmev1/CLIENT.go", "package acmev1\n")
		}, want: []string{`gen/acmev1: aux.go: malformed file path "aux.go": "aux" disallowed as path element component on Windows [zip]`, "gen/acmev1: client.go: "}},
		{name: "unreleased sibling", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1beta/go.mod", "gen/acmev1 v1.0.0", "gen/acmev1 v1.1.0")
		}, want: []string{"gen/acmev1beta: go.mod:7: example.com/repo/gen/acmev1 v1.1.0 is required, and this release has v1.0.0 only [require]"}},
		{name: "older sibling that has no tag", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1/go.mod", "gen/acme v1.0.0", "gen/acme v0.9.0")
		}, want: []string{"gen/acmev1: go.mod:5: example.com/repo/gen/acme v0.9.0 is required, but it is generated with example.com/repo/gen/acme v1.0.0", "gen/acme/v0.9.0 is required, which has no tag [require]"}},
		{name: "foreign requirement", plant: func(t *testing.T, r *repository) {
			r.write("gen/acmev1/go.mod", string(r.files["gen/acmev1"]["go.mod"])+"require example.com/other v1.0.0\n")
		}, want: []string{"gen/acmev1: go.mod:8: example.com/other is required, which is no module of this release [require]"}},
		{name: "needs the workspace", plant: func(t *testing.T, r *repository) {
			r.replace(t, "gen/acmev1/go.mod", "require example.com/repo/gen/acme v1.0.0\n", "")
		}, want: []string{"gen/acmev1: client.go imports example.com/repo/gen/acme, of which go.mod requires no module [require]"}},
		{name: "order", input: func(in *Input) { slices.Reverse(in.Modules) },
			want: []string{"gen/acmev1beta: is tagged before gen/acme, which it requires [order]", "gen/acmev1beta: is tagged before gen/acmev1,", "gen/acmev1: is tagged before gen/acme,"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepository()
			if c.plant != nil {
				c.plant(t, r)
			}
			wants(t, r.verify(t, c.input), c.want...)
		})
	}
}

// TestFirst: a first release, whole and with what only a user would see.
func TestFirst(t *testing.T) {
	t.Run("good", func(t *testing.T) { wants(t, newRepository().verify(t, nil)) })
	t.Run("nothing to release", func(t *testing.T) {
		r := newRepository()
		r.release()
		wants(t, r.verify(t, nil))
	})
	t.Run("does not compile", func(t *testing.T) {
		r := newRepository()
		r.replace(t, "gen/acmev1/client.go", "return acme.Send[Pet](ctx, s.c)", "return acme.Send[Toy](ctx, s.c)")
		wants(t, r.verify(t, nil), "gen/acmev1: a program that has acmev1 v1.0.0: go vet fails", "gen/acmev1beta: a program that has acmev1beta v0.1.0: go vet fails", "a program that has acme v1.0.0, acmev1 v1.0.0, acmev1beta v0.1.0: go vet fails")
	})
	t.Run("a test does not compile", func(t *testing.T) {
		r := newRepository()
		r.replace(t, "gen/acmev1/example_test.go", "acmev1.New(nil)", "acmev1.New(1)")
		wants(t, r.verify(t, nil), "gen/acmev1: a program that has acmev1 v1.0.0: go vet fails", "a program that has acme v1.0.0, acmev1 v1.0.0, acmev1beta v0.1.0: go vet fails")
	})
	t.Run("does not start", func(t *testing.T) {
		r := newRepository()
		r.replace(t, "gen/acmev1beta/client.go", "// New", "func init() { panic(\"no region\") }\n\n// New")
		wants(t, r.verify(t, nil), "gen/acmev1beta: a program that has acmev1beta v0.1.0: consumer.exe fails:\npanic: no region", "acmev1beta v0.1.0: consumer.exe fails")
	})
}

// TestNext: a second release, with what the first one's users would see.
func TestNext(t *testing.T) {
	released := func() *repository {
		r := newRepository()
		r.release()
		return r
	}
	t.Run("something new", func(t *testing.T) {
		r := released()
		r.write("gen/acmev1/more.go", "package acmev1\n\n// More is new.\ntype More struct{ Name string }\n")
		r.require("v1.0.0", "v1.1.0", "v0.1.1")
		wants(t, r.verify(t, nil))
	})
	t.Run("one module alone", func(t *testing.T) {
		r := released()
		r.write("gen/acmev1/more.go", "package acmev1\n\n// More is new.\ntype More struct{ Name string }\n")
		r.require("v1.0.0", "v1.1.0", "v0.1.0")
		wants(t, r.verify(t, nil))
	})
	t.Run("break that the version says", func(t *testing.T) {
		r := released()
		r.replace(t, "gen/acmev1beta/client.go", "Of  Pet\n", "")
		r.require("v1.0.0", "v1.0.0", "v0.2.0")
		wants(t, r.verify(t, nil))
	})
	t.Run("break under a patch of v0", func(t *testing.T) {
		r := released()
		r.replace(t, "gen/acmev1beta/client.go", "map[string][]*Pet", "map[string][]Pet")
		r.require("v1.0.0", "v1.0.0", "v0.1.1")
		wants(t, r.verify(t, nil), "gen/acmev1beta: example.com/repo/gen/acmev1beta.Toy.All: changed from map[string][]*Pet to map[string][]Pet breaks programs, and v0.1.1 after v0.1.0 says that nothing does [api]",
			"gen/acmev1beta: a program that was written for acmev1beta v0.1.0, with v0.1.1: go vet fails")
	})
	t.Run("break under a minor of v1", func(t *testing.T) {
		r := released()
		r.replace(t, "gen/acmev1/client.go", "Name   string", "Name   *string")
		r.require("v1.0.0", "v1.1.0", "v0.2.0")
		wants(t, r.verify(t, nil), "gen/acmev1: example.com/repo/gen/acmev1.Pet.Name: changed from string to *string (also example.com/repo/gen/acmev1beta) breaks programs, and v1.1.0 after v1.0.0 says that nothing does [api]",
			"gen/acmev1: a program that was written for acmev1 v1.0.0, with v1.1.0: go vet fails")
	})
	t.Run("sibling that the last release cannot use", func(t *testing.T) {
		r := released()
		r.replace(t, "gen/acme/acme.go", "Send[T any](ctx context.Context, c *Client)", "Send[T any](c *Client, ctx context.Context)")
		r.replace(t, "gen/acmev1/client.go", "acme.Send[Pet](ctx, s.c)", "acme.Send[Pet](s.c, ctx)")
		r.require("v1.1.0", "v1.1.0", "v0.1.1")
		wants(t, r.verify(t, nil), "gen/acme: example.com/repo/gen/acme.Send: changed from", "gen/acme: a program that was written for acme v1.0.0, with v1.1.0: go vet fails",
			"gen/acmev1: a program that has acmev1 v1.0.0 with acme v1.1.0: go vet fails")
	})
	t.Run("tag that is gone", func(t *testing.T) {
		r := released()
		r.require("v1.1.0", "v1.1.0", "v0.1.1")
		r.release()
		delete(r.tagged, Tag{"gen/acme", "v1.1.0"})
		r.last["gen/acme"] = "v1.0.0"
		r.require("v1.2.0", "v1.2.0", "v0.1.2")
		wants(t, r.verify(t, nil), "gen/acmev1: gen/acmev1/v1.1.0 requires gen/acme/v1.1.0, which has no tag [require]", "gen/acmev1beta: gen/acmev1beta/v0.1.1 requires gen/acme/v1.1.0, which has no tag [require]")
	})
	t.Run("next major version", func(t *testing.T) {
		r := released()
		r.replace(t, "gen/acmev1/client.go", "Name   string", "Name   *string")
		r.require("v1.0.0", "v2.0.0", "v0.2.0")
		r.replace(t, "gen/acmev1/go.mod", "gen/acmev1\n", "gen/acmev1/v2\n")
		r.replace(t, "gen/acmev1/example_test.go", "gen/acmev1\"", "gen/acmev1/v2\"")
		r.replace(t, "gen/acmev1beta/go.mod", "gen/acmev1 v2", "gen/acmev1/v2 v2")
		r.replace(t, "gen/acmev1beta/go.mod", "gen/acmev1 =>", "gen/acmev1/v2 =>")
		r.replace(t, "gen/acmev1beta/client.go", "gen/acmev1\"", "gen/acmev1/v2\"")
		wants(t, r.verify(t, nil))
	})
}
