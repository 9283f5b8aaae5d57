package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/stratagen/strata/templates/runtime"
)

// Decoder reads the parameters of a call off the wire, as [runtime.Encoder] wrote
// them there. Its methods fill what their pointers point to, or leave it alone
// where the parameter was not sent. Two things are not on the wire: whether a
// list or an object that is not there was nil or empty, and what a text is
// whose type is any: it is a string. The first error is kept, and fails the test.
type Decoder struct {
	call *call
	err  error
}

// Query reads a query parameter into the variable that v points to.
func (d *Decoder) Query(name string, v any, style runtime.Style) {
	l := layoutOf(reflect.TypeOf(v).Elem())
	d.fill("query", name, d.call.query.value(name, l, style), v, style)
}

// Header reads a request header. Accept, Content-Type and Authorization are no
// parameters (OpenAPI: Parameter Object, name).
func (d *Decoder) Header(name string, v any, style runtime.Style) {
	switch http.CanonicalHeaderKey(name) {
	case "Accept", "Content-Type", "Authorization":
		return
	}
	var data json.RawMessage
	if values := d.call.req.Header.Values(name); len(values) > 0 {
		l := layoutOf(reflect.TypeOf(v).Elem())
		texts := values[:1]
		if l.shape != scalar {
			texts = strings.Split(values[0], ",")
		}
		data = l.delimited(texts, style&runtime.Explode != 0)
	}
	d.fill("header", name, data, v, style)
}

// Cookie reads cookies, written as a query is.
func (d *Decoder) Cookie(name string, v any, style runtime.Style) {
	cookies := newPairs(strings.Join(d.call.req.Header.Values("Cookie"), "; "), ";")
	data := cookies.value(name, layoutOf(reflect.TypeOf(v).Elem()), style)
	d.fill("cookie", name, data, v, style)
}

// Page reads the place in a list of results. count and cursor point to the
// fields for them, and are nil where p has no such member. A count that the
// client adds to a bare cursor is on the wire, and is therefore read.
func (d *Decoder) Page(p *runtime.Page, count *int64, cursor any) {
	if p.Param == "" {
		if count != nil && p.Count != "" {
			d.Query(p.Count, count, p.Style)
		}
		if cursor != nil && p.Cursor != "" {
			d.Query(p.Cursor, cursor, p.Style)
		}
		return
	}
	l := layout{shape: object}
	to := map[string]any{}
	if count != nil && p.Count != "" {
		l.members = append(l.members, member{p.Count, reflect.TypeOf(count).Elem()})
		to[p.Count] = count
	}
	if cursor != nil && p.Cursor != "" {
		l.members = append(l.members, member{p.Cursor, reflect.TypeOf(cursor).Elem()})
		to[p.Cursor] = cursor
	}
	var place map[string]json.RawMessage
	d.fill("query", p.Param, d.call.query.value(p.Param, l, p.Style), &place, p.Style)
	for name, data := range place {
		d.fill("query", p.Param+" "+name, data, to[name], 0)
	}
}

// fill decodes data, if there is any, into the variable that v points to.
func (d *Decoder) fill(in, name string, data json.RawMessage, v any, style runtime.Style) {
	if data == nil {
		if style&runtime.Required != 0 {
			d.fail(fmt.Errorf("%s parameter %s is required and was not sent", in, name))
		}
		return
	}
	if err := runtime.Unmarshal(data, v); err != nil {
		d.fail(fmt.Errorf("%s parameter %s: %w", in, name, err))
	}
}

func (d *Decoder) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// queryPairs are the pairs of the query, without those that are not parameters:
// what stands in the path of the operation, and credentials.
func (c *call) queryPairs() (pairs, error) {
	ps := newPairs(c.req.URL.RawQuery, "&")
	_, fixed, _ := strings.Cut(c.op.Path, "?")
	for _, f := range newPairs(fixed, "&") {
		found := false
		for _, p := range ps {
			if !found && !p.read && p.key == f.key && p.raw == f.raw {
				p.read, found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("the query lacks %s=%s", f.key, f.raw)
		}
	}
	for _, key := range api.keys {
		_, _ = ps.take(key)
	}
	return ps, nil
}
