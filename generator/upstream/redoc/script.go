package redoc

// Reading a script, as far as it takes to know where strings, comments, regular
// expressions and templates begin and end: a brace in one of them opens nothing
// (ECMA-262, 12). At a brace that opens something JSON is tried. It goes through
// a script once; code that it misreads costs what is in that code.

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// scanner goes through one script.
type scanner struct {
	*finder
	src   []byte
	pos   int
	where string

	open    []brace
	parens  []bool // per open parenthesis: an operand cannot follow its end, as in if (x) /re/
	operand bool   // what came last can be divided, so a slash divides it
	word    string // what came last, if a word
	wasted  int    // bytes read for strings and regular expressions that did not end
}

// maxWasted keeps a text of slashes and quotes from being read again and again.
// Real scripts waste next to nothing.
const maxWasted = 1 << 20

// brace is an open brace of the code.
type brace struct {
	frame
	template bool // it is the ${ of a template, which goes on behind its end
}

// script looks for documents in the text of a script.
func (f *finder) script(src []byte, where string) {
	if !bytes.Contains(src, []byte("openapi")) {
		return
	}
	s := scanner{finder: f, src: src, where: where}
	for s.pos < len(src) {
		s.step()
	}
	for _, b := range s.open {
		if b.openapi || b.paths {
			f.found = f.found[:min(b.before, len(f.found))]
			f.hint("the object at %s breaks off", s.place(b.start))
			return
		}
	}
}

// step reads one token.
func (s *scanner) step() {
	c := s.src[s.pos]
	switch {
	case c <= ' ':
		s.pos++
	case c == '/':
		s.slash()
	case c == '"' || c == '\'' || c == '`':
		s.quote(c)
	case c == '{':
		s.brace()
	case c == '}':
		s.unbrace()
	case isWord(c):
		s.name()
	default:
		s.punctuation(c)
	}
}

// isWord includes digits: a number is an operand like a name. Bytes above ASCII
// are letters, or white space that does no harm as one.
func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// beforeOperand are the words that an operand follows, so that a slash behind
// them begins a regular expression.
var beforeOperand = strings.Fields("return typeof instanceof in of new delete void throw case do else yield await default")

func (s *scanner) name() {
	start := s.pos
	for s.pos < len(s.src) && isWord(s.src[s.pos]) {
		s.pos++
	}
	member := start > 0 && s.src[start-1] == '.'
	if !member {
		s.member(s.src[start:s.pos])
	}
	s.word = ""
	if s.pos-start < 16 && !member {
		s.word = string(s.src[start:s.pos])
	}
	s.operand = !slices.Contains(beforeOperand, s.word)
}

func (s *scanner) punctuation(c byte) {
	after := c == ']'
	switch c {
	case '(':
		s.parens = append(s.parens, slices.Contains([]string{"if", "while", "for", "with"}, s.word))
	case ')':
		after = true
		if n := len(s.parens); n > 0 {
			after = !s.parens[n-1]
			s.parens = s.parens[:n-1]
		}
	case '+', '-': // x++ / y
		after = s.operand && s.pos > 0 && s.src[s.pos-1] == c
		s.operand = s.operand && s.pos+1 < len(s.src) && s.src[s.pos+1] == c
		s.operand, s.word = s.operand || after, ""
		s.pos++
		return
	}
	s.pos++
	s.operand, s.word = after, ""
}

// slash reads a comment, a regular expression or a division.
func (s *scanner) slash() {
	rest := s.src[s.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		s.pos += lineLength(rest)
		return
	case bytes.HasPrefix(rest, []byte("/*")):
		if end := bytes.Index(rest[2:], []byte("*/")); end >= 0 {
			s.pos += end + 4
		} else {
			s.pos = len(s.src)
		}
		return
	case !s.operand && s.wasted < maxWasted:
		n, ends := regexpLength(rest)
		if ends {
			s.pos += n
			s.operand, s.word = true, ""
			return
		}
		s.wasted += n
	}
	s.pos++
	s.operand, s.word = false, ""
}

func lineLength(text []byte) int {
	if n := bytes.IndexAny(text, "\r\n"); n >= 0 {
		return n
	}
	return len(text)
}

// regexpLength is the length of the regular expression that rest begins with,
// without its flags, or that of the line if it does not end.
func regexpLength(rest []byte) (n int, ends bool) {
	class := false
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '\n', '\r':
			return i, false
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return i + 1, true
			}
		}
	}
	return len(rest), false
}

