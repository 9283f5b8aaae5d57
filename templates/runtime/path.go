package runtime

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// expandPath puts args, in order, into the holes of a path template. Values are
// escaped; one that would be empty or lead to another resource ("", ".", "..")
// is an error (RFC 3986, 5.2.4: dot elements are removed on the way).
func expandPath(template string, args []any) (string, error) {
	var b strings.Builder
	b.Grow(len(template) + 32) // for what most values need
	rest := template
	for {
		before, after, found := strings.Cut(rest, "{")
		b.WriteString(before)
		if !found {
			break
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || len(args) == 0 {
			return "", fmt.Errorf("path parameter %s: no value given for it in %s", name, template)
		}
		text, err := pathValue(args[0])
		if err != nil {
			return "", fmt.Errorf("path parameter %s: %w", name, err)
		}
		b.WriteString(text)
		rest, args = tail, args[1:]
	}
	if len(args) > 0 {
		return "", fmt.Errorf("%d more path values than %s has parameters", len(args), template)
	}
	path := b.String()
	if path != "" && path[0] != '/' {
		path = "/" + path
	}
	for element := range strings.SplitSeq(path, "/") {
		if element == "." || element == ".." { // made of several parameters
			return "", fmt.Errorf("path %s has the element %q", path, element)
		}
	}
	return path, nil
}

// pathValue writes a value in style simple (OpenAPI: Style Values).
func pathValue(v any) (string, error) {
	if text, ok := scalar(v); ok {
		return pathElement(text)
	}
	n, err := newNode(v)
	if err != nil {
		return "", err
	}
	if n.absent() {
		return "", errors.New("not set")
	}
	texts := n.flat(false)
	for i, t := range texts {
		if texts[i], err = pathElement(t); err != nil {
			return "", err
		}
	}
	if len(texts) == 0 {
		return "", errors.New("empty")
	}
	return strings.Join(texts, ","), nil
}

// pathElement escapes a text that names a resource.
func pathElement(text string) (string, error) {
	switch text {
	case "":
		return "", errors.New("empty")
	case ".", "..":
		return "", fmt.Errorf("%q would lead to another resource", text)
	}
	return url.PathEscape(text), nil
}
