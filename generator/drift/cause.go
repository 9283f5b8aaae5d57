package drift

import (
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// This file brings changes together that are one finding.

// cause is what makes changes one finding: the same rule, the same shapes, said
// in the same place of a document, or said of most operations.
type cause struct {
	rule          string
	before, after string
	old, now      model.Pos
	side          surface.Side // of an answer that most operations have in common, wherever each says so
	last          surface.Path // all of the path there, else its last step
}

// causesOf finds what a change may share with others. What most operations have in
// common, such as the answer to too many requests, is one thing even where each of
// them has it written out, and what answers of failure are alike in is one too.
func (c *comparison) causesOf(ch change) []cause {
	id := ch.rule.ID
	if id == "L07" {
		id = "L06" // announced for one version, too late for another: it is one removal
	}
	said := c.said(cause{rule: id, before: ch.before, after: ch.after, old: ch.old, now: ch.now})
	if steps := ch.place.Path.Steps(); len(steps) > 0 {
		said.last = surface.Path(steps[len(steps)-1])
	}
	if !c.common[ch.place] {
		return []cause{said}
	}
	shared := cause{rule: id, before: ch.before, after: ch.after, side: ch.place.Side, last: ch.place.Path}
	if ch.place.Path != "" {
		shared.side.Status = "failure"
	}
	return []cause{said, shared}
}

// grouped brings changes together that share a cause, directly or through others,
// in the order of the first of each.
func (c *comparison) grouped() [][]change {
	group := make([]int, len(c.changes)) // the first change of the group
	first := map[cause]int{}
	var root func(i int) int
	root = func(i int) int {
		if group[i] != i {
			group[i] = root(group[i])
		}
		return group[i]
	}
	for i, ch := range c.changes {
		group[i] = i
		for _, k := range c.causesOf(ch) {
			j, known := first[k]
			if !known {
				first[k] = i
				continue
			}
			x, y := root(i), root(j)
			group[max(x, y)] = min(x, y)
		}
	}
	var list [][]change
	at := map[int]int{}
	for i, ch := range c.changes {
		r := root(i)
		if _, ok := at[r]; !ok {
			at[r] = len(list)
			list = append(list, nil)
		}
		list[at[r]] = append(list[at[r]], ch)
	}
	return list
}
