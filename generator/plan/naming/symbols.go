package naming

// Symbols are words only where they tell names apart that a document is
// likely to hold side by side: +1 and -1, created and -created, @id and id, C
// and C++, 1.5 and 15. Elsewhere they only separate words.

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// symbols has the word for a symbol.
var symbols = map[rune]string{
	' ': "Space", '\t': "Tab", '\n': "Newline", '\r': "Return",
	'+': "Plus", '-': "Minus", '.': "Dot", ',': "Comma", ':': "Colon", ';': "Semicolon",
	'_': "Underscore", '@': "At", '$': "Dollar", '%': "Percent", '&': "And", '*': "Star",
	'#': "Sharp", '/': "Slash", '\\': "Backslash", '|': "Pipe", '^': "Caret", '~': "Tilde",
	'=': "Equal", '<': "Less", '>': "Greater", '!': "Not", '?': "Question",
	'\'': "Apostrophe", '"': "Quote", '`': "Backquote",
	'(': "Open", ')': "Close", '[': "OpenBracket", ']': "CloseBracket",
	'{': "OpenBrace", '}': "CloseBrace",
	'€': "Euro", '£': "Pound", '≤': "LessEqual", '≥': "GreaterEqual", '≠': "NotEqual", '°': "Degree",
}

// spell gives the words of a name, never none, with words for the symbols that
// matter, or for every symbol.
func spell(name string, every bool) []string {
	spans := split(name)
	if len(spans) == 0 {
		if name == "" {
			return []string{"Empty"}
		}
		return runeWords(name)
	}
	var words []string
	at := 0
	for _, s := range spans {
		words = append(words, gapWords(name, at, s.start, every)...)
		words = append(words, s.text)
		at = s.end
	}
	return append(words, gapWords(name, at, len(name), every)...)
}

// runeWords spells every rune.
func runeWords(s string) []string {
	var words []string
	for _, r := range s {
		if w, ok := symbols[r]; ok {
			words = append(words, w)
		} else {
			words = append(words, fmt.Sprintf("U%04x", r))
		}
	}
	return words
}

// gapWords spells what stands between two words of a name, before its first or
// behind its last.
func gapWords(name string, start, end int, every bool) []string {
	gap := name[start:end]
	if gap == "" {
		return nil
	}
	next, _ := utf8.DecodeRuneInString(name[end:])
	prev, _ := utf8.DecodeLastRuneInString(name[:start])
	switch {
	case every:
		return runeWords(gap)
	case start == 0 && unicode.IsDigit(next):
		return runeWords(gap[len(strings.TrimRight(gap, "+-@.<>=!~≤≥")):])
	case start == 0:
		return runeWords(gap[len(strings.TrimRight(gap, "+-@")):])
	case end == len(name):
		return runeWords(gap[:len(gap)-len(strings.TrimLeft(gap, "+-#%"))])
	case gap == "." && unicode.IsDigit(prev) && unicode.IsDigit(next):
		return runeWords(gap)
	}
	return nil
}
