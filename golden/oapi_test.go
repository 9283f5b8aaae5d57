package golden

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

// TestOapiCodegen builds and vets the second target's clients of the shipped
// API, and has them call a server.
func TestOapiCodegen(t *testing.T) {
	withoutRace(t)
	if testing.Short() {
		t.Skip("builds a client of every version")
	}
	cfg, _, _ := shippedInput(t)
	res := oapiRun(t, cfg)
	for _, c := range res.Counts {
		if c.Operations != oracleLanes[c.Version] {
			t.Errorf("%s: %d operations, want %d", c.Version, c.Operations, oracleLanes[c.Version])
		}
	}
	if len(res.Lock) > 0 || len(res.Notes) > 0 || len(res.Counts) != len(oracleLanes) {
		t.Errorf("lock %q, notes %v, counts %v", res.Lock, res.Notes, res.Counts)
	}
	binary := oapiProgram(t, res.Files, map[string][]byte{"main.go": programText(t, "testdata/oapi/main.go")})
	if out, err := exec.Command(binary).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	args := []string{"vet"}
	for _, c := range res.Counts {
		args = append(args, theirsPath+c.Package)
	}
	oapiGo(t, filepath.Join(filepath.Dir(binary), "program"), args...)
}

// The same input gives the same bytes, whatever was generated in between:
// oapi-codegen remembers things.
func TestOapiCodegenIsPure(t *testing.T) {
	withoutRace(t)
	cfg, _, _ := shippedInput(t)
	want := oapiRun(t, cfg)
	other, err := config.Parse("gen.yaml", []byte(`spec: segment.yaml
overlays: [overlay.yaml]
name: other
versions: {from: media-type, pattern: "application/vnd.segment.{version}+json"}
oapi-codegen:
  generate: {models: true, client: true}
  output-options: {response-type-suffix: Result, name-normalizer: ToCamelCaseWithInitialisms, client-type-name: Conn}
`))
	if err != nil {
		t.Fatal(err)
	}
	res := oapiRun(t, other)
	if text := string(res.Files["otherv1/client.gen.go"]); !strings.Contains(text, "type GetSourceResult struct") || !strings.Contains(text, "type Conn struct") {
		t.Error("the options of oapi-codegen do nothing")
	}
	same(t, want, oapiRun(t, cfg))
}

func oapiRun(t *testing.T, cfg *config.Config) *generator.Result {
	t.Helper()
	res, err := generator.OapiCodegen(context.Background(), cfg, spec.FS)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func programText(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// oapiProgram writes a program beside the second target's modules and builds
// it. Modules are found in their folders, nothing is asked of the network but
// what go.sum knows.
func oapiProgram(t *testing.T, files, program map[string][]byte) (binary string) {
	t.Helper()
	root := t.TempDir()
	all := maps.Clone(files)
	for name, text := range program {
		all[path.Join("program", name)] = text
	}
	all["program/go.mod"] = oapiModule(t)
	all["program/go.sum"] = files["segmentv1/go.sum"]
	for name, text := range all {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	binary = filepath.Join(root, "program.exe")
	oapiGo(t, filepath.Join(root, "program"), "build", "-trimpath", "-o", binary, ".")
	return binary
}

// oapiGo runs the go command in one of the modules; go.mod and go.sum must do as
// they are.
func oapiGo(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=readonly")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go %v in %s: %v\n%s", args, filepath.Base(dir), err, out)
	}
}

const oursPath, theirsPath = "github.com/stratagen/strata/generated/", "github.com/stratagen/strata/generated/oapi-codegen/"

// oapiModule is the go.mod of a program that uses both targets' clients.
func oapiModule(t *testing.T) []byte {
	t.Helper()
	generated, err := filepath.Abs("../generated")
	if err != nil {
		t.Fatal(err)
	}
	requires := []string{
		"github.com/apapsch/go-jsonmerge/v2 v2.0.0", "github.com/google/uuid v1.6.0",
		"github.com/oapi-codegen/nullable v1.1.0", "github.com/oapi-codegen/runtime v1.8.0", oursPath + "segment v1.0.0",
	}
	replaces := []string{oursPath + "segment => " + filepath.ToSlash(generated) + "/segment"}
	for _, version := range slices.Sorted(maps.Keys(oracleLanes)) {
		dir := "segment" + version
		requires = append(requires, oursPath+dir+" v1.0.0", theirsPath+dir+" v1.0.0")
		replaces = append(replaces, oursPath+dir+" => "+filepath.ToSlash(generated)+"/"+dir, theirsPath+dir+" => ../"+dir)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "module program\n\ngo 1.24.0\n\nrequire (\n\t%s\n)\n\nreplace (\n\t%s\n)\n",
		strings.Join(requires, "\n\t"), strings.Join(replaces, "\n\t"))
	return b.Bytes()
}
