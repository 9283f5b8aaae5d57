// Package tags is release.lock: which version each generated module has at its
// next tag. It is given text and promises the same text back for the same
// versions. Without the file nothing was ever released.
//
// The file is sorted, one line a module, named by its folder below the output:
//
//	module acme v1.0.0
//	module acmev1 v2.1.0
//	module acmev1beta v0.4.0
package tags

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/semver"
)

// Versions are the versions of modules ("v1.2.3") by folder.
type Versions map[string]string

// LineError is a line that is not one of the file.
type LineError struct {
	Line int // from 1
	Text string
}

const header = "# release.lock: the version each module has at its next tag, or had at its last one if nothing\n" +
	"# changed since. Written by gen release plan -write; commit it.\n"

// Parse reads the file and gives every line it cannot read.
func Parse(text []byte) (Versions, []LineError) {
	v := Versions{}
	var bad []LineError
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := v.line(line); err != nil {
			bad = append(bad, LineError{n, err.Error()})
		}
	}
	return v, bad
}

func (v Versions) line(line string) error {
	words := strings.Fields(line)
	if len(words) != 3 || words[0] != "module" {
		return fmt.Errorf("want module FOLDER VERSION, have %.60q", line)
	}
	if !Valid(words[2]) {
		return fmt.Errorf("%.60q is not a version as v1.2.3", words[2])
	}
	if v[words[1]] != "" {
		return fmt.Errorf("there is another line for module %s", words[1])
	}
	v[words[1]] = words[2]
	return nil
}

// Valid reports whether version is one that can be tagged here: complete, as
// semver.org says, without pre-release or build.
func Valid(version string) bool {
	return semver.IsValid(version) && semver.Canonical(version) == version && semver.Prerelease(version) == ""
}

// Compare orders versions, the older one first.
func Compare(a, b string) int { return semver.Compare(a, b) }

// Format writes the file. Equal versions give equal text.
func (v Versions) Format() []byte {
	var b bytes.Buffer
	b.WriteString(header)
	for _, folder := range slices.Sorted(maps.Keys(v)) {
		fmt.Fprintf(&b, "module %s %s\n", folder, v[folder])
	}
	return b.Bytes()
}

// Major gives the major version of a module by its folder: 0 for one that was never
// released or is below v1, which promises nothing.
func (v Versions) Major(folder string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(semver.Major(v[folder]), "v"))
	if err != nil {
		return 0
	}
	return n
}

// Suffix is what the path of a module at that version ends in: "/v2" from the
// second major version on, else nothing (go.dev/ref/mod#major-version-suffixes).
func Suffix(version string) string {
	switch major := semver.Major(version); major {
	case "", "v0", "v1":
		return ""
	default:
		return "/" + major
	}
}
