package diagnostic_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/diagnostic"
	"github.com/stratagen/strata/generator/model"
)

func files(source string) fs.FS { return fstest.MapFS{"a.yaml": {Data: []byte(source)}} }

func at(line, column int) diagnostic.Message {
	return diagnostic.Message{Pos: model.Pos{File: "a.yaml", Line: line, Column: column}, Text: "wrong"}
}

func show(t *testing.T, p *diagnostic.Printer, messages ...diagnostic.Message) string {
	t.Helper()
	var b strings.Builder
	for _, m := range messages {
		if err := p.Print(&b, m); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestExcerpt holds sources and what is shown below the first line.
func TestExcerpt(t *testing.T) {
	for _, c := range []struct {
		name, source string
		line, column int
		want         string
	}{
		{"plain", "a: 1\nb: 2\n", 2, 4, "     2 | b: 2\n       |    ^\n"},
		{"gutter as wide as the number", strings.Repeat("\n", 99) + "b: 2", 100, 1, "     100 | b: 2\n         | ^\n"},
		{"past the end of the line", "a:", 1, 9, "     1 | a:\n       |   ^\n"},
		{"past the end of the file", "a:\n", 7, 1, ""},
		{"blank line", "a:\n  \n", 2, 1, ""},
		{"no column", "a:\n", 1, 0, ""},
		{"carriage return", "a: 1\r\nb: 2\r\n", 1, 4, "     1 | a: 1\n       |    ^\n"},
		{"byte order mark", "\ufeffa: 1\n", 1, 4, "     1 | a: 1\n       |    ^\n"},
		{"tab", "\ta:\t1\n", 1, 5, "     1 |     a:    1\n       |           ^\n"},
		{"wide", "日本: 1\n", 1, 5, "     1 | 日本: 1\n       |       ^\n"},
		{"combining", "e\u0301: 1\n", 1, 5, "     1 | e\u0301: 1\n       |    ^\n"},
		{"escape sequence", "\x1b[31m: 1\n", 1, 8, "     1 | \\x1b[31m: 1\n       |           ^\n"},
		{"direction", "\u202ea: 1\n", 1, 5, "     1 | \\u202ea: 1\n       |          ^\n"},
		{"line separator", "\u2028a: 1\n", 1, 5, "     1 | \\u2028a: 1\n       |          ^\n"},
		{"not UTF-8", "\xffa: 1\n", 1, 5, "     1 | \\xffa: 1\n       |        ^\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := show(t, &diagnostic.Printer{Files: files(c.source)}, at(c.line, c.column))
			if want := fmt.Sprint(at(c.line, c.column).Pos, ": wrong\n", c.want); got != want {
				t.Errorf("have\n%swant\n%s", got, want)
			}
		})
	}
}

// TestLongLine cuts one line of megabytes around any column, and keeps the caret
// under its character.
func TestLongLine(t *testing.T) {
	source := strings.Repeat("x日\t", 1_000_000)
	for _, column := range []int{1, 2, 99, 1_000_000, 2_999_000, 3_000_000} {
		marked := []rune(source)
		marked[column-1] = '@'
		lines := strings.Split(show(t, &diagnostic.Printer{Files: files(string(marked))}, at(1, column)), "\n")
		if n := utf8.RuneCountInString(lines[1]); n > 120 || !strings.Contains(lines[1], "…") {
			t.Errorf("column %d: %d characters: %.200q", column, n, lines[1])
		}
		before, _, found := strings.Cut(lines[1], "@")
		cells := utf8.RuneCountInString(before) + strings.Count(before, "日")
		if caret := strings.Index(lines[2], "^"); !found || caret != cells {
			t.Errorf("column %d: the caret is in cell %d, want %d:\n%s\n%s", column, caret, cells, lines[1], lines[2])
		}
	}
}

// TestNoCells: characters that take no cell are many only in the source.
func TestNoCells(t *testing.T) {
	source := strings.Repeat("\u0301", 100_000)
	for _, column := range []int{1, 50_000, 100_001} {
		got := show(t, &diagnostic.Printer{Files: files(source)}, at(1, column))
		if n := utf8.RuneCountInString(got); n > 1000 {
			t.Errorf("column %d: %d characters", column, n)
		}
	}
}

// TestEndlessSource: no more of a source is read than is loaded.
func TestEndlessSource(t *testing.T) {
	f := &zeros{}
	got := show(t, &diagnostic.Printer{Files: f}, at(1, 1), at(2, 1))
	if f.read > 64<<20 || strings.Count(got, "wrong") != 2 {
		t.Errorf("%d bytes read: %.200s", f.read, got)
	}
}

// zeros is a file system of one file that does not end.
type zeros struct{ read int }

func (z *zeros) Open(string) (fs.File, error) { return z, nil }
func (z *zeros) Stat() (fs.FileInfo, error)   { return nil, fs.ErrInvalid }
func (z *zeros) Close() error                 { return nil }

func (z *zeros) Read(p []byte) (int, error) {
	if z.read += len(p); z.read > 256<<20 {
		return 0, fs.ErrInvalid // rather than take all memory
	}
	return len(p), nil
}

// TestMany: every message is printed, the first come with their source.
func TestMany(t *testing.T) {
	p := &diagnostic.Printer{Files: files("a: 1\n")}
	got := ""
	for range 3 * diagnostic.MaxExcerpts {
		got += show(t, p, at(1, 1))
	}
	if n := strings.Count(got, "wrong"); n != 3*diagnostic.MaxExcerpts {
		t.Errorf("%d messages", n)
	}
	if n := strings.Count(got, "^"); n != diagnostic.MaxExcerpts {
		t.Errorf("%d excerpts", n)
	}
}

func TestFirstLine(t *testing.T) {
	p := &diagnostic.Printer{Folder: "../spec", Files: fstest.MapFS{}}
	for _, c := range []struct {
		m    diagnostic.Message
		want string
	}{
		{at(3, 4), "../spec/a.yaml:3:4: wrong\n"},
		{diagnostic.Message{Text: "lost"}, "gen: lost\n"},
		{diagnostic.Message{Pos: model.Pos{File: "b.yaml"}, Text: "two\nlines"}, "../spec/b.yaml: two\\nlines\n"},
	} {
		if got := show(t, p, c.m); got != c.want {
			t.Errorf("have %q, want %q", got, c.want)
		}
	}
	colored := show(t, &diagnostic.Printer{Files: files("a: 1\n"), Color: true}, at(1, 4))
	if want := "\x1b[1ma.yaml:1:4:\x1b[0m wrong\n\x1b[2m     1 | \x1b[0ma: 1\n\x1b[2m       | \x1b[0m   \x1b[1;31m^\x1b[0m\n"; colored != want {
		t.Errorf("have %q, want %q", colored, want)
	}
}

// TestOf takes every kind of error apart.
func TestOf(t *testing.T) {
	fault := func(text string) *model.Fault { return &model.Fault{Text: text} }
	conf := func(text string) *config.Fault { return &config.Fault{Text: text} }
	err := errors.Join(
		model.Faults{fault("a"), fault("b")}, config.Faults{conf("c")}, conf("d"), fault("e"),
		model.UnreadableVersions{Faults: model.Faults{fault("f")}}, errors.New("g\nh"))
	var got []string
	for _, m := range diagnostic.Of(err) {
		got = append(got, m.Text)
	}
	if want := "a b c d e f g h"; strings.Join(got, " ") != want {
		t.Errorf("have %s, want %s", got, want)
	}
	if diagnostic.Of(nil) != nil {
		t.Error("messages of no error")
	}
}
