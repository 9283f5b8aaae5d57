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
	rules ruleset
	open  [][2]*node        // pairs that are being compared, from the root down
	seen  map[[2]*node]bool // pairs that references led to
	moved [2]*surface.Place // where the last reference led to, old and now; nil: nowhere
	here  [2]surface.Place  // where it stood
}

func (d *laneDiff) tree(rules ruleset) *treeDiff {
	return &treeDiff{laneDiff: d, rules: rules, seen: map[[2]*node]bool{}}
}

// event records what happened to a place that both have, or to one that only one
// has: the other is then where it would stand.
func (d *treeDiff) event(e event, a, b *node, before, after string, said surface.Attribute) {
	r, ok := d.rules[e]
	if !ok {
		return
	}
	place := d.placeNow(b)
	if len(b.facts) == 0 { // not in the new document
		place = d.placeOld(a)
	}
	d.found(rule(r.id, r.which), place, before, after, a.pos(said), b.pos(said))
}

// placeOld is where a node of the old document stands, in the words of the new
// one: below a reference, where that stands.
func (d *treeDiff) placeOld(n *node) surface.Place {
	place := rebased(n.place, d.moved[0], d.here[0])
	place.Operation = d.nowID
	return place
}

func (d *treeDiff) placeNow(n *node) surface.Place {
	place := rebased(n.place, d.moved[1], d.here[1])
	place.Operation = d.nowID
	return place
}

// rebased moves a place from below one to below another.
func rebased(p surface.Place, from *surface.Place, to surface.Place) surface.Place {
	if from == nil || !p.Path.Within(from.Path) {
		return p
	}
	rest := string(p.Path)
	switch {
	case p.Path == from.Path:
		rest = ""
	case from.Path != surface.Whole:
		rest = rest[len(from.Path):]
	case !strings.ContainsRune("[{|", rune(rest[0])):
		rest = "." + rest
	}
	switch {
	case rest == "":
	case to.Path == surface.Whole:
		to.Path = surface.Path(strings.TrimPrefix(rest, "."))
	default:
		to.Path += surface.Path(rest)
	}
	return to
}

// place compares a place that both have, and all below it. What is no part of
// that side does not matter there.
func (d *treeDiff) place(a, b *node) {
	switch was, is := a.ignored(d.rules), b.ignored(d.rules); {
	case was && is:
		return
	case is:
		d.hidden(a, b)
		return
	case was:
		d.shown(a, b)
		return
	}
	d.use(a, b)
	d.schema(a, b)
}

// hidden records that a property is no longer part of the side.
func (d *treeDiff) hidden(a, b *node) {
	if d.rules.has(becameReadOnly) {
		d.event(becameReadOnly, a, b, "", string(surface.ReadOnly), surface.ReadOnly)
		return
	}
	d.event(becameWriteOnly, a, b, "", string(surface.WriteOnly), surface.WriteOnly)
}

// shown records that a property is part of the side now, as if it came.
func (d *treeDiff) shown(a, b *node) {
	required, before := b.has(surface.Required), string(surface.ReadOnly)
	e := leftReadOnly
	switch {
	case !d.rules.has(leftReadOnly):
		before = string(surface.WriteOnly)
		if e = leftWriteOnly; required {
			e = leftWriteOnlyRequired
		}
	case required && b.has(surface.Default):
		e = leftReadOnlyDefault
	case required:
		e = leftReadOnlyRequired
	}
	d.event(e, a, b, before, b.words(), surface.Attribute(before))
}

// use compares what a place says of the schema that stands there.
func (d *treeDiff) use(a, b *node) {
	for _, flag := range []struct {
		name         surface.Attribute
		gained, lost event
	}{
		{surface.Required, becameRequired, becameOptional},
		{surface.Nullable, nullGained, nullLost},
		{surface.Deprecated, memberDeprecated, memberRevived},
	} {
		d.flag(a, b, flag.name, flag.gained, flag.lost)
	}
	if d.rules.has(becameReadOnly) { // what is sent
		d.flag(a, b, surface.WriteOnly, becameWriteOnly, leftWriteOnly)
	}
	d.defaults(a, b)
}

