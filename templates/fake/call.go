package fake

// A call as the fake receives it: a request, off which the arguments of a
// function are read, led by their types.

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/stratagen/strata/templates/runtime"
)

// call is one request to a fake. One that is not what the operation describes
// fails the test, and the function is not called.
type call struct {
	server   *server
	req      *http.Request
	op       *runtime.Operation
	route    *Route
	function reflect.Value
	label    string // "acmev1test: Things.Get"

	query    pairs
	bodyRead bool
}

var (
	paramsType = reflect.TypeFor[runtime.ParamEncoder]()
	readerType = reflect.TypeFor[io.Reader]()
)

// arguments reads what the function takes. After the context and the path come
// the body and the parameters, which are told apart by their types.
func (c *call) arguments() (args []reflect.Value, err error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	path, err := c.matchPath()
	if err != nil {
		return nil, err
	}
	if c.query, err = c.queryPairs(); err != nil {
		return nil, err
	}
	args = append(args, reflect.ValueOf(c.req.Context()))
	t := c.function.Type()
	for i := 1; i < t.NumIn(); i++ {
		arg := reflect.New(t.In(i)).Elem()
		switch {
		case i <= len(path):
			err = path[i-1].read(arg)
		case arg.Type().Implements(paramsType):
			err = c.readParams(arg)
		case arg.Type() == readerType:
			err = c.readStream(arg)
		default:
			err = c.readBody(arg)
		}
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	return args, c.checkRead()
}

// invoke calls the function. The result is not valid where it has none.
func (c *call) invoke(args []reflect.Value) (out reflect.Value, err error) {
	results := c.function.Call(args)
	err, _ = results[len(results)-1].Interface().(error)
	if len(results) > 1 {
		out = results[0]
	}
	return out, err
}

// check compares what needs no decoding with the operation.
func (c *call) check() error {
	method := c.op.Method
	if method == "" {
		method = http.MethodGet
	}
	if c.req.Method != method {
		return fmt.Errorf("the method is %s, not %s", c.req.Method, method)
	}
	accept := c.req.Header.Values("Accept")
	if len(accept) > 1 || strings.Join(accept, "") != c.op.Accept {
		return fmt.Errorf("the Accept headers are %q, not one with %q", accept, c.op.Accept)
	}
	return nil
}

// checkRead finds what was sent and the function does not take.
func (c *call) checkRead() error {
	if !c.bodyRead && c.hasBody() {
		return errors.New("a body was sent, and the operation takes none")
	}
	if p := c.query.unread(); p != nil {
		return fmt.Errorf("the query has %s, which is no parameter of the operation", p.key)
	}
	return nil
}

// readParams makes a new struct of parameters; there is always one.
func (c *call) readParams(arg reflect.Value) error {
	arg.Set(reflect.New(arg.Type().Elem()))
	d := &Decoder{call: c}
	reflect.ValueOf(c.route.Params).Call([]reflect.Value{reflect.ValueOf(d), arg})
	return d.err
}

// readBody decodes a JSON body, and leaves arg alone, nil mostly, if an optional
// one was not sent. A member that the type does not know, or does not write again
// as it was sent, is an error.
func (c *call) readBody(arg reflect.Value) error {
	there, err := c.openBody()
	if err != nil || !there {
		return err
	}
	data, err := io.ReadAll(c.req.Body)
	if err == nil {
		err = runtime.Unmarshal(data, arg.Addr().Interface())
	}
	if err != nil {
		return fmt.Errorf("decoding the body: %w", err)
	}
	again, err := runtime.Marshal(arg.Interface())
	if err != nil {
		return fmt.Errorf("encoding the body again: %w", err)
	}
	if where := difference(data, again); where != "" {
		return fmt.Errorf("the body holds %s, which %s does not", where, arg.Type())
	}
	return nil
}

// readStream hands over a body that is not JSON; nil if an optional one was not
// sent. It ends when the function returns.
func (c *call) readStream(arg reflect.Value) error {
	there, err := c.openBody()
	if there {
		arg.Set(reflect.ValueOf(c.req.Body))
	}
	return err
}

func (c *call) hasBody() bool { return c.req.Body != nil && c.req.Body != http.NoBody }

// openBody reports whether there is a body, and refuses one of the wrong type.
// An empty stream has a type and no body.
func (c *call) openBody() (bool, error) {
	c.bodyRead = true
	types := c.req.Header.Values("Content-Type")
	if len(types) == 0 && !c.hasBody() {
		if c.op.BodyRequired {
			return false, errors.New("the body is missing")
		}
		return false, nil
	}
	want := c.op.ContentType
	if want == "" {
		want = "application/json"
	}
	if len(types) != 1 || baseType(types[0]) != baseType(want) {
		return false, fmt.Errorf("the Content-Type headers are %q, not one with %q", types, want)
	}
	return true, nil
}

// baseType is a media type without its parameters.
func baseType(s string) string {
	if t, _, err := mime.ParseMediaType(s); err == nil {
		return t
	}
	return s
}

func isJSON(mediaType string) bool {
	t := baseType(mediaType)
	return t == "application/json" || strings.HasSuffix(t, "+json")
}
