package emit

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"
)

// Prose of a document becomes doc comments here. It may hold anything, so it
// is made safe for three readers: the compiler (characters that Go source may
// not have), gofmt and go doc (https://go.dev/doc/comment: headings, lists,
// code and link targets that were not meant), and linters ("Deprecated:",
// "+build").

// docWidth is the width of a comment.
const docWidth = 100

// doc prints paragraphs as a doc comment, with a deprecation notice at the end
// if there is one:
//
//	// Get returns a Source.
//	//
//	// Deprecated: use List.
func doc(paragraphs []string, deprecated string) *jen.Statement {
	lines := docLines(paragraphs, deprecated)
	if len(lines) == 0 {
		return jen.Null()
	}
	return jen.Comment(strings.Join(lines, "\n"))
}

// docOr is doc with a sentence for what the document says nothing about.
func docOr(paragraphs []string, deprecated, sentence string) *jen.Statement {
	if len(paragraphs) == 0 {
		paragraphs = []string{sentence}
	}
	return doc(paragraphs, deprecated)
}

// docLines makes comment lines of paragraphs.
func docLines(paragraphs []string, deprecated string) []string {
	var blocks []block
	for _, text := range paragraphs {
		blocks = append(blocks, split(text)...)
	}
	if deprecated != "" {
		blocks = append(blocks, block{text: "Deprecated: " + oneLineText(deprecated)})
	}
	var lines []string
	for i, b := range blocks {
		if i > 0 && (!b.item || !blocks[i-1].item) {
			lines = append(lines, "//")
		}
		lines = append(lines, b.lines()...)
	}
	return lines
}

// block is a paragraph or an item of a list.
type block struct {
	text string
	item bool
}

// lines wraps b into comment lines, as gofmt lays them out.
func (b block) lines() []string {
	first, next := "// ", "// "
	if b.item {
		first, next = "//   - ", "//     "
	}
	words := strings.Split(b.text, " ")
	if b.item {
		words = together(words)
	}
	lines := wrap(words, docWidth-len(first))
	for i, line := range lines {
		if i == 0 {
			lines[i] = first + line
		} else {
			lines[i] = next + line
		}
	}
	return lines
}

// split cuts text at its blank lines and at the items of Markdown lists.
func split(text string) []block {
	var blocks []block
	var current []string
	item := false
	flush := func() {
		p := plainText(strings.Join(current, " "))
		if !item && likeHeading(p) {
			p += "."
		}
		if p != "" {
			blocks = append(blocks, block{p, item})
		}
		current, item = nil, false
	}
	for line := range strings.SplitSeq(clean(text), "\n") {
		line = strings.TrimSpace(line)
		rest, bullet := cutBullet(line)
		if line == "" || bullet {
			flush()
			item = bullet
		}
		current = append(current, rest)
	}
	flush()
	return blocks
}

// cutBullet takes the mark of a list item from a line.
func cutBullet(line string) (rest string, ok bool) {
	for _, bullet := range []string{"- ", "* ", "+ ", "• "} {
		if rest, ok := strings.CutPrefix(line, bullet); ok {
			return rest, true
		}
	}
	return line, false
}

// clean drops or replaces the characters that must not stand in Go source.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case unicode.IsControl(r):
			return ' '
		case r == '\uFEFF', unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, text)
}

// curly are the characters that gofmt makes curly quotes of.
var curly = regexp.MustCompile("``+|''+")

// plainText is a paragraph on one line that go doc takes for nothing but text.
func plainText(text string) string {
	text = oneLineText(text)
	if strings.HasPrefix(text, "#") {
		text = disarm(strings.TrimLeft(text, "# "))
	}
	if rest, ok := strings.CutPrefix(text, "Deprecated:"); ok {
		text = "deprecated:" + rest
	}
	if strings.HasPrefix(text, "[") {
		text = strings.Replace(text, "]: ", "] : ", 1)
	}
	return text
}

// likeHeading tells whether gofmt may take a line for a heading: it starts
// with an upper-case letter, ends with a letter or digit, and has no
// punctuation between. Prose gains a full stop by the same test.
func likeHeading(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return unicode.IsUpper(first) && (unicode.IsLetter(last) || unicode.IsDigit(last)) &&
		!strings.ContainsAny(text, ";:!?+*/=[]{}_^°&§~%#@<\">\\")
}

// mark is a word that begins an item of a list where it begins a line of one.
var mark = regexp.MustCompile(`^([-*+•]|[0-9]+[.)])$`)

// together joins each word that is a mark to the word before it, so that no line
// begins with it.
func together(words []string) []string {
	var all []string
	for i, word := range words {
		if i > 0 && mark.MatchString(word) {
			all[len(all)-1] += " " + word
		} else {
			all = append(all, word)
		}
	}
	return all
}

// wrap makes lines of at most limit characters of words, where these allow it.
func wrap(words []string, limit int) []string {
	var lines []string
	line, width := "", 0
	for _, word := range words {
		n := utf8.RuneCountInString(word)
		if line != "" && width+1+n > limit {
			lines = append(lines, line)
			line, width = "", 0
		}
		if line != "" {
			line, width = line+" ", width+1
		}
		line, width = line+word, width+n
	}
	return append(lines, line)
}

// orders are the words by which linters are told to look away, where they may
// come to stand at the start of a line: golangci-lint passes over slashes and
// spaces before its own, gosec over nothing.
var orders = regexp.MustCompile(`(^| )[/ ]*(nolint( |:|$)|#nosec)`)

// oneLineText is prose on one line, as a part of a sentence.
func oneLineText(s string) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	s = strings.ReplaceAll(s, "+build", "+ build")
	s = disarm(s)
	return curly.ReplaceAllStringFunc(s, func(quotes string) string { return quotes[:1] })
}

// disarm takes the orders out of s: nolint becomes no lint.
func disarm(s string) string {
	return orders.ReplaceAllStringFunc(s, func(order string) string {
		order = strings.Replace(order, "nolint", "no lint", 1)
		return strings.Replace(order, "#nosec", "# nosec", 1)
	})
}
