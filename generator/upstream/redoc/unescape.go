package redoc

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape reads what stands between the quotes of a JavaScript string or of a
// template without substitutions (ECMA-262, 12.9.4). ok is false for an escape
// that JavaScript would not take either.
func unescape(raw []byte) (text []byte, ok bool) {
	text = make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			text = append(text, raw[i])
			i++
			continue
		}
		r, n := escape(raw[i+1:])
		if n == 0 {
			return nil, false
		}
		i += 1 + n
		if utf16.IsSurrogate(r) {
			low, m := lowSurrogate(raw[i:])
			r = utf16.DecodeRune(r, low) // U+FFFD for half a pair
			if r != utf8.RuneError {
				i += m
			}
		}
		if r >= 0 {
			text = utf8.AppendRune(text, r)
		}
	}
	return text, true
}

// simple are the escapes of one letter; every other character stands for itself.
var simple = map[byte]rune{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v', '0': 0}

// escape reads what follows a backslash: the character, and how many bytes spell
// it. The character is -1 for the end of a line, which is dropped.
func escape(rest []byte) (rune, int) {
	if len(rest) == 0 {
		return 0, 0
	}
	switch c := rest[0]; c {
	case 'x':
		return hex(rest, 1, 3)
	case 'u':
		if len(rest) > 1 && rest[1] == '{' {
			return braced(rest)
		}
		return hex(rest, 1, 5)
	case '\n':
		return -1, 1
	case '\r':
		if len(rest) > 1 && rest[1] == '\n' {
			return -1, 2
		}
		return -1, 1
	default:
		if r, is := simple[c]; is {
			return r, 1
		}
		r, n := utf8.DecodeRune(rest)
		if r == '\u2028' || r == '\u2029' {
			r = -1
		}
		return r, n
	}
}

func hex(rest []byte, from, to int) (rune, int) {
	if len(rest) < to {
		return 0, 0
	}
	v, err := strconv.ParseUint(string(rest[from:to]), 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(v), to
}

// braced reads u{1F600}.
func braced(rest []byte) (rune, int) {
	for i := 2; i < min(len(rest), 12); i++ {
		if rest[i] == '}' {
			r, n := hex(rest, 2, i)
			if n == 0 || r > utf8.MaxRune {
				return 0, 0
			}
			return r, i + 1
		}
	}
	return 0, 0
}

// lowSurrogate reads the second half of a pair, if rest begins with one.
func lowSurrogate(rest []byte) (rune, int) {
	if len(rest) < 2 || rest[0] != '\\' || rest[1] != 'u' {
		return 0, 0
	}
	r, n := escape(rest[1:])
	return r, n + 1
}
