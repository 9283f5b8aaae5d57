package drift

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// This file is about operations that come, go and move between versions.

// pair brings the operations of both documents together.
func (c *comparison) pair() []*pair {
	old, now := c.ids(func(v *version) *side { return v.old }), c.ids(func(v *version) *side { return v.now })
	var list []*pair
	taken := map[string]bool{}
	for id := range old {
		p := &pair{oldID: id, nowID: id}
		if now[id] == "" {
			p.nowID = renamed(id, old, now)
		}
		taken[p.nowID] = true
		list = append(list, p)
	}
	for id := range now {
		if !taken[id] {
			list = append(list, &pair{nowID: id})
		}
	}
	slices.SortFunc(list, func(a, b *pair) int {
		return strings.Compare(cmp.Or(a.oldID, a.nowID), cmp.Or(b.oldID, b.nowID))
	})
	for _, p := range list {
		c.lanes(p)
	}
	return list
}

// ids gives method and path of every operation of a document, whatever versions
// it is in.
func (c *comparison) ids(of func(*version) *side) map[string]string {
	ids := map[string]string{}
	for _, v := range c.versions {
		s := of(v)
		if s == nil {
			continue
		}
		for id, op := range s.operations {
			if ids[id] == "" {
				ids[id] = op.endpoint()
			}
		}
	}
	return ids
}

// endpoint is method and path, names of variables aside.
func (o *operation) endpoint() string {
	var method, path string
	for _, f := range o.facts {
		switch f.Attribute {
		case surface.Method:
			method = f.Value
		case surface.PathTemplate:
			path = f.Value
		default:
		}
	}
	return method + " " + variable.ReplaceAllString(path, "{}")
}

var variable = regexp.MustCompile(`\{[^}]*\}`)

// renamed finds the operation that stands where the one of that id stood, if
// there is only one and neither name is used in the other document.
func renamed(id string, old, now map[string]string) string {
	found := ""
	for other, endpoint := range now {
		if endpoint != old[id] || old[other] != "" {
			continue
		}
		if found != "" {
			return ""
		}
		found = other
	}
	for other, endpoint := range old {
		if other != id && endpoint == old[id] && now[other] == "" {
			return ""
		}
	}
	return found
}

func (c *comparison) lanes(p *pair) {
	for _, v := range c.versions {
		l := lanePair{version: v}
		if v.old != nil {
			l.old = v.old.operations[p.oldID]
		}
		if v.now != nil {
			l.now = v.now.operations[p.nowID]
		}
		if l.old != nil || l.now != nil {
			p.lanes = append(p.lanes, l)
		}
	}
}

func (l lanePair) gained() bool { return l.old == nil && l.now != nil }
func (l lanePair) lost() bool   { return l.old != nil && l.now == nil }
func (l lanePair) kept() bool   { return l.old != nil && l.now != nil }

// lane records a change of a lane as a whole. Where it stands in a document is
// no cause: the lanes of an operation come and go together.
func (c *comparison) lane(p *pair, l lanePair, id, which, before, after string) {
	if l.lost() && slices.Contains(c.vanished, l.version) {
		return
	}
	ch := change{rule: rule(id, which), version: l.version, place: surface.Place{Operation: cmp.Or(p.nowID, p.oldID)}, before: before, after: after}
	for _, other := range p.lanes {
		if other.old != nil && ch.old == (model.Pos{}) {
			ch.old = other.old.facts[0].At
		}
		if other.now != nil && ch.now == (model.Pos{}) {
			ch.now = other.now.facts[0].At
		}
	}
	c.found(ch)
}

// lifecycle finds what happened to an operation across versions. A version that
// is new as a whole is one finding of its own; see document.
func (c *comparison) lifecycle(p *pair) {
	before, after := p.tokens(lanePair.was), p.tokens(lanePair.is)
	switch {
	case before == "":
		c.operations.Added = append(c.operations.Added, p.nowID)
		c.each(p, lanePair.gained, "L02", "", "", after)
	case after == "":
		c.operations.Removed = append(c.operations.Removed, p.oldID)
		c.removed(p, before)
	default:
		c.shifted(p, before, after)
	}
	if p.nowID != p.oldID && before != "" && after != "" {
		c.each(p, lanePair.kept, "O03", "", p.oldID, p.nowID)
	}
	c.arrivals(p)
}

