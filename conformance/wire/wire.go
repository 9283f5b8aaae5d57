// Package wire reads requests as the API documents them, down to the bytes of the
// request line: paths by their templates, queries with dots (pagination.count=3,
// emails.0=a, rules.0.key=k), bodies as JSON. It is written from the documentation
// and shares nothing with what sends them; not even net/url, which would undo an
// escape as wrongly as it was done.
package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/conformance/value"
)

// Request is a request as it arrived.
type Request struct {
	Method string
	Target string // as in the request line: /sources/a%2Fb?x=y
	Header http.Header
	Body   []byte
}

// Check reads r as a call of op and returns how it differs from what was to be
// sent, one line each; nil: in nothing. token is the bearer token.
func Check(op *document.Operation, token string, want sample.Input, r Request) []string {
	var all []string
	got, err := Decode(op, r)
	if err != nil {
		all = append(all, err.Error())
	} else {
		all = append(all, prefixed("path", value.Diff(orEmpty(want.Path), orEmpty(got.Path)))...)
		all = append(all, prefixed("query", value.Diff(orEmpty(want.Query), orEmpty(got.Query)))...)
		all = append(all, prefixed("body", value.Diff(want.Body, got.Body))...)
	}
	if r.Method != op.Method {
		all = append(all, fmt.Sprintf("method %s, want %s", r.Method, op.Method))
	}
	contentType := []string{op.Document.MediaType}
	if op.Body == nil {
		contentType = nil
	}
	all = append(all, header(r.Header, "Accept", []string{op.Document.MediaType})...)
	all = append(all, header(r.Header, "Content-Type", contentType)...)
	return append(all, header(r.Header, "Authorization", []string{"Bearer " + token})...)
}

func orEmpty(o map[string]any) any {
	if o == nil {
		return map[string]any{}
	}
	return o
}

func prefixed(where string, lines []string) []string {
	for i, l := range lines {
		lines[i] = where + " " + l
	}
	return lines
}

// header compares the values of a header: one line each, nothing joined.
func header(h http.Header, name string, want []string) []string {
	if got := h.Values(name); strings.Join(got, "\n") != strings.Join(want, "\n") {
		return []string{fmt.Sprintf("header %s: %q, want %q", name, got, want)}
	}
	return nil
}

// Decode reads r as a call of op.
func Decode(op *document.Operation, r Request) (sample.Input, error) {
	var in sample.Input
	var err error
	path, query, asked := strings.Cut(r.Target, "?")
	if asked && query == "" {
		return in, errors.New("query: a question mark and nothing after it")
	}
	if in.Path, err = decodePath(op, path); err != nil {
		return in, fmt.Errorf("path: %w", err)
	}
	if in.Query, err = decodeQuery(op, query); err != nil {
		return in, fmt.Errorf("query: %w", err)
	}
	switch {
	case op.Body == nil && len(r.Body) > 0:
		return in, fmt.Errorf("body: %q, where none belongs", r.Body)
	case op.Body != nil:
		if in.Body, err = value.Decode(r.Body); err != nil {
			return in, fmt.Errorf("body: %w", err)
		}
	}
	return in, nil
}

// decodePath matches the elements of a path with those of the template.
func decodePath(op *document.Operation, path string) (map[string]any, error) {
	template, elements := strings.Split(op.Path, "/"), strings.Split(path, "/")
	if len(template) != len(elements) {
		return nil, fmt.Errorf("%s has %d elements, %s has %d", path, len(elements), op.Path, len(template))
	}
	all := map[string]any{}
	for i, t := range template {
		text, err := unescape(elements[i], false)
		if err != nil {
			return nil, err
		}
		name, hole := strings.CutPrefix(strings.TrimSuffix(t, "}"), "{")
		if !hole {
			if elements[i] != t {
				return nil, fmt.Errorf("element %q, want %q", elements[i], t)
			}
			continue
		}
		if elements[i] == "" || elements[i] == "." || elements[i] == ".." {
			return nil, fmt.Errorf("element %q for %s leads elsewhere", elements[i], name)
		}
		s, err := parameter(op, "path", name)
		if err != nil {
			return nil, err
		}
		if all[name], err = scalar(op.Document, s, text); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func parameter(op *document.Operation, in, name string) (document.Schema, error) {
	for _, p := range op.Parameters {
		if p.In == in && p.Name == name {
			return p.Schema, nil
		}
	}
	return nil, fmt.Errorf("%s: the operation has no such parameter", name)
}

// number is how JSON writes numbers (RFC 8259, 6).
var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// scalar reads a text as the schema has it.
func scalar(d *document.Document, s document.Schema, text string) (any, error) {
	s, _ = d.Resolve(s)
	switch t := s.Text("type"); t {
	case "string":
		return text, nil
	case "boolean":
		if text == "true" || text == "false" {
			return text == "true", nil
		}
	case "integer":
		if number.MatchString(text) && !strings.ContainsAny(text, ".eE") {
			return json.Number(text), nil
		}
	case "number":
		if number.MatchString(text) {
			return json.Number(text), nil
		}
	}
	return nil, fmt.Errorf("%q is no %s", text, s.Text("type"))
}
