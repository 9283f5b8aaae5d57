package drift

import (
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// This file compares the sides of an operation: what is sent, then what comes
// back.

// parameters compares what is sent outside of a body.
func (d *laneDiff) parameters(old, now *operation) {
	was, is := parametersOf(old), parametersOf(now)
	d.path(old, now, was[surface.InPath], is[surface.InPath])
	for _, part := range []surface.Part{surface.InQuery, surface.InHeader, surface.InCookie} {
		for _, name := range keys(was[part], is[part]) {
			a, b := was[part][name], is[part][name]
			switch {
			case a != nil && b != nil:
				d.parameter(a, b)
			case a != nil:
				d.parameterGone(a, now, is)
			case !d.cameFrom(b, was, is):
				d.parameterCame(b, old)
			}
		}
	}
}

// parametersOf lists parameters by part and name.
func parametersOf(o *operation) map[surface.Part]map[string]*node {
	all := map[surface.Part]map[string]*node{}
	for side, root := range o.sent {
		if side.Part == surface.InBody {
			continue
		}
		all[side.Part] = map[string]*node{}
		for _, p := range root.children {
			all[side.Part][p.step] = p
		}
	}
	return all
}

func keys[V any](a, b map[string]V) []string {
	list := slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
	slices.Sort(list)
	return slices.Compact(list)
}

func (d *laneDiff) parameter(a, b *node) {
	if was, is := written(a), written(b); was != is {
		d.found(rule("P09", ""), b.place, was, is, a.at, b.at)
	}
	d.tree(onParameter).place(a, b)
}

// written says how a parameter is written, where that is not the usual way.
func written(n *node) string {
	return strings.TrimSpace(n.value(surface.Style) + " " + explode(n))
}

func explode(n *node) string {
	if f, ok := n.fact(surface.Explode); ok {
		return "explode=" + f.Value
	}
	return ""
}

func (d *laneDiff) parameterGone(a *node, now *operation, is map[surface.Part]map[string]*node) {
	place := a.place
	place.Operation = d.nowID
	if b := elsewhere(a, is); b != nil {
		d.found(rule("P08", ""), b.place, string(a.place.Part), string(b.place.Part), a.at, b.at)
		return
	}
	tree := d.tree(onParameter)
	id := "P05"
	if tree.isCursor(a.place) {
		id = "R27"
	}
	d.found(rule(id, ""), place, a.words(), "", a.at, now.about.at)
}

// elsewhere finds a parameter of the same name in a place where there was none.
func elsewhere(n *node, parts map[surface.Part]map[string]*node) *node {
	for _, part := range []surface.Part{surface.InPath, surface.InQuery, surface.InHeader, surface.InCookie} {
		if b := parts[part][n.step]; b != nil && part != n.place.Part {
			return b
		}
	}
	return nil
}

// cameFrom reports whether a parameter only moved, which parameterGone records.
func (d *laneDiff) cameFrom(b *node, was, is map[surface.Part]map[string]*node) bool {
	a := elsewhere(b, was)
	return a != nil && is[a.place.Part][a.step] == nil
}

func (d *laneDiff) parameterCame(b *node, old *operation) {
	id := "P01"
	switch {
	case b.has(surface.Required) && b.has(surface.Default):
		id = "P03"
	case b.has(surface.Required):
		id = "P02"
	}
	d.found(rule(id, ""), b.place, "", b.words(), old.about.at, b.at)
}

// path compares path parameters by where they stand in the path: their names
// mean nothing to a server.
func (d *laneDiff) path(old, now *operation, was, is map[string]*node) {
	a, b := variables(old, was), variables(now, is)
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			d.found(rule("P04", ""), b[i].place, "", b[i].words(), old.about.at, b[i].at)
		case i >= len(b):
			place := a[i].place
			place.Operation = d.nowID
			d.found(rule("P04", ""), place, a[i].words(), "", a[i].at, now.about.at)
		default:
			if a[i].step != b[i].step {
				d.found(rule("P04", "renamed"), b[i].place, a[i].step, b[i].step, a[i].at, b[i].at)
			}
			d.parameter(a[i], b[i])
		}
	}
}

// variables gives the path parameters in the order of the path.
func variables(o *operation, byName map[string]*node) []*node {
	var list []*node
	for _, v := range variable.FindAllString(o.about.value(surface.PathTemplate), -1) {
		for name, n := range byName {
			if strings.Trim(name, `"`) == strings.Trim(v, "{}") {
				list = append(list, n)
			}
		}
	}
	return list
}

// body compares what is sent in a body.
func (d *laneDiff) body(old, now *operation) {
	side := surface.Side{Part: surface.InBody}
	a, b := old.sent[side], now.sent[side]
	switch {
	case a == nil && b == nil:
	case a == nil && b.has(surface.Required):
		d.found(rule("Q02", ""), b.place, "", b.words(), old.about.at, b.at)
	case a == nil:
		d.found(rule("Q01", ""), b.place, "", b.words(), old.about.at, b.at)
	case b == nil:
		place := a.place
		place.Operation = d.nowID
		d.found(rule("Q03", ""), place, a.words(), "", a.at, now.about.at)
	default:
		d.media(a, b)
		d.bodyRequired(a, b)
		d.tree(inBody).schema(a, b)
	}
	d.otherMedia(old.sent, now.sent, inBody)
}

func (d *laneDiff) bodyRequired(a, b *node) {
	switch was, is := a.has(surface.Required), b.has(surface.Required); {
	case is && !was:
		d.found(rule("Q02", "became"), b.place, "", "required", a.at, b.pos(surface.Required))
	case was && !is:
		d.found(rule("Q04", ""), b.place, "required", "", a.pos(surface.Required), b.at)
	}
}

// media compares the media types of a body: one that went is what old programs
// send or ask for.
func (d *laneDiff) media(a, b *node) {
	was, is := a.values(surface.Media), b.values(surface.Media)
	if lost := without(was, is); len(lost) > 0 {
		d.found(rule("L17", ""), b.place, strings.Join(lost, ", "), strings.Join(without(is, was), ", "), a.pos(surface.Media), b.pos(surface.Media))
	}
}

// otherMedia compares bodies that a side has in further media types.
func (d *laneDiff) otherMedia(old, now map[surface.Side]*node, rules map[event]ref) {
	for side, a := range old {
		if side.Part != surface.InBody || side.Media == "" {
			continue
		}
		if b := now[side]; b != nil {
			d.tree(rules).schema(a, b)
			continue
		}
		place := a.place
		place.Operation = d.nowID
		d.found(rule("L17", ""), place, side.Media, "", a.at, model.Pos{})
	}
}

// isCursor reports whether a parameter is how a page is asked for.
func (d *treeDiff) isCursor(p surface.Place) bool {
	steps := p.Path.Steps()
	return len(steps) > 0 && slices.ContainsFunc(d.Paging, func(pg Paging) bool { return pg.Cursor == steps[len(steps)-1] })
}