func (l lanePair) was() bool { return l.old != nil }
func (l lanePair) is() bool  { return l.now != nil }

// tokens lists the versions of a document that have the operation.
func (p *pair) tokens(has func(lanePair) bool) string {
	var list []string
	for _, l := range p.lanes {
		if has(l) {
			list = append(list, cmp.Or(l.version.Token, "offered"))
		}
	}
	return strings.Join(list, ", ")
}

// each records the same change for the lanes that are asked for. What a version
// that is new as a whole brings is no news of its operations.
func (c *comparison) each(p *pair, which func(lanePair) bool, id, row, before, after string) {
	for _, l := range p.lanes {
		if which(l) && (l.version.old != nil || len(c.versions) == 1) {
			c.lane(p, l, id, row, before, after)
		}
	}
}

// removed records an operation that is in no version any more: announced where it
// was deprecated for long enough.
func (c *comparison) removed(p *pair, before string) {
	notice := map[model.Stability]int{model.Stable: 365, model.Unknown: 365, model.Beta: 180, model.Alpha: 0}
	for _, l := range p.lanes {
		id := "L06"
		if l.old.deprecated() && c.Announced[Lane{l.version.Token, p.oldID}] >= notice[l.version.Stability] {
			id = "L07"
		}
		c.lane(p, l, id, "", before, "")
	}
}

func (o *operation) deprecated() bool {
	return slices.ContainsFunc(o.facts, func(f surface.Fact) bool {
		return f.Attribute == surface.Deprecated && f.Side == surface.Side{} && f.Path == ""
	})
}

// shifted records versions that an operation gained and lost while it stayed.
func (c *comparison) shifted(p *pair, before, after string) {
	if before == after {
		return
	}
	best := slices.IndexFunc(p.lanes, lanePair.was)
	top := slices.IndexFunc(p.lanes, lanePair.is)
	graduated := top < best && p.lanes[top].version.Stability != p.lanes[best].version.Stability
	lost := slices.ContainsFunc(p.lanes, lanePair.lost)
	if graduated {
		c.operations.Graduated = append(c.operations.Graduated, p.nowID)
	}
	for i, l := range p.lanes {
		if l.version.old == nil {
			continue
		}
		switch {
		case l.gained() && graduated && i < best && lost:
			c.lane(p, l, "L04", "", before, after)
		case l.gained() && graduated && i < best:
			c.lane(p, l, "L03", "", before, after)
		case l.gained():
			c.lane(p, l, "L02", "another", before, after)
		case l.lost() && graduated:
			c.lane(p, l, "L04", "left", before, after)
		case l.lost() && i < top && p.lanes[top].version.Stability != l.version.Stability:
			c.lane(p, l, "L05", "", before, after)
		case l.lost():
			c.lane(p, l, "L01", "", before, after)
		case graduated:
			c.lane(p, l, "L03", "known", before, after)
		}
	}
}

// arrivals looks at lanes that are new.
func (c *comparison) arrivals(p *pair) {
	for i, l := range p.lanes {
		if !l.gained() || l.version.old == nil {
			continue
		}
		if l.now.deprecated() {
			c.lane(p, l, "L09", "", "", "")
		}
		next := c.nextVersions(l.version)
		if len(next) > 0 && !slices.ContainsFunc(p.lanes[i:], func(o lanePair) bool {
			return slices.Contains(next, o.version.Token) // one that was lost is a finding already
		}) {
			c.lane(p, l, "L12", "", "", p.tokens(lanePair.is)+"; not "+strings.Join(next, ", "))
		}
	}
}

// nextVersions are those that the document has of the stability below v.
func (c *comparison) nextVersions(v *version) []string {
	below, ok := map[model.Stability]model.Stability{model.Stable: model.Beta, model.Beta: model.Alpha}[v.Stability]
	var list []string
	for _, o := range c.versions {
		if ok && o.now != nil && o.Stability == below {
			list = append(list, o.Token)
		}
	}
	return list
}