// quote reads a string, or a template up to its end or its first ${.
func (s *scanner) quote(c byte) {
	start := s.pos
	s.pos++
	if c == '`' {
		s.template(start)
		return
	}
	if s.wasted >= maxWasted {
		return
	}
	n, ends := stringLength(s.src[s.pos:], c)
	if !ends { // a stray quote: go on behind it
		s.wasted += n
		s.operand, s.word = false, ""
		return
	}
	raw := s.src[s.pos : s.pos+n]
	s.pos += n + 1
	s.operand, s.word = true, ""
	s.member(raw)
	s.content(raw, start)
}

// stringLength is the number of bytes up to the closing quote, or up to the end
// of the line if there is none.
func stringLength(text []byte, quote byte) (n int, ends bool) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case quote:
			return i, true
		case '\\':
			i++
			if bytes.HasPrefix(text[min(i, len(text)):], []byte("\r\n")) {
				i++
			}
		case '\n', '\r':
			return i, false
		}
	}
	return len(text), false
}

// template reads a piece of a template: to the backtick, or to the next ${.
func (s *scanner) template(start int) {
	begins := s.pos
	for ; s.pos < len(s.src); s.pos++ {
		switch s.src[s.pos] {
		case '\\':
			s.pos++
		case '`':
			raw := s.src[begins:s.pos]
			s.pos++
			s.operand, s.word = true, ""
			s.content(raw, start)
			return
		case '$':
			if s.pos+1 < len(s.src) && s.src[s.pos+1] == '{' {
				s.open = append(s.open, brace{template: true, frame: frame{start: s.pos, before: len(s.found)}})
				s.pos += 2
				s.operand, s.word = false, ""
				return
			}
		}
	}
	s.pos = len(s.src)
}

// content looks into a string that may be a document, or hold one.
func (s *scanner) content(raw []byte, start int) {
	if !bytes.Contains(raw, []byte("openapi")) {
		return
	}
	if text, ok := unescape(raw); ok {
		s.text(text, s.place(start), 1)
	}
}

// brace tries JSON, and takes what is not for code.
func (s *scanner) brace() {
	start := s.pos
	rest := bytes.TrimLeft(s.src[start+1:min(start+65, len(s.src))], " \t\r\n")
	if len(rest) > 0 && rest[0] != '"' && rest[0] != '}' {
		s.push(frame{start: start, before: len(s.found)})
		s.pos++
		return
	}
	r := reading{finder: s.finder, src: s.src, from: start, where: s.where}
	err := r.run()
	s.pos = r.end()
	s.operand, s.word = true, ""
	if err == nil {
		return
	}
	for _, f := range r.open { // up to here JSON and code are one
		if !f.array {
			s.push(f)
		}
	}
	s.rewind(r.top())
}

// rewind goes on in code behind the last JSON token that was read in top. The
// reader of JSON is behind white space, colons and commas already.
func (s *scanner) rewind(top *frame) {
	read := bytes.TrimRight(s.src[:s.pos], " \t\r\n")
	last := read[len(read)-1]
	if s.operand = strings.IndexByte("{[:,", last) < 0; s.operand || top.array || !top.value {
		return
	}
	s.pos = len(read) - 1 // at the colon behind a key whose value is not JSON
	s.member([]byte(top.key))
}

func (s *scanner) place(start int) string { return fmt.Sprintf("%s, byte %d", s.where, start) }

func (s *scanner) push(f frame) {
	s.open = append(s.open, brace{frame: f})
	s.operand, s.word = false, ""
}

// unbrace ends a block, an object, or the code in a template. An object with the
// keys of a document that JSON did not take is a document in JavaScript: what was
// found in it is a part of it, not what is looked for.
func (s *scanner) unbrace() {
	s.pos++
	s.operand, s.word = false, ""
	if len(s.open) == 0 {
		return
	}
	b := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	switch {
	case b.template:
		s.template(b.start)
	case b.openapi && b.paths:
		s.found = s.found[:min(b.before, len(s.found))]
		s.hint("the object at %s is JavaScript, not JSON", s.place(b.start))
	}
}

// member notes that the object at hand has a member openapi or paths, if the
// word or string that was just read is its key.
func (s *scanner) member(key []byte) {
	if len(s.open) == 0 || string(key) != "openapi" && string(key) != "paths" {
		return
	}
	rest := bytes.TrimLeft(s.src[s.pos:], " \t\r\n")
	value, found := bytes.CutPrefix(rest, []byte(":"))
	value = bytes.TrimLeft(value, " \t\r\n")
	if !found || len(value) == 0 {
		return
	}
	opens := value[0] == '{'
	quotes := strings.IndexByte("\"'`", value[0]) >= 0
	if key[0] == 'p' && opens || key[0] == 'o' && quotes {
		s.open[len(s.open)-1].mark(string(key))
	}
}
