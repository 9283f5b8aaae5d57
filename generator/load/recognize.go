package load

// What a file is that is no OpenAPI document, in words that help: a login page
// where a download was expected, an editor's encoding, half a file.

import (
	"bytes"
	"encoding/json"
	"errors"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/model"
)

var (
	htmlStart = regexp.MustCompile(`(?is)\A(<\?xml.*?\?>|<!--.*?-->|\s)*<(!doctype\s+html|html|head|body)\b`)
	htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.{0,500}?)</title`)
)

// recognize faults what cannot be YAML or JSON, and reports whether it did. A
// byte order mark before UTF-8 is allowed (YAML 1.2, 5.2); UTF-16, which YAML has
// and JSON has not, is refused: positions would be none an editor shows.
func recognize(file string, src []byte, faults *model.Faults) bool {
	text := bytes.TrimPrefix(src, []byte("\ufeff"))
	begins := len(text) - len(bytes.TrimLeft(text, " \t\r\n"))
	at := placeOf(file, text, begins)
	switch trimmed := text[begins:]; {
	case len(trimmed) == 0:
		faults.Add(model.Pos{File: file, Line: 1, Column: 1}, "the document is empty")
	case isUTF16(text):
		faults.Add(model.Pos{File: file, Line: 1, Column: 1}, "this is UTF-16, and must be UTF-8")
	case htmlStart.Match(trimmed):
		faults.Add(at, "this is HTML, not an OpenAPI document%s", title(trimmed))
	case trimmed[0] == '<':
		faults.Add(at, "this is XML or the like, not an OpenAPI document")
	case !utf8.Valid(text):
		i := invalidByte(text)
		faults.Add(placeOf(file, text, i), "not UTF-8: byte 0x%02x", text[i])
	default:
		return false
	}
	return true
}

// isUTF16 looks for the byte order marks, and for the zero that the first ASCII
// character has beside it.
func isUTF16(src []byte) bool {
	return bytes.HasPrefix(src, []byte{0xff, 0xfe}) || bytes.HasPrefix(src, []byte{0xfe, 0xff}) ||
		len(src) > 1 && (src[0] == 0) != (src[1] == 0)
}

// title is what a page calls itself: it tells a login page from a missing one.
func title(page []byte) string {
	m := htmlTitle.FindSubmatch(page)
	if m == nil {
		return ""
	}
	words := strings.Fields(html.UnescapeString(strings.ToValidUTF8(string(m[1]), "?")))
	if len(words) == 0 {
		return ""
	}
	text := []rune(strings.Join(words, " "))
	if len(text) > 80 {
		text = append(text[:79], '…')
	}
	return `; its title is "` + string(text) + `"`
}

func invalidByte(src []byte) int {
	for i := 0; ; {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// placeOf is the place of a byte; columns count characters.
func placeOf(file string, src []byte, i int) model.Pos {
	before := src[:min(i, len(src))]
	line := bytes.Count(before, []byte("\n"))
	start := bytes.LastIndexByte(before, '\n') + 1
	return model.Pos{File: file, Line: line + 1, Column: utf8.RuneCount(before[start:]) + 1}
}

var jsonStart = regexp.MustCompile(`\A\s*\{\s*["}]`)

// jsonFault says what is wrong with src as JSON, if that is what it is meant to
// be: the YAML parser's words fit braces badly.
func jsonFault(file string, src []byte, faults *model.Faults) bool {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	var value json.RawMessage
	var syntax *json.SyntaxError
	if !jsonStart.Match(src) || !errors.As(json.Unmarshal(src, &value), &syntax) {
		return false
	}
	text := syntax.Error()
	offset, end := max(int(syntax.Offset)-1, 0), len(bytes.TrimRight(src, " \t\r\n"))
	if offset >= end || strings.HasPrefix(text, "unexpected end") {
		offset, text = end, "unexpected end"
	}
	faults.Add(placeOf(file, src, offset), "not JSON: %s", text)
	return true
}
