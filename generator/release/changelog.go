package release

// CHANGELOG.md of a module: the section of its next version is ours until it is
// tagged; everything else is as people left it.

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// ChangelogName is the file in the folder of each module.
const ChangelogName = "CHANGELOG.md"

const changelogHead = "# Changelog\n\n" +
	"What changed for programs that use this module. The form is that of\n" +
	"[Keep a Changelog](https://keepachangelog.com/en/1.1.0/), the versions are those of\n" +
	"[Semantic Versioning](https://semver.org/spec/v2.0.0.html).\n"

// heading is the first line of the section of a version: "## [1.2.0] - 2006-01-02".
var heading = regexp.MustCompile(`(?m)^## +\[?v?([0-9]+\.[0-9]+\.[0-9]+)\]?(?: - ([0-9]{4}-[0-9]{2}-[0-9]{2}))?`)

// block is a part of a changelog: one section, or what is before the first.
type block struct {
	version string // "v1.2.0"; empty: a section of no version
	date    string
	text    []byte
}

// blocks cuts a changelog at its sections. Put together they are the text again.
func blocks(text []byte) []block {
	list := []block{{}}
	fenced := false
	for line := range bytes.Lines(text) {
		if bytes.HasPrefix(line, []byte("```")) {
			fenced = !fenced
		}
		if !fenced && bytes.HasPrefix(line, []byte("## ")) {
			b := block{}
			if m := heading.FindSubmatch(line); m != nil {
				b.version, b.date = "v"+string(m[1]), string(m[2])
			}
			list = append(list, b)
		}
		last := &list[len(list)-1]
		last.text = append(last.text, line...)
	}
	return list
}

// Changelog gives the changelog of the module with the section of its next version,
// of which date ("2006-01-02") is the day, unless it says the same already. What an
// earlier plan wrote for a version that has no tag goes. A module that has nothing to
// say gets back what it had; nil: there is no file, and is none to be.
func (m *Module) Changelog(text []byte, date string) []byte {
	list := blocks(text)
	var kept []block
	at := -1 // of the new section
	for _, b := range list {
		if m.ours(b.version) {
			if b.version == m.Next && b.date != "" && sameSection(b.text, m.section(b.date)) {
				date = b.date
			}
			if at < 0 {
				at = len(kept)
			}
			continue
		}
		if at < 0 && b.version != "" {
			at = len(kept)
		}
		kept = append(kept, b)
	}
	if !m.Changed {
		return joined(kept)
	}
	if len(text) == 0 {
		kept = []block{{text: []byte(changelogHead)}}
	}
	if at < 0 {
		at = len(kept)
	}
	section := m.section(date)
	if at < len(kept) {
		section = append(section, '\n')
	}
	if before := joined(kept[:at]); len(before) > 0 && !bytes.HasSuffix(before, []byte("\n\n")) {
		gap := "\n"
		if !bytes.HasSuffix(before, []byte("\n")) {
			gap = "\n\n"
		}
		section = append([]byte(gap), section...)
	}
	return joined(slices.Insert(kept, at, block{text: section}))
}

// ours reports whether the section of a version is one that a plan wrote and no tag
// has.
func (m *Module) ours(version string) bool {
	if version == "" || slices.Contains(m.tagged, version) {
		return false
	}
	return version == m.written || m.Changed && version == m.Next
}

// Told reports whether a changelog has the section of the next version.
func (m *Module) Told(changelog []byte) bool {
	return slices.ContainsFunc(blocks(changelog), func(b block) bool { return b.version == m.Next })
}

func sameSection(a, b []byte) bool {
	return string(bytes.TrimSpace(bytes.ReplaceAll(a, []byte("\r\n"), []byte("\n")))) == string(bytes.TrimSpace(b))
}

func joined(list []block) []byte {
	var text []byte
	for _, b := range list {
		text = append(text, b.text...)
	}
	return text
}

// section is the section of the next version.
func (m *Module) section(date string) []byte {
	return []byte("## [" + strings.TrimPrefix(m.Next, "v") + "] - " + date + "\n" + m.Body())
}

// Body is what the changelog says of the next version, below its heading.
func (m *Module) Body() string {
	var b strings.Builder
	lines := m.entries()
	for _, s := range sections {
		if len(lines[s]) == 0 {
			continue
		}
		b.WriteString("\n### " + s + "\n\n")
		for _, l := range lines[s] {
			b.WriteString("- " + l + "\n")
		}
	}
	return b.String()
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(text string) string {
	if c := text[0]; c >= 'a' && c <= 'z' {
		text = string(c-'a'+'A') + text[1:]
	}
	return text + "."
}

// Message is that of the tag of the next version: what its changelog says of it.
func (m *Module) Message(changelog []byte) string {
	body := m.Body()
	for _, b := range blocks(changelog) {
		if b.version == m.Next {
			_, rest, _ := bytes.Cut(b.text, []byte("\n"))
			body = string(rest)
		}
	}
	return m.Folder + " " + m.Next + "\n\n" + strings.Trim(body, "\r\n") + "\n"
}
