package naming

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Service names the service of a tag. A trailing API goes, unless nothing
// would be left.
func Service(tag string) string {
	words := tagWords(tag)
	if len(words) == 0 {
		return Exported(tag)
	}
	return exported(join(words, shouted(tag) && slices.ContainsFunc(words, isLong)))
}

// isLong reports whether a word in capitals is no acronym, in a tag: a tag is
// written for readers, so KYC is one.
func isLong(word string) bool { return utf8.RuneCountInString(word) > 4 }

// tagWords are the words of a tag without a trailing API.
func tagWords(tag string) []string {
	words := Words(strings.ReplaceAll(tag, " & ", " and "))
	if n := len(words) - 1; n > 0 && strings.EqualFold(words[n], "api") {
		return words[:n]
	}
	return words
}

// service is a tag as its methods see it: the nouns that it says for them.
type service struct{ nouns [][]string }

// newService gathers the nouns of a service: the tag's phrase, its last word,
// and each path parameter that ends in that word. A tag that joins two things
// with "and" has no last word to speak of.
func newService(tag string, ops []Operation) *service {
	words := tagWords(tag)
	if len(words) == 0 {
		return &service{}
	}
	s := &service{[][]string{words}}
	if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, "and") }) {
		return s
	}
	last := words[len(words)-1:]
	s.nouns = append(s.nouns, last)
	for _, op := range ops {
		for _, p := range op.PathParams {
			noun := withoutID(Words(p))
			if n := len(noun); n > 0 && sameNoun(noun[n-1:], last) {
				s.nouns = append(s.nouns, noun)
			}
		}
	}
	return s
}

// names reports whether a noun is one of the service's.
func (s *service) names(noun []string) bool {
	return slices.ContainsFunc(s.nouns, func(own []string) bool { return sameNoun(own, noun) })
}

// prefix is the number of words at the start that are the service's noun. The
// ID of a thing is another noun, and stays whole.
func (s *service) prefix(words []string) int {
	longest := 0
	for _, noun := range s.nouns {
		if n := len(noun); n > longest && n <= len(words) && sameNoun(noun, words[:n]) {
			longest = n
		}
	}
	if longest < len(words) && isID[strings.ToLower(words[longest])] {
		return 0
	}
	return longest
}

// afterTag gives the words of an operation ID without a service in front, set
// apart by a symbol: repos/list, Sources_Get, sources.create.
func (s *service) afterTag(id string) []string {
	words := spell(id, false)
	spans := split(id)
	n := s.prefix(words)
	if n == 0 || n >= len(spans) || len(spans) != len(words) {
		return words
	}
	if gap := id[spans[n-1].end:spans[n].start]; gap != "" && strings.Trim(gap, "/.:_") == "" {
		return words[n:]
	}
	return words
}

// sameNoun compares nouns whatever their number and spelling.
func sameNoun(a, b []string) bool {
	return slices.EqualFunc(a, b, func(x, y string) bool {
		return strings.EqualFold(singular(x), singular(y))
	})
}
