package report

// Names of a document may hold anything: what each form does about that.

import (
	"strconv"
	"strings"
	"unicode"
)

// plain escapes what would break a line or hide in it: anything that is not to be
// seen, and characters that turn or join their neighbours.
func plain(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
			continue
		}
		q := strconv.QuoteRuneToASCII(r)
		b.WriteString(q[1 : len(q)-1])
	}
	return b.String()
}

// Code is a text as a code span of Markdown, whatever is in it; see [Report.Markdown].
func Code(text string) string { return code(clip(text, maxPlace)) }

// asIs is for forms that show a line as it is.
func asIs(line string) string { return line }

// code is a text as a code span of Markdown (CommonMark 0.31, 6.1): fenced by more
// backticks than stand in it, and on one line, so that nothing in it is a mention,
// a comment, a link or a fence.
func code(text string) string {
	text = plain(text)
	if text == "" {
		return "` `"
	}
	fence := strings.Repeat("`", longest(text, '`')+1)
	if text[0] == '`' || text[len(text)-1] == '`' || text[0] == ' ' && text[len(text)-1] == ' ' {
		text = " " + text + " " // taken off again
	}
	return fence + text + fence
}

// longest is the length of the longest run of a byte.
func longest(text string, of byte) int {
	most, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != of {
			run = 0
		}
		most = max(most, run)
	}
	return most
}

// The workflow commands of GitHub give these meanings of their own; in properties
// also colon and comma: @actions/toolkit, packages/core/src/command.ts.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
