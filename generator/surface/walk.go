package surface

import (
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// hugeLines is how many lines a schema may take wherever it is used. Beyond it
// the schema is written once in a version.
const hugeLines = 1000

// walker goes down from the roots of a version, level by level, so that the home
// of a huge schema is the shortest path to it.
type walker struct {
	*builder
	level []*node
	homes map[class]Place
	facts []Fact
}

// node is a place and the schema that stands there.
type node struct {
	place  Place
	name   string // of a member or a parameter; empty: any other step
	at     model.Pos
	use    *model.Use
	twins  []*model.Use // media types or alternatives that say the same as use
	parent *node
}

// whole adds what holds for the operation as a whole, credentials aside.
func (w *walker) whole(op *model.Operation) {
	w.facts = append(w.facts, facts(Place{Operation: op.ID}, op.Pos, ofOperation(op))...)
}

func (w *walker) status(op *model.Operation, res *model.Response) {
	p := Place{Operation: op.ID, Side: Side{Status: res.Status}}
	w.facts = append(w.facts, facts(p, res.Pos, []attribute{{Name: Answered}})...)
}

func (w *walker) security(op *model.Operation, u *usual) {
	own := ofSecurity(op)
	list := facts(Place{Operation: op.ID}, op.SecurityPos, own)
	if spell(own) == spell(u.security) {
		list = at(op.ID, list)
	}
	w.facts = append(w.facts, list...)
}

// add takes up roots of an operation.
func (w *walker) add(operation string, roots []root) {
	for _, r := range roots {
		n := &node{place: Place{operation, r.side, r.path}, name: r.name, at: r.at, use: r.use, twins: r.twins}
		w.facts = append(w.facts, facts(n.place, n.at, r.list)...)
		if n.use != nil {
			w.level = append(w.level, n)
		}
	}
}

func (w *walker) walk() {
	for len(w.level) > 0 {
		slices.SortFunc(w.level, func(a, b *node) int { return a.place.Compare(b.place) })
		var next []*node
		for _, n := range w.level {
			next = append(next, w.visit(n)...)
		}
		w.level = next
	}
}

// visit writes down a node and gives the nodes below it.
func (w *walker) visit(n *node) []*node {
	s := n.use.Schema
	list := ofUse(n.use)
	cut, elsewhere := w.cut(n)
	if w.met != nil {
		w.met(n, elsewhere)
	}
	if elsewhere != nil {
		list = append(list, attribute{Type, kind(s), s.Pos}, cut)
	} else {
		list = append(list, w.ofSchema(s)...)
	}
	var below []*node
	if elsewhere == nil {
		list = append(list, w.mapping(s)...)
		for _, c := range w.steps(s) {
			below = append(below, w.below(n, c))
		}
	}
	w.facts = append(w.facts, facts(n.place, n.at, list)...)
	return below
}

func (w *walker) below(n *node, c child) *node {
	m := &node{place: n.place, at: c.use.Pos, use: c.use, twins: c.twins, parent: n}
	if c.prop == nil {
		m.place.Path = n.place.Path.step(c.step)
		return m
	}
	m.place.Path = n.place.Path.member(c.prop.Name)
	m.name, m.at = c.prop.Name, c.prop.Pos
	if c.prop.Required {
		w.facts = append(w.facts, facts(m.place, m.at, []attribute{{Name: Required}})...)
	}
	return m
}

// cut says where else the facts below n stand, if they do.
func (w *walker) cut(n *node) (attribute, *Place) {
	s := n.use.Schema
	if len(children(s)) == 0 {
		return attribute{}, nil
	}
	c := w.classes[s]
	for a := n.parent; a != nil; a = a.parent {
		if w.classes[a.use.Schema] == c {
			return attribute{Recursive, string(a.place.Path), s.Pos}, &a.place
		}
	}
	if w.weight(s) <= hugeLines {
		return attribute{}, nil
	}
	if home, ok := w.homes[c]; ok {
		return attribute{As, home.String(), s.Pos}, &home
	}
	w.homes[c] = n.place
	return attribute{}, nil
}

// mapping gives the values of a discriminator and the alternatives they mean.
func (w *walker) mapping(s *model.Schema) []attribute {
	if s.Discriminator == nil {
		return nil
	}
	var list []attribute
	for _, m := range s.Discriminator.Mapping {
		for _, c := range w.steps(s) {
			if w.sameUse(c.use, s.Variants[m.Variant]) {
				list = append(list, attribute{Mapping, word(m.Value) + "=" + c.step, s.Discriminator.Pos})
			}
		}
	}
	return list
}

// weight counts the lines of a schema written out, up to a little more than may
// be.
func (b *builder) weight(s *model.Schema) int {
	c := b.classes[s]
	if known, ok := b.weights[c]; ok {
		return known
	}
	left := hugeLines + 1
	b.spend(s, nil, &left)
	b.weights[c] = hugeLines + 1 - left
	return b.weights[c]
}

func (b *builder) spend(s *model.Schema, trail []class, left *int) {
	*left = max(0, *left-1-len(s.Enum))
	if slices.Contains(trail, b.classes[s]) {
		return
	}
	trail = append(trail, b.classes[s])
	for _, c := range b.steps(s) {
		if *left == 0 {
			return
		}
		b.spend(c.use.Schema, trail, left)
	}
}
