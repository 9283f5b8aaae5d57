package main

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/upstream/fetch"
)

var update = flag.Bool("update", false, "rewrite the expected parts of golden files")

// goEnv is the environment in which the go command finds what it has, and asks
// nobody for more.
var goEnv = sync.OnceValue(func() map[string]string {
	env := map[string]string{"GOPROXY": "off", "GOSUMDB": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "", "GOWORK": ""}
	for _, name := range []string{"GOMODCACHE", "GOCACHE"} {
		out, err := exec.Command("go", "env", name).Output()
		if err != nil {
			panic(err)
		}
		env[name] = strings.TrimSpace(string(out))
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		panic(err)
	}
	env["ROOT"] = root
	return env
})

// offline sets goEnv and gives the root of this repository. It is to be called
// before the folder changes.
func offline(t *testing.T) (root string) {
	t.Helper()
	for name, value := range goEnv() {
		if name != "ROOT" {
			t.Setenv(name, value)
		}
	}
	return goEnv()["ROOT"]
}

// made is what init and generate make of a module with a document, without either.
func made(name string) bool {
	return !slices.ContainsFunc([]string{"README.md", "go.mod", "go.sum", "openapi.yaml", "cmd", "copysources", "track"},
		func(own string) bool { return name == own || strings.HasPrefix(name, own+"/") })
}

// TestExamples: examples/ is what init and generate make of go.mod and a document,
// to the byte. The copy stands in a tree in which everything else of the repository
// is a link, so that the source of the tool is where it is from examples/.
func TestExamples(t *testing.T) {
	root := offline(t)
	examples := filepath.Join(root, "examples")
	top := t.TempDir()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "examples" || e.Name()[0] == '.' || strings.HasPrefix(e.Name(), "go.work") {
			continue
		}
		if err := os.Symlink(filepath.Join(root, e.Name()), filepath.Join(top, e.Name())); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	here := filepath.Join(top, "examples")
	if err := os.Mkdir(here, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"go.mod", "openapi.yaml"} {
		copyFile(t, filepath.Join(examples, name), filepath.Join(here, name))
	}
	t.Chdir(here)
	printed(t, exitDone, "init", "-tool", "..", "-upstream", "https://parcels.example.com/openapi.yaml")
	printed(t, exitDone, "generate")
	got := filesBelow(t, here)
	if *update {
		for name := range filesBelow(t, examples) {
			if got[name] == "" && made(name) {
				must(t, os.Remove(filepath.Join(examples, filepath.FromSlash(name))))
			}
		}
		for name, text := range got {
			to := filepath.Join(examples, filepath.FromSlash(name))
			must(t, os.MkdirAll(filepath.Dir(to), 0o755))
			must(t, os.WriteFile(to, []byte(text), 0o644))
		}
	}
	want := filesBelow(t, examples)
	maps.DeleteFunc(want, func(name, _ string) bool { return !made(name) })
	maps.DeleteFunc(got, func(name, _ string) bool { return !made(name) })
	if len(got) < 50 {
		t.Errorf("only %d files were made", len(got))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("examples is not what init and generate make (go test ./cmd/gen -run TestExamples -update): -checked in +made:\n%.4000s", diff)
	}
	before := filesBelow(t, here)
	out, _ := printed(t, exitDone, "init", "-tool", "..")
	if diff := cmp.Diff(before, filesBelow(t, here)); diff != "" || strings.Contains(out, "written") || strings.Contains(out, "differs") {
		t.Errorf("the second run changed something:\n%s%s", out, diff)
	}
}

// TestInitSteps runs every command that init says is next, in the layouts and
// places there are; then a program compiles that calls two versions.
func TestInitSteps(t *testing.T) {
	for _, c := range []struct {
		name, folder, client string
		files                map[string]string
		args                 []string
	}{
		{name: "packages", folder: ".", client: "example.com/app/client"},
		{name: "modules", folder: ".", client: "example.com/app/client", args: []string{"-layout", "modules"}},
		{name: "folder of a module", folder: "internal/pets", client: "example.com/app/internal/pets/sdk", args: []string{"-out", "sdk"}},
		{name: "modules in a folder", folder: "internal/pets", client: "example.com/pets", args: []string{"-layout", "modules", "-module", "example.com/pets"}},
		{name: "workspace", folder: ".", client: "example.com/app/client", files: map[string]string{"go.work": "go 1.24\n\nuse .\n"}},
		{name: "tools of their own", folder: ".", client: "example.com/app/client", files: map[string]string{
			"tools/go.mod":          "module example.com/app/tools\n\ngo 1.24\n\n// What we stand on.\ntool example.com/other/cmd\n\nrequire example.com/other v1.2.3\n\nreplace example.com/other => ./tools/other // beside it\n",
			"tools/other/go.mod":    "module example.com/other\n",
			"tools/other/cmd/it.go": "package main\n\nfunc main() {}\n",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := offline(t)
			document := filepath.Join(root, "cmd", "gen", "testdata", "project", "api.yaml")
			top := t.TempDir()
			here := filepath.Join(top, filepath.FromSlash(c.folder))
			must(t, os.MkdirAll(here, 0o755))
			must(t, os.WriteFile(filepath.Join(top, "go.mod"), []byte("module example.com/app\n\ngo 1.24\n"), 0o644))
			for name, text := range c.files {
				must(t, os.MkdirAll(filepath.Dir(filepath.Join(top, name)), 0o755))
				must(t, os.WriteFile(filepath.Join(top, name), []byte(text), 0o644))
			}
			copyFile(t, document, filepath.Join(here, "api.yaml"))
			t.Chdir(here)
			out, _ := printed(t, exitDone, append([]string{"init", "-tool", root}, c.args...)...)
			must(t, os.WriteFile("main.go", []byte(strings.ReplaceAll(callsTwo, "CLIENT", c.client)), 0o644))
			ran := 0
			for line := range strings.Lines(out) {
				line, isCommand := strings.CutPrefix(strings.TrimSpace(line), "GOWORK=off ")
				if !strings.HasPrefix(line, "go ") {
					continue
				}
				ran++
				goRun(t, isCommand, strings.Fields(line)[1:]...)
			}
			if ran < 2 {
				t.Fatalf("%d commands in\n%s", ran, out)
			}
			goRun(t, false, "vet", "./...")
			for name, text := range c.files {
				checkKept(t, name, text, filepath.Join(top, name))
			}
		})
	}
}