func (d *treeDiff) flag(a, b *node, name surface.Attribute, gained, lost event) {
	switch was, is := a.has(name), b.has(name); {
	case is && !was:
		d.event(gained, a, b, "", string(name), name)
	case was && !is:
		d.event(lost, a, b, string(name), "", name)
	}
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
	if a.kind() == b.kind() && b.has(surface.Recursive) && !a.has(surface.Recursive) && !a.refersToItself() {
		d.event(becameRecursive, a, b, "", b.value(surface.Recursive), surface.Recursive)
		return
	}
	if as := a.value(surface.As); as != "" && as == b.value(surface.As) && !d.version.changed[as] {
		return
	}
	if x, y := d.version.old.written(a), d.version.now.written(b); x != a || y != b {
		d.follow(a, b, x, y)
		return
	}
	d.open = append(d.open, [2]*node{a, b})
	d.said(a, b)
	d.open = d.open[:len(d.open)-1]
}

// follow compares what references lead to, once, and not where that is being
// compared anyway. What it finds it finds at the reference.
func (d *treeDiff) follow(a, b, x, y *node) {
	key := [2]*node{x, y}
	if d.seen[key] || slices.Contains(d.open, key) {
		return
	}
	d.seen[key] = true
	moved, here := d.moved, d.here
	d.here = [2]surface.Place{d.placeOld(a), d.placeNow(b)}
	d.moved = [2]*surface.Place{&x.place, &y.place}
	d.schema(x, y)
	d.moved, d.here = moved, here
}

// said compares what the two say themselves, then what is below.
func (d *treeDiff) said(a, b *node) {
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

// untyped is the kind of a body that has no schema.
const untyped = "untyped"

// kind compares types and reports whether they are the same, so that it makes
// sense to go on.
func (d *treeDiff) kind(a, b *node) bool {
	was, is := a.kind(), b.kind()
	if was == is || isUnion(was) && isUnion(is) {
		return true
	}
	wider, narrower := accepted(b, a), accepted(a, b)
	e := typeChanged
	switch {
	case is == untyped:
		e = lostSchema
	case wider != nil:
		e = typeWidened
	case narrower != nil:
		e = typeNarrowed
	case a.step == "[]":
		e = itemsChanged
	case a.step == "{}":
		e = extraChanged
	case was == "array" || is == "array":
		e = structureChanged
	}
	d.event(e, a, b, a.words(), b.words(), surface.Type)
	switch { // the alternative that is left, or was all, may say something else
	case isUnion(is) && wider != nil:
		d.schema(a, wider)
	case isUnion(was) && narrower != nil:
		d.schema(narrower, b)
	}
	return false
}

func isUnion(kind string) bool { return kind == "oneOf" || kind == "anyOf" }

// accepted finds what of n takes the values of another schema: n itself or the
// alternative that is most like it; nil: nothing does.
func accepted(n, other *node) *node {
	kind := other.kind()
	switch k := n.kind(); {
	case k == "any" || k == untyped || k == kind || k == "number" && kind == "integer":
		return n
	case isUnion(k):
		var best *node
		for _, c := range n.children {
			if accepted(c, other) != nil && (c.kind() != kind || alike(c, other)) && (best == nil || likeness(c, other) > likeness(best, other)) {
				best = c
			}
		}
		return best
	default:
		return nil
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
	case a.has(surface.Open) && b.find("{}") != nil && b.find("{}").kind() != "any":
		d.event(typeNarrowed, a, b, "any", b.find("{}").words(), surface.Open)
	case b.has(surface.Open) && a.find("{}") != nil && a.find("{}").kind() != "any":
		d.event(typeWidened, a, b, a.find("{}").words(), "any", surface.Open)
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
	switch {
	case len(gained) == 0 && len(lost) == 0:
	case len(was) == 0:
		d.event(becameEnum, a, b, "", after, surface.Enum)
	case len(is) == 0:
		d.event(becameFree, a, b, before, "", surface.Enum)
	case len(gained) > 0 && len(lost) > 0 && d.rules.has(valuesReplaced):
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
