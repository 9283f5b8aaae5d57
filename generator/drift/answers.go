package drift

import (
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// answers compares what comes back, status by status.
func (d *laneDiff) answers(old, now *operation) {
	was, is := maps.Clone(old.answers), maps.Clone(now.answers)
	d.replaced(was, is)
	for _, status := range keys(was, is) {
		a, b := was[status], is[status]
		switch {
		case a != nil && b != nil:
			d.answer(a, b, success(status))
		case a != nil:
			d.status(a.about, now.about, "S01", "S04", status, "")
		default:
			d.status(b.about, old.about, "S02", "S03", "", status)
		}
	}
}

func success(status string) bool { return strings.HasPrefix(status, "2") }

// replaced pairs the only success of one document with the only one of the other:
// who accepts any success reads the same body.
func (d *laneDiff) replaced(was, is map[string]*answer) {
	from, to := onlySuccess(was), onlySuccess(is)
	if from == "" || to == "" || from == to {
		return
	}
	a, b := was[from], is[to]
	d.found(rule("S01", ""), b.about.place, from, to, a.about.at, b.about.at)
	d.answer(a, b, true)
	delete(was, from)
	delete(is, to)
}

func onlySuccess(all map[string]*answer) string {
	list := slices.DeleteFunc(slices.Collect(maps.Keys(all)), func(s string) bool { return !success(s) })
	if len(list) != 1 {
		return ""
	}
	return list[0]
}

// status records that a status came or went; there is what the other document has
// in its place.
func (d *laneDiff) status(n, there *node, ofSuccess, ofFailure, before, after string) {
	id := ofFailure
	if success(n.place.Status) {
		id = ofSuccess
	}
	place := n.place
	place.Operation = d.nowID
	old, now := n.at, there.at
	if after != "" {
		old, now = now, old
	}
	d.found(rule(id, ""), place, before, after, old, now)
}

// answer compares headers and bodies of a status.
func (d *laneDiff) answer(a, b *answer, success bool) {
	d.headers(a, b)
	rules := inError
	if success {
		rules = inAnswer
	}
	side := surface.Side{Part: surface.InBody}
	x, y := a.parts[side], b.parts[side]
	switch {
	case x != nil && y != nil:
		d.bodies(a.parts, b.parts, rules)
	case x != nil:
		r := rules[lostSchema]
		d.found(rule(r.id, r.which), d.tree(rules).placeOld(x), x.words(), "", a.about.at, b.about.at)
	case y != nil:
		r := rules[bodyAdded]
		d.found(rule(r.id, r.which), y.place, "", y.words(), a.about.at, b.about.at)
	}
}

// headers compares the headers of an answer.
func (d *laneDiff) headers(a, b *answer) {
	side := surface.Side{Part: surface.InHeader}
	was, is := byStep(a.parts[side]), byStep(b.parts[side])
	for _, name := range keys(was, is) {
		x, y := was[name], is[name]
		switch {
		case x != nil && y != nil:
			d.tree(inHeader).place(x, y)
		case x != nil:
			d.found(rule("S06", "removed"), d.tree(inHeader).placeOld(x), x.words(), "", x.at, b.about.at)
		case isRateLimit(name):
			d.found(rule("S07", ""), y.place, "", y.words(), a.about.at, y.at)
		default:
			d.found(rule("S06", "added"), y.place, "", y.words(), a.about.at, y.at)
		}
	}
}

func byStep(n *node) map[string]*node {
	all := map[string]*node{}
	if n != nil {
		for _, c := range n.children {
			all[c.step] = c
		}
	}
	return all
}
