package main

// The first hour: an empty folder, a document, and nothing but what proxies have.

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	gomod "golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// tool is this module as a proxy has it, at a version that is nobody's.
var tool = gomod.Version{Path: "github.com/stratagen/strata", Version: "v1.99.0"}

// TestFromNothing gets the tool from a proxy of files, with an empty module cache and
// no workspace, has it set up a module and generate the clients of a document, and runs
// a program that calls the stable and the alpha version on a server of its own. What
// the tool requires comes from the download cache of this machine, which is a proxy of
// files too; nothing comes from elsewhere.
func TestFromNothing(t *testing.T) {
	n := newNewcomer(t)
	n.run("mod", "init", "example.com/app")
	copyTo(t, filepath.Join("..", "..", "examples", "openapi.yaml"), filepath.Join(n.dir, "openapi.yaml"))
	n.run("run", tool.Path+"/cmd/gen@"+tool.Version, "init")
	if text := n.read("tools/go.mod"); !strings.Contains(text, tool.Path+" "+tool.Version) || strings.Contains(text, "replace") {
		t.Errorf("tools/go.mod does not require the tool that ran:\n%s", text)
	}
	n.run("generate", "./...")
	copyTo(t, filepath.Join("testdata", "newcomer", "main.go"), filepath.Join(n.dir, "main.go"))
	n.run("vet", "./...")
	if out := n.run("run", "."); out != "v1: 1 on its way\nv1alpha: arrives 2026-03-04\n" {
		t.Errorf("the program prints\n%s", out)
	}
	if text := n.read("go.mod"); strings.Contains(text, "require") {
		t.Errorf("the clients brought requirements:\n%s", text)
	}
	before := n.read("client/parcelsv1/parcels.go")
	n.run("generate", "./...")
	if n.read("client/parcelsv1/parcels.go") != before {
		t.Error("generated again, it is not the same")
	}
	n.run("tool", "-modfile=tools/go.mod", "gen", "check")
}

// TestTutorial does what docs/tutorial.md says, with nothing but what proxies have.
func TestTutorial(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the page shows commands for a shell")
	}
	n := newNewcomer(t)
	r := &reader{t: t, page: "tutorial.md", dir: n.dir, env: n.env()}
	files, commands := 0, 0
	for _, b := range blocks(t, filepath.Join(docs, r.page)) {
		ran := r.follow(b)
		commands += ran
		if ran == 0 {
			files++
		}
	}
	if r.last != 0 || files != 3 || commands < 8 {
		t.Errorf("%d files and %d commands, the last one ending with exit code %d", files, commands, r.last)
	}
}

// newcomer is somebody with a go command and an empty folder.
type newcomer struct {
	t                   *testing.T
	dir, cache, proxies string
}

// newNewcomer gives them proxies that have the tool, and nothing in their caches of
// modules. What is compiled is the only thing that they have of this machine.
func newNewcomer(t *testing.T) *newcomer {
	t.Helper()
	if testing.Short() {
		t.Skip("compiles the tool and a program")
	}
	n := &newcomer{t: t, dir: t.TempDir(), cache: t.TempDir()}
	n.proxies = fileURL(n.publish()) + "," + fileURL(filepath.Join(goValue(t, "GOMODCACHE"), "cache", "download"))
	return n
}

// env is what the go command is told.
func (n *newcomer) env() []string {
	return append(os.Environ(), "GOPROXY="+n.proxies, "GOMODCACHE="+n.cache, "GOFLAGS=-modcacherw -trimpath", "GOWORK=off", "GOENV=off",
		"GOTOOLCHAIN=local", "GOSUMDB=off", "GONOSUMDB=", "GONOPROXY=none", "GOPRIVATE=", "GOVCS=*:off")
}

// publish writes the tool as a proxy has it, and gives the proxy's folder.
func (n *newcomer) publish() string {
	n.t.Helper()
	proxy := n.t.TempDir()
	versions := filepath.Join(proxy, filepath.FromSlash(tool.Path), "@v")
	must(n.t, os.MkdirAll(versions, 0o777))
	var archive bytes.Buffer
	must(n.t, zip.Create(&archive, tool, sources(n.t)))
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	must(n.t, err)
	for name, text := range map[string][]byte{
		"list": []byte(tool.Version + "\n"), tool.Version + ".info": fmt.Appendf(nil, "{%q: %q}\n", "Version", tool.Version),
		tool.Version + ".mod": mod, tool.Version + ".zip": archive.Bytes(),
	} {
		must(n.t, os.WriteFile(filepath.Join(versions, name), text, 0o666))
	}
	return proxy
}

// sources are the files of this repository that are committed, or could be. Modules
// in it are none of the tool's: their files are left out by zip.Create.
func sources(t *testing.T) []zip.File {
	t.Helper()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
	list.Dir = filepath.Join("..", "..")
	out, err := list.Output()
	if err != nil {
		t.Skip("no git repository: ", err)
	}
	var files []zip.File
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		info, err := os.Lstat(filepath.Join(list.Dir, filepath.FromSlash(name)))
		if err == nil && info.Mode().IsRegular() {
			files = append(files, source{list.Dir, name})
		}
	}
	return files
}

// source is a file of this repository.
type source struct{ root, name string }

func (s source) Path() string { return s.name }

func (s source) Lstat() (os.FileInfo, error) { return os.Lstat(s.file()) }

func (s source) Open() (io.ReadCloser, error) { return os.Open(s.file()) }

func (s source) file() string { return filepath.Join(s.root, filepath.FromSlash(s.name)) }

// run runs the go command as the newcomer, and gives what it prints.
func (n *newcomer) run(args ...string) string {
	n.t.Helper()
	cmd := exec.CommandContext(n.t.Context(), "go", args...)
	cmd.Dir = n.dir
	cmd.Env = n.env()
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		n.t.Fatalf("go %q: %v\n%s%s", args, err, out.String(), said.String())
	}
	return out.String()
}

func (n *newcomer) read(name string) string {
	n.t.Helper()
	text, err := os.ReadFile(filepath.Join(n.dir, filepath.FromSlash(name)))
	must(n.t, err)
	return string(text)
}

func goValue(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", name).Output()
	must(t, err)
	return strings.TrimSpace(string(out))
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, text, 0o666))
}

// fileURL is how the go command is told of a folder.
func fileURL(dir string) string {
	name := filepath.ToSlash(dir)
	if !strings.HasPrefix(name, "/") { // C:/…
		name = "/" + name
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}
