package report

// What all forms for people say alike. Names come out of a document and may hold
// anything: clip makes them safe for a line, and code for Markdown, the function
// that its form passes.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/drift"
)

// Room for what a document says, in characters, and for lists, in entries. JSON is
// the form that leaves nothing out.
const (
	maxValue = 160
	maxPlace = 200
	maxName  = 80
	maxNames = 3 // of more than maxNames+1
)

// clip makes a text safe for a line and cuts it in its middle: where places and
// lists differ is at their ends.
func clip(text string, room int) string {
	text = plain(text)
	if utf8.RuneCountInString(text) <= room {
		return text
	}
	runes := []rune(text)
	tail := room / 3
	return string(runes[:room-tail-1]) + "…" + string(runes[len(runes)-tail:])
}

// label names a version; one without a token is all there is.
func label(token string) string { return cmp.Or(token, "all") }

// where is the place of a finding in the terms of the document.
func where(f *drift.Finding, safe func(string) string) string {
	p := f.WorstSite().Place
	if p.Operation == "" && p.Side.Status == "" && p.Side.Part == "" {
		return safe(clip(label(f.WorstSite().Version), maxName))
	}
	return safe(clip(p.String(), maxPlace))
}

// change is what was and what is; empty: the rule says it all.
func change(f *drift.Finding, arrow string, safe func(string) string) string {
	before, after := clip(f.Before, maxValue), clip(f.After, maxValue)
	switch {
	case before == "" && after == "":
		return ""
	case before == "":
		return "now " + safe(after)
	case after == "":
		return "was " + safe(before)
	}
	return safe(before) + " " + arrow + " " + safe(after)
}

// reach is a line for the versions that a finding reaches in the same operations,
// "v1 block, v1beta break in 6 operations: createSource, getSource, listSources, …",
// and what it does to programs.
func reach(f *drift.Finding, verdict func(standing) string, safe func(string) string) []string {
	var lines []string
	elsewhere := false // in an operation that the place does not name
	list := standings(f)
	for len(list) > 0 {
		same := func(s standing) bool { return slices.Equal(s.operations, list[0].operations) }
		var versions []string
		for _, s := range list {
			if same(s) {
				versions = append(versions, verdict(s))
			}
		}
		line := strings.Join(versions, ", ")
		if ops := list[0].operations; len(ops) > 1 || len(ops) == 1 && ops[0] != f.WorstSite().Place.Operation {
			line += " in " + operations(ops, safe)
			elsewhere = true
		}
		lines = append(lines, line)
		list = slices.DeleteFunc(list, same)
	}
	if len(lines) == 1 && !elsewhere {
		return []string{lines[0] + ": " + effect(f)}
	}
	return append(lines, effect(f))
}

// operations lists a few names, and how many there are.
func operations(names []string, safe func(string) string) string {
	shown := names
	if len(names) > maxNames+1 {
		shown = names[:maxNames]
	}
	var parts []string
	for _, n := range shown {
		parts = append(parts, safe(clip(n, maxName)))
	}
	if len(shown) < len(names) {
		return fmt.Sprintf("%d operations: %s, …", len(names), strings.Join(parts, ", "))
	}
	return strings.Join(parts, ", ")
}

var wireWords = map[drift.Wire]string{
	drift.WireOK: "old clients work", drift.WireMaybe: "old clients may fail", drift.WireBreak: "old clients fail",
}

var goWords = map[drift.Go]string{
	drift.GoSame: "Go is the same", drift.GoComment: "comments in Go", drift.GoAdded: "new names in Go",
	drift.GoHold: "programs that use it may not compile, unless the old declaration is held", drift.GoBreak: "programs that use it do not compile",
}

// effect says what a finding does to programs.
func effect(f *drift.Finding) string {
	r := f.WorstSite().Rule
	return wireWords[r.Wire] + "; " + goWords[r.Go]
}

// positions are where it is said, before and after.
func positions(f *drift.Finding, arrow string, safe func(string) string) string {
	old, now := clip(f.Old.String(), maxPlace), clip(f.New.String(), maxPlace)
	switch {
	case f.Old.File == "" && f.New.File == "":
		return ""
	case f.Old.File == "":
		return safe(now)
	case f.New.File == "":
		return safe(old)
	}
	return safe(old) + " " + arrow + " " + safe(now)
}

// state says what a version's worst verdict comes to.
func (r *Report) state(v *drift.Verdicts) string {
	s := v.Verdict.String()
	if v.Verdict >= drift.Block && !r.blocks(v.Version) {
		s += " (accepted)"
	}
	switch {
	case v.New:
		s += ", new"
	case v.Gone:
		s += ", gone"
	}
	return s
}

// blocks reports whether a version has a break that nobody accepted.
func (r *Report) blocks(token string) bool {
	return slices.ContainsFunc(r.Findings, func(f *drift.Finding) bool {
		return slices.ContainsFunc(f.Sites, func(s drift.Site) bool {
			return s.Version == token && s.Verdict >= drift.Block && s.Accepted == ""
		})
	})
}

// totals are the sentences below the versions.
func (r *Report) totals() []string {
	var list []string
	if o := r.Operations; len(o.Added)+len(o.Removed)+len(o.Graduated) > 0 {
		list = append(list, fmt.Sprintf("Operations: %d added, %d removed, %d graduated.", len(o.Added), len(o.Removed), len(o.Graduated)))
	}
	if n := r.silent(); n > 0 {
		list = append(list, count(n, "change")+" without any effect left out.")
	}
	if p := r.Prose; p.Total() > 0 {
		list = append(list, fmt.Sprintf("Only words: %s changed (document %d, operations %d, parameters %d, schemas %d, examples %d).",
			count(p.Total(), "text"), p.Document, p.Operations, p.Parameters, p.Schemas, p.Examples))
	}
	return list
}

// idle says why an acceptance does nothing.
func idle(i drift.Idle) string {
	switch i.Why {
	case drift.Expired:
		return "acceptance " + clip(i.Fingerprint, maxName) + " expired: it held until " + i.Until.Format(dateForm)
	case drift.Needless:
		return "acceptance " + clip(i.Fingerprint, maxName) + " is not needed: what it names blocks nothing"
	default:
		return "acceptance " + clip(i.Fingerprint, maxName) + " is not used: nothing has that fingerprint"
	}
}

const dateForm = "2006-01-02" // RFC 3339, full-date

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
