package drift

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// This file compares the members of objects and the alternatives of unions.

// members compares properties: those of both names, then what came and went, of
// which some belong together.
func (d *treeDiff) members(a, b *node) {
	var lost, gained []*node
	for _, x := range a.children {
		switch y := b.find(x.step); {
		case !x.isMember():
		case y == nil && x.ignored(d.rules): // it was none here
		case y == nil:
			lost = append(lost, x)
		default:
			d.place(x, y)
		}
	}
	for _, y := range b.children {
		if y.isMember() && a.find(y.step) == nil && !y.ignored(d.rules) {
			gained = append(gained, y)
		}
	}
	lost, gained = d.wrapped(a, b, lost, gained)
	lost, gained = d.together(memberRecased, lost, gained, func(x, y *node) bool { return strings.EqualFold(x.step, y.step) })
	if d.rules.has(memberRenamed) {
		lost, gained = d.together(memberRenamed, lost, gained, sameShape)
	}
	for _, x := range lost {
		d.lost(x, b)
	}
	for _, y := range gained {
		d.gained(a, y)
	}
}

// lost records a property that went: b is the object it was in.
func (d *treeDiff) lost(x, b *node) {
	e := memberRemoved
	if x.has(surface.Required) {
		e = memberRemovedRequired
	}
	if d.rules.has(pagingMoved) && (d.isNext(x.place) || d.isCursor(x.place)) {
		e = pagingMoved
	}
	r := d.rules[e]
	d.found(rule(r.id, r.which), d.placeOld(x), x.words(), "", x.at, b.pos(surface.Type))
}

// gained records a property that came: a is the object it came to.
func (d *treeDiff) gained(a, y *node) {
	e := memberAdded
	switch {
	case y.has(surface.Required) && y.has(surface.Default):
		e = memberAddedDefault
	case y.has(surface.Required):
		e = memberAddedRequired
	}
	r := d.rules[e]
	d.found(rule(r.id, r.which), d.placeNow(y), "", y.words(), a.pos(surface.Type), y.at)
}

// ignored reports whether a property is none on that side (OpenAPI 3.0, 4.7.24.2:
// readOnly and writeOnly).
func (n *node) ignored(rules ruleset) bool {
	sent, received := rules.has(becameReadOnly), rules.has(leftWriteOnly)
	return sent && n.has(surface.ReadOnly) || received && n.has(surface.WriteOnly)
}

// wrapped finds a member that came and took its siblings in, or went and left its
// members in its place.
func (d *treeDiff) wrapped(a, b *node, lost, gained []*node) (restLost, restGained []*node) {
	if !d.rules.has(structureChanged) || len(lost) == 0 || len(gained) == 0 {
		return lost, gained
	}
	for _, x := range lost {
		if inside(x, gained) {
			d.event(structureChanged, x, b, x.step, "", surface.Type)
			d.within(x.children, gained)
			return without1(lost, x), outside(gained, x)
		}
	}
	for _, y := range gained {
		if inside(y, lost) {
			d.event(structureChanged, a, y, "", y.step, surface.Type)
			d.within(lost, y.children)
			return outside(lost, y), without1(gained, y)
		}
	}
	return lost, gained
}

// within compares the members that a wrapper took in or left.
func (d *treeDiff) within(was, is []*node) {
	for _, x := range was {
		if i := slices.IndexFunc(is, func(y *node) bool { return y.step == x.step }); i >= 0 {
			d.place(x, is[i])
		}
	}
}

// inside reports whether n has members, all of which are in the list.
func inside(n *node, list []*node) bool {
	for _, c := range n.children {
		if !slices.ContainsFunc(list, func(o *node) bool { return o.step == c.step && o.kind() == c.kind() }) {
			return false
		}
	}
	return len(n.children) > 0
}

func outside(list []*node, n *node) []*node {
	return slices.DeleteFunc(slices.Clone(list), func(o *node) bool { return n.find(o.step) != nil })
}

func without1(list []*node, n *node) []*node {
	return slices.DeleteFunc(slices.Clone(list), func(o *node) bool { return o == n })
}

