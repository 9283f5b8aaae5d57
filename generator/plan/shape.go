package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// classify gives every schema the class of its shape: two schemas have the same
// class exactly if they are declared alike all the way down. It refines a
// partition, as minimizing an automaton does, so recursion needs no care.
func (p *planner) classify() {
	schemas := p.reachable()
	p.classes = map[*model.Schema]class{}
	for count := -1; ; {
		next, distinct := map[*model.Schema]class{}, map[class]bool{}
		for _, s := range schemas {
			sum := sha256.Sum256([]byte(p.shape(s)))
			next[s] = class(hex.EncodeToString(sum[:12]))
			distinct[next[s]] = true
		}
		p.classes = next
		if len(distinct) == count {
			return
		}
		count = len(distinct)
	}
}

// class names a shape. It is made of the shape alone, so it also settles what
// nothing else does without asking for the order of the document.
type class string

// reachable lists every schema below the operations, each once.
func (p *planner) reachable() []*model.Schema {
	var all []*model.Schema
	seen := map[*model.Schema]bool{}
	var visit func(s *model.Schema)
	visit = func(s *model.Schema) {
		if seen[s] {
			return
		}
		seen[s] = true
		all = append(all, s)
		p.components[s.Component] = true
		if s.GoType != "" && goType(s) == nil {
			p.note(s.Pos, "x-go-type "+s.GoType+": neither predeclared nor a type of the standard library that JSON has a form for; left aside")
		}
		for _, c := range p.childrenOf(s) {
			visit(c.use.Schema)
		}
	}
	for _, v := range p.versions {
		for _, op := range v.Operations {
			sent, received := roots(op)
			for _, use := range append(sent, received...) {
				visit(use.Schema)
			}
		}
	}
	return all
}

// roots lists the schemas an operation is made of: parameters and body, and the
// result with its envelope.
func roots(op *model.Operation) (sent, received []*model.Use) {
	for _, prm := range op.Parameters {
		if prm.Use != nil {
			sent = append(sent, prm.Use)
		}
	}
	if c := bodyContent(op); c != nil && c.Use != nil {
		sent = append(sent, c.Use)
	}
	if _, c := success(op); c != nil && c.Use != nil {
		received = append(received, c.Use)
	}
	return sent, received
}

// shape is what decides the declaration of s, one level deep: wire names, types,
// required, nullable, enum values and composition; not constraints, defaults,
// prose or order.
func (p *planner) shape(s *model.Schema) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d was %s %q %q %q;", s.Kind, p.classes[s], p.scalar(s), s.GoType, s.GoImport)
	if s.Kind == model.String {
		fmt.Fprintf(&b, "enum %q;", slices.Sorted(slices.Values(s.Enum)))
	}
	members := map[string]*model.Property{}
	for _, prop := range s.Properties {
		members[prop.Name] = prop
	}
	var parts []string
	for _, c := range p.childrenOf(s) {
		part := fmt.Sprintf("%q nullable %t class %s", c.step, c.use.Nullable, p.classes[c.use.Schema])
		if prop := members[c.step]; prop != nil && s.Kind == model.Object {
			part += fmt.Sprintf(" required %t %t %t %q", prop.Required, prop.Use.ReadOnly, prop.Use.WriteOnly, prop.GoName)
		}
		parts = append(parts, part)
	}
	slices.Sort(parts) // variants are a set
	fmt.Fprintf(&b, "%q", parts)
	if d := s.Discriminator; d != nil {
		fmt.Fprintf(&b, "by %q", d.Property)
		for _, m := range d.Mapping {
			fmt.Fprintf(&b, "%q %s", m.Value, p.classes[s.Variants[m.Variant].Schema])
		}
	}
	return b.String()
}
