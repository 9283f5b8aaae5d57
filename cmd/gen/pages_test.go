package main

// The pages of docs/ that show a task: what they show is run, in the order in
// which it stands, and has to come out as it is printed there.

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const docs = "../../docs"

// runPages are the pages that begin in a copy of docs/acme. Those that say so
// find the clients generated there.
var runPages = map[string]struct{ generated bool }{
	"add-a-version.md":     {generated: true},
	"names.md":             {},
	"overlay.md":           {},
	"accept-a-break.md":    {generated: true},
	"from-oapi-codegen.md": {},
}

func TestPages(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the pages show commands for a shell")
	}
	for name, page := range runPages {
		t.Run(name, func(t *testing.T) {
			r := newReader(t, name)
			if page.generated {
				r.shell("gen generate")
			}
			r.shell("git init -q && git add -A && git commit -qm first")
			ran := 0
			for _, b := range blocks(t, filepath.Join(docs, name)) {
				ran += r.follow(b)
			}
			if ran == 0 {
				t.Error("nothing was run")
			}
			if r.last != 0 {
				t.Errorf("%s ends with exit code %d, of which it says nothing", name, r.last)
			}
		})
	}
}

// reader is somebody who does what a page says.
type reader struct {
	t    *testing.T
	page string
	dir  string
	env  []string
	last int // exit code of the last command
}

func newReader(t *testing.T, page string) *reader {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(docs, "acme"))); err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, page: page, dir: dir, env: append(os.Environ(),
		"GIT_CONFIG_GLOBAL="+filepath.Join(dir, ".git", "none"), "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
		"GIT_AUTHOR_NAME=Reader", "GIT_AUTHOR_EMAIL=reader@example.com", "GIT_COMMITTER_NAME=Reader", "GIT_COMMITTER_EMAIL=reader@example.com",
		"GITHUB_ACTIONS=", "GOCACHE="+goEnv()["GOCACHE"], "GOPROXY=off", "GOWORK=off",
	)}
}

// follow does what a block says and gives the number of commands in it.
func (r *reader) follow(b fenced) int {
	switch b.language {
	case "sh":
		r.shell(b.text)
		return 1
	case "console":
		all := steps(b.text)
		for _, s := range all {
			r.step(b, s)
		}
		return len(all)
	default:
		if name, ok := named(b.text); ok {
			r.write(name, b.text)
		}
	}
	return 0
}

// shell runs commands that have to succeed.
func (r *reader) shell(commands string) {
	r.t.Helper()
	if r.last != 0 {
		r.t.Fatalf("%s: exit code %d, of which the page says nothing, before %s", r.page, r.last, commands)
	}
	if out := r.run("set -e\n" + commands); r.last != 0 {
		r.t.Fatalf("%s: %s: exit code %d\n%s", r.page, commands, r.last, out)
	}
}

// run gives what commands print: the standard output, then what they say beside it.
func (r *reader) run(commands string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "sh", "-c", commands)
	cmd.Dir, cmd.Env = r.dir, r.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	r.last = cmd.ProcessState.ExitCode()
	return stdout.String() + stderr.String()
}

// step runs a command and compares what it prints.
func (r *reader) step(b fenced, s exchange) {
	r.t.Helper()
	if s.command == "echo $?" {
		if got := fmt.Sprint(r.last); got != strings.Join(s.prints, "\n") {
			r.t.Fatalf("%s:%d: exit code %s, the page says %s", r.page, b.line, got, s.prints)
		}
		r.last = 0
		return
	}
	if r.last != 0 {
		r.t.Fatalf("%s:%d: exit code %d, of which the page says nothing, before %s", r.page, b.line, r.last, s.command)
	}
	if out := r.run(s.command); !matches(strings.Split(strings.TrimSuffix(out, "\n"), "\n"), s.prints) {
		r.t.Fatalf("%s:%d: %s prints\n%s\nnot\n%s", r.page, b.line, s.command, out, strings.Join(s.prints, "\n"))
	}
}

