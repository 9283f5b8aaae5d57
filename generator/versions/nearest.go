package versions

import (
	"cmp"
	"slices"
	"strings"
)

// suggested is how many operations are offered for one that is not there.
const suggested = 3

// Nearest lists the operations whose ID is most like name, the best first: those
// it is the method of ("Sources.Get"), then by the edits that lead there.
func (s *Set) Nearest(name string) []string {
	return nearest(name, s.ids(), func(id string) bool {
		return slices.ContainsFunc(s.lanes[id], func(l *lane) bool { return strings.EqualFold(l.method(), name) })
	})
}

// Nearest lists the IDs that are most like name, the best first.
func Nearest(name string, ids []string) []string {
	return nearest(name, ids, func(string) bool { return false })
}

// nearest lists those that are meant, then those that fewer edits lead to; of as
// many the first in ids.
func nearest(name string, ids []string, meant func(id string) bool) []string {
	type candidate struct {
		id   string
		cost int
	}
	var all []candidate
	for _, id := range ids {
		c := candidate{id, edits(strings.ToLower(name), strings.ToLower(id))}
		if meant(id) {
			c.cost = 0
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.cost, b.cost) })
	var list []string
	for _, c := range all[:min(len(all), suggested)] {
		list = append(list, c.id)
	}
	return list
}

// edits is the Levenshtein distance of two strings, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substituted := diagonal
			if a[i] != b[j] {
				substituted++
			}
			diagonal = row[j+1]
			row[j+1] = min(substituted, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
