// Package spec_test holds the document in this folder to the facts it was made from.
//
// The facts are not part of this repository: STRATA_SPECS names the folder with
// segment-facts-73.2.0.yaml and segment-facts-73.2.0-ratelimits.json. Without it only the tests that need
// nothing but segment.yaml run.
package spec_test

import (
	"regexp"
	"strings"
	"testing"
)

// A difference is one way in which the document may differ from the facts. It either gives a component
// another name (ours, facts) or lets the complaints pass that a pattern matches.
type difference struct {
	ours, facts string
	complaint   string
	reason      string
}

// differences are all of them. A row that nothing needs any more fails the test.
var differences = []difference{{
	complaint: `: path parameter \w+: schema: (minimum|maximum): `,
	reason:    "limits of a number, stated on strings: they mean nothing",
}, {
	complaint: `: query parameter \w+: x-exists-in: `,
	reason:    "a hint in the facts about where a parameter was first seen, not a fact of the interface",
}, {
	complaint: `^schema \w+_20[01]_response(_\d+)?: missing, `,
	reason:    "numbered wrappers of one answer, whose numbers change from release to release: written inline",
}, {
	complaint: `^schema \w+: missing, and no operation of the facts reaches it$`,
	reason:    "internals of the server that leaked, and leftovers of versions long gone",
}, {
	complaint: `^schema (AudienceScheduleConfig|ReverseEtlScheduleConfig): nullable: missing here`,
	reason:    "the properties that hold the union say nullable themselves; on a union without type it has no effect",
}, {
	ours: "AudienceScheduleConfig", facts: "Config",
	reason: "a name made up for an inline union, which meant something else a year before",
}, {
	ours: "PersonalizationOutputProfile", facts: "Profile1",
	reason: "a running number: the profile of PersonalizationOutput, which requires what Profile does not",
}, {
	ours: "ReverseEtlScheduleConfig", facts: "Config1",
	reason: "a running number: the union is the one that the facts hold under this name too, but nullable",
}, {
	ours: "Suppression", facts: "SuppressedInner",
	reason: "a name made up for the items of an array",
}}

// TestFacts compares everything that goes over the wire, in both directions.
func TestFacts(t *testing.T) {
	ours, facts := readDocument(t, "segment.yaml"), readDocument(t, factsFile(t, "segment-facts-73.2.0.yaml"))
	c := newComparison(ours, facts)
	c.document()
	c.components()
	report(t, c)
}

// report fails for every complaint that no difference explains, and for every difference without use.
func report(t *testing.T, c *comparison) {
	t.Helper()
	used := make([]bool, len(differences))
	for _, complaint := range c.complaints {
		if !explained(complaint, used) {
			t.Errorf("segment.yaml: %s", complaint)
		}
	}
	for i, d := range differences {
		if !used[i] && !c.renamed[d.ours] {
			t.Errorf("facts_test.go: nothing needs the difference %q", d.complaint+d.ours)
		}
		if strings.TrimSpace(d.reason) == "" {
			t.Errorf("facts_test.go: the difference %q has no reason", d.complaint+d.ours)
		}
	}
}

// explained reports whether a difference lets the complaint pass, and marks each that does.
func explained(complaint string, used []bool) bool {
	found := false
	for i, d := range differences {
		if d.complaint != "" && regexp.MustCompile(d.complaint).MatchString(complaint) {
			used[i], found = true, true
		}
	}
	return found
}
