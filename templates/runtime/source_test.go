package runtime

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// imports are those the runtime may have: each one more is linked into every
// program that uses a client.
var imports = strings.Fields(`
	bytes cmp compress/flate compress/gzip context crypto/tls encoding/json errors fmt io iter log/slog maps math math/rand/v2 mime
	net/http net/mail net/url reflect slices strconv strings sync sync/atomic time unicode unicode/utf8`)

// forbidden are calls and variables that have no place in a library that waits
// with its context, reads no environment, and changes nobody else's things.
var forbidden = map[string]string{
	"time.Sleep": "cannot be cancelled", "time.After": "cannot be stopped", "time.Tick": "cannot be stopped",
	"http.DefaultClient": "is everybody's", "http.Get": "uses everybody's client", "http.Post": "uses everybody's client",
	"slog.Default": "is everybody's", "slog.SetDefault": "is everybody's",
	"fmt.Print": "writes to stdout", "fmt.Printf": "writes to stdout", "fmt.Println": "writes to stdout",
	"context.Background": "ends with nobody", "context.TODO": "ends with nobody", "context.WithoutCancel": "ends with nobody",
}

func TestSource(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		files++
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if path := strings.Trim(i.Path.Value, `"`); !slices.Contains(imports, path) || i.Name != nil {
				t.Errorf("%s: imports %s", set.Position(i.Pos()), path)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine", set.Position(n.Pos()))
			case *ast.FuncDecl:
				if n.Name.Name == "init" {
					t.Errorf("%s: work before main", set.Position(n.Pos()))
				}
			case *ast.SelectorExpr:
				if pkg, ok := n.X.(*ast.Ident); ok && forbidden[pkg.Name+"."+n.Sel.Name] != "" {
					t.Errorf("%s: %s.%s %s", set.Position(n.Pos()), pkg.Name, n.Sel.Name, forbidden[pkg.Name+"."+n.Sel.Name])
				}
			}
			return true
		})
	}
	if files < 20 {
		t.Errorf("only %d files", files)
	}
}
