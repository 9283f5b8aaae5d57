package naming

import "strings"

// restore makes the methods that clash with another or with what is taken show
// more of their operation IDs, all of a clash alike, and reports whether it
// changed anything.
func restore(methods []*method, taken *Scope) bool {
	changed := false
	for _, m := range clashing(methods, taken) {
		if m.level < full {
			m.level++
			changed = true
		}
	}
	return changed
}

// clashing returns the methods whose names are not theirs alone.
func clashing(methods []*method, taken *Scope) []*method {
	claims := map[string]int{}
	for _, m := range methods {
		for _, name := range family(m.op, m.name()) {
			claims[name]++
		}
	}
	var clash []*method
	for _, m := range methods {
		for _, name := range family(m.op, m.name()) {
			if claims[name] > 1 || taken.Has(name) {
				clash = append(clash, m)
				break
			}
		}
	}
	return clash
}

// byUse sorts methods that clash nonetheless behind those that do not, so that
// none of them takes a name that another has for itself.
func byUse(methods []*method, taken *Scope) func(a, b *method) int {
	clash := map[*method]int{}
	for _, m := range clashing(methods, taken) {
		clash[m] = 1
	}
	return func(a, b *method) int {
		if c := clash[a] - clash[b]; c != 0 {
			return c
		}
		return strings.Compare(a.op.ID, b.op.ID)
	}
}
