package drift

import (
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// bounds are the limits in numbers: the sign says whether a larger one allows
// more.
var bounds = []struct {
	name   surface.Attribute
	larger int
}{
	{surface.Minimum, -1}, {surface.Maximum, 1}, {surface.ExclusiveMinimum, -1}, {surface.ExclusiveMaximum, 1},
	{surface.MinLength, -1}, {surface.MaxLength, 1}, {surface.MinProperties, -1}, {surface.MaxProperties, 1},
}

var itemBounds = []struct {
	name   surface.Attribute
	larger int
}{{surface.MinItems, -1}, {surface.MaxItems, 1}}

// limits compares what values are allowed beside their type.
func (d *treeDiff) limits(a, b *node) {
	moved := d.edges(a, b)
	for _, l := range bounds {
		if !slices.Contains(moved, l.name) {
			d.bound(a, b, l.name, l.larger, limitTightened, limitRelaxed)
		}
	}
	for _, l := range itemBounds {
		d.bound(a, b, l.name, l.larger, itemsTightened, itemsRelaxed)
	}
	for _, name := range []surface.Attribute{surface.Pattern, surface.MultipleOf} {
		switch was, is := a.value(name), b.value(name); {
		case was == is:
		case is == "":
			d.event(limitRelaxed, a, b, limit(name, was), "", name)
		default: // which of two patterns allows more is not known
			d.event(limitTightened, a, b, limit(name, was), limit(name, is), name)
		}
	}
	switch was, is := a.has(surface.UniqueItems), b.has(surface.UniqueItems); {
	case is && !was:
		d.event(itemsTightened, a, b, "", "unique", surface.UniqueItems)
	case was && !is:
		d.event(itemsRelaxed, a, b, "unique", "", surface.UniqueItems)
	}
}

// edges are the limits that a document can set with the limit itself or without it.
var edges = []struct {
	with, without surface.Attribute
	larger        int
}{{surface.Minimum, surface.ExclusiveMinimum, -1}, {surface.Maximum, surface.ExclusiveMaximum, 1}}

// edges records limits that were set in one of these ways and are set in the other:
// one change, not one limit that went and one that came. It gives their names.
func (d *treeDiff) edges(a, b *node) (moved []surface.Attribute) {
	for _, e := range edges {
		from, to := e.with, e.without
		if a.has(from) == a.has(to) || b.has(from) == b.has(to) || a.has(from) == b.has(from) {
			continue
		}
		if b.has(from) {
			from, to = to, from
		}
		was, is := a.value(from), b.value(to)
		outward := was != is && lower(was, is) == (e.larger > 0)
		which := limitTightened
		if outward || was == is && to == e.with {
			which = limitRelaxed
		}
		d.event(which, a, b, limit(from, was), limit(to, is), to)
		moved = append(moved, e.with, e.without)
	}
	return moved
}

func (d *treeDiff) bound(a, b *node, name surface.Attribute, larger int, tightened, relaxed event) {
	was, is := a.value(name), b.value(name)
	switch {
	case was == is:
		return
	case is == "" || was != "" && lower(was, is) == (larger > 0):
		d.event(relaxed, a, b, limit(name, was), limit(name, is), name)
	default:
		d.event(tightened, a, b, limit(name, was), limit(name, is), name)
	}
}

func limit(name surface.Attribute, value string) string {
	if value == "" {
		return ""
	}
	return string(name) + " " + value
}

// lower reports whether one number is less than another; no text is.
func lower(one, other string) bool {
	x, err := strconv.ParseFloat(one, 64)
	if err != nil {
		return false
	}
	y, err := strconv.ParseFloat(other, 64)
	return err == nil && x < y
}

// isPageSize reports whether a place is where the size of a page is asked for.
func (d *treeDiff) isPageSize(p surface.Place) bool {
	steps := p.Path.Steps()
	return p.Part == surface.InQuery && len(steps) > 0 && slices.ContainsFunc(d.Paging, func(pg Paging) bool { return pg.Count == steps[len(steps)-1] })
}

// isNext reports whether a place is, or holds, the next cursor of an answer, by
// the end of its path: results may stand in an envelope.
func (d *treeDiff) isNext(p surface.Place) bool {
	if p.Part != surface.InBody || !success(p.Status) {
		return false
	}
	return slices.ContainsFunc(d.Paging, func(pg Paging) bool {
		for next := pg.Next; next != ""; {
			if path := "." + string(p.Path); strings.HasSuffix(path, "."+next) {
				return true
			}
			i := strings.LastIndexByte(next, '.')
			next = next[:max(i, 0)]
		}
		return false
	})
}
