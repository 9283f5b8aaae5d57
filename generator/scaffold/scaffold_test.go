package scaffold_test

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/scaffold"
)

// What a document says ends in the configuration as it is, or in a comment.
func TestConfiguration(t *testing.T) {
	for _, c := range []scaffold.Client{
		{Spec: "api.yaml", Out: "client", Module: "example.com/app/client", Layout: config.LayoutPackages, Outline: &generator.Outline{
			Title: "Acme", Name: "acme", Pattern: "application/vnd.acme.{version}+json", Servers: []string{"https://api.example.com"},
			Versions: []generator.VersionOutline{{Token: "v1", Stability: "stable", Package: "acmev1"}, {Token: "v1alpha", Stability: "alpha", Package: "acmev1alpha"}},
		}},
		{Spec: "my api #1.yaml", Out: "out: b", Module: "example.com/app/a", Layout: config.LayoutModules, Upstream: "https://example.com/a?b=c#d", Outline: &generator.Outline{
			Title: "Acme\nspec: other.yaml\u2028x", Name: "no", Servers: []string{"https://a\nout: other"},
			Versions: []generator.VersionOutline{{Package: "no"}},
		}},
		{Spec: "on", Out: "~", Module: "example.com/x", Layout: config.LayoutPackages, Outline: &generator.Outline{
			Title: "", Name: "a", Pattern: "application/vnd.é.{version}+json",
			Versions: []generator.VersionOutline{{Token: "2025-03-12", Package: "a20250312"}, {Token: "1", Package: "a1"}, {Token: "null", Package: "anull"}},
		}},
	} {
		text, err := scaffold.Configuration(c)
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := config.Parse("gen.yaml", text)
		if err != nil {
			t.Errorf("%v\n%s", err, text)
			continue
		}
		if cfg.Spec != c.Spec || cfg.Out != c.Out || cfg.Module != c.Module || cfg.Layout != c.Layout || cfg.Upstream.URL != c.Upstream || cfg.Name != c.Name || cfg.Versions.Pattern != c.Pattern {
			t.Errorf("%+v became %+v", c, cfg)
		}
		var known []string
		for _, v := range c.Versions {
			if v.Token != "" {
				known = append(known, v.Token)
			}
		}
		if !slices.Equal(cfg.Versions.Known, known) {
			t.Errorf("known: %q, want %q", cfg.Versions.Known, known)
		}
		first, _, _ := strings.Cut(string(text), "\n")
		if want := "# yaml-language-server: $schema=https://raw.githubusercontent.com/stratagen/strata/main/docs/gen.schema.json"; first != want {
			t.Errorf("the first line is %q", first)
		}
	}
}

// The paths in the files, from the folder that each is read in.
func TestFiles(t *testing.T) {
	cfg := func(out string) *config.Config {
		c := config.Default("api.yaml")
		c.Out, c.Upstream = out, config.Upstream{URL: "https://example.com", TokenEnv: "ACME_TOKEN"}
		return c
	}
	for _, c := range []struct {
		name, folder, module, out, pkg string
		file, directive, clause        string
		workflow, run, add             string
	}{
		{"root", ".", ".", "client", "", "client/generate.go", "-modfile=../tools/go.mod gen generate -config ../gen.yaml", "client",
			".github/workflows/spec-sync.yml", "-modfile=tools/go.mod gen sync", "api.yaml client names.lock"},
		{"folder of a module", "api/acme", ".", "sdk/go", "", "api/acme/sdk/go/generate.go", "-modfile=../../../../tools/go.mod gen generate -config ../../gen.yaml", "goclient",
			".github/workflows/spec-sync-api-acme.yml", "-modfile=../../tools/go.mod gen sync", "api.yaml sdk/go names.lock"},
		{"one of several modules", "svc/acme", "svc/acme", "client", "", "svc/acme/client/generate.go", "-modfile=../tools/go.mod gen generate -config ../gen.yaml", "client",
			".github/workflows/spec-sync-svc-acme.yml", "-modfile=tools/go.mod gen sync", "api.yaml client names.lock"},
		{"beside other Go files", ".", ".", ".", "main", "generate.go", "-modfile=tools/go.mod gen generate", "main",
			".github/workflows/spec-sync.yml", "-modfile=tools/go.mod gen sync", "api.yaml . names.lock"},
		{"above", "spec", ".", "../generated", "", "spec/generate.go", "-modfile=../tools/go.mod gen generate", "spec",
			".github/workflows/spec-sync-spec.yml", "-modfile=../tools/go.mod gen sync", "api.yaml ../generated names.lock"},
		{"blanks", "my api", "my api", "it's", "", "my api/it's/generate.go", "-modfile=../tools/go.mod gen generate -config ../gen.yaml", "its",
			".github/workflows/spec-sync-my-api.yml", "-modfile=tools/go.mod gen sync", `api.yaml 'it'\''s' names.lock`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := scaffold.Repository{Folder: c.folder, Module: c.module, Config: "gen.yaml", Locks: []string{"names.lock"}}
			files, err := scaffold.Files(r, "Acme", c.pkg, cfg(c.out))
			if err != nil {
				t.Fatal(err)
			}
			directive := string(files[c.file])
			if !strings.HasSuffix(directive, "//go:generate go tool "+c.directive+"\n") {
				t.Errorf("%s is\n%s", c.file, directive)
			}
			f, err := parser.ParseFile(token.NewFileSet(), c.file, directive, parser.ParseComments)
			if err != nil || f.Name.Name != c.clause {
				t.Errorf("%s: %v, package %v", c.file, err, f.Name)
			}
			workflow := string(files[c.workflow])
			for _, want := range []string{"go tool " + c.run + " -write-blocked", "git add --all -- " + c.add + "\n", "ACME_TOKEN: ${{ secrets.ACME_TOKEN }}\n"} {
				if !strings.Contains(workflow, want) {
					t.Errorf("no %q in %s:\n%s", want, c.workflow, workflow)
				}
			}
			if err := yaml.Unmarshal([]byte(workflow), new(map[string]any)); err != nil {
				t.Error(err)
			}
			if len(files) != 2 {
				t.Errorf("%d files", len(files))
			}
		})
	}
}

