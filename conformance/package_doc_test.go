package conformance

// What the package comments of the generated modules show is code that compiles,
// and what they link to is there.

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const generatedPath = "github.com/stratagen/strata/generated/"

// shipped reads the package in a folder of generated/.
func shipped(t *testing.T, dir string) *doc.Package {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob("../generated/" + dir + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	pkg, err := doc.NewFromFiles(fset, files, generatedPath+dir)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

var shippedFolders = []string{
	"segment", "segmentv1", "segmentv1beta", "segmentv1alpha",
	"segmentv1/segmentv1test", "segmentv1beta/segmentv1betatest", "segmentv1alpha/segmentv1alphatest",
}

// TestPackageCommentLinks: what looks like a link in a package comment leads
// somewhere. What does not is text in brackets.
func TestPackageCommentLinks(t *testing.T) {
	for _, dir := range shippedFolders {
		pkg := shipped(t, dir)
		links := 0
		for _, block := range pkg.Parser().Parse(pkg.Doc).Content {
			for _, text := range texts(block) {
				switch x := text.(type) {
				case *comment.DocLink:
					links++
					if here := "../" + strings.TrimPrefix(x.ImportPath, "github.com/stratagen/strata/"); path.Dir(x.ImportPath)+"/" == generatedPath {
						if _, err := os.Stat(here); err != nil {
							t.Error(err)
						}
					}
				case comment.Plain:
					if strings.Contains(string(x), "[") {
						t.Errorf("%s: no link: %s", dir, x)
					}
				}
			}
		}
		if links < 2 {
			t.Errorf("%s: %d links", dir, links)
		}
	}
}

// texts are the texts in a block.
func texts(b comment.Block) []comment.Text {
	switch b := b.(type) {
	case *comment.Paragraph:
		return b.Text
	case *comment.Heading:
		return b.Text
	case *comment.List:
		var all []comment.Text
		for _, item := range b.Items {
			for _, part := range item.Content {
				all = append(all, texts(part)...)
			}
		}
		return all
	}
	return nil
}

// TestPackageCommentsCompile: what a package comment shows may stand in a test
// that has got an err.
func TestPackageCommentsCompile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), goMod(t))
	for _, name := range shippedFolders {
		pkg, blocks := shipped(t, name), 0
		for _, block := range pkg.Parser().Parse(pkg.Doc).Content {
			code, ok := block.(*comment.Code)
			if !ok {
				continue
			}
			blocks++
			sub := filepath.Join(dir, fmt.Sprintf("%s%d", path.Base(name), blocks))
			if err := os.Mkdir(sub, 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(sub, "main.go"), program(code.Text))
		}
		if blocks == 0 {
			t.Errorf("%s shows no code", name)
		}
	}
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off", "GOFLAGS=-mod=mod")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// program is a file with code in a function, and the imports that it needs.
func program(code string) string {
	var b strings.Builder
	b.WriteString("package show\n\nimport (\n\t\"testing\"\n")
	for _, imported := range append([]string{"context", "errors", "fmt", "log", "net/http", "os"}, shippedFolders...) {
		if !strings.Contains(code, path.Base(imported)+".") {
			continue
		}
		if strings.HasPrefix(imported, "segment") {
			imported = generatedPath + imported
		}
		fmt.Fprintf(&b, "\t%q\n", imported)
	}
	fmt.Fprintf(&b, ")\n\nfunc Show(t testing.TB, err error) {\n%s", code)
	if strings.Contains(code, "api := ") {
		b.WriteString("_ = api\n")
	}
	return b.String() + "}\n"
}
