package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/drift/report"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// row finds a rule of the table.
func row(t testing.TB, id string) *drift.Rule {
	t.Helper()
	i := slices.IndexFunc(drift.Rules, func(r drift.Rule) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("no rule %s", id)
	}
	return &drift.Rules[i]
}

// named is a report in which every text of a document is name. n findings block.
func named(t testing.TB, name string, n int) *report.Report {
	pos := func(line int) model.Pos { return model.Pos{File: name, Line: line, Column: 1} }
	r := &drift.Report{Versions: []*drift.Verdicts{{Version: name, Verdict: drift.Block, Bump: drift.Major, Findings: n}}}
	for i := range n {
		q := row(t, "Q11")
		f := &drift.Finding{Rule: q, Before: name, After: name, Old: pos(i + 1), New: pos(i + 1)}
		for op := range 6 {
			f.Sites = append(f.Sites, drift.Site{
				Version: name, Rule: q, Verdict: drift.Block, Fingerprint: fmt.Sprintf("%012x", i*10+op),
				Place: surface.Place{
					Operation: fmt.Sprint(op, name), Side: surface.Side{Status: name, Part: surface.InBody, Media: name}, Path: surface.Path(name),
				},
			})
		}
		if i%2 == 1 {
			f.Sites[0].Accepted = name
		}
		r.Findings = append(r.Findings, f)
	}
	return &report.Report{
		Report: r, Old: report.Document{Name: name, Version: name}, New: report.Document{Name: name, Version: name},
		Idle: []drift.Idle{{Acceptance: drift.Acceptance{Fingerprint: "0123456789ab", Pos: pos(1)}, Why: drift.Unused}},
	}
}

func markdown(t testing.TB, r *report.Report, room int) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Markdown(&b, room); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// hostile are names that a document may hold.
var hostile = []string{
	"@team", "<!-- gone", "-->", "```", "~~~\n```\n# heading", "a|b", "\\|", "\r\nnew line\n\n- item", "a\u2028b\u2029c\u0085d", "[x](http://example.com)",
	"![x](http://example.com/x.png)", "<img src=x onerror=alert(1)>", "</details>", "http://example.com", "`", "``", "```x``", " ` ", " ", "", "#1",
	"fixes #1", "* * *", "---", "===", "&lt;script&gt;", "&#64;team", "\\`", "`\\", "$x$", ":+1:", "\x00\x1b[31m", "\u202eabc", "\u200b", "é日本", "\xff\xfe",
	"1. x", "> x", "::error::x", "%0A::error::", "a:b,c%", "    code", "\tcode", "<details>", "| a | b |\n|---|---|", "```yaml\n- fingerprint: x", "-", "# ", "@",
	strings.Repeat("`", 300), strings.Repeat("x", 5000), strings.Repeat("日", 5000), "*/", "__x__", "**x", "~~x~~",
}

// skeleton is what Markdown is made of, texts in code aside: GitHub takes nothing in
// code for a mention, a reference, a link, a comment or HTML.
func skeleton(source string) string {
	src := []byte(source)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(src))
	var b strings.Builder
	_ = ast.Walk(root, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			b.WriteString(")")
			return ast.WalkContinue, nil
		}
		b.WriteString("(" + n.Kind().String())
		switch n := n.(type) {
		case *ast.CodeSpan:
			b.WriteString(")")
			return ast.WalkSkipChildren, nil
		case *ast.FencedCodeBlock:
			fmt.Fprintf(&b, " %d lines", n.Lines().Len())
		case *ast.Text:
			b.Write(n.Value(src))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// harmless fails unless a body has the form it has for a harmless name.
func harmless(t *testing.T, name string) {
	t.Helper()
	if name == "" {
		return // what has no name takes no line
	}
	const room = 20_000
	body := markdown(t, named(t, name, 2), room)
	if len(body) > room {
		t.Errorf("%q: %d bytes", name, len(body))
	}
	if have, want := skeleton(body), skeleton(markdown(t, named(t, "acme", 2), room)); have != want {
		t.Errorf("%q changes the form of\n%s\nhave %s\nwant %s", name, body, have, want)
	}
	if i := strings.IndexFunc(body, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
		t.Errorf("%q: not to be seen: %q", name, body[i:min(i+20, len(body))])
	}
}

// TestHostileMarkdown: whatever a name is, it stands in code and nowhere else.
func TestHostileMarkdown(t *testing.T) {
	for _, name := range hostile {
		harmless(t, name)
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, name := range hostile {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) { harmless(t, name) })
}

// TestMarkdownRoom: however many findings there are, the body has room; what does
// not fit is counted, and what is shown is whole.
func TestMarkdownRoom(t *testing.T) {
	more := regexp.MustCompile(`(?m)^… and (\d+) more, of which \*\*(\d+) block\*\*`)
	for _, name := range []string{"acme", "日`" + strings.Repeat("\x00", 500)} {
		for _, room := range []int{10_000, 30_000, report.MaxMarkdown} {
			const n = 2000
			body := markdown(t, named(t, name, n), room)
			if len(body) > room || utf8.RuneCountInString(body) > 65_536 {
				t.Errorf("%d bytes in a room of %d", len(body), room)
			}
			shown := strings.Count(body, "- **Q11**")
			m := more.FindStringSubmatch(body)
			if m == nil || shown == 0 || m[1] != fmt.Sprint(n-shown) || m[2] != m[1] {
				t.Errorf("%d shown, and %q", shown, m)
			}
			if have := strings.Count(body, "- fingerprint: "); have != shown {
				t.Errorf("%d shown, %d to accept", shown, have)
			}
			if have, want := strings.Count(skeleton(body), "FencedCodeBlock"), 1; have != want {
				t.Errorf("%d fences", have)
			}
		}
	}
}

// TestHostileText: a terminal gets no command, and a line stays a line.
func TestHostileText(t *testing.T) {
	lines := func(name string) (string, int) {
		var b bytes.Buffer
		if err := named(t, name, 2).Text(&b, false); err != nil {
			t.Fatal(err)
		}
		return b.String(), strings.Count(b.String(), "\n")
	}
	_, want := lines("acme")
	for _, name := range hostile {
		if name == "" {
			continue // as in harmless
		}
		out, n := lines(name)
		if n != want {
			t.Errorf("%q: %d lines, want %d:\n%s", name, n, want, out)
		}
		if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); i >= 0 {
			t.Errorf("%q: not to be seen: %q", name, out[i:min(i+20, len(out))])
		}
	}
}

