package emit

import (
	"go/ast"
	"go/build/constraint"
	docs "go/doc/comment"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

func TestDoc(t *testing.T) {
	long := strings.Repeat("word ", 25)
	tests := []struct {
		name, deprecated string
		in               []string
		want             string
	}{
		{name: "paragraphs", in: []string{"A one.", "B two."}, want: "// A one.\n//\n// B two."},
		{name: "nothing", want: ""},
		{name: "only blanks", in: []string{" \n\t"}, want: ""},
		{name: "blank line parts", in: []string{"A one.\n\n\nB two."}, want: "// A one.\n//\n// B two."},
		{name: "line ends are spaces", in: []string{"A one\nand two."}, want: "// A one and two."},
		{name: "wrapped", in: []string{long}, want: "// " + strings.TrimSpace(strings.Repeat("word ", 19)) + "\n// " +
			strings.TrimSpace(strings.Repeat("word ", 6))},
		{name: "indentation is no code", in: []string{"A one.\n\n    x := 1\n"}, want: "// A one.\n//\n// x := 1"},
		{name: "list", in: []string{"A one:\n- first\n* second\n  goes on\n\nEnd."},
			want: "// A one:\n//\n//   - first\n//   - second goes on\n//\n// End."},
		{name: "no heading by case", in: []string{"A one.", "Big news", "B two."}, want: "// A one.\n//\n// Big news.\n//\n// B two."},
		{name: "no heading by mark", in: []string{"# Title"}, want: "// Title."},
		{name: "comment end", in: []string{"A */ one."}, want: "// A */ one."},
		{name: "control characters", in: []string{"A\x00B\rC\u2028D\uFEFFE\u202EF\x7fG."}, want: "// A B C DEF G."},
		{name: "invalid UTF-8", in: []string{"A \xff."}, want: "// A \uFFFD."},
		{name: "prose does not deprecate", in: []string{"Deprecated: no."}, want: "// deprecated: no."},
		{name: "nor behind a mark", in: []string{"# Deprecated: no."}, want: "// deprecated: no."},
		{name: "linters are not sent away", in: []string{"nolint", "//nolint:all", "A nolint: b", "#nosec", "A #nosec"},
			want: "// no lint\n//\n// //no lint:all\n//\n// A no lint: b\n//\n// nosec\n//\n// A # nosec"},
		{name: "deprecated", in: []string{"A one."}, deprecated: "use\n\nB", want: "// A one.\n//\n// Deprecated: use B"},
		{name: "build constraint", in: []string{"+build ignore"}, want: "// + build ignore"},
		{name: "directive", in: []string{"go:generate x", "//go:embed y"}, want: "// go:generate x\n//\n// //go:embed y"},
		{name: "dash in an item", in: []string{"- " + strings.Repeat("a", 88) + " bbb - c"}, want: "//   - " + strings.Repeat("a", 88) + "\n//     bbb - c"},
		{name: "link target", in: []string{"[a]: https://a.example"}, want: "// [a] : https://a.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(docLines(tt.in, tt.deprecated), "\n"); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

// FuzzDoc gives prose of any kind to the compiler, gofmt and go doc: it stays
// a comment, gofmt leaves it alone, and go doc sees only text and lists.
func FuzzDoc(f *testing.F) {
	for _, seed := range []string{
		"A one.\n\nBig news\n\n- x\n  - y\n1. z", "# T\n\n\tcode", "[a]: http://x", "*/ /* // +build", "Deprecated: x\n\nDeprecated:",
		"\u2028\x00\xff\r\n\uFEFF", "- \n- ", "Über uns", "`` '' ``", "+ + + -", "• • a", "A\n# b", "go:x", "# Deprecated: x", "## # Deprecated: x", "//nolint", "nolint: x", "#nolint", "a #nosec // nolint", "// nolint nolint", "-", "####",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, prose string) {
		lines := docLines([]string{"A begins.", prose, "Z ends."}, "")
		src := "package p\n\n" + strings.Join(lines, "\n") + "\nfunc A() {}\n"
		got, err := format.Source([]byte(src))
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if string(got) != src {
			t.Fatalf("gofmt changes:\n%s\nto:\n%s", src, got)
		}
		file, err := parser.ParseFile(token.NewFileSet(), "", src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		fn := file.Decls[0].(*ast.FuncDecl)
		onlyText(t, new(docs.Parser).Parse(fn.Doc.Text()), src)
		noOrders(t, fn.Doc, src)
	})
}

// noOrders fails on a comment that a tool obeys.
func noOrders(t *testing.T, doc *ast.CommentGroup, src string) {
	t.Helper()
	for part := range strings.SplitSeq(doc.Text(), "\n\n") {
		if strings.HasPrefix(part, "Deprecated:") {
			t.Errorf("deprecated by:\n%s", src)
		}
	}
	for _, c := range doc.List {
		if text := strings.TrimLeft(c.Text, "/ "); constraint.IsPlusBuild(c.Text) || !strings.HasPrefix(c.Text+" ", "// ") ||
			lookAway.MatchString(text) {
			t.Errorf("%q is an order in:\n%s", c.Text, src)
		}
	}
}

// lookAway is what golangci-lint and gosec obey.
var lookAway = regexp.MustCompile(`^(nolint( |:|$)|#nosec)`)

func onlyText(t *testing.T, d *docs.Doc, src string) {
	t.Helper()
	if len(d.Links) > 0 {
		t.Errorf("link targets in:\n%s", src)
	}
	for _, b := range d.Content {
		switch b.(type) {
		case *docs.Paragraph, *docs.List:
		default:
			t.Errorf("%T in:\n%s", b, src)
		}
	}
}
