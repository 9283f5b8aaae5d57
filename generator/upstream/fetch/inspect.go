package fetch

// Whether a text is a document at all, by its form and its outermost keys: an error
// in JSON is none. What the rest of it means is not asked.

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/form"
)

// inspect tells whether data can be an OpenAPI 3 document: JSON or YAML with an
// openapi key that says 3.x. The error is *Rejected, with the position in bytes
// where there is one. from is for messages, and so is what a server gave as the
// content type; empty: nothing.
func inspect(from string, data []byte, contentType string) error {
	if fault := form.Text(data); fault != nil {
		text := located(fault)
		if fault.Offset == 0 {
			text = strconv.Itoa(len(data)) + " bytes: " + text
		}
		if contentType != "" { // which often says what was sent instead
			text += ", content-type " + contentType
		}
		return rejected(from, "%s", text)
	}
	head, err := readHead(data)
	if err != nil {
		return rejected(from, "%v", err)
	}
	if fault := head.fault(); fault != "" {
		return rejected(from, "%s", fault)
	}
	return nil
}

// located is a fault with its position, if it is at one.
func located(f *form.Fault) string {
	if f.Offset == 0 {
		return f.Text
	}
	return "byte " + strconv.Itoa(f.Offset) + ": " + f.Text
}

// head is the outermost level of a document.
type head map[string]string // key -> the text of its value if it is a scalar

// readHead reads data. What is meant to be JSON must be JSON: readers of YAML take
// some of it that is broken.
func readHead(data []byte) (head, error) {
	switch is, fault := form.JSON(data); {
	case fault != nil:
		return nil, errors.New(located(fault))
	case is:
		return readJSON(bytes.TrimPrefix(data, []byte(form.Mark)))
	}
	return readYAML(data)
}

// readJSON reads an object.
func readJSON(text []byte) (head, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, err
	}
	h := head{}
	for key, raw := range members {
		var text string
		if json.Unmarshal(raw, &text) != nil && len(raw) < 40 {
			text = string(raw) // a number
		}
		h[key] = text
	}
	return h, nil
}

func readYAML(data []byte) (head, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, yamlFault(data, err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("no mapping, and so no openapi key")
	}
	h := head{}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		h[pairs[i].Value] = pairs[i+1].Value // empty for what is no scalar
	}
	return h, nil
}

// yamlFault says where the YAML ends to be YAML, in bytes as the other faults.
func yamlFault(data []byte, err error) error {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return errors.New("not YAML: " + err.Error())
	}
	text := e.Message
	if e.ContextMsg != "" {
		text = e.ContextMsg + ": " + text
	}
	at := offset(data, e.Mark.Line, e.Mark.Column)
	return errors.New("byte " + strconv.Itoa(at) + " (line " + strconv.Itoa(e.Mark.Line) + "): not YAML: " + text)
}

// offset is the number of bytes before a place; lines and columns are from 1.
func offset(data []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		n := bytes.IndexByte(data[at:], '\n')
		if n < 0 {
			return len(data)
		}
		at += n + 1
	}
	for ; column > 1 && at < len(data) && data[at] != '\n'; column-- {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return at
}

var version3 = regexp.MustCompile(`^3\.[0-9]`)

// fault says why a document with this head is none we can read; empty: it is.
func (h head) fault() string {
	version, is := h["openapi"]
	if swagger, old := h["swagger"]; old && !is {
		return "swagger " + shorten(swagger) + ": only OpenAPI 3 can be read"
	}
	if !is {
		return "no openapi key; the keys are " + h.keys()
	}
	if !version3.MatchString(version) {
		return "openapi " + shorten(version) + ": only OpenAPI 3 can be read"
	}
	return ""
}

func (h head) keys() string {
	keys := slices.Sorted(maps.Keys(h))
	for i, k := range keys {
		if i == 5 {
			keys = append(keys[:i:i], "…")
			break
		}
		keys[i] = shorten(k)
	}
	if len(keys) == 0 {
		return "none"
	}
	return strings.Join(keys, ", ")
}

func shorten(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return text
}
