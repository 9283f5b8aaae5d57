package words

// Comments that head a section of paths.

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// sections moves the headings of sections: a comment that is the tag of the path
// it stands before.
func (w *printer) sections(was, n *yaml.Node, leads [][]string) {
	headings := map[string][]string{}
	apart := false // by an empty line
	for i := 0; i+1 < len(was.Content); i += 2 {
		lead, tag := w.lead(was.Content[i], was.Content[i+1]), tagOf(was.Content[i+1])
		if tag != "" && strings.TrimSpace(strings.Join(lead, "")) == "# "+tag {
			headings[tag] = lead
			apart = apart || len(lead) > 1
		}
	}
	seen := map[string]bool{}
	for i := range leads {
		tag := tagOf(n.Content[2*i+1])
		heading := strings.TrimSpace(strings.Join(leads[i], ""))
		if rest, ok := strings.CutPrefix(heading, "# "); ok && headings[rest] != nil {
			leads[i] = nil
		}
		if !seen[tag] && tag != "" && (headings[tag] != nil || len(headings) > 1) {
			leads[i] = []string{"# " + tag + "\n"}
			if apart && i > 0 {
				leads[i] = slices.Insert(leads[i], 0, "\n")
			}
		}
		seen[tag] = true
	}
}
