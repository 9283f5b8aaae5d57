package surface

// A line of the text as words.

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/model"
)

// textLine is a line of the text, split at spaces that are not in quotes.
type textLine struct {
	pos     model.Pos
	words   []string
	columns []int // where the words begin, then the end of the line
}

// split takes a line apart. One that cannot be has no words.
func (p *parser) split(number int, s string) *textLine {
	l := &textLine{pos: model.Pos{File: p.file, Line: number, Column: 1}}
	column := func(i int) int { return utf8.RuneCountInString(s[:i]) + 1 }
	start, quoted := 0, false
	for i := 0; i <= len(s); i++ {
		switch {
		case i == len(s) || s[i] == ' ' && !quoted:
			if i == start || quoted {
				p.faults.Add(l.pos, "want words with one space between them, and quotes that end")
				return &textLine{pos: l.pos}
			}
			l.words = append(l.words, s[start:i])
			l.columns = append(l.columns, column(start))
			start = i + 1
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		}
	}
	l.columns = append(l.columns, column(len(s)))
	return l
}

// unquoted is the way back from word and text.
func unquoted(s string) (string, bool) {
	if !strings.HasPrefix(s, `"`) {
		return s, !strings.Contains(s, `"`)
	}
	name, err := strconv.Unquote(s)
	return name, err == nil
}
