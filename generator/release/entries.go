package release

// What a changelog says of a reason: a line for people who use the module, in the
// names of Go. What a document says stands in code spans.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/drift/report"
	"github.com/stratagen/strata/generator/plan/tags"
)

// The sections of a version (keepachangelog.com/en/1.1.0), in their order.
const (
	added      = "Added"
	changed    = "Changed"
	deprecated = "Deprecated"
	removed    = "Removed"
	fixed      = "Fixed"
)

var sections = []string{added, changed, deprecated, removed, fixed}

// wording is where a rule belongs and what it says of its subject. Rules that are
// not in the table are a change that says the rule's title.
type wording struct{ section, says string }

var wordings = map[string]wording{
	"L01":         {removed, "is gone: this version no longer offers it"},
	"L02":         {added, "is new"},
	"L02 another": {added, "is new; another version has it already"},
	"L03":         {added, "is new: it graduated from a less stable version"},
	"L03 known":   {changed, "is in a more stable version too"},
	"L04":         {added, "is new: it moved here from a less stable version"},
	"L04 left":    {removed, "is gone: it moved to a more stable version"},
	"L05":         {removed, "is gone: it is in less stable versions only"},
	"L06":         {removed, "is gone: the API no longer has it"},
	"L07":         {removed, "is gone, as was announced"},
	"L08":         {deprecated, "is deprecated"},
	"L08 member":  {deprecated, "is deprecated"},
	"L09":         {deprecated, "is new, and deprecated already"},
	"L10":         {changed, "is no longer deprecated"},
	"P01":         {added, "is new"},
	"P05":         {removed, "is no longer sent"},
	"P06":         {changed, "is required"},
	"P07":         {changed, "is optional"},
	"P12":         {added, "takes another value"},
	"P20":         {added, "is new"},
	"Q05":         {added, "is new"},
	"Q08":         {removed, "is no longer sent"},
	"Q09":         {changed, "is required"},
	"Q10":         {changed, "is optional"},
	"Q15 added":   {added, "takes another value"},
	"R01":         {added, "is new"},
	"R02":         {added, "is new"},
	"R03":         {removed, "is gone"},
	"R04":         {removed, "is gone"},
	"R05":         {changed, "is always present"},
	"R06":         {changed, "may be absent"},
	"R07":         {changed, "may be null"},
	"R08":         {changed, "is never null"},
	"R14":         {added, "has another value"},
	"R25":         {removed, "is no longer in answers"},
}

// hasMember reports whether there is more than types among some names: types come
// and go with the members they are of.
func hasMember(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, ".") })
}

// of is what is said of several subjects, or of one.
func (w wording) of(subjects int) string {
	verb, rest, _ := strings.Cut(w.says, " ")
	if many := map[string]string{"is": "are", "has": "have", "takes": "take"}[verb]; many != "" && subjects > 1 {
		return many + " " + rest
	}
	return w.says
}

// maxSubjects is how many names a line gives of more than one more; maxEntries how
// many lines a section has, of more than one more.
const (
	maxSubjects = 3
	maxEntries  = 60
)

// entry is a line of a changelog.
type entry struct {
	section, text string
	breaks        bool
}

// entries are the lines of m's next version by section, breaks first.
func (m *Module) entries() map[string][]string {
	var list []entry
	if base := tags.Suffix(m.Next); m.Last != "" && base != tags.Suffix(m.Last) {
		list = append(list, entry{changed, "the import path is " + report.Code(m.Path), true})
	}
	for _, r := range m.Why {
		list = append(list, m.entry(r))
	}
	slices.SortStableFunc(list, func(a, b entry) int {
		if a.breaks != b.breaks {
			if a.breaks {
				return -1
			}
			return 1
		}
		return strings.Compare(a.text, b.text)
	})
	lines := map[string][]string{}
	for _, e := range slices.Compact(list) {
		text := sentence(e.text)
		if e.breaks {
			text = "**Breaking:** " + text
		}
		lines[e.section] = append(lines[e.section], text)
	}
	for s, of := range lines {
		if n := len(of) - maxEntries; n > 1 {
			lines[s] = append(of[:maxEntries:maxEntries], fmt.Sprintf("And %d more.", n))
		}
	}
	return lines
}

