// Package naming turns the words of a document into Go names.
//
// It is given names as the document has them (operation IDs, tags, property
// names, enum values, component names) and promises valid identifiers: the
// same name always gives the same identifier, whatever stands beside it. Two
// names that give one identifier are told apart by a [Scope].
//
// All functions are pure; none knows the API it names.
package naming

import (
	"strings"
	"unicode"
)

// Words splits a name into its words, in their own spelling: at changes of
// case (HTTPServer: HTTP, Server), and at every rune that is no letter or
// digit. Digits stay with the word before them (v1, S3, OAuth2), a plural s
// with its acronym (userIDs: user, IDs). A name of symbols has no words.
func Words(name string) []string {
	spans := split(name)
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = s.text
	}
	return words
}

// span is a word and where it stands in its name.
type span struct {
	text       string
	start, end int // bytes
}

// char is a rune of a name and the byte it starts at.
type char struct {
	r  rune
	at int
}

// split finds the words of a name. Apostrophes and combining marks vanish
// inside a word; a mark is a letter to a reader, but not to Go.
func split(name string) []span {
	var spans []span
	var run []char
	flush := func() {
		for len(run) > 0 {
			n := wordLen(run)
			spans = append(spans, spanOf(run[:n]))
			run = run[n:]
		}
		run = nil
	}
	for at, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			run = append(run, char{r, at})
		case unicode.IsMark(r) || r == '\'' || r == '’':
		default:
			flush()
		}
	}
	flush()
	return spans
}

func spanOf(chars []char) span {
	var b strings.Builder
	for _, c := range chars {
		b.WriteRune(c.r)
	}
	last := chars[len(chars)-1]
	return span{b.String(), chars[0].at, last.at + len(string(last.r))}
}

// wordLen is the length of the first word of a run of letters and digits.
func wordLen(run []char) int {
	if isOAuth(run) {
		return 5 + trailing(run[5:])
	}
	for i := 1; i < len(run); i++ {
		if startsWord(run, i) {
			return i
		}
	}
	return len(run)
}

// startsWord reports whether a word starts at i, in a run whose first word
// reaches at least to i.
func startsWord(run []char, i int) bool {
	prev, r := run[i-1].r, run[i].r
	switch {
	case !unicode.IsUpper(r):
		return false
	case unicode.IsDigit(prev):
		return hasLetter(run[:i]) // 2FA is one word
	case !unicode.IsUpper(prev):
		return true // sourceId
	case i+1 == len(run):
		return false
	}
	rest := run[i+1:]
	if unicode.IsDigit(rest[0].r) { // APIV1, but IPV4
		return r == 'V' && i > 1 && !strings.EqualFold(spanOf(run[:i]).text, "ip")
	}
	// HTTPServer: the last capital belongs to the word that follows.
	return unicode.IsLower(rest[0].r) && !tailOfAcronym(rest)
}

// tailOfAcronym reports whether lower-case letters after capitals belong to
// them: the s of IDs, the v4 of IPv4.
func tailOfAcronym(rest []char) bool {
	next := rune(0)
	if len(rest) > 1 {
		next = rest[1].r
	}
	switch rest[0].r {
	case 's':
		return !unicode.IsLower(next)
	case 'v':
		return unicode.IsDigit(next)
	}
	return false
}

// isOAuth reports whether the one well-known word with capitals inside stands
// at the start of a run.
func isOAuth(run []char) bool {
	return len(run) >= 5 && spanOf(run[:5]).text == "OAuth" &&
		(len(run) == 5 || !unicode.IsLower(run[5].r))
}

// trailing counts the digits a run starts with.
func trailing(run []char) int {
	for i, c := range run {
		if !unicode.IsDigit(c.r) {
			return i
		}
	}
	return len(run)
}

func hasLetter(run []char) bool {
	for _, c := range run {
		if unicode.IsLetter(c.r) {
			return true
		}
	}
	return false
}
