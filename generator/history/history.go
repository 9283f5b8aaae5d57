// Package history tells the life of each operation through the documents of an
// API: when it was born, graduated, lost a version, was deprecated, renamed or
// moved, and when it was gone. It is given the surfaces of documents in the order
// of time and promises a [History] as plain data. What happened between two
// documents hangs on those two alone, so a step is what comparing them says; an
// event that another document undid in between is not seen.
//
// The order within a document means nothing: operations stand by name, versions
// most stable first. The names of JSON members are stable; docs/versions.md
// describes them.
package history

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// Release is a document at its time. Surfaces read from text do as well as those
// of a document.
type Release struct {
	Label   string // what people call it; no other has the same
	Surface []*surface.Version
}

// History is the life of all operations.
type History struct {
	Documents  []Document  `json:"documents"`  // in the order given
	Steps      []Step      `json:"steps"`      // from each document to the next
	Operations []Operation `json:"operations"` // by the name each had last
}

// Document is what there was at a time.
type Document struct {
	Label      string    `json:"document"`
	Operations int       `json:"operations"`
	Versions   []Version `json:"versions"` // most stable first
}

// Version counts the operations of a version.
type Version struct {
	Name       string `json:"version"`   // the token; "all" in a document without versions
	Stability  string `json:"stability"` // "stable", "beta", "alpha", "unknown"
	Operations int    `json:"operations"`
}

// Step counts the operations to which something happened, by what it was.
type Step struct {
	From   string       `json:"from"`
	To     string       `json:"to"`
	Counts map[Kind]int `json:"counts"` // of every kind
}

// Operation is one operation through all documents, whatever it was called.
type Operation struct {
	ID     string  `json:"operation"` // operationId; the last it had
	States []State `json:"states"`    // in each document that has it
	Events []Event `json:"events"`    // in the order of time

	documents []string // all there are, by label
}

// State is an operation in one document.
type State struct {
	Document   string   `json:"document"`
	ID         string   `json:"operation"`
	Route      string   `json:"route"`      // "GET /sources/{sourceId}", of the most stable version
	Versions   []string `json:"versions"`   // most stable first
	Deprecated []string `json:"deprecated"` // the versions that mark it as deprecated

	lanes []lane
}

// lane is an operation in one version.
type lane struct {
	version    *surface.Version
	deprecated bool
}

// Of tells the history of releases, of which there is at least one.
func Of(releases []Release) *History {
	h := &History{Documents: []Document{}, Steps: []Step{}, Operations: []Operation{}}
	t := threads{}
	for i, r := range releases {
		states := states(r)
		h.Documents = append(h.Documents, document(r, len(states)))
		if i == 0 {
			t.begin(states)
			continue
		}
		step := Step{From: releases[i-1].Label, To: r.Label, Counts: map[Kind]int{}}
		for _, k := range Kinds {
			step.Counts[k] = 0
		}
		t.next(r.Label, states, &step)
		h.Steps = append(h.Steps, step)
	}
	var labels []string
	for _, d := range h.Documents {
		labels = append(labels, d.Label)
	}
	for _, op := range t {
		op.documents = labels
		h.Operations = append(h.Operations, *op)
	}
	slices.SortStableFunc(h.Operations, func(a, b Operation) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.States[0].ID, b.States[0].ID))
	})
	return h
}

// Operation finds an operation by any name it had; of several that had it, the
// one that had it last. Nil: none had it.
func (h *History) Operation(id string) *Operation {
	for _, d := range slices.Backward(h.Documents) {
		for i, op := range h.Operations {
			if slices.ContainsFunc(op.States, func(s State) bool { return s.Document == d.Label && s.ID == id }) {
				return &h.Operations[i]
			}
		}
	}
	return nil
}

// Names lists all names that operations had, in their order.
func (h *History) Names() []string {
	var names []string
	for _, op := range h.Operations {
		for _, s := range op.States {
			names = append(names, s.ID)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func document(r Release, operations int) Document {
	d := Document{Label: r.Label, Operations: operations, Versions: []Version{}}
	for _, v := range r.Surface {
		if !v.Default {
			d.Versions = append(d.Versions, Version{name(v), v.Stability.String(), len(v.Operations())})
		}
	}
	return d
}

// states gives the operations of a release by name. The default lane is no
// version: what it offers, a version offers too.
func states(r Release) []*State {
	byID := map[string]*State{}
	var list []*State
	for _, v := range r.Surface {
		if v.Default {
			continue
		}
		for _, f := range v.Facts {
			if f.Operation == surface.Everywhere || f.Place != (surface.Place{Operation: f.Operation}) {
				continue
			}
			s := byID[f.Operation]
			if s == nil {
				s = &State{Document: r.Label, ID: f.Operation, Deprecated: []string{}}
				byID[f.Operation] = s
				list = append(list, s)
			}
			s.add(v, f)
		}
	}
	slices.SortFunc(list, func(a, b *State) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// add takes up a fact about the operation as a whole, which come version by
// version and sorted, the method first.
func (s *State) add(v *surface.Version, f surface.Fact) {
	switch f.Attribute {
	case surface.Method:
		s.Versions = append(s.Versions, name(v))
		s.lanes = append(s.lanes, lane{version: v})
		if len(s.lanes) == 1 {
			s.Route = f.Value
		}
	case surface.PathTemplate:
		if len(s.lanes) == 1 {
			s.Route += " " + f.Value
		}
	case surface.Deprecated:
		s.Deprecated = append(s.Deprecated, name(v))
		s.lanes[len(s.lanes)-1].deprecated = true
	}
}

// name is how a version is spoken of.
func name(v *surface.Version) string { return cmp.Or(v.Token, "all") }
