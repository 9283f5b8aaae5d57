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
		case y == nil:
			lost = append(lost, x)
		default:
			d.place(x, y)
		}
	}
	for _, y := range b.children {
		if y.isMember() && a.find(y.step) == nil {
			gained = append(gained, y)
		}
	}
	lost, gained = d.wrapped(a, b, lost, gained)
	lost, gained = d.together(memberRecased, lost, gained, func(x, y *node) bool { return strings.EqualFold(x.step, y.step) })
	if _, ok := d.rules[memberRenamed]; ok {
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
	if x.ignored(d.rules) {
		return
	}
	e := memberRemoved
	if x.has(surface.Required) {
		e = memberRemovedRequired
	}
	if d.isNext(x.place) {
		e = pagingMoved
	}
	place := x.place
	place.Operation = d.nowID
	r := d.rules[e]
	d.found(rule(r.id, r.which), place, x.words(), "", x.at, b.pos(surface.Type))
}

// gained records a property that came: a is the object it came to.
func (d *treeDiff) gained(a, y *node) {
	if y.ignored(d.rules) {
		return
	}
	e := memberAdded
	switch {
	case y.has(surface.Required) && y.has(surface.Default):
		e = memberAddedDefault
	case y.has(surface.Required):
		e = memberAddedRequired
	}
	r := d.rules[e]
	d.found(rule(r.id, r.which), y.place, "", y.words(), a.pos(surface.Type), y.at)
}

// ignored reports whether a property is none on that side (OpenAPI 3.0, 4.7.24.2:
// readOnly and writeOnly).
func (n *node) ignored(rules map[event]ref) bool {
	_, sent := rules[becameReadOnly]
	_, received := rules[leftWriteOnly]
	return sent && n.has(surface.ReadOnly) || received && n.has(surface.WriteOnly)
}

// wrapped finds a member that came and took its siblings in, or went and left its
// members in its place.
func (d *treeDiff) wrapped(a, b *node, lost, gained []*node) (restLost, restGained []*node) {
	if _, ok := d.rules[structureChanged]; !ok || len(lost) == 0 || len(gained) == 0 {
		return lost, gained
	}
	for _, x := range lost {
		if inside(x, gained) {
			d.event(structureChanged, x, b, x.step, "", surface.Type)
			return without1(lost, x), outside(gained, x)
		}
	}
	for _, y := range gained {
		if inside(y, lost) {
			d.event(structureChanged, a, y, "", y.step, surface.Type)
			return outside(lost, y), without1(gained, y)
		}
	}
	return lost, gained
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
		restLost = without1(restLost, x)
		restGained = slices.Delete(restGained, i, i+1)
	}
	return restLost, restGained
}

// sameShape reports whether two properties are alike but for their names. Plain
// strings and the like are alike too often to mean anything.
func sameShape(x, y *node) bool { return x.shape() == y.shape() }

// alternatives compares the variants of a union. Their keys say what tells them
// apart, which depends on the others, so they are matched by what they are.
func (d *treeDiff) alternatives(a, b *node) {
	pairs, lost, gained := matchAlternatives(a, b)
	for _, p := range pairs {
		d.place(p[0], p[1])
	}
	for _, x := range lost {
		d.event(alternativeRemoved, x, &node{place: b.place, facts: nil, at: b.pos(surface.Type)}, x.step, "", surface.Type)
	}
	for _, y := range gained {
		d.event(alternativeAdded, a, y, "", y.step, surface.Type)
	}
	d.discriminator(a, b)
}

// matchAlternatives pairs those that are the same, then those with the same key
// that are alike, then the most alike.
func matchAlternatives(a, b *node) (pairs [][2]*node, lost, gained []*node) {
	for _, c := range a.children {
		if c.isVariant() {
			lost = append(lost, c)
		}
	}
	for _, c := range b.children {
		if c.isVariant() {
			gained = append(gained, c)
		}
	}
	take := func(fits func(x, y *node) bool) {
		for _, x := range slices.Clone(lost) {
			if i := slices.IndexFunc(gained, func(y *node) bool { return fits(x, y) }); i >= 0 {
				pairs = append(pairs, [2]*node{x, gained[i]})
				lost, gained = without1(lost, x), slices.Delete(gained, i, i+1)
			}
		}
	}
	take(sameShape)
	take(func(x, y *node) bool { return x.step == y.step && (alike(x, y) || x.kind() != y.kind()) })
	take(alike)
	return pairs, lost, gained
}

// alike reports whether two objects have at least half of their members in
// common; what is no object is like its own kind.
func alike(x, y *node) bool {
	if x.kind() != y.kind() {
		return false
	}
	common := 0
	for _, c := range x.children {
		if y.find(c.step) != nil {
			common++
		}
	}
	return 2*common >= max(len(x.children), len(y.children))
}

// discriminator compares how the variants are told apart. Values that come and go
// with their variants are said by these.
func (d *treeDiff) discriminator(a, b *node) {
	was, is := a.value(surface.Discriminator), b.value(surface.Discriminator)
	if was != is {
		d.event(discriminatorChanged, a, b, was, is, surface.Discriminator)
		return
	}
	before, after := mapping(a), mapping(b)
	for value, key := range before {
		other, ok := after[value]
		x, y := a.find(key), b.find(other)
		if ok && x != nil && y != nil && !alike(x, y) {
			d.event(discriminatorChanged, a, b, value+"="+key, value+"="+other, surface.Mapping)
		}
	}
}

// mapping reads "value=key" facts.
func mapping(n *node) map[string]string {
	m := map[string]string{}
	for _, v := range n.values(surface.Mapping) {
		if i := strings.LastIndex(v, "=|"); i >= 0 {
			m[v[:i]] = v[i+1:]
		}
	}
	return m
}