// together records pairs of a property that went and one that came, and gives the
// rest. One that could be paired with several is not.
func (d *treeDiff) together(e event, lost, gained []*node, same func(x, y *node) bool) (restLost, restGained []*node) {
	restLost, restGained = slices.Clone(lost), slices.Clone(gained)
	for _, x := range lost {
		fits := func(y *node) bool { return same(x, y) }
		i := slices.IndexFunc(restGained, fits)
		if i < 0 || slices.ContainsFunc(restGained[i+1:], fits) ||
			slices.ContainsFunc(lost, func(o *node) bool { return o != x && same(o, restGained[i]) }) {
			continue
		}
		d.event(e, x, restGained[i], x.step, restGained[i].step, surface.Type)
		d.place(x, restGained[i]) // of another spelling it may differ in more than that
		restLost = without1(restLost, x)
		restGained = slices.Delete(restGained, i, i+1)
	}
	return restLost, restGained
}

// sameShape reports whether two properties are alike but for their names. Even
// two plain strings are: where one object loses one and gains the other, and no
// third fits, who wrote the old name has to write the new one.
func sameShape(x, y *node) bool { return x.shape() == y.shape() }

// alternatives compares the variants of a union. Their keys say what tells them
// apart, which depends on the others, so they are matched by what they are.
func (d *treeDiff) alternatives(a, b *node) {
	pairs, lost, gained := matchAlternatives(a, b)
	for _, p := range pairs {
		d.place(p[0], p[1])
	}
	for _, x := range lost {
		d.event(alternativeRemoved, x, &node{at: b.pos(surface.Type)}, x.step, "", surface.Type)
	}
	for _, y := range gained {
		d.event(alternativeAdded, a, y, "", y.step, surface.Type)
	}
	d.discriminator(a, b, pairs)
}

// matchAlternatives pairs those that are the same, then those with the same key
// that are alike, then the most alike.
func matchAlternatives(a, b *node) (pairs [][2]*node, lost, gained []*node) {
	variants := func(n *node) []*node {
		return slices.DeleteFunc(slices.Clone(n.children), func(c *node) bool { return !c.isVariant() })
	}
	lost, gained = variants(a), variants(b)
	take := func(x, y *node) {
		pairs = append(pairs, [2]*node{x, y})
		lost, gained = without1(lost, x), without1(gained, y)
	}
	each := func(fits func(x, y *node) bool) {
		for _, x := range lost {
			if i := slices.IndexFunc(gained, func(y *node) bool { return fits(x, y) }); i >= 0 {
				take(x, gained[i])
			}
		}
	}
	each(sameShape)
	each(func(x, y *node) bool { return x.step == y.step && (alike(x, y) || x.kind() != y.kind()) })
	for {
		x, y := mostAlike(lost, gained)
		if x == nil {
			break
		}
		take(x, y)
	}
	return pairs, lost, gained
}

// mostAlike finds the pair with most in common, the first by their keys of
// several; nil where none is alike.
func mostAlike(lost, gained []*node) (x, y *node) {
	best := -1
	for _, l := range lost {
		for _, g := range gained {
			if n := likeness(l, g); alike(l, g) && n > best {
				x, y, best = l, g, n
			}
		}
	}
	return x, y
}

// likeness counts the members that two have in common.
func likeness(x, y *node) int {
	common := 0
	for _, c := range x.children {
		if y.find(c.step) != nil {
			common++
		}
	}
	return common
}

// alike reports whether two objects have at least half of their members in
// common; what is no object is like its own kind.
func alike(x, y *node) bool {
	return x.kind() == y.kind() && 2*likeness(x, y) >= max(len(x.children), len(y.children))
}

// discriminator compares how the variants are told apart. Values that come and go
// with their variants are said by these; of a variant that stays, those that do not
// mean it any more, and those that do now.
func (d *treeDiff) discriminator(a, b *node, pairs [][2]*node) {
	was, is := a.value(surface.Discriminator), b.value(surface.Discriminator)
	if was != is {
		d.event(discriminatorChanged, a, b, was, is, surface.Discriminator)
		return
	}
	var gone, come []string
	for _, p := range pairs {
		before, after := a.mapped(p[0].step), b.mapped(p[1].step)
		gone, come = append(gone, without(before, after)...), append(come, without(after, before)...)
	}
	if len(gone)+len(come) > 0 {
		d.event(discriminatorChanged, a, b, strings.Join(gone, ", "), strings.Join(come, ", "), surface.Mapping)
	}
}

// mapped lists the values of a discriminator that mean the alternative of that
// key.
func (n *node) mapped(key string) []string {
	var list []string
	for _, v := range n.values(surface.Mapping) {
		if value, ok := strings.CutSuffix(v, "="+key); ok {
			list = append(list, value)
		}
	}
	return list
}
