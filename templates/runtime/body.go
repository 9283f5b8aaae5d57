package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// payload is a request body.
type payload struct {
	contentType string
	data        []byte
	reader      io.Reader // instead of data; can be read once
}

// open returns the body for one attempt. net/http knows the length of data and
// how to read it again after a redirect.
func (p *payload) open() io.Reader {
	if p.reader != nil {
		return p.reader
	}
	return bytes.NewReader(p.data)
}

// replayable reports whether there is a body to send a second time.
func (p *payload) replayable() bool { return p == nil || p.reader == nil }

// discard closes the reader of a body that is not sent, as net/http closes that
// of one that is.
func (p *payload) discard() {
	if p != nil {
		discard(p.reader)
	}
}

func discard(body any) {
	if c, ok := body.(io.ReadCloser); ok && !isNil(body) {
		_ = c.Close()
	}
}

// newPayload encodes body; nil if there is none.
func newPayload(op *Operation, body any) (*payload, error) {
	if isNil(body) {
		if !op.BodyRequired {
			return nil, nil
		}
		// A nil list or map is an empty one; a nil pointer is a mistake.
		switch k := reflect.ValueOf(body).Kind(); k {
		case reflect.Slice:
			body = []any{}
		case reflect.Map:
			body = struct{}{}
		default:
			return nil, errors.New("the body is nil")
		}
	}
	p := &payload{contentType: op.ContentType}
	if p.contentType == "" {
		p.contentType = "application/json"
	}
	if r, ok := body.(io.Reader); ok {
		return p, p.read(r)
	}
	data, err := encodeBody(p.contentType, body)
	if err != nil {
		return nil, fmt.Errorf("encoding the body: %w", err)
	}
	p.data = data
	return p, nil
}

// read takes what stands in memory, so that it can be sent again, and leaves
// other readers alone.
func (p *payload) read(r io.Reader) (err error) {
	switch r.(type) {
	case *bytes.Buffer, *bytes.Reader, *strings.Reader:
		p.data, err = io.ReadAll(r)
	default:
		p.reader = r
	}
	return err
}

// encodeBody writes v in the given media type.
func encodeBody(contentType string, v any) ([]byte, error) {
	t := baseType(contentType)
	if isJSON(t) {
		return Marshal(v)
	}
	if t == "application/x-www-form-urlencoded" {
		return encodeForm(v)
	}
	switch rv := reflect.Indirect(reflect.ValueOf(v)); {
	case rv.Kind() == reflect.String:
		return []byte(rv.String()), nil
	case rv.Kind() == reflect.Slice && rv.Type().Elem().Kind() == reflect.Uint8:
		return rv.Bytes(), nil
	}
	return nil, fmt.Errorf("cannot write %T as %s: give an io.Reader", v, t)
}

// encodeForm writes the members of an object as a form does: lists repeat, inner
// objects have the form of deepObject parameters.
func encodeForm(v any) ([]byte, error) {
	n, err := newNode(v)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, m := range n.members() {
		style := Form | Explode
		if m.value.kind() == object {
			style = DeepObject
		}
		all = append(all, queryPairs(m.name, m.value, style)...)
	}
	return []byte(strings.Join(all, "&")), nil
}

// isJSON reports whether t, a media type without parameters, is JSON (RFC 6839,
// 3.1). No type at all is taken as JSON.
func isJSON(t string) bool {
	return t == "" || t == "*/*" || t == "application/json" || t == "text/json" || strings.HasSuffix(t, "+json")
}

// isNil reports whether v is nil or holds a nil.
func isNil(v any) bool {
	rv := reflect.ValueOf(v)
	switch rv.Kind() {
	case reflect.Invalid:
		return true
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface, reflect.Func, reflect.Chan:
		return rv.IsNil()
	}
	return false
}