// checkKept: every line of what was there is there.
func checkKept(t *testing.T, name, want, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	must(t, err)
	if path.Base(name) == "go.mod" {
		want = strings.NewReplacer("go 1.24\n", "", "tool example", "example", "replace example", "example").Replace(want)
	}
	for line := range strings.Lines(want) {
		if !strings.Contains(string(text), strings.TrimSpace(line)) {
			t.Errorf("%s lost %q:\n%s", name, line, text)
		}
	}
}

const callsTwo = `package main

import (
	"context"
	"fmt"
	"log"

	"CLIENT/pets"
	"CLIENT/petsv1"
	"CLIENT/petsv1beta"
)

func main() {
	client, err := pets.NewClient()
	if err != nil {
		log.Fatal(err)
	}
	old, err := petsv1.New(client).Pets.Get(context.Background(), "p")
	if err != nil {
		log.Fatal(err)
	}
	pet, err := petsv1beta.New(client).Pets.Get(context.Background(), "p")
	fmt.Println(old.Name, pet, err)
}
`

// TestInitFromURL takes the document from where sync will look for newer ones.
func TestInitFromURL(t *testing.T) {
	root := offline(t)
	document, err := os.ReadFile(filepath.Join("testdata", "project", "api.yaml"))
	must(t, err)
	fetchLimits = fetch.Limits{Backoff: time.Millisecond, Bytes: 1 << 20}
	t.Cleanup(func() { fetchLimits = fetch.Limits{} })
	answer := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/pets/v2/api.yaml" && r.URL.Path != "/pets" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(document)
	}
	server := httptest.NewServer(http.HandlerFunc(answer))
	defer server.Close()
	fresh := func() {
		t.Chdir(t.TempDir())
		must(t, os.WriteFile("go.mod", []byte("module example.com/app\n\ngo 1.24\n"), 0o644))
	}
	for address, want := range map[string]string{"/pets/v2/api.yaml": "api.yaml", "/pets": "openapi.yaml"} {
		fresh()
		printed(t, exitDone, "init", server.URL+address, "-tool", root)
		got := filesBelow(t, ".")
		if got[want] != string(document) || !strings.Contains(got["gen.yaml"], "\nspec: "+want+"\n") ||
			!strings.Contains(got["gen.yaml"], "\nupstream: {url: \""+server.URL+address+"\"}\n") && !strings.Contains(got["gen.yaml"], "\nupstream: {url: "+server.URL+address+"}\n") {
			t.Errorf("from %s: %v\n%s", address, slices.Sorted(maps.Keys(got)), got["gen.yaml"])
		}
		server.CloseClientConnections()
		if out, _ := printed(t, exitDone, "init", server.URL+address); strings.Contains(out, "written") || strings.Contains(out, "differs") {
			t.Errorf("again from %s:\n%s", address, out)
		}
	}
	fresh()
	printed(t, exitRejected, "init", server.URL+"/absent.yaml", "-tool", root)
	server.Close()
	printed(t, exitUnavailable, "init", server.URL+"/pets", "-tool", root)
	if got := filesBelow(t, "."); len(got) != 1 {
		t.Errorf("left %v", slices.Sorted(maps.Keys(got)))
	}
}

// goRun runs go as a line of init says.
func goRun(t *testing.T, alone bool, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), "go", args...)
	cmd.Env = os.Environ()
	if alone {
		cmd.Env = append(cmd.Env, "GOWORK=off")
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("go %v: %v\n%s", args, err, out.String())
	}
}

func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS(dir)
	must(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files[name] = string(text)
		return err
	}))
	return files
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, text, 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
