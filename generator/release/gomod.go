package release

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// goMods are the go.mod of a module at its last tag and now, as this generator
// writes them. Their lines about siblings follow the siblings, and are no change.
type goMods struct{ before, now []byte }

var goVersion = regexp.MustCompile(`^go ([0-9.]+)$`)

// directives are the lines of a go.mod, blocks taken apart: "require a v1.0.0".
func directives(text []byte) []string {
	var list []string
	verb := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line == ")":
			verb = ""
		case strings.HasSuffix(line, " ("):
			verb = strings.TrimSuffix(line, "(")
		default:
			list = append(list, verb+line)
		}
	}
	return list
}

// requires are the versions that a go.mod requires, by module path.
func requires(text []byte) map[string]string {
	versions := map[string]string{}
	for _, line := range directives(text) {
		if words := strings.Fields(line); len(words) >= 3 && words[0] == "require" {
			versions[words[1]] = words[2]
		}
	}
	return versions
}

// own are the directives that are not about siblings.
func own(text []byte) []string {
	return slices.DeleteFunc(directives(text), func(line string) bool {
		return strings.HasPrefix(line, "require ") || strings.HasPrefix(line, "replace ")
	})
}

func (g goMods) same() bool { return slices.Equal(own(g.before), own(g.now)) }

// reasons adds what is retracted, and what Go is required.
func (g goMods) reasons(m *Module) {
	was := own(g.before)
	for _, line := range own(g.now) {
		words := strings.Fields(line)
		switch {
		case slices.Contains(was, line):
		case words[0] == "retract":
			_, reason, _ := strings.Cut(line, "// ")
			m.Why = append(m.Why, Reason{Kind: Retraction, Level: Fix, Names: []string{words[1]}, Text: reason})
		case goVersion.MatchString(line):
			m.Why = append(m.Why, Reason{Kind: Requires, Level: Add, Rule: "G06", Names: []string{words[1]}, Text: fmt.Sprintf("Go %s is required", words[1])})
		}
	}
}