// write puts a file of a page in its place: of gen.yaml, the keys that are shown.
func (r *reader) write(name, text string) {
	r.t.Helper()
	name = filepath.Join(r.dir, name)
	if filepath.Base(name) == "gen.yaml" {
		old, err := os.ReadFile(name)
		if err != nil {
			r.t.Fatal(err)
		}
		text = withKeys(string(old), text)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// topKey is a key at the top of a YAML file, with all that is below it.
var topKey = regexp.MustCompile(`(?m)^([A-Za-z-]+):.*\n(?:[ #].*\n)*`)

// withKeys puts the keys of text into file, in place of those that it has already.
func withKeys(file, text string) string {
	for _, key := range topKey.FindAllStringSubmatch(text, -1) {
		for _, old := range topKey.FindAllStringSubmatch(file, -1) {
			if old[1] == key[1] {
				file = strings.Replace(file, old[0], "", 1)
			}
		}
		file += key[0]
	}
	return file
}

// exchange is a command of a console and what it prints, "…" for any lines.
type exchange struct {
	command string
	prints  []string
}

func steps(console string) []exchange {
	var all []exchange
	for _, line := range strings.Split(strings.TrimSuffix(console, "\n"), "\n") {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			all = append(all, exchange{command: command})
		} else if len(all) > 0 {
			all[len(all)-1].prints = append(all[len(all)-1].prints, line)
		}
	}
	return all
}

// matches compares lines. A line of "…" is any number of lines, one that ends so
// is any line that begins so.
func matches(got, want []string) bool {
	switch {
	case len(want) == 0:
		return len(got) == 0 || len(got) == 1 && got[0] == ""
	case want[0] == "…":
		for i := range len(got) + 1 {
			if matches(got[i:], want[1:]) {
				return true
			}
		}
		return false
	case len(got) == 0:
		return false
	}
	start, open := strings.CutSuffix(want[0], "…")
	return (got[0] == want[0] || open && strings.HasPrefix(got[0], start)) && matches(got[1:], want[1:])
}

// fenced is a block of a page.
type fenced struct {
	language, text string
	line           int // of its text
}

var fence = regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$")

// blocks are the fenced blocks of a file.
func blocks(t *testing.T, name string) []fenced {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []fenced
	for _, at := range fence.FindAllSubmatchIndex(text, -1) {
		all = append(all, fenced{string(text[at[2]:at[3]]), string(text[at[4]:at[5]]), 1 + bytes.Count(text[:at[4]], []byte("\n"))})
	}
	return all
}

// named gives the file that a block is, as its first line has it: "# gen.yaml",
// "// main.go".
func named(text string) (name string, ok bool) {
	first, _, _ := strings.Cut(text, "\n")
	mark, name, _ := strings.Cut(first, " ")
	ok = mark == "#" && filepath.Ext(name) == ".yaml" || mark == "//" && filepath.Ext(name) == ".go"
	return name, ok && !strings.Contains(name, " ")
}

// TestMatches: what a page leaves out is any number of lines, and nothing else is.
func TestMatches(t *testing.T) {
	lines := []string{"a", "b", "c"}
	for want, ok := range map[string]bool{
		"a\nb\nc": true, "…": true, "a\n…": true, "…\nc": true, "a\n…\nc": true, "a\nb\n…\nc": true, "…\nb\n…": true, "a\nb…\nc": true,
		"a": false, "a\nb": false, "b\n…": false, "…\na": false, "a\n…\nb": false, "a\nx…\nc": false, "…\nd\n…": false,
	} {
		if matches(lines, strings.Split(want, "\n")) != ok {
			t.Errorf("matches(%q) = %v", want, !ok)
		}
	}
	if !matches([]string{""}, nil) || matches([]string{"a"}, nil) {
		t.Error("nothing printed")
	}
}

// TestPagesAreListed: a page that shows a console is one that is run.
func TestPagesAreListed(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(docs, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, name := range names {
		if slices.ContainsFunc(blocks(t, name), func(b fenced) bool { return b.language == "console" }) {
			shown = append(shown, filepath.Base(name))
		}
	}
	listed := append(slices.Collect(maps.Keys(runPages)), "tutorial.md") // which TestTutorial runs
	if slices.Sort(listed); !slices.Equal(shown, listed) {
		t.Errorf("pages with a console: %q, run: %q", shown, listed)
	}
}
