// Package lane calls operations of the generated clients by name, with arguments
// as they are on the wire: a lane is one operation in one version.
//
// Nothing may get lost on the way into Go: a parameter without a field, a field
// that no parameter fills and a body that is encoded again to something else are
// errors.
package lane

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/stratagen/strata/conformance/sample"
	"github.com/stratagen/strata/conformance/value"
	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// Lane is one operation in one version.
type Lane struct {
	Version    string   // v1beta
	Method     string   // Sources.Get
	Arguments  []string // the path parameters in the order of the method's: sourceID
	ID         string   // operationId
	HTTPMethod string
	Path       string // a template
}

// String is version and operationId.
func (l Lane) String() string { return l.Version + "/" + l.ID }

// List reads golden/operations.txt: a line for each operation, with its method,
// operationId, HTTP method, path and versions.
func List(operations []byte) ([]Lane, error) {
	var all []Lane
	for line := range strings.Lines(string(operations)) {
		f := strings.Fields(line)
		if len(f) < 5 {
			return nil, fmt.Errorf("line %q: %d words, want a method, an operationId, an HTTP method, a path, versions", line, len(f))
		}
		method, arguments, _ := strings.Cut(strings.TrimSuffix(f[0], ")"), "(")
		l := Lane{Method: method, ID: f[1], HTTPMethod: f[2], Path: f[3]}
		for a := range strings.SplitSeq(arguments, ",") {
			if name, _, ok := strings.Cut(a, ":"); ok {
				l.Arguments = append(l.Arguments, name)
			}
		}
		for _, l.Version = range f[4:] {
			all = append(all, l)
		}
	}
	return all, nil
}

// Client is the client of one version.
type Client struct{ services reflect.Value }

// New returns the client of a version over core.
func New(core *segment.Client, version string) (*Client, error) {
	var c any
	switch version {
	case "v1":
		c = segmentv1.New(core)
	case "v1beta":
		c = segmentv1beta.New(core)
	case "v1alpha":
		c = segmentv1alpha.New(core)
	default:
		return nil, fmt.Errorf("no client of version %s", version)
	}
	return &Client{reflect.ValueOf(c).Elem()}, nil
}

// Methods are the names of all methods that make a call: Sources.Get. Iterators
// are none: they range over what the others fetch.
func (c *Client) Methods() []string {
	var all []string
	for i := range c.services.NumField() {
		for j := range c.services.Field(i).NumMethod() {
			if c.services.Field(i).Method(j).Type().NumOut() == 2 {
				all = append(all, c.services.Type().Field(i).Name+"."+c.services.Field(i).Type().Method(j).Name)
			}
		}
	}
	return all
}

// Call calls the lane with what in holds. The result is encoded again, as JSON;
// the error is the method's, or an [*ArgumentError].
func (c *Client) Call(ctx context.Context, l Lane, in sample.Input, opts ...segment.CallOption) ([]byte, error) {
	method, err := c.method(l)
	if err != nil {
		return nil, err
	}
	args, err := arguments(ctx, l, method.Type(), in)
	if err != nil {
		return nil, &ArgumentError{l, err}
	}
	results := method.CallSlice(append(args, reflect.ValueOf(opts)))
	if err, _ := results[1].Interface().(error); err != nil {
		return nil, err
	}
	return segment.Marshal(results[0].Interface())
}

// ArgumentError is an input that the types of the client cannot hold.
type ArgumentError struct {
	Lane Lane
	Err  error
}

// Error names the lane and says what does not fit.
func (e *ArgumentError) Error() string { return e.Lane.String() + ": arguments: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *ArgumentError) Unwrap() error { return e.Err }

func (c *Client) method(l Lane) (reflect.Value, error) {
	service, name, _ := strings.Cut(l.Method, ".")
	s := c.services.FieldByName(service)
	if !s.IsValid() {
		return s, fmt.Errorf("%s: no service %s", l, service)
	}
	m := s.MethodByName(name)
	if !m.IsValid() || m.Type().NumOut() != 2 || !m.Type().IsVariadic() {
		return m, fmt.Errorf("%s: no method %s that makes a call", l, l.Method)
	}
	return m, nil
}

// arguments are those of a method: the context, path parameters, parameters and
// body, without the options.
func arguments(ctx context.Context, l Lane, method reflect.Type, in sample.Input) ([]reflect.Value, error) {
	args, err := pathArguments(l, method, in.Path)
	if err != nil {
		return nil, err
	}
	args = append([]reflect.Value{reflect.ValueOf(ctx)}, args...)
	query, body := in.Query != nil, in.Body != nil
	for len(args) < method.NumIn()-1 {
		arg := reflect.New(method.In(len(args))).Elem()
		if arg.Type().Implements(reflect.TypeFor[segment.ParamEncoder]()) {
			query = false
			arg.Set(reflect.New(arg.Type().Elem()))
			err = setParameters(arg.Elem(), in.Query)
		} else if body {
			body = false
			err = set(arg, in.Body)
		}
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	if query || body {
		return nil, fmt.Errorf("no argument for the query (%v) or the body (%v)", query, body)
	}
	return args, nil
}

// pathArguments are the path parameters in the order of the method's arguments,
// which is found by their names.
func pathArguments(l Lane, method reflect.Type, path map[string]any) ([]reflect.Value, error) {
	left := map[string]any{}
	for name, v := range path {
		left[plain(name)] = v
	}
	var args []reflect.Value
	for i, name := range l.Arguments {
		v, ok := left[plain(name)]
		if !ok {
			return nil, fmt.Errorf("no value for path parameter %s", name)
		}
		delete(left, plain(name))
		arg := reflect.New(method.In(1 + i)).Elem()
		if err := set(arg, v); err != nil {
			return nil, fmt.Errorf("path parameter %s: %w", name, err)
		}
		args = append(args, arg)
	}
	if len(left) > 0 {
		return nil, fmt.Errorf("no argument for path parameters %v", left)
	}
	return args, nil
}

// set decodes v into a Go value that must then be encoded to the same.
func set(to reflect.Value, v any) error {
	text := value.Encode(v)
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // what has no type keeps its digits
	if err := d.Decode(to.Addr().Interface()); err != nil {
		return fmt.Errorf("%w: %s into %s", err, text, to.Type())
	}
	again, err := segment.Marshal(to.Interface())
	if err != nil {
		return fmt.Errorf("%s: %w", to.Type(), err)
	}
	got, err := value.Decode(again)
	if err != nil {
		return fmt.Errorf("%s: %w", to.Type(), err)
	}
	if diff := value.Diff(v, got); diff != nil {
		return fmt.Errorf("%s holds something else:\n\t%s", to.Type(), strings.Join(diff, "\n\t"))
	}
	return nil
}
