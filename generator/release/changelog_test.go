package release

import (
	"fmt"
	"strings"
	"testing"
)

// A changelog before and after a plan: what nobody tagged is ours, the rest is as
// people left it.
func TestChangelog(t *testing.T) {
	const (
		head    = "# My log\r\n\r\nWith [a link].\r\n"
		old     = "## [1.1.0] - 2025-05-05\r\n\r\n- *Mine*,  as it is\r\n\n```\n## [9.9.9] - 2000-01-01\n```\n\n## 1.0.0\nno list\n\n[a link]: https://example.org"
		section = "## [1.2.0] - 2026-01-02\n\n### Fixed\n\n- Comments.\n"
	)
	for name, c := range map[string]struct {
		written, before, want string
		same                  bool // nothing changed
	}{
		"none":           {"", "", changelogHead + "\n" + section, false},
		"first section":  {"v1.1.0", head + "\n" + old, head + "\n" + section + "\n" + old, false},
		"no empty line":  {"v1.1.0", head + old, head + "\n" + section + "\n" + old, false},
		"head alone":     {"v1.1.0", "# Log", "# Log\n\n" + section, false},
		"again":          {"v1.2.0", head + "\n" + section + "\n" + old, head + "\n" + section + "\n" + old, false},
		"another text":   {"v1.2.0", head + "\n## [1.2.0] - 2025-12-12\n\n- Edited.\n\n" + old, head + "\n" + section + "\n" + old, false},
		"same text":      {"v1.2.0", head + "\n" + strings.Replace(section, "2026-01-02", "2025-12-12", 1) + "\n" + old, head + "\n" + strings.Replace(section, "2026-01-02", "2025-12-12", 1) + "\n" + old, false},
		"another plan":   {"v2.0.0", head + "\n## [2.0.0] - 2025-12-12\n\n- Big.\n\n" + old, head + "\n" + section + "\n" + old, false},
		"unreleased":     {"v1.1.0", head + "\n## [Unreleased]\n- soon\n\n" + old, head + "\n## [Unreleased]\n- soon\n\n" + section + "\n" + old, false},
		"taken back":     {"v1.2.0", head + "\n" + section + "\n" + old, head + "\n" + old, true},
		"nothing to say": {"v1.1.0", head + "\n" + old, head + "\n" + old, true},
		"never any":      {"v1.1.0", "", "", true},
	} {
		m := &Module{Folder: "acmev1", Last: "v1.1.0", Next: "v1.2.0", Changed: true, written: c.written, tagged: []string{"v1.0.0", "v1.1.0"}}
		m.Why = []Reason{{Kind: Files, Level: Fix, Text: "comments"}}
		if c.same {
			m.Next, m.Changed, m.Why = m.Last, false, nil
		}
		got := m.Changelog([]byte(c.before), "2026-01-02")
		if string(got) != c.want {
			t.Errorf("%s:\n%q\nwant\n%q", name, got, c.want)
		}
		if again := m.Changelog(got, "2030-01-01"); string(again) != c.want {
			t.Errorf("%s, again on another day:\n%q", name, again)
		}
		if m.Changed && !m.Told(got) {
			t.Errorf("%s: the section is not found", name)
		}
	}
}

// What an entry says, and that what a document says cannot leave its place.
func TestEntries(t *testing.T) {
	many := strings.Fields("A.A B.B C.C D.D E.E")
	for want, r := range map[string]Reason{
		"Added: `Pets.List` (`listPets`) is new":                                                                         {Kind: Wire, Level: Add, Rule: "L02", Operations: []string{"listPets"}, Methods: []string{"Pets.List"}, Names: []string{"PetsService.List", "Pet"}},
		"Removed: **Breaking:** `Pets.List` (`listPets`) is gone: the API no longer has it":                              {Kind: Wire, Level: Break, Rule: "L06", Operations: []string{"listPets"}, Methods: []string{"Pets.List"}},
		"Changed: **Breaking:** `Pet.Age` is always present (`getPet`)":                                                  {Kind: Wire, Level: Break, Rule: "R05", Operations: []string{"getPet"}, Methods: []string{"Pets.Get"}, Names: []string{"Pet", "Pet.Age", "Pet.UnmarshalJSON"}, Before: "optional"},
		"Changed: **Breaking:** `A.A`, `B.B`, `C.C` and 2 more names: type changed: `string` instead of `integer` (`a`)": {Kind: Wire, Level: Break, Rule: "R09", Text: "type changed", Operations: []string{"a"}, Names: many, Before: "integer", After: "string"},
		"Added: `Kind` has another value: ``a`<!-- @all`` (`getPet`)":                                                    {Kind: Wire, Level: Add, Rule: "R14", Operations: []string{"getPet"}, Names: []string{"Kind"}, After: "a`<!-- @all"},
		"Removed: **Breaking:** `Pet.Age` is gone":                                                                       {Kind: Go, Level: Break, Text: "removed", Names: []string{"Pet.Age"}, Breaks: true},
		"Added: New: `Pet`": {Kind: Go, Level: Add, Text: "new names", Names: []string{"Pet"}},
		"Changed: Version v1.2.0 is retracted: `wrong <host>`":                          {Kind: Retraction, Level: Fix, Names: []string{"v1.2.0"}, Text: "wrong <host>"},
		"Changed: **Breaking:** `PetsService.Get`: optional parameter added (`getPet`)": {Kind: Wire, Level: Break, Rule: "P01", Text: "optional parameter added", Operations: []string{"getPet"}, Names: []string{"PetsService.Get"}, Breaks: true},
		"Removed: `Pets.Get`: optional property removed: was `string` (`getPet`)":       {Kind: Wire, Level: Fix, Rule: "R04", Text: "optional property removed", Operations: []string{"getPet"}, Methods: []string{"Pets.Get"}, Before: "string"},
		"Fixed: Comments, examples or tests changed":                                    {Kind: Files, Level: Fix, Text: "comments, examples or tests changed"},
	} {
		m := &Module{Folder: "acmev1", Last: "v0.1.0", Next: "v0.2.0", Why: []Reason{r}}
		for section, lines := range m.entries() {
			if got := section + ": " + strings.Join(lines, "|"); got != want+"." {
				t.Errorf("entry is\n%s\nwant\n%s", got, want)
			}
		}
	}
}

// A section is bounded, whatever changed.
func TestEntriesAreBounded(t *testing.T) {
	m := &Module{Folder: "acmev1", Last: "v0.1.0", Next: "v0.2.0", Changed: true}
	for i := range 1000 {
		m.Why = append(m.Why, Reason{Kind: Go, Level: Break, Text: "removed", Breaks: true, Names: []string{fmt.Sprintf("N%d", i)}})
	}
	if body := m.Body(); strings.Count(body, "\n- ") != maxEntries+1 || !strings.Contains(body, "\n- And 940 more.\n") || len(body) > 30_000 {
		t.Errorf("%d lines, %d bytes", strings.Count(body, "\n- "), len(body))
	}
}
