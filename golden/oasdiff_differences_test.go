package golden

import (
	"strings"
	"testing"
)

// disagreement is what only one of oasdiff and us calls a break, and why.
type disagreement struct {
	versions   string // of the API, separated by spaces
	operations string // likewise; empty: the version as a whole
	rules      string // of who calls it a break
	who        string
	reason     string
}

const (
	onlyTheirs = "theirs"
	onlyOurs   = "ours"

	openEnums = "a value that is new in an answer breaks clients with closed enums; ours are open strings, and keep it"
	noLimits  = "whether a limit that is new matters hangs on what is sent: we say maybe; clients do not check it"
)

// oddEdits are the disagreements about edits.
var oddEdits = map[string][]disagreement{
	"s19": {{"v1 v1beta", "deleteLabel", "response-property-enum-value-added", onlyTheirs, openEnums}},
	"s30": {{"v1 v1beta", "createSource", "request-property-max-length-set", onlyTheirs, noLimits}},
	"s36": {{"v1 v1beta v1alpha", "", "L18", onlyOurs, "without operations there is no document of a version to ask about"}},
}

const goneAnyway = "deprecated before without a date: oasdiff lets it go; a program that calls it fails all the same"

// oddHistory are those about published documents, by the later one.
var oddHistory = map[string][]disagreement{
	"segment-facts-73.2.0.yaml": {
		{"v1 v1beta v1alpha", "createFunction listFunctions updateFunction getFunction", "response-property-enum-value-added", onlyTheirs, openEnums},
		{"v1 v1beta", "deleteRegulation", "L06", onlyOurs, goneAnyway},
		{"v1alpha", "deleteRegulation", "L07", onlyOurs, goneAnyway},
	},
}

// spelled writes each disagreement as the test sees it.
func spelled(list []disagreement) []string {
	var lines []string
	for _, d := range list {
		for _, version := range strings.Fields(d.versions) {
			for _, op := range strings.Split(d.operations, " ") {
				lines = append(lines, version+" "+op+": "+d.rules+", only "+d.who)
			}
		}
	}
	return lines
}

// listed fails on disagreements about what nobody compares.
func listed(t *testing.T, odd map[string][]disagreement, named map[string]bool) {
	t.Helper()
	for name := range odd {
		if !named[name] {
			t.Errorf("there is no %s to disagree about", name)
		}
	}
}
