package main

// What the pages say of commands, configuration and one another is checked where
// it is not run: commands have these flags, configurations can be read, links
// lead somewhere.

import (
	"bytes"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stratagen/strata/generator/config"
)

const root = "../.."

// pages are the Markdown files of the repository that people wrote, relative to
// its root.
func pages(t *testing.T) []string {
	t.Helper()
	var all []string
	tree := os.DirFS(root)
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/decisions/*.md", "examples/*.md"} {
		names, err := fs.Glob(tree, pattern)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, names...)
	}
	if len(all) < 20 {
		t.Fatalf("only %d pages: %q", len(all), all)
	}
	return all
}

// link is the target of a link or an image.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// code is what is no prose: fenced blocks, and spans.
var code = regexp.MustCompile("(?ms)^```.*?^```$|`[^`\n]+`")

// TestLinks: a link to another file of the repository leads to one, and to a
// heading that is there.
func TestLinks(t *testing.T) {
	checked := 0
	for _, name := range pages(t) {
		text := code.ReplaceAllString(pageText(t, name), "code")
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			to, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if to.IsAbs() {
				continue
			}
			checked++
			file := name
			if to.Path != "" {
				file = path.Join(path.Dir(name), to.Path)
			}
			if _, err := os.Stat(filepath.Join(root, file)); err != nil {
				t.Errorf("%s: link to %s: no such file", name, m[1])
			} else if to.Fragment != "" && !slices.Contains(headings(pageText(t, file)), to.Fragment) {
				t.Errorf("%s: link to %s: no such heading; there are %q", name, m[1], headings(pageText(t, file)))
			}
		}
	}
	if checked < 40 {
		t.Errorf("only %d links", checked)
	}
}

func pageText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

// headings are the anchors that GitHub makes of the headings of a page.
func headings(text string) []string {
	var all []string
	for _, line := range strings.Split(regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(text, ""), "\n") {
		title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if !ok || !strings.HasPrefix(line, "#") {
			continue
		}
		all = append(all, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, title))
	}
	return all
}

// commandLine is a command of a page, as a line of a block or a span of prose: what
// stands after "gen".
var commandLine = regexp.MustCompile("(?m)(?:^(?:\\$ )?|`)gen ([a-z].*?)(?:  +#.*|`|$)")

// TestCommands: a page shows commands that there are, with flags that they have.
// Decisions are of their day and may show what is no more.
func TestCommands(t *testing.T) {
	flags := map[string][]string{}
	count := 0
	for _, name := range pages(t) {
		if strings.HasPrefix(name, "docs/decisions/") {
			continue
		}
		for _, m := range commandLine.FindAllStringSubmatch(pageText(t, name), -1) {
			words := strings.Fields(m[1])
			command := words[:1]
			if len(words) > 1 && words[0] == "release" && !strings.HasPrefix(words[1], "-") {
				command = words[:2]
			}
			if words[0] == "help" {
				continue
			}
			count++
			key := strings.Join(command, " ")
			if _, ok := flags[key]; !ok {
				flags[key] = flagsOf(t, name, command)
			}
			for _, word := range words {
				flag, _, _ := strings.Cut(strings.TrimPrefix(word, "-"), "=")
				if len(word) > 1 && word[0] == '-' && flags[key] != nil && !slices.Contains(flags[key], strings.TrimRight(flag, ",.;:")) {
					t.Errorf("%s: gen %s: %s has no such flag as %s", name, m[1], key, word)
				}
			}
		}
	}
	if count < 50 {
		t.Errorf("only %d commands", count)
	}
}

// flagLine is a flag in the help of a command.
var flagLine = regexp.MustCompile(`(?m)^  -([a-z-]+)`)

// flagsOf asks a command for its flags; nil: there is no such command.
func flagsOf(t *testing.T, page string, command []string) []string {
	t.Helper()
	var out, err bytes.Buffer
	if code := run(t.Context(), append(slices.Clone(command), "-h"), streams{&out, &err}); code != exitDone {
		t.Errorf("%s: gen %s: %s", page, strings.Join(command, " "), err.String())
		return nil
	}
	flags := []string{"h"}
	for _, m := range flagLine.FindAllStringSubmatch(out.String(), -1) {
		flags = append(flags, m[1])
	}
	return flags
}

// TestConfigurations: what a page shows of gen.yaml and accept.yaml can be read.
func TestConfigurations(t *testing.T) {
	configurations, acceptances := 0, 0
	for _, name := range pages(t) {
		for _, b := range blocks(t, filepath.Join(root, name)) {
			var err error
			switch {
			case b.language != "yaml", strings.Contains(b.text, "overlay: 1.0.0\n"), strings.Contains(b.text, "\njobs:\n"), strings.Contains(b.text, "openapi: 3."):
				continue
			case strings.Contains(b.text, "- fingerprint: "):
				acceptances++
				_, err = config.ParseAcceptances(name, []byte(b.text))
			default:
				configurations++
				_, err = config.Parse(name, []byte(withKeys("spec: api.yaml\nout: generated\n", b.text)))
			}
			if err != nil {
				t.Errorf("%s:%d: %v", name, b.line, err)
			}
		}
	}
	if configurations < 8 || acceptances < 2 {
		t.Errorf("only %d configurations and %d acceptances", configurations, acceptances)
	}
}
