package diagnostic

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/stratagen/strata/generator/model"
)

// A line longer than windowWidth cells is cut around the column: most of what is
// shown stands before it, as the start of what is wrong says what it is.
const (
	windowWidth = 100
	windowLeft  = 60
	windowRunes = 300 // characters on each side of the column: some take no cell
)

// window makes a line of a source fit for a terminal. column counts characters
// from 1, as YAML does; before is how many cells stand before it.
func window(line []byte, column int) (text string, before int) {
	left, at := reach(line, column)
	var b strings.Builder
	if left > 0 {
		b.WriteString("…")
		before = 1
	}
	cells, after := before, 0
	for i := left; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		s, w := cell(r, size, line[i])
		if i > at {
			after++
		}
		if cells+w > windowWidth && i > at || after > windowRunes {
			b.WriteString("…")
			break
		}
		if i < at {
			before += w
		}
		cells += w
		b.WriteString(s)
		i += size
	}
	return b.String(), before
}

// reach gives the byte the column begins at, and the one the window does. A
// column past the end is the end.
func reach(line []byte, column int) (left, at int) {
	for range column - 1 {
		if at >= len(line) {
			break
		}
		_, size := utf8.DecodeRune(line[at:])
		at += size
	}
	cells, runes := 0, 0
	for left = at; left > 0 && runes < windowRunes; runes++ {
		r, size := utf8.DecodeLastRune(line[:left])
		_, w := cell(r, size, line[left-size])
		if cells += w; cells > windowLeft {
			break
		}
		left -= size
	}
	if left > 0 && fits(line) {
		left = 0
	}
	return left, at
}

// fits reports whether a whole line may be shown.
func fits(line []byte) bool {
	cells, runes := 0, 0
	for i := 0; i < len(line) && cells <= windowWidth && runes <= windowRunes; runes++ {
		r, size := utf8.DecodeRune(line[i:])
		_, w := cell(r, size, line[i])
		cells += w
		i += size
	}
	return cells <= windowWidth && runes <= windowRunes
}

// cell gives what stands for one character and how many cells of a terminal it
// takes. What would move the cursor, color the screen or turn the direction of
// the text around is escaped.
func cell(r rune, size int, first byte) (string, int) {
	switch {
	case r == utf8.RuneError && size == 1:
		return fmt.Sprintf(`\x%02x`, first), 4
	case r == '\t':
		return "    ", 4
	case unicode.Is(unicode.Bidi_Control, r):
		s := fmt.Sprintf(`\u%04x`, r)
		return s, len(s)
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return string(r), 0
	}
	if s := model.OneLine(string(r)); s != string(r) {
		return s, len(s)
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return string(r), 2
	}
	return string(r), 1
}
