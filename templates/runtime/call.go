package runtime

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Call is what one call of an Operation carries. The zero value is a call
// without parameters, body or result.
type Call struct {
	// Path holds the path parameters in the order of the template: strings,
	// numbers, booleans, or slices of them, which are joined by commas.
	Path []any
	// Params writes query, header and cookie parameters; nil: there are none.
	Params ParamEncoder
	// Body is sent as JSON (or as a form, where the operation takes one), unless
	// it is an io.Reader, which is sent as it is, closed if it can be, and,
	// unless it stands in memory (bytes, strings), never sent twice. A nil
	// pointer is no body.
	Body any
	// Out points to where the result goes; nil: the result is ignored. An
	// *io.ReadCloser receives the unread body, which the caller must close.
	Out any
}

// ParamEncoder is a set of parameters. Generated Params structs implement it.
type ParamEncoder interface{ EncodeParams(e *Encoder) }

// Do makes a call and decodes its result. All generated methods end here; call
// it directly for an operation that the generator does not know.
//
// A response outside 2xx is an *Error, a result that cannot be decoded a
// *DecodeError. Everything else, such as a missing parameter, a failed
// connection or the end of ctx, is wrapped with the name of the operation.
func (c *Client) Do(ctx context.Context, op *Operation, call Call, opts ...CallOption) error {
	switch {
	case op == nil:
		return errors.New(apiName + ": the operation is nil")
	case ctx == nil:
		return op.fail(errors.New("the context is nil"))
	case c == nil || c.s == nil:
		return op.fail(errors.New("the client was not made by NewClient"))
	}
	r, err := newRequest(c.s, op, call, opts)
	if err != nil {
		discard(call.Body)
		return op.fail(err)
	}
	return r.run(context.WithValue(ctx, operationKey{}, op))
}

// Send is Do for results that are structs.
func Send[T any](ctx context.Context, c *Client, op *Operation, call Call, opts ...CallOption) (*T, error) {
	out := new(T)
	call.Out = out
	if err := c.Do(ctx, op, call, opts...); err != nil {
		return nil, err
	}
	return out, nil
}

// SendValue is Do for all other results: slices, maps, scalars, any, and
// io.ReadCloser for a stream.
func SendValue[T any](ctx context.Context, c *Client, op *Operation, call Call, opts ...CallOption) (T, error) {
	var out T
	call.Out = &out
	if err := c.Do(ctx, op, call, opts...); err != nil {
		var zero T
		return zero, err
	}
	return out, nil
}

// request is a call made ready: whatever can be wrong with it has been found.
type request struct {
	*shared
	op      *Operation
	set     settings
	url     string
	enc     Encoder
	body    *payload // nil: none
	out     any
	stream  *io.ReadCloser // where out is one
	watched watched        // the attempt in flight
	bounded io.LimitedReader
}

func newRequest(s *shared, op *Operation, call Call, opts []CallOption) (*request, error) {
	r := &request{shared: s, op: op, set: s.settings, out: call.Out}
	for _, o := range opts {
		if o != nil {
			o.applyCall(&r.set)
		}
	}
	if r.set.response != nil {
		*r.set.response = Response{}
	}
	if r.set.bad != nil {
		return nil, r.set.bad
	}
	r.stream, _ = call.Out.(*io.ReadCloser)
	path, err := expandPath(op.Path, call.Path)
	if err != nil {
		return nil, err
	}
	if call.Params != nil {
		call.Params.EncodeParams(&r.enc)
	}
	if r.enc.err != nil {
		return nil, r.enc.err
	}
	r.url = joinQuery(s.base+path, r.enc.query)
	if r.body, err = newPayload(op, call.Body); err != nil || r.body == nil {
		return r, err
	}
	r.body.contentType, err = r.set.bodyType(r.body.contentType)
	return r, err
}

func joinQuery(u string, pairs []string) string {
	if len(pairs) == 0 {
		return u
	}
	sep := "?"
	if strings.Contains(u, "?") { // documents do put queries into paths
		sep = "&"
	}
	return u + sep + strings.Join(pairs, "&")
}

// headers are those of one attempt, the credential excepted. They are made anew
// for each: what stands before the transport may change them.
func (r *request) headers() http.Header {
	h := make(http.Header, 4)
	for k, v := range r.enc.header {
		h[k] = slices.Clone(v)
	}
	if len(r.enc.cookies) > 0 {
		h.Set("Cookie", strings.Join(r.enc.cookies, "; "))
	}
	for k, v := range r.set.header {
		h[k] = slices.Clone(v)
	}
	h.Del("Content-Type")
	own := make([]string, 0, 3) // one piece of memory for all
	set := func(name, value string) {
		own = append(own, value)
		h[name] = own[len(own)-1 : len(own) : len(own)]
	}
	if r.body != nil {
		set("Content-Type", r.body.contentType)
	}
	if r.op.Accept != "" {
		set("Accept", r.op.Accept) // exactly one version, never a list
	}
	if h.Get("User-Agent") == "" {
		set("User-Agent", r.userAgent)
	}
	return h
}
