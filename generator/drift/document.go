package drift

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// This file is about what holds for a version, or for the document, as a whole.

// document finds what changed about versions.
func (c *comparison) document() {
	for _, v := range c.versions {
		switch {
		case v.old == nil && len(c.versions) > 1:
			c.newVersion(v)
		case v.old != nil && v.now != nil:
			c.servers(v)
		}
	}
	c.shrunk()
}

// newVersion records a token that was not there: its operations are no news of
// their own.
func (c *comparison) newVersion(v *version) {
	which := ""
	if slices.Contains(c.Known, v.Token) {
		which = "known"
	}
	c.found(change{
		rule: rule("L13", which), version: v, after: fmt.Sprintf("%s, %s", v.Token, count(len(v.now.operations), "operation")),
		now: v.now.facts[0].Pos,
	})
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// servers compares where the API is. The document says it once for all versions.
func (c *comparison) servers(v *version) {
	old, now := &node{facts: v.old.facts}, &node{facts: v.now.facts}
	was, is := old.values(surface.ServerURL), now.values(surface.ServerURL)
	if slices.Equal(was, is) {
		return
	}
	c.found(change{
		rule: rule("O08", ""), version: v, before: strings.Join(was, ", "), after: strings.Join(is, ", "),
		old: old.pos(surface.ServerURL), now: now.pos(surface.ServerURL),
	})
}

// A document that lost more than this is taken for a broken one. Few operations
// are never too many: a small API may lose some.
const (
	fewOperations   = 3
	maxLostPercent  = 20
	maxLostOfStable = 5
	percent         = 100
)

// shrunk finds that more is gone than anybody would take away.
func (c *comparison) shrunk() {
	for _, v := range c.versions {
		if v.now == nil && !slices.ContainsFunc(c.versions, func(o *version) bool { return o.now != nil && o.Stability == v.Stability }) {
			c.found(change{rule: rule("L18", ""), version: v, verdict: c.shrinkage(v), before: count(len(v.old.operations), "operation"), after: "0"})
			c.vanished = append(c.vanished, v)
		}
	}
	if !c.lostMany(maxLostPercent, func(*version) bool { return true }) {
		c.lostMany(maxLostOfStable, func(v *version) bool { return !unstable(v.Stability) })
	}
}

// shrinkage is how bad it is that much is gone: as bad as the rule says, unless
// somebody says that it is meant.
func (c *comparison) shrinkage(v *version) Verdict {
	if !c.Shrink {
		return Nothing
	}
	return rule("L06", "").verdict(v.Stability, false)
}

// lostMany finds that of the operations in some versions too many are in none of
// any. Of a version that is gone as a whole it is said already.
func (c *comparison) lostMany(limit int, in func(*version) bool) bool {
	had, lost := 0, 0
	for _, p := range c.pairs {
		if !slices.ContainsFunc(p.lanes, func(l lanePair) bool { return l.was() && in(l.version) }) {
			continue
		}
		had++
		if !slices.ContainsFunc(p.lanes, func(l lanePair) bool { return l.is() && in(l.version) }) {
			lost++
		}
	}
	if lost <= fewOperations || lost*percent <= had*limit {
		return false
	}
	for _, v := range c.versions {
		if v.old != nil && in(v) && !slices.Contains(c.vanished, v) {
			c.found(change{rule: rule("L18", ""), version: v, verdict: c.shrinkage(v), before: count(had, "operation"), after: fmt.Sprint(had - lost)})
		}
	}
	return true
}

// defaults finds operations whose answer to a call without a version was that of
// the most stable one and is no longer, or is none. Where that version is gone from
// the operation, that is a finding already.
func (c *comparison) defaults() {
	if c.defaultOld == nil {
		return
	}
	offered := c.offeredByDefault()
	for _, p := range c.pairs {
		was, is := slices.IndexFunc(p.lanes, lanePair.was), slices.IndexFunc(p.lanes, lanePair.is)
		if was < 0 || is < 0 || p.swapped {
			continue
		}
		at, isOffered := offered[p.nowID]
		if at == (model.Pos{}) {
			at = p.lanes[is].now.facts[0].At
		}
		before, after, best := c.defaultOld.Same[p.oldID], "", p.lanes[is].version
		if isOffered {
			after = c.defaultNow.Same[p.nowID]
		} else if was != is {
			continue
		}
		if before == p.lanes[was].version.Token && after != best.Token {
			c.found(change{rule: rule("L14", ""), version: best, place: surface.Place{Operation: p.nowID}, now: at, before: before, after: after})
		}
	}
}

// offeredByDefault gives the operations of the new default lane and where they
// stand: nowhere where a text names only the version that one equals.
func (c *comparison) offeredByDefault() map[string]model.Pos {
	offered := map[string]model.Pos{}
	if c.defaultNow == nil {
		return offered
	}
	for _, op := range c.defaultNow.Operations() {
		offered[op] = model.Pos{}
	}
	for _, f := range c.defaultNow.Facts {
		if offered[f.Operation] == (model.Pos{}) {
			offered[f.Operation] = f.At
		}
	}
	return offered
}
