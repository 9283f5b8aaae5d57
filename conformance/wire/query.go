package wire

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/stratagen/strata/conformance/document"
)

// branch is what stands under a name: a text, or further names with dots.
type branch struct {
	text  *string
	below map[string]*branch
}

// decodeQuery reads pairs into a tree by the dots in their names, then the tree
// by the schemas of the parameters.
func decodeQuery(op *document.Operation, query string) (map[string]any, error) {
	root := &branch{}
	if query != "" {
		for pair := range strings.SplitSeq(query, "&") {
			if err := root.add(pair); err != nil {
				return nil, err
			}
		}
	}
	all := map[string]any{}
	for name, b := range root.below {
		s, err := parameter(op, "query", name)
		if err != nil {
			return nil, err
		}
		if all[name], err = b.read(op.Document, s); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func (b *branch) add(pair string) error {
	rawName, rawText, ok := strings.Cut(pair, "=")
	if !ok {
		return fmt.Errorf("%q has no value", pair)
	}
	name, err := unescape(rawName, true)
	if err != nil {
		return err
	}
	text, err := unescape(rawText, true)
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(name, ".") {
		if b.below == nil {
			b.below = map[string]*branch{}
		}
		if b.below[part] == nil {
			b.below[part] = &branch{}
		}
		b = b.below[part]
	}
	if b.text != nil {
		return fmt.Errorf("%s twice", name)
	}
	b.text = &text
	return nil
}

// read makes the value of a schema from what stands under its name.
func (b *branch) read(d *document.Document, s document.Schema) (any, error) {
	s, _ = d.Resolve(s)
	switch s.Text("type") {
	case "array":
		return b.list(d, s)
	case "object":
		return b.object(d, s)
	}
	if b.text == nil || b.below != nil {
		return nil, errors.New("names below it, which is one value")
	}
	return scalar(d, s, *b.text)
}

// list has the names 0, 1, 2 …, all of them.
func (b *branch) list(d *document.Document, s document.Schema) (any, error) {
	if b.text != nil {
		return nil, fmt.Errorf("%q for a list, whose elements are 0, 1, 2 …", *b.text)
	}
	list := make([]any, len(b.below))
	for i := range list {
		item := b.below[strconv.Itoa(i)]
		if item == nil {
			return nil, fmt.Errorf("%d elements, and none is %d", len(list), i)
		}
		v, err := item.read(d, s.Object("items"))
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		list[i] = v
	}
	return list, nil
}

func (b *branch) object(d *document.Document, s document.Schema) (any, error) {
	if b.text != nil {
		return nil, fmt.Errorf("%q for an object", *b.text)
	}
	o := map[string]any{}
	for name, member := range b.below {
		p := s.Property(name)
		if p == nil {
			return nil, fmt.Errorf("no property %s", name)
		}
		v, err := member.read(d, p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		o[name] = v
	}
	return o, nil
}

// unescape reads %XX as a byte and, in a query, + as a space. What RFC 3986 (3.3,
// 3.4) does not let stand as it is, is an error.
func unescape(s string, query bool) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%':
			if i+2 >= len(s) {
				return "", fmt.Errorf("%q ends in the middle of an escape", s)
			}
			n, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
			if err != nil {
				return "", fmt.Errorf("%q: %%%s is no escape", s, s[i+1:i+3])
			}
			b.WriteByte(byte(n))
			i += 2
		case c == '+' && query:
			b.WriteByte(' ')
		case mayStand(c, query):
			b.WriteByte(c)
		default:
			return "", fmt.Errorf("%q: %q must be escaped", s, c)
		}
	}
	return b.String(), nil
}

// mayStand reports whether c is a pchar or, in a query, what may stand there
// without a meaning.
func mayStand(c byte, query bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case query:
		return strings.IndexByte("-._~!$'()*,:@/?", c) >= 0
	}
	return strings.IndexByte("-._~!$&'()*+,;=:@", c) >= 0
}
