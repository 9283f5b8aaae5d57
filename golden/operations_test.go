package golden

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
)

// TestOperations pins how every operation is called and where: a table a reader
// can judge in one sitting.
func TestOperations(t *testing.T) {
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string][]string{}
	for _, c := range res.Counts {
		for _, id := range operationIDs(t, res.Files, c.Package) {
			versions[id] = append(versions[id], c.Version)
		}
	}
	var rows []string
	for line := range strings.Lines(string(res.Lock)) {
		if !strings.HasPrefix(line, "method ") {
			continue
		}
		f := strings.Fields(line)
		id := strings.Trim(f[1], `"`)
		rows = append(rows, fmt.Sprintf("%s\t%s\t%s %s\t%s\n", f[4], id, f[2], strings.Trim(f[3], `"`), strings.Join(versions[id], " ")))
	}
	if len(rows) != 201 {
		t.Errorf("%d operations, want 201", len(rows))
	}
	slices.Sort(rows)
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprint(w, strings.Join(rows, "")); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	pin(t, "operations.txt", []byte(b.String()))
}

// operationIDs reads the descriptors of a package.
func operationIDs(t *testing.T, files map[string][]byte, dir string) []string {
	t.Helper()
	var ids []string
	for p, src := range files {
		if path.Dir(p) != dir || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if kv, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "ID" {
					if lit, ok := kv.Value.(*ast.BasicLit); ok {
						ids = append(ids, strings.Trim(lit.Value, `"`))
					}
				}
			}
			return true
		})
	}
	return ids
}