// TestColours: colours add nothing but colours.
func TestColours(t *testing.T) {
	r := named(t, "acme", 2)
	var plain, coloured bytes.Buffer
	if err := r.Text(&plain, false); err != nil {
		t.Fatal(err)
	}
	if err := r.Text(&coloured, true); err != nil {
		t.Fatal(err)
	}
	stripped := regexp.MustCompile(`\x1b\[\d+m`).ReplaceAllString(coloured.String(), "")
	if stripped != plain.String() || stripped == coloured.String() {
		t.Errorf("with colours:\n%s\nwithout:\n%s", coloured.String(), plain.String())
	}
}

// command reads an annotation as GitHub's runner does: src/Runner.Common/
// ActionCommand.cs, TryParseV2.
func command(t *testing.T, line string) (level string, properties map[string]string, data string) {
	t.Helper()
	rest, ok := strings.CutPrefix(line, "::")
	head, data, found := strings.Cut(rest, "::")
	if !ok || !found {
		t.Fatalf("no command: %q", line)
	}
	level, list, _ := strings.Cut(head, " ")
	properties = map[string]string{}
	for _, p := range strings.Split(list, ",") {
		k, v, ok := strings.Cut(p, "=")
		if !ok {
			t.Fatalf("no property: %q in %q", p, line)
		}
		properties[k] = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(v)
	}
	return level, properties, strings.NewReplacer("%0D", "\r", "%0A", "\n", "%25", "%").Replace(data)
}

// TestHostileAnnotations: each name comes back as it is, and makes no command.
func TestHostileAnnotations(t *testing.T) {
	for _, name := range hostile {
		var b bytes.Buffer
		if err := named(t, name, 2).Annotations(&b); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(lines) != 3 {
			t.Errorf("%q: %d lines, want 3", name, len(lines))
			continue
		}
		for i, line := range lines {
			level, p, data := command(t, line)
			if want := []string{"error", "error", "warning"}[i]; level != want || data == "" || p["title"] == "" {
				t.Errorf("%q: %s, want %s: %q", name, level, want, line)
			}
			if name != "" && !strings.HasPrefix(name, "<") && p["file"] != name {
				t.Errorf("%q: file %q", name, p["file"])
			}
		}
	}
}

// TestPlacesOfAnnotations: what is not a file of the working tree has no place in it.
func TestPlacesOfAnnotations(t *testing.T) {
	for name, want := range map[string]string{
		"api.yaml": "::error file=api.yaml,line=1,col=1,title=", "git:HEAD:api.yaml": "::error title=", "<stdin>": "::error title=", "": "::error title=",
	} {
		var b bytes.Buffer
		if err := named(t, name, 1).Annotations(&b); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), want) {
			t.Errorf("%q: %s", name, b.String())
		}
	}
}

// TestJSON: whatever a name is, it comes back, and no list is null.
func TestJSON(t *testing.T) {
	for _, name := range append(hostile, "") {
		var b bytes.Buffer
		if err := named(t, name, 1).JSON(&b); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Findings []struct{ Before string }
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got.Findings) != 1 || got.Findings[0].Before != strings.ToValidUTF8(name, "\ufffd") && utf8.ValidString(name) {
			t.Errorf("%q: %v, %+v", name, err, got)
		}
	}
	var b bytes.Buffer
	if err := (&report.Report{Report: &drift.Report{}}).JSON(&b); err != nil || strings.Contains(b.String(), "null") {
		t.Errorf("%v:\n%s", err, b.String())
	}
}
