// Package sample makes JSON values from schemas: the same values each time, and
// so chosen that together they are whatever a schema has to offer.
//
// For one schema there are these:
//
//   - everything: all that may be there is there. Further rounds follow until
//     every enum value, every variant of a union, both booleans, every boundary,
//     every string that is hard to encode, null and absence where they are
//     allowed, and lists and maps with none, one and two elements have been seen
//     in every place that the schema has.
//   - required: nothing that may be left out is there.
//   - with x: only x, and what it needs, is there beside what is required. So any
//     two optional things have been seen with both, either and none of them.
package sample

import (
	"fmt"
	"slices"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/value"
)

// Input is one call of an operation.
type Input struct {
	For   string // what it was made for
	Path  map[string]any
	Query map[string]any
	Body  any // nil: none
}

// Object is the input as one value, as [Schema] has it.
func (in Input) Object() map[string]any {
	o := map[string]any{}
	if in.Path != nil {
		o["path"] = in.Path
	}
	if in.Query != nil {
		o["query"] = in.Query
	}
	if in.Body != nil {
		o["body"] = in.Body
	}
	return o
}

// Answer is one body of success, its envelope included.
type Answer struct {
	For  string
	Body any
}

// Unknown is the beginning of the names of members that no schema has.
const Unknown = "x-unknown"

// Inputs are the calls to make of op, everything first.
func Inputs(op *document.Operation) []Input {
	var all []Input
	for _, v := range values(op.Document, Schema(op), false) {
		o := v.json.(map[string]any)
		in := Input{For: v.label, Body: o["body"]}
		in.Path, _ = o["path"].(map[string]any)
		in.Query, _ = o["query"].(map[string]any)
		all = append(all, in)
	}
	return all
}

// Schema is all that a call of op carries as one schema: an object of path, query
// and body.
func Schema(op *document.Operation) document.Schema {
	parts := map[string]any{}
	for _, p := range op.Parameters {
		part, ok := parts[p.In].(document.Schema)
		if !ok {
			part = document.Schema{"type": "object", "properties": map[string]any{}, inKeyword: p.In}
			parts[p.In] = part
		}
		part.Object("properties")[p.Name] = p.Schema
		if p.Required {
			part["required"] = append(part.List("required"), p.Name)
		}
	}
	required := []any{"path", "query"} // the objects, not what is in them
	if op.Body != nil {
		parts["body"] = op.Body
		if op.BodyRequired {
			required = append(required, "body")
		}
	}
	return document.Schema{"type": "object", "properties": parts, "required": required}
}

// Answers are bodies of success of op, everything first. One has members that no
// schema has, in every object that is not a map; one has enum values and variants
// that no schema has, wherever there are any.
func Answers(op *document.Operation) []Answer {
	s, _ := op.Document.Resolve(op.Answer)
	envelope := document.Schema{}
	for k, v := range s {
		envelope[k] = v
	}
	var members []any // of the envelope: they are there, though nothing requires it
	for _, name := range s.Properties() {
		members = append(members, name)
	}
	envelope["required"] = members
	var all []Answer
	for _, v := range values(op.Document, envelope, true) {
		all = append(all, Answer{v.label, v.json})
	}
	return all
}

// labelled is a value and what it was made for.
type labelled struct {
	label string
	json  any
}

const mostRounds = 200 // no schema needs as many; it is a mistake in here if one does

// values are those of a schema, without repeats.
func values(d *document.Document, s document.Schema, answers bool) []labelled {
	m := &maker{doc: d, seen: map[string]int{}, answers: answers}
	all := []labelled{{"everything", m.root(s)}}
	for round := 2; ; round++ {
		m.fresh = 0
		v := m.root(s)
		if m.fresh == 0 {
			break
		}
		if round > mostRounds {
			panic("BUG: there is always something new")
		}
		all = append(all, labelled{fmt.Sprintf("round %d", round), v})
	}
	m.sparse = true
	all = append(all, labelled{"required", m.root(s)})
	for _, at := range m.optional {
		m.only = at
		all = append(all, labelled{"with " + at, m.root(s)})
	}
	if answers {
		m = &maker{doc: d, seen: m.seen, answers: true, unknown: true}
		all = append(all, labelled{"unknown members", m.root(s)})
		m = &maker{doc: d, seen: m.seen, answers: true, strange: true}
		all = append(all, labelled{"unknown values", m.root(s)})
	}
	return distinct(all, func(l labelled) any { return l.json })
}

// distinct is list without those whose value stands before.
func distinct[T any](list []T, json func(T) any) []T {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(v T) bool {
		text := string(value.Encode(json(v)))
		was := seen[text]
		seen[text] = true
		return was
	})
}
