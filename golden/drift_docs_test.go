package golden

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/drift"
)

// TestRulesInDocs: the table of docs/drift.md is the table of drift.
func TestRulesInDocs(t *testing.T) {
	const name, begin, end = "../docs/drift.md", "-update -->\n", "<!-- end of rules -->"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := bytes.Cut(text, []byte(begin))
	_, tail, found := bytes.Cut(rest, []byte(end))
	if !ok || !found {
		t.Fatalf("%s has no place for the rules", name)
	}
	pin(t, name, fmt.Append(nil, string(head), begin, ruleTable(), end, string(tail)))
}

// ruleTable writes a line for each case of a rule.
func ruleTable() string {
	var b strings.Builder
	b.WriteString("| rule | case | change | wire | Go | stable | beta | alpha |\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range drift.Rules {
		if r.Elsewhere != "" {
			fmt.Fprintf(&b, "| %s | %s | %s: %s | – | – | – | – | – |\n", r.ID, cmp.Or(r.Case, "–"), r.Title, r.Elsewhere)
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %v | %v | %v | %v | %v |\n", r.ID, cmp.Or(r.Case, "–"), r.Title, r.Wire, r.Go, r.Stable, r.Beta, r.Alpha)
	}
	return b.String()
}
