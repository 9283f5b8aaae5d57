package surface

// What two documents promise, without what both promise alike.

import (
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"sync"

	"github.com/stratagen/strata/generator/model"
)

// Differing gives the surfaces of two documents as [Of] does, for who compares
// them: of an operation that promises the same in both, in each version and by
// default, there are only the facts about it as a whole, credentials aside. Most
// operations of two documents that follow each other are such. Where a document
// has a huge schema, whose home any operation can move, all is written.
func Differing(old, now *model.API) (before, after []*Version) {
	a, b := unclassified(old), unclassified(now)
	var cyclicA, cyclicB []*model.Schema
	both(func() { cyclicA = a.climb() }, func() { cyclicB = b.climb() })
	refine(partition{a, cyclicA}, partition{b, cyclicB})

	var lanesA, lanesB map[string][]string
	both(func() { lanesA = a.lanes() }, func() { lanesB = b.lanes() })
	if lanesA != nil && lanesB != nil {
		same := map[string]bool{}
		for id, list := range lanesA {
			same[id] = slices.Equal(list, lanesB[id])
		}
		a.brief, b.brief = same, same
	}
	both(func() { before = a.all() }, func() { after = b.all() })
	return before, after
}

// both does two things at the same time.
func both(one, other func()) {
	var wait sync.WaitGroup
	wait.Go(one)
	wait.Go(other)
	wait.Wait()
}

// lanes names all facts of each operation, by its ID: one name for each version
// that has it, and for what it is by default. It gives nil where a schema is huge.
func (b *builder) lanes() map[string][]string {
	for s := range maps.Keys(b.classes) {
		if len(children(s)) > 0 && b.weight(s) > hugeLines {
			return nil
		}
	}
	lanes := map[string][]string{}
	add := func(where string, operations []*model.Operation) {
		for _, op := range operations {
			lanes[op.ID] = append(lanes[op.ID], where+b.laneSum(op))
		}
	}
	for _, v := range b.api.Versions {
		add(strconv.Quote(v.Token), v.Operations)
	}
	add("by default", b.api.Default)
	for _, list := range lanes {
		slices.Sort(list)
	}
	return lanes
}

// laneSum names all facts of an operation in a version. Its answers are sorted by
// status, whatever the order of the document.
func (b *builder) laneSum(op *model.Operation) string {
	for _, res := range op.Responses {
		b.responseSum(res) // before text is in use
	}
	text := b.appendRoots(b.text[:0], b.request(op))
	for _, res := range op.Responses {
		text = append(strconv.AppendQuote(append(text, "\n\n"...), res.Status), ' ')
		text = append(text, b.responseSum(res)...)
	}
	text = appendSpell(append(text, "\n\n"...), ofOperation(op))
	b.text = appendSpell(append(text, "\n\n"...), ofSecurity(op))
	sum := sha256.Sum256(b.text)
	return string(sum[:])
}
