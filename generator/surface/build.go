package surface

import (
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// build gathers the facts of operations. What most of them have in common, the
// answer to each status that is no success and the credentials, is walked once.
func (b *builder) build(out *Version, operations []*model.Operation) {
	usual := b.usual(operations)
	w := walker{builder: b, homes: map[class]Place{}, facts: b.scratch[:0]}
	for _, status := range usual.statuses() {
		w.add(Everywhere, b.response(usual.responses[status]))
	}
	for _, op := range operations {
		w.whole(op)
		if b.brief[op.ID] {
			continue
		}
		w.add(op.ID, b.request(op))
		for _, res := range op.Responses {
			w.status(op, res)
			if !usual.has(b, res) {
				w.add(op.ID, b.response(res))
			}
		}
	}
	w.walk()
	common := usual.facts(w.facts)
	for _, op := range operations {
		if b.brief[op.ID] {
			continue
		}
		w.security(op, usual)
		for _, res := range op.Responses {
			if usual.has(b, res) {
				w.facts = append(w.facts, at(op.ID, common[res.Status])...)
			}
		}
	}
	b.scratch = w.facts
	kept := w.facts[:0]
	for _, f := range w.facts {
		if f.Operation == Everywhere {
			out.everywhere = append(out.everywhere, f)
		} else {
			kept = append(kept, f)
		}
	}
	out.Facts = kept
	out.everywhere = append(out.everywhere, facts(Place{}, usual.at, usual.security)...)
}

// usual is what most operations of a version have in common.
type usual struct {
	responses map[string]*model.Response // by status
	sums      map[string]string
	security  []attribute
	at        model.Pos
}

// usual finds the most common answers and credentials. Of several that are
// equally common the first by its text is taken, which no order decides.
func (b *builder) usual(operations []*model.Operation) *usual {
	u := &usual{responses: map[string]*model.Response{}, sums: map[string]string{}}
	answers := map[string]*model.Response{}
	counts := map[string]map[string]int{} // status -> sum -> operations
	lists := map[string]*model.Operation{}
	alternatives := map[string]int{}
	for _, op := range operations {
		key := spell(ofSecurity(op))
		alternatives[key]++
		lists[key] = op
		for _, res := range op.Responses {
			if res.Success() {
				continue
			}
			sum := b.responseSum(res)
			answers[res.Status+sum] = earlier(answers[res.Status+sum], res)
			if counts[res.Status] == nil {
				counts[res.Status] = map[string]int{}
			}
			counts[res.Status][sum]++
		}
	}
	for status, sums := range counts {
		u.sums[status] = most(sums)
		u.responses[status] = answers[status+u.sums[status]]
	}
	if len(operations) > 0 {
		op := lists[most(alternatives)]
		u.security, u.at = ofSecurity(op), op.SecurityPos
	}
	return u
}

// earlier gives the answer that stands first: its places are those of the facts.
func earlier(a, b *model.Response) *model.Response {
	if a == nil || b.Pos.Compare(a.Pos) < 0 {
		return b
	}
	return a
}

func most(counts map[string]int) string {
	best := ""
	for key, n := range counts {
		if n > counts[best] || n == counts[best] && key < best {
			best = key
		}
	}
	return best
}

// responseSum names all facts of an answer.
func (b *builder) responseSum(res *model.Response) string {
	if known, ok := b.answers[res]; ok {
		return known
	}
	b.text = b.appendRoots(b.text[:0], b.response(res))
	b.answers[res] = string(b.text)
	return b.answers[res]
}

func (u *usual) has(b *builder, res *model.Response) bool {
	sum, ok := u.sums[res.Status]
	return ok && !res.Success() && sum == b.responseSum(res)
}

func (u *usual) statuses() []string {
	var list []string
	for status := range u.responses {
		list = append(list, status)
	}
	slices.Sort(list)
	return list
}

// facts gives the facts of the usual answers, by status.
func (u *usual) facts(all []Fact) map[string][]Fact {
	byStatus := map[string][]Fact{}
	for _, f := range all {
		if f.Operation == Everywhere {
			byStatus[f.Status] = append(byStatus[f.Status], f)
		}
	}
	return byStatus
}

// at repeats common facts for an operation.
func at(operation string, common []Fact) []Fact {
	list := slices.Clone(common)
	for i := range list {
		list[i].Operation = operation
		list[i].Common = true
	}
	return list
}
