package drift

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// shapes compares what the lanes of an operation promise, in the versions that
// had it and still do.
func (c *comparison) shapes(p *pair) {
	swapped := c.swapped(p)
	for i, l := range p.lanes {
		if !l.kept() || slices.Contains(swapped, i) || l.version.unchanged(l) {
			continue
		}
		l.old.grow()
		l.now.grow()
		d := &laneDiff{comparison: c, pair: p, version: l.version}
		d.operation(l.old, l.now)
		d.parameters(l.old, l.now)
		d.body(l.old, l.now)
		d.answers(l.old, l.now)
	}
}

// laneDiff compares one lane.
type laneDiff struct {
	*comparison
	*pair
	version *version
}

// found records a change at a place.
func (d *laneDiff) found(r *Rule, place surface.Place, before, after string, old, now model.Pos) {
	d.comparison.found(change{rule: r, version: d.version, place: place, before: before, after: after, old: old, now: now})
}

// swapped finds lanes that changed places, two or more in a ring, and records
// them: what each of them gained and lost is said by that.
func (c *comparison) swapped(p *pair) []int {
	var changed []int
	for i, l := range p.lanes {
		if l.kept() && !equal(l.old.facts, l.now.facts) {
			changed = append(changed, i)
		}
	}
	if len(changed) < 2 {
		return nil
	}
	was, is := map[int]string{}, map[int]string{}
	for _, i := range changed {
		was[i], is[i] = p.lanes[i].old.promise(), p.lanes[i].now.promise()
	}
	var found []int
	for _, i := range changed {
		if ring := ringFrom(i, changed, was, is, found); ring != nil {
			found, p.swapped = append(found, ring...), true
			c.ring(p, ring)
		}
	}
	return found
}

// ringFrom follows what the lane i promises now to the lane that promised it, and
// on until it is back; nil if it does not come back, or had not left.
func ringFrom(i int, changed []int, was, is map[int]string, taken []int) []int {
	ring := []int{i}
	for at := i; !slices.Contains(taken, i) && was[at] != is[at]; {
		next := slices.IndexFunc(changed, func(j int) bool {
			return was[j] == is[at] && !slices.Contains(taken, j) && (j == i || !slices.Contains(ring, j))
		})
		switch {
		case next < 0:
			return nil
		case changed[next] == i:
			return ring
		}
		at = changed[next]
		ring = append(ring, at)
	}
	return nil
}

func (c *comparison) ring(p *pair, ring []int) {
	var tokens []string
	slices.Sort(ring)
	for _, i := range ring {
		tokens = append(tokens, p.lanes[i].version.Token)
	}
	for _, i := range ring {
		c.lane(p, p.lanes[i], "L15", "", "", strings.Join(tokens, ", "))
	}
}

// promise spells all of a lane but its media types, which name the version.
func (o *operation) promise() string {
	var b strings.Builder
	for _, f := range o.facts {
		if f.Attribute != surface.Media {
			f.Media, f.Operation = "", ""
			b.WriteString(f.String() + " " + string(f.Attribute) + " " + f.Value + "\n")
		}
	}
	return b.String()
}

// operation compares what holds for the operation as a whole.
func (d *laneDiff) operation(old, now *operation) {
	a, b := old.about, now.about
	place := b.place
	d.values(a, b, surface.Method, "O02", "")
	if was, is := a.value(surface.PathTemplate), b.value(surface.PathTemplate); variable.ReplaceAllString(was, "{}") != variable.ReplaceAllString(is, "{}") {
		d.found(rule("O01", ""), place, was, is, a.pos(surface.PathTemplate), b.pos(surface.PathTemplate))
	}
	switch was, is := a.has(surface.Deprecated), b.has(surface.Deprecated); {
	case is && !was:
		d.found(rule("L08", ""), place, "", "", a.at, b.pos(surface.Deprecated))
	case was && !is:
		d.found(rule("L10", ""), place, "", "", a.pos(surface.Deprecated), b.at)
	}
	d.sunset(a, b)
	d.values(a, b, surface.Tag, "O06", "")
	d.values(a, b, surface.RateLimit, "S07", "limit")
	d.security(a, b)
}

// values records that the values of an attribute differ.
func (d *laneDiff) values(a, b *node, name surface.Attribute, id, which string) {
	was, is := a.values(name), b.values(name)
	if !slices.Equal(was, is) {
		d.found(rule(id, which), b.place, strings.Join(was, ", "), strings.Join(is, ", "), a.pos(name), b.pos(name))
	}
}

// sunset compares the days on which an operation goes. They are ISO 8601 dates,
// whose order is that of their text.
func (d *laneDiff) sunset(a, b *node) {
	was, is := a.value(surface.Sunset), b.value(surface.Sunset)
	if was == is {
		return
	}
	which := "later"
	if was != "" && is < was {
		which = ""
	}
	d.found(rule("L11", which), b.place, was, is, a.pos(surface.Sunset), b.pos(surface.Sunset))
}
