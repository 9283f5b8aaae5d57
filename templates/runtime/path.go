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
	for _, element := range strings.Split(path, "/") {
		if element == "." || element == ".." { // made of several parameters
			return "", fmt.Errorf("path %s has the element %q", path, element)
		}
	}
	return path, nil
}

// pathValue writes a value in style simple (OpenAPI: Style Values).
func pathValue(v any) (string, error) {
	n, err := newNode(v)
	if err != nil {
		return "", err
	}
	if n.absent() {
		return "", errors.New("not set")
	}
	texts := n.flat(false)
	for i, t := range texts {
		if t == "" || t == "." || t == ".." {
			if t == "" {
				return "", errors.New("empty")
			}
			return "", fmt.Errorf("%q would lead to another resource", t)
		}
		texts[i] = url.PathEscape(t)
	}
	if len(texts) == 0 {
		return "", errors.New("empty")
	}
	return strings.Join(texts, ","), nil
}