func (m *Module) entry(r Reason) entry {
	e := entry{section: changed, text: r.Text, breaks: r.Level == Break}
	switch r.Kind {
	case First:
		e.section, e.text = added, m.introduction()
	case Wire:
		return wireEntry(r)
	case Go:
		e.section, e.text = goEntry(r)
	case Dependency:
		e.text = fmt.Sprintf("%s, of whose types this module is made, goes from %s to %s", report.Code(r.Names[0]), r.Before, r.After)
	case Retraction:
		e.text = fmt.Sprintf("version %s is retracted: %s", r.Names[0], report.Code(r.Text))
	case Files:
		e.section = fixed
	default: // the text says it all
	}
	return e
}

// introduction is what is said of a first release.
func (m *Module) introduction() string {
	switch {
	case m.operations == 0:
		return "the first release"
	case m.Token == "":
		return fmt.Sprintf("the first release: %s", count(m.operations, "operation"))
	}
	return fmt.Sprintf("the first release: %s of version %s", count(m.operations, "operation"), report.Code(m.Token))
}

// wireEntry is the line of a finding.
func wireEntry(r Reason) entry {
	e := entry{section: changed, breaks: r.Level == Break}
	w, ok := wordings[strings.TrimSpace(r.Rule+" "+r.Case)]
	switch {
	case ok && r.Breaks && w.section == added: // by what it does to the names that are there
		ok = false
	case ok && !r.whole() && len(r.members()) == 0: // it is not about the operation as such
		e.section, ok = w.section, false
	case ok:
		e.section = w.section
	}
	// Of what changes with it, what the line says came or went.
	switch {
	case ok && w.section == added && hasMember(r.came):
		r.Names = r.came
	case ok && w.section == removed && hasMember(r.went):
		r.Names = r.went
	}
	subject, operations := r.subject(), r.operations()
	switch {
	case ok && r.whole() && subject != "":
		e.text = subject + " (" + operations + ") " + w.says
		operations = ""
	case ok && subject != "":
		e.text = subject + " " + w.of(len(r.members()))
	case subject != "":
		e.text = subject + ": " + r.Text
	default:
		e.text = r.Text
	}
	if !ok || strings.HasSuffix(w.says, "value") { // which one, nothing else says
		e.text += r.shapes()
	}
	if operations != "" {
		e.text += " (" + operations + ")"
	}
	if len(r.kept) > 0 {
		e.text += "; until the next major version it is declared as " + some(r.kept, "declaration")
	}
	return e
}

// whole reports whether the rule is about operations as such, not about what they
// are given or answer.
func (r Reason) whole() bool {
	return strings.HasPrefix(r.Rule, "L") && r.Case != "member" || strings.HasPrefix(r.Rule, "O")
}

// subject is what a line is about: operations by their methods, else what changes
// in Go with it, members first; else the methods it is about.
func (r Reason) subject() string {
	if r.whole() {
		return some(r.Methods, "operation")
	}
	if names := r.members(); len(names) > 0 {
		return some(names, "name")
	}
	return some(r.Methods, "operation")
}

// members are the names that say most: fields rather than types, and nothing that
// follows them.
func (r Reason) members() []string {
	var fields, others []string
	for _, n := range r.Names {
		_, member, is := strings.Cut(n, ".")
		switch {
		case n == "" || member == "MarshalJSON" || member == "UnmarshalJSON" || member == "EncodeParams":
		case is:
			fields = append(fields, n)
		default:
			others = append(others, n)
		}
	}
	if len(fields) > 0 {
		return fields
	}
	return others
}

func (r Reason) operations() string { return some(r.Operations, "operation") }

// shapes is what was and what is.
func (r Reason) shapes() string {
	switch {
	case r.Before == "" && r.After == "":
		return ""
	case r.Before == "":
		return ": " + report.Code(r.After)
	case r.After == "":
		return ": was " + report.Code(r.Before)
	}
	return fmt.Sprintf(": %s instead of %s", report.Code(r.After), report.Code(r.Before))
}

// goEntry is the line of exported names that no finding explains.
func goEntry(r Reason) (section, text string) {
	names := some(r.Names, "name")
	switch {
	case r.Breaks && r.Text == "removed":
		return removed, names + " is gone"
	case r.Breaks:
		return changed, names + ": " + report.Code(r.Text)
	case r.Level == Add:
		return added, "new: " + names
	}
	return changed, r.Text + ": " + names
}

// some lists a few names, and how many there are.
func some(names []string, what string) string {
	shown := names
	if len(names) > maxSubjects+1 {
		shown = names[:maxSubjects]
	}
	var parts []string
	for _, n := range shown {
		parts = append(parts, report.Code(n))
	}
	text := strings.Join(parts, ", ")
	if n := len(names) - len(shown); n > 0 {
		text += " and " + count(n, "more "+what)
	}
	return text
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
