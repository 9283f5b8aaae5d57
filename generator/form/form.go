// Package form tells by its form alone what cannot be an OpenAPI document: a login
// page where a download was expected, an editor's encoding, half a file. It is given
// the bytes and promises where they go wrong, in words that help. What YAML has to
// say, and what OpenAPI means, is not asked.
package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Mark is the byte order mark that may stand before UTF-8 (YAML 1.2, 5.2).
const Mark = "\ufeff"

// Fault is what is wrong with a text.
type Fault struct {
	Offset int // of the byte where it goes wrong; 0 if it is the text as a whole
	Text   string
}

var (
	htmlStart = regexp.MustCompile(`(?is)\A(<\?xml.*?\?>|<!--.*?-->|\s)*<(!doctype\s+html|html|head|body)\b`)
	htmlTitle = regexp.MustCompile(`(?is)<title[^>]*>(.{0,500}?)</title`)
)

// Text faults what cannot be YAML or JSON; nil: it may be. UTF-16, which YAML has
// and JSON has not, is refused: positions would be none an editor shows.
func Text(src []byte) *Fault {
	text := bytes.TrimLeft(bytes.TrimPrefix(src, []byte(Mark)), " \t\r\n")
	begins := len(src) - len(text)
	switch {
	case len(text) == 0:
		return &Fault{0, "the document is empty"}
	case isUTF16(src):
		return &Fault{0, "this is UTF-16, and must be UTF-8"}
	case htmlStart.Match(text):
		return &Fault{begins, "this is HTML, not an OpenAPI document" + title(text)}
	case text[0] == '<':
		return &Fault{begins, "this is XML or the like, not an OpenAPI document"}
	case !utf8.Valid(text):
		i := begins + invalidByte(text)
		return &Fault{i, fmt.Sprintf("not UTF-8: byte 0x%02x", src[i])}
	}
	return nil
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

var jsonStart = regexp.MustCompile(`\A\s*\{\s*(["}]|\z)`)

// JSON reports whether src is meant to be a JSON object, which the flow mappings of
// YAML that people write do not look like; and what is wrong with it as JSON (RFC
// 8259), nil if nothing is. The words of readers of YAML fit braces badly, and some
// of them take JSON that is broken.
func JSON(src []byte) (is bool, fault *Fault) {
	text := bytes.TrimPrefix(src, []byte(Mark))
	if !jsonStart.Match(text) {
		return false, nil
	}
	var value json.RawMessage
	var syntax *json.SyntaxError
	if !errors.As(json.Unmarshal(text, &value), &syntax) {
		return true, nil
	}
	why := syntax.Error()
	offset, end := max(int(syntax.Offset)-1, 0), len(bytes.TrimRight(text, " \t\r\n"))
	if offset >= end || strings.HasPrefix(why, "unexpected end") {
		offset, why = end, "unexpected end"
	}
	return true, &Fault{len(src) - len(text) + offset, "not JSON: " + why}
}
