package naming

import "strings"

// method is an operation ID in its parts, and how much of it is shown.
type method struct {
	op   Operation
	verb string
	// The object, and what is left of it without the service's noun.
	object, short []string
	phrases       []phrase
	level         level
}

// level is how much of an operation ID a method's name shows.
type level int

const (
	brief   level = iota // without what is known
	phrased              // with all phrases
	full                 // with the whole object too
)

// phrase is a preposition and what it governs.
type phrase struct {
	words []string // with the preposition
	known bool     // the service or the path parameters say it
}

var prepositions = set("from in for to by")

func (m *method) name() string {
	words := []string{m.verb}
	if m.level == full {
		words = append(words, m.object...)
	} else {
		words = append(words, m.short...)
	}
	for _, p := range m.phrases {
		if m.level > brief || !p.known {
			words = append(words, p.words...)
		}
	}
	return exported(join(words, shouted(m.op.ID)))
}

// parse takes an operation ID apart.
func (s *service) parse(op Operation) *method {
	words := s.afterTag(op.ID)
	m := &method{op: op, verb: words[0]}
	rest := words[1:]
	end := nextPhrase(rest, 0)
	m.object, rest = rest[:end], rest[end:]
	m.short = s.shorten(m.verb, m.object)
	for len(rest) > 0 {
		end := nextPhrase(rest, 1)
		m.phrases = append(m.phrases, phrase{rest[:end], s.knows(rest[1:end], op)})
		rest = rest[end:]
	}
	return m
}

// verbs are those that also end operation IDs which put the object first:
// user_group_delete.
var verbs = set("add create delete destroy get list patch read remove replace retrieve search set update view")

var articles = set("a an the")

// shorten drops the service's noun from the start of an object, with an
// article before it. Where the verb stands last, the noun is in the middle.
func (s *service) shorten(verb string, object []string) []string {
	if len(object) == 0 {
		return nil
	}
	last := object[len(object)-1]
	if verbs[strings.ToLower(last)] && !verbs[strings.ToLower(verb)] {
		return object
	}
	start := 0
	if articles[strings.ToLower(object[0])] {
		start = 1
	}
	if n := s.prefix(object[start:]); n > 0 {
		return object[start+n:]
	}
	return object
}

// nextPhrase is the index of the next preposition that governs a word: the In
// of signIn ends an object.
func nextPhrase(words []string, from int) int {
	for i := from; i < len(words)-1; i++ {
		if prepositions[strings.ToLower(words[i])] {
			return i
		}
	}
	return len(words)
}

// knows reports whether the nouns of a phrase are all known without it.
func (s *service) knows(nouns []string, op Operation) bool {
	if len(nouns) == 1 && strings.EqualFold(nouns[0], "id") {
		return true
	}
	for _, noun := range splitAnd(nouns) {
		if !s.names(noun) && !isParam(noun, op.PathParams) {
			return false
		}
	}
	return true
}

func splitAnd(words []string) [][]string {
	var nouns [][]string
	start := 0
	for i, w := range words {
		if strings.EqualFold(w, "and") {
			nouns = append(nouns, words[start:i])
			start = i + 1
		}
	}
	return append(nouns, words[start:])
}

// isParam reports whether a noun is a path parameter: {sourceId} is Source and
// SourceId. Parameters that are no IDs ({entitySlug}) are not the thing named.
func isParam(noun []string, params []string) bool {
	for _, p := range params {
		words := Words(p)
		if sameNoun(noun, words) || sameNoun(noun, withoutID(words)) {
			return true
		}
	}
	return false
}

// withoutID drops a last word that says the parameter is an identifier.
func withoutID(words []string) []string {
	if n := len(words) - 1; n > 0 && isID[strings.ToLower(words[n])] {
		return words[:n]
	}
	return words
}

var isID = set("id uuid guid")
