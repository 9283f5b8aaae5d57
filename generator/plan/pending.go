package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// Pending is a declaration that a released module keeps until its next major
// version, though the document has come to ask for another one.
type Pending struct {
	Version  string    // token; empty in a document without versions
	Folder   string    // of the module, below the output: "acmev1"
	Object   string    // "Source.Enabled", "ListSourcesParams.Count", "SourcesService.List"
	Rule     string    // of docs/drift.md: "R05"
	Case     string    // of the rule, where it has several: "first"
	Declared string    // the Go that is kept: "*bool", "List(ctx, opts)"
	Wanted   string    // the Go of the next major version: "bool", "List(ctx, params, opts)"
	Pos      model.Pos // what the document says of it now
}

// String is a line for people: "acmev1 Source.Enabled: *bool -> bool (R05)".
func (p Pending) String() string {
	rule := strings.TrimSpace(p.Rule + " " + p.Case)
	return fmt.Sprintf("%s %s: %s -> %s (%s)", p.Folder, p.Object, p.Declared, p.Wanted, rule)
}

// sortPending puts them into the order in which they are listed: by module, then
// by name.
func sortPending(list []Pending) {
	slices.SortFunc(list, func(a, b Pending) int {
		return cmp.Or(strings.Compare(a.Folder, b.Folder), strings.Compare(a.Object, b.Object), strings.Compare(a.Rule, b.Rule))
	})
}
