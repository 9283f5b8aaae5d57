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
	d.path(old, now, was, is)
	first := ""
	if bare(was) && !bare(is) && !required(is) {
		first = "first"
	}
	for _, part := range []surface.Part{surface.InQuery, surface.InHeader, surface.InCookie} {
		for _, name := range keys(was[part], is[part]) {
			a, b := was[part][name], is[part][name]
			switch {
			case a != nil && b != nil:
				d.parameter(a, b)
			case a != nil:
				d.parameterGone(a, now, moved(a, was, is))
			case moved(b, is, was) == nil: // else it is said of where it was
				d.parameterCame(b, old, first)
			}
		}
	}
}

// parametersOf lists parameters by part and name.
func parametersOf(o *operation) parts {
	all := parts{}
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

// parameterGone records that a parameter is not where it was; b is where it is
// now, nil: nowhere.
func (d *laneDiff) parameterGone(a *node, now *operation, b *node) {
	if b != nil {
		d.found(rule("P08", ""), b.place, string(a.place.Part), string(b.place.Part), a.at, b.at)
		d.tree(onParameter).place(a, b)
		return
	}
	id := "P05"
	tree := d.tree(onParameter)
	switch {
	case a.place.Part == surface.InPath:
		id = "P04"
	case tree.isCursor(a.place):
		id = "R27"
	}
	d.found(rule(id, ""), tree.placeOld(a), a.words(), "", a.at, now.about.at)
}

// parts are where parameters stand.
type parts map[surface.Part]map[string]*node

// moved finds the parameter of the same name that one document has in another
// part, where the document of n has none. Case aside: it means nothing in a
// header.
func moved(n *node, of, other parts) *node {
	for _, part := range []surface.Part{surface.InPath, surface.InQuery, surface.InHeader, surface.InCookie} {
		for _, name := range sortedKeys(other[part]) {
			if part != n.place.Part && strings.EqualFold(name, n.step) && of[part][name] == nil && !holds(other[n.place.Part], n.step) {
				return other[part][name]
			}
		}
	}
	return nil
}

func holds(list map[string]*node, name string) bool { return list[name] != nil }

// bare reports whether a method takes no struct of parameters.
func bare(all parts) bool {
	return len(all[surface.InQuery])+len(all[surface.InHeader])+len(all[surface.InCookie]) == 0
}

// required reports whether any parameter outside of the path is.
func required(all parts) bool {
	for part, list := range all {
		for _, n := range list {
			if part != surface.InPath && n.has(surface.Required) {
				return true
			}
		}
	}
	return false
}

// parameterCame records a parameter that is new; which is the case of an optional
// one.
func (d *laneDiff) parameterCame(b *node, old *operation, which string) {
	id := "P01"
	switch {
	case b.place.Part == surface.InPath:
		id, which = "P04", ""
	case b.has(surface.Required) && b.has(surface.Default):
		id, which = "P03", ""
	case b.has(surface.Required):
		id, which = "P02", ""
	}
	d.found(rule(id, which), b.place, "", b.words(), old.about.at, b.at)
}

// path compares path parameters by where they stand in the path: their names
// mean nothing to a server. Where the path has more or fewer of them than before,
// only the names tell which.
func (d *laneDiff) path(old, now *operation, was, is parts) {
	a, b := variables(old, was[surface.InPath]), variables(now, is[surface.InPath])
	if len(a) == len(b) {
		for i := range a {
			if a[i].step != b[i].step {
				d.found(rule("P04", "renamed"), b[i].place, a[i].step, b[i].step, a[i].at, b[i].at)
			}
			d.parameter(a[i], b[i])
		}
		return
	}
	for _, x := range a {
		if y := is[surface.InPath][x.step]; y != nil {
			d.parameter(x, y)
		} else {
			d.parameterGone(x, now, moved(x, was, is))
		}
	}
	for _, y := range b {
		if was[surface.InPath][y.step] == nil && moved(y, is, was) == nil {
			d.parameterCame(y, old, "")
		}
	}
}

// variables gives the path parameters in the order of the path.
func variables(o *operation, byName map[string]*node) []*node {
	bare := map[string]*node{}
	for name, n := range byName {
		bare[strings.Trim(name, `"`)] = n
	}
	var list []*node
	for _, v := range variable.FindAllString(o.about.value(surface.PathTemplate), -1) {
		if n := bare[strings.Trim(v, "{}")]; n != nil {
			list = append(list, n)
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
		d.found(rule("Q02", ""), b.place, "", b.words(), old.about.at, b.bodyPos(now))
	case a == nil:
		d.found(rule("Q01", ""), b.place, "", b.words(), old.about.at, b.bodyPos(now))
	case b == nil:
		d.found(rule("Q03", ""), d.tree(inBody).placeOld(a), a.words(), "", a.bodyPos(old), now.about.at)
	default:
		d.bodyRequired(old, now)
		d.bodies(old.sent, now.sent, inBody)
	}
}

func (d *laneDiff) bodyRequired(old, now *operation) {
	side := surface.Side{Part: surface.InBody}
	a, b := old.sent[side], now.sent[side]
	switch was, is := a.has(surface.Required), b.has(surface.Required); {
	case is && !was:
		d.found(rule("Q02", "became"), b.place, "", "required", a.bodyPos(old), b.bodyPos(now))
	case was && !is:
		d.found(rule("Q04", ""), b.place, "required", "", a.bodyPos(old), b.bodyPos(now))
	}
}

// bodyPos is where a body stands for all its media types: of one that is required
// that is known, else the operation has to do.
func (n *node) bodyPos(of *operation) model.Pos {
	if f, ok := n.fact(surface.Required); ok {
		return f.Pos
	}
	return of.about.at
}

// bodies compares a body media type by media type: one that went is what old
// programs send or ask for. Where none stayed the first of each are compared.
func (d *laneDiff) bodies(old, now map[surface.Side]*node, rules ruleset) {
	was, is := byMedia(old), byMedia(now)
	lost, gained := without(sortedKeys(was), sortedKeys(is)), without(sortedKeys(is), sortedKeys(was))
	first := surface.Side{Part: surface.InBody}
	if len(lost) > 0 {
		a, b := was[lost[0]], now[first]
		place := d.tree(rules).placeOld(a)
		place.Media = ""
		d.found(rule("L17", ""), place, strings.Join(lost, ", "), strings.Join(gained, ", "), a.pos(surface.Media), b.pos(surface.Media))
	}
	if len(lost) == len(was) {
		d.tree(rules).schema(old[first], now[first])
		return
	}
	seen := map[[2]*node]bool{}
	for _, media := range sortedKeys(was) {
		if key := [2]*node{was[media], is[media]}; key[1] != nil && !seen[key] {
			seen[key] = true
			d.tree(rules).schema(key[0], key[1])
		}
	}
}

// byMedia gives a body by its media types. Those that hold the same share it.
func byMedia(parts map[surface.Side]*node) map[string]*node {
	all := map[string]*node{}
	for side, n := range parts {
		if side.Part == surface.InBody {
			for _, media := range n.values(surface.Media) {
				all[media] = n
			}
		}
	}
	return all
}

// isCursor reports whether a parameter is how a page is asked for.
func (d *treeDiff) isCursor(p surface.Place) bool {
	steps := p.Path.Steps()
	return p.Part == surface.InQuery && len(steps) > 0 && slices.ContainsFunc(d.Paging, func(pg Paging) bool { return pg.Cursor == steps[len(steps)-1] })
}
