package naming

import "strconv"

// Scope hands out identifiers, each once. The zero value is not ready: use
// [NewScope]. What a scope gives depends on the order of the calls, so callers
// sort first.
type Scope struct{ taken map[string]bool }

// NewScope returns a scope in which the reserved names are taken.
func NewScope(reserved ...string) *Scope {
	s := &Scope{map[string]bool{}}
	for _, name := range reserved {
		s.taken[name] = true
	}
	return s
}

// Has reports whether a name is taken.
func (s *Scope) Has(name string) bool { return s.taken[name] }

// others are appended when every candidate is taken; a running number says
// nothing and comes last.
var others = []string{"Other", "Another", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"}

// Take takes the first candidate that is free. If none is, it appends words to
// the last, which should be the most exact.
func (s *Scope) Take(candidates ...string) string {
	last := "Value"
	for _, name := range candidates {
		if name == "" {
			continue
		}
		if s.take(name) {
			return name
		}
		last = name
	}
	for _, word := range others {
		if s.take(last + word) {
			return last + word
		}
	}
	for n := len(others) + 1; ; n++ {
		if name := last + others[0] + strconv.Itoa(n); s.take(name) {
			return name
		}
	}
}

func (s *Scope) take(name string) bool {
	if s.taken[name] {
		return false
	}
	s.taken[name] = true
	return true
}
