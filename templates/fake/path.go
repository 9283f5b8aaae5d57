package fake

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"strings"

	"github.com/stratagen/strata/templates/runtime"
)

// hole is a path parameter: its name, and its texts, several where it is a list.
type hole struct {
	name  string
	texts []string
}

// read decodes the value of h into arg.
func (h hole) read(arg reflect.Value) error {
	data := layoutOf(arg.Type()).delimited(h.texts, false)
	if err := runtime.Unmarshal(data, arg.Addr().Interface()); err != nil {
		return fmt.Errorf("path parameter %s: %w", h.name, err)
	}
	return nil
}

// matchPath reads the parameters off the path. The base URL may stand before the
// template: what counts is the end.
func (c *call) matchPath() ([]hole, error) {
	template, _, _ := strings.Cut(c.op.Path, "?") // documents do put queries into paths
	names, pattern := pathPattern(template)
	escaped := c.req.URL.EscapedPath()
	found := pattern.FindStringSubmatch(escaped)
	if found == nil {
		return nil, fmt.Errorf("the path %s does not end in %s", escaped, template)
	}
	var holes []hole
	for i, name := range names {
		h := hole{name: name}
		for _, part := range strings.Split(found[i+1], ",") { // a comma in a value is escaped
			text, err := url.PathUnescape(part)
			if err != nil {
				return nil, fmt.Errorf("path parameter %s: %w", name, err)
			}
			h.texts = append(h.texts, text)
		}
		holes = append(holes, h)
	}
	return holes, nil
}

// pathPattern is a template as an expression with a group for each parameter.
// Slashes in values are escaped, so that no value spans two elements.
func pathPattern(template string) (names []string, pattern *regexp.Regexp) {
	var b strings.Builder
	for rest := template; rest != ""; {
		before, after, _ := strings.Cut(rest, "{")
		b.WriteString(regexp.QuoteMeta(escapedLiteral(before)))
		if after == "" {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		names = append(names, name)
		b.WriteString("([^/]+)")
		rest = tail
	}
	return names, regexp.MustCompile(b.String() + "$")
}

// escapedLiteral is the text of a template as it stands in a URL.
func escapedLiteral(text string) string {
	if plain, err := url.PathUnescape(text); err == nil {
		text = plain
	}
	return (&url.URL{Path: text}).EscapedPath()
}
