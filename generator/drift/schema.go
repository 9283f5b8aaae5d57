package drift

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// This file compares the places at and below a parameter, a header or a body.

// treeDiff compares trees of one side.
type treeDiff struct {
	*laneDiff
	rules map[event]ref
}

func (d *laneDiff) tree(rules map[event]ref) *treeDiff { return &treeDiff{d, rules} }

// event records what happened to a place that both have, or to one that only one
// has: the other is then where it would stand.
func (d *treeDiff) event(e event, a, b *node, before, after string, said surface.Attribute) {
	r, ok := d.rules[e]
	if !ok {
		return
	}
	place := b.place
	if len(b.facts) == 0 { // not in the new document
		place = a.place
		place.Operation = d.nowID
	}
	d.found(rule(r.id, r.which), place, before, after, a.pos(said), b.pos(said))
}

// place compares a place that both have, and all below it.
func (d *treeDiff) place(a, b *node) {
	d.use(a, b)
	d.schema(a, b)
}

// use compares what a place says of the schema that stands there.
func (d *treeDiff) use(a, b *node) {
	for _, flag := range []struct {
		name         surface.Attribute
		gained, lost event
	}{
		{surface.Required, becameRequired, becameOptional},
		{surface.Nullable, nullGained, nullLost},
		{surface.ReadOnly, becameReadOnly, leftReadOnly},
		{surface.WriteOnly, becameWriteOnly, leftWriteOnly},
		{surface.Deprecated, memberDeprecated, memberRevived},
	} {
		switch was, is := a.has(flag.name), b.has(flag.name); {
		case is && !was:
			d.event(flag.gained, a, b, "", string(flag.name), flag.name)
		case was && !is:
			d.event(flag.lost, a, b, string(flag.name), "", flag.name)
		}
	}
	d.defaults(a, b)
}

// defaults compares default values. Who leaves something out feels a change.
func (d *treeDiff) defaults(a, b *node) {
	was, is := a.value(surface.Default), b.value(surface.Default)
	if was == is {
		return
	}
	if d.isPageSize(b.place) && lower(is, was) {
		d.event(pageSizeLowered, a, b, was, is, surface.Default)
		return
	}
	d.event(defaultChanged, a, b, was, is, surface.Default)
}

// schema compares the schemas of a place. Where one refers to a place above, or
// to where its facts stand, they are followed there.
func (d *treeDiff) schema(a, b *node) {
	if b.has(surface.Recursive) && !a.has(surface.Recursive) && !a.refersToItself() {
		d.event(becameRecursive, a, b, "", b.value(surface.Recursive), surface.Recursive)
		return
	}
	if x, y := a.written(), b.written(); x != a || y != b {
		if d.seen[[2]*node{x, y}] {
			return
		}
		if d.seen == nil {
			d.seen = map[[2]*node]bool{}
		}
		d.seen[[2]*node{x, y}] = true
		a, b = x, y
	}
	if !d.kind(a, b) {
		return
	}
	d.format(a, b)
	d.enum(a, b)
	d.limits(a, b)
	d.others(a, b)
	d.members(a, b)
	d.alternatives(a, b)
	for _, x := range a.children {
		if y := b.find(x.step); y != nil && (x.step == "[]" || x.step == "{}") {
			d.place(x, y)
		}
	}
}

// refersToItself reports whether something below refers to a place above it.
func (n *node) refersToItself() bool {
	return n.has(surface.Recursive) || slices.ContainsFunc(n.children, (*node).refersToItself)
}

// find gives the child of that step.
func (n *node) find(step string) *node {
	for _, c := range n.children {
		if c.step == step {
			return c
		}
	}
	return nil
}

// kind compares types and reports whether they are the same, so that it makes
// sense to go on.
func (d *treeDiff) kind(a, b *node) bool {
	was, is := a.kind(), b.kind()
	if was == is || isUnion(was) && isUnion(is) {
		return true
	}
	e := typeChanged
	switch {
	case is == "untyped":
		e = lostSchema
	case accepts(b, was) && !accepts(a, is):
		e = typeWidened
	case accepts(a, is):
		e = typeNarrowed
	case a.step == "[]":
		e = itemsChanged
	case a.step == "{}":
		e = extraChanged
	case was == "array" || is == "array":
		e = structureChanged
	}
	d.event(e, a, b, a.words(), b.words(), surface.Type)
	return false
}

func isUnion(kind string) bool { return kind == "oneOf" || kind == "anyOf" }

// accepts reports whether a value of that type is also one of n.
func accepts(n *node, kind string) bool {
	switch k := n.kind(); {
	case k == "any" || k == kind || k == "number" && kind == "integer":
		return true
	case isUnion(k):
		return slices.ContainsFunc(n.children, func(c *node) bool { return accepts(c, kind) })
	default:
		return false
	}
}

// others compares whether members may come that are not named. A document that
// says nothing allows them, but no client can name them.
func (d *treeDiff) others(a, b *node) {
	was, is := a.open(), b.open()
	switch {
	case was && !is:
		d.event(othersRefused, a, b, "open", "", surface.Open)
	case is && !was:
		d.event(othersAccepted, a, b, "", "open", surface.Open)
	case b.has(surface.Closed) && !a.has(surface.Closed):
		d.event(limitTightened, a, b, "", "closed", surface.Closed)
	case a.has(surface.Closed) && !b.has(surface.Closed):
		d.event(limitRelaxed, a, b, "closed", "", surface.Closed)
	}
}

func (n *node) open() bool { return n.has(surface.Open) || n.find("{}") != nil }

// format compares formats. Some decide which Go type a place has; the lock keeps
// it where it is known already.
func (d *treeDiff) format(a, b *node) {
	was, is := a.value(surface.Format), b.value(surface.Format)
	if was == is {
		return
	}
	e := formatPlain
	switch small := "int32"; {
	case b.kind() == "integer" && was == small:
		e = integerGrew
	case b.kind() == "integer" && is == small:
		e = integerShrank
	case decidesType(is) && was == "":
		e = formatAdded
	case decidesType(was) && is == "":
		e = formatRemoved
	case decidesType(was) || decidesType(is):
		e = formatChanged
	case is == "":
		e = formatPlainRemoved
	}
	d.event(e, a, b, was, is, surface.Format)
}

// decidesType reports whether a string of that format is no Go string: see the
// table of formats in plan.
func decidesType(format string) bool {
	return format == "date-time" || format == "byte" || format == "binary"
}

// enum compares the values that are allowed.
func (d *treeDiff) enum(a, b *node) {
	was, is := a.values(surface.Enum), b.values(surface.Enum)
	gained, lost := without(is, was), without(was, is)
	before, after := strings.Join(lost, ", "), strings.Join(gained, ", ")
	_, replaces := d.rules[valuesReplaced]
	switch {
	case len(gained) == 0 && len(lost) == 0:
	case len(was) == 0:
		d.event(becameEnum, a, b, "", after, surface.Enum)
	case len(is) == 0:
		d.event(becameFree, a, b, before, "", surface.Enum)
	case len(gained) > 0 && len(lost) > 0 && replaces:
		d.event(valuesReplaced, a, b, before, after, surface.Enum)
	default:
		if len(lost) > 0 {
			d.event(valueRemoved, a, b, before, "", surface.Enum)
		}
		if len(gained) > 0 {
			d.event(valueAdded, a, b, "", after, surface.Enum)
		}
	}
}

func without(list, drop []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(v string) bool { return slices.Contains(drop, v) })
}
