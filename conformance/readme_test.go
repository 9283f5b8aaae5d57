package conformance

// What the READMEs show is code: it compiles, and the quick start runs.

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// block is a piece of Go code, and the line of its file that it starts at.
type block struct {
	line int
	code string
}

// goBlocks returns the blocks of Go code in a Markdown file.
func goBlocks(t *testing.T, name string) []block {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	for rest := string(text); ; {
		_, after, found := strings.Cut(rest, "\n```go\n")
		if !found {
			return blocks
		}
		code, tail, closed := strings.Cut(after, "\n```")
		if !closed {
			t.Fatalf("%s: a block of code without an end", name)
		}
		blocks = append(blocks, block{1 + strings.Count(strings.TrimSuffix(string(text), after), "\n"), code + "\n"})
		rest = tail
	}
}

// Every block of Go is a program that vet has nothing to say about, built with
// the modules beside it and nothing from the network.
func TestREADMEsCompile(t *testing.T) {
	names, err := filepath.Glob("../generated/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != 4 {
		t.Errorf("%d generated READMEs, want 4", len(names))
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), goMod(t))
	for i, name := range append(names, "../README.md", "../docs/from-the-official-sdk.md") {
		blocks := goBlocks(t, name)
		if len(blocks) == 0 {
			t.Errorf("%s shows no Go code", name)
		}
		for j, b := range blocks {
			sub := filepath.Join(dir, fmt.Sprintf("readme%d_%d", i, j))
			if err := os.Mkdir(sub, 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(sub, "main.go"), fmt.Sprintf("//line %s:%d\n%s", name, b.line, b.code))
		}
	}
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off", "GOFLAGS=-mod=mod")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// goMod is this module's go.mod for another place: its replacements, absolute.
func goMod(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, line := range strings.Split(string(text), "\n") {
		if strings.Contains(line, "go-cmp") {
			continue // tests need it, programs do not
		}
		b.WriteString(strings.Replace(line, "=> ../", "=> "+filepath.ToSlash(root)+"/", 1) + "\n")
	}
	return b.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The example that runs is the README's; when the README changes, quickStart
// follows.
func TestQuickStartIsTheREADMEs(t *testing.T) {
	ours, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := goBlocks(t, "../README.md")
	if len(blocks) == 0 {
		t.Fatal("the README shows no Go code")
	}
	want, got := body(t, blocks[0].code, "main"), body(t, string(ours), "quickStart")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("quickStart (-README +example):\n%s", diff)
	}
}

// body is a function, line by line, comments included, in one layout.
func body(t *testing.T, code, name string) []string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", code, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == name {
			var b bytes.Buffer
			node := &printer.CommentedNode{Node: f.Body, Comments: file.Comments}
			if err := printer.Fprint(&b, fset, node); err != nil {
				t.Fatal(err)
			}
			return strings.Split(b.String(), "\n")
		}
	}
	t.Fatalf("no function %s", name)
	return nil
}