func TestAddTool(t *testing.T) {
	const had = "module example.com/app/tools\n\ngo 1.25\n\n// What we lint with.\ntool example.com/lint\n\nrequire example.com/lint v1.2.3 // pinned\n"
	for _, c := range []struct{ name, text, version, folder, want string }{
		{"new", "", "v1.4.0", "", "module example.com/app/tools\n\ngo 1.24\n\ntool github.com/stratagen/strata/cmd/gen\n\nrequire github.com/stratagen/strata v1.4.0 // indirect\n"},
		{"source", "", "", "../strata", "module example.com/app/tools\n\ngo 1.24\n\ntool github.com/stratagen/strata/cmd/gen\n\nreplace github.com/stratagen/strata => ../strata\n\nrequire github.com/stratagen/strata v0.0.0-00010101000000-000000000000 // indirect\n"},
		{"beside another", had, "v1.4.0", "", "module example.com/app/tools\n\ngo 1.25\n\ntool (\n\t// What we lint with.\n\texample.com/lint\n\tgithub.com/stratagen/strata/cmd/gen\n)\n\nrequire (\n\texample.com/lint v1.2.3 // pinned\n\tgithub.com/stratagen/strata v1.4.0 // indirect\n)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := scaffold.AddTool("tools/go.mod", []byte(c.text), "example.com/app/tools", c.version, c.folder)
			if err != nil || string(got) != c.want {
				t.Fatalf("AddTool: %v\n%s\nwant\n%s", err, got, c.want)
			}
			if has, err := scaffold.HasTool("tools/go.mod", got); err != nil || !has {
				t.Errorf("HasTool = %v, %v", has, err)
			}
		})
	}
	if has, err := scaffold.HasTool("tools/go.mod", []byte(had)); err != nil || has {
		t.Errorf("HasTool of another tool = %v, %v", has, err)
	}
	if _, err := scaffold.HasTool("tools/go.mod", []byte("spec: api.yaml\n")); err == nil || !strings.HasPrefix(err.Error(), "tools/go.mod:1: ") {
		t.Errorf("HasTool of no go.mod: %v", err)
	}
	if _, err := scaffold.AddTool("tools/go.mod", nil, "example.com/app/tools", "v2.0.0", ""); err == nil {
		t.Error("a version that the module path does not allow was taken")
	}
}

func TestReplacements(t *testing.T) {
	c := scaffold.Client{Module: "example.com/app/client", Outline: &generator.Outline{Name: "acme", Versions: []generator.VersionOutline{{Token: "v1", Package: "acmev1"}}}}
	if got, want := scaffold.Replacements(c, "sdk"), []string{"example.com/app/client/acme=./sdk/acme", "example.com/app/client/acmev1=./sdk/acmev1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	c.Versions = []generator.VersionOutline{{Package: "acme"}}
	if got := scaffold.Replacements(c, "sdk"); len(got) != 1 {
		t.Errorf("of one version: %q", got)
	}
}
