package runtime

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
)

// Style is how a parameter is written: one of the serializations of OpenAPI
// (Parameter Object, Style Values) and two flags.
type Style uint

// The styles, to be combined with Explode and Required.
const (
	Form           Style = 0               // k=a,b and, exploded, k=a&k=b
	Explode        Style = 1 << (iota - 1) // a list or object is several pairs
	DeepObject                             // objects as k[p]=v or k.p=v, as the API has it
	SpaceDelimited                         // k=a%20b
	PipeDelimited                          // k=a%7Cb
	Simple                                 // a,b: headers and paths
	Required                               // an absent or empty value is an error
)

// Page is how an operation takes its place in a list of results.
type Page struct {
	Param        string // object parameter that holds the two; empty: they stand alone
	Count        string // name of the page size; empty: there is none
	Cursor       string // name of the cursor; empty: there is none
	Style        Style  // of Param, or of the two
	DefaultCount int64  // sent with a cursor that comes without a count, and where Required
	Required     bool   // sent even if neither is given
}

// Encoder collects the parameters of a call. The first error is kept, and
// returned before anything is sent. The order of the calls is the order of the
// query.
type Encoder struct {
	query   []string // escaped pairs
	header  http.Header
	cookies []string // pairs
	err     error
}

// Query adds a query parameter. A nil pointer, slice or map, a Nullable without
// a value and an empty list or object are not sent; where style has Required,
// they and the empty string are an error that names the parameter.
func (e *Encoder) Query(name string, v any, style Style) {
	if text, ok := scalar(v); ok && e.err == nil && (text != "" || style&Required == 0) {
		e.query = append(e.query, pair(name, text))
		return
	}
	if n, ok := e.accept("query", name, v, style); ok {
		e.query = append(e.query, queryPairs(name, n, style)...)
	}
}

// Header adds a request header, written in style simple. Accept, Content-Type
// and Authorization are left alone (OpenAPI: Parameter Object, name).
func (e *Encoder) Header(name string, v any, style Style) {
	switch http.CanonicalHeaderKey(name) {
	case "Accept", "Content-Type", "Authorization":
		return
	}
	n, ok := e.accept("header", name, v, style)
	if !ok {
		return
	}
	text := strings.Join(n.flat(style&Explode != 0), ",")
	if !validName(name) || !validValue(text) {
		e.fail(fmt.Errorf("header parameter %s: not a valid header", name))
		return
	}
	if e.header == nil {
		e.header = http.Header{}
	}
	e.header.Set(name, text)
}

// Cookie adds cookies, written in style form and escaped as in a query.
func (e *Encoder) Cookie(name string, v any, style Style) {
	if n, ok := e.accept("cookie", name, v, style); ok {
		e.cookies = append(e.cookies, queryPairs(name, n, style)...)
	}
}

// Page adds the place in a list. A zero count or cursor is not given; a cursor
// without a count goes with the default count. If neither is given, nothing is
// sent unless p is Required.
func (e *Encoder) Page(p *Page, count int64, cursor any) {
	given := !isZero(cursor)
	if count == 0 && !given && !p.Required {
		return
	}
	if count == 0 {
		count = p.DefaultCount
	}
	if p.Param == "" {
		if p.Count != "" && count != 0 {
			e.Query(p.Count, count, p.Style)
		}
		if p.Cursor != "" && given {
			e.Query(p.Cursor, cursor, p.Style)
		}
		return
	}
	if p.Style&DeepObject != 0 && p.Style&Required == 0 {
		e.deepPage(p, count, cursor, given)
		return
	}
	place := map[string]any{}
	if p.Count != "" && count != 0 {
		place[p.Count] = count
	}
	if p.Cursor != "" && given {
		place[p.Cursor] = cursor
	}
	e.Query(p.Param, place, p.Style)
}

// deepPage is Page for members that are pairs of their own; like those of any
// object made of a map, they are sorted.
func (e *Encoder) deepPage(p *Page, count int64, cursor any, given bool) {
	writeCursor := func() {
		if p.Cursor != "" && given {
			e.Query(memberKey(p.Param, p.Cursor), cursor, p.Style)
		}
	}
	if p.Cursor < p.Count {
		writeCursor()
	}
	if p.Count != "" && count != 0 {
		e.Query(memberKey(p.Param, p.Count), count, p.Style)
	}
	if p.Cursor >= p.Count {
		writeCursor()
	}
}

// accept returns v as a node, if there is something to send.
func (e *Encoder) accept(in, name string, v any, style Style) (node, bool) {
	if e.err != nil {
		return nil, false
	}
	n, err := newNode(v)
	if err != nil {
		e.fail(fmt.Errorf("%s parameter %s: %w", in, name, err))
		return nil, false
	}
	if style&Required != 0 {
		err = required(v, n)
	}
	if err != nil {
		e.fail(fmt.Errorf("%s parameter %s: %w", in, name, err))
		return nil, false
	}
	return n, !n.absent() && !n.hollow()
}

func required(v any, n node) error {
	z, ok := v.(interface{ IsZero() bool }) // a time, a Nullable
	switch {
	case n.absent(), ok && z.IsZero():
		return errors.New("required, but not set")
	case n.hollow(), string(n) == `""`:
		return errors.New("required, but empty")
	}
	return nil
}

func (e *Encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// isZero reports whether v is nil, a zero, or a pointer to one.
func isZero(v any) bool {
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer && !rv.IsNil() {
		rv = rv.Elem()
	}
	return !rv.IsValid() || rv.IsZero()
}
