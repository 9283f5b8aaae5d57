// Command oracle answers calls of two clients with the same bodies and prints
// what each made of them: one JSON line for each line of the file it is given.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

type answer struct {
	Version, Operation, MediaType string
	Status                        int
	Body                          json.RawMessage
}

// side is a body as a client gives it back, or why it does not.
type side struct {
	Body  json.RawMessage `json:",omitempty"`
	Error string          `json:",omitempty"`
}

type outcome struct{ Ours, Theirs side }

func main() {
	server := &transport{}
	lanes, err := methods(server)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	in, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	print := json.NewEncoder(out)
	for read := json.NewDecoder(in); ; {
		var a answer
		if err := read.Decode(&a); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			panic(err)
		}
		key := a.Version + " " + a.Operation
		server.reply = a
		o := outcome{}
		if call := lanes[key]; call != nil {
			o.Ours = call(server)
		} else {
			o.Ours.Error = "no method"
		}
		if parse := parsers[key]; parse != nil {
			o.Theirs = theirs(parse(a.response(nil)))
		} else {
			o.Theirs.Error = "no method"
		}
		if err := print.Encode(o); err != nil {
			panic(err)
		}
	}
}

func (a answer) response(r *http.Request) *http.Response {
	return &http.Response{
		StatusCode: a.Status, Status: http.StatusText(a.Status), Request: r, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {a.MediaType + "; charset=utf-8"}},
		Body:   io.NopCloser(bytes.NewReader(a.Body)), ContentLength: int64(len(a.Body)),
	}
}

// transport answers every request with reply.
type transport struct {
	reply answer
	op    *segment.Operation
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.op, _ = segment.OperationFrom(r.Context())
	return t.reply.response(r), nil
}

// methods finds every method of ours by the operation it calls.
func methods(server *transport) (map[string]func(*transport) side, error) {
	core, err := segment.NewClient("token", segment.WithHTTPClient(&http.Client{Transport: server}), segment.WithMaxAttempts(1))
	if err != nil {
		return nil, err
	}
	lanes := map[string]func(*transport) side{}
	for version, client := range map[string]any{
		"v1": segmentv1.New(core), "v1beta": segmentv1beta.New(core), "v1alpha": segmentv1alpha.New(core),
	} {
		services := reflect.ValueOf(client).Elem()
		for i := range services.NumField() {
			for j := range services.Field(i).NumMethod() {
				method := services.Field(i).Method(j)
				if method.Type().NumOut() != 2 { // an iterator
					continue
				}
				call := ours(method)
				server.op, server.reply = nil, answer{Status: 500, MediaType: "text/plain"}
				call(server)
				if server.op == nil {
					return nil, fmt.Errorf("%s: %s sends nothing", version, services.Type().Field(i).Name)
				}
				lanes[version+" "+server.op.ID] = call
			}
		}
	}
	return lanes, nil
}

// ours calls a method and encodes its result, in the envelope it came in.
func ours(method reflect.Value) func(*transport) side {
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	for i := 1; i < method.Type().NumIn()-1; i++ {
		arg := reflect.New(method.Type().In(i)).Elem()
		fill(arg, 0)
		args = append(args, arg)
	}
	return func(t *transport) side {
		results := method.Call(args)
		if err, _ := results[1].Interface().(error); err != nil {
			var e *segment.Error
			if errors.As(err, &e) {
				return encoded(map[string]any{"errors": details(e)})
			}
			return side{Error: err.Error()}
		}
		v := results[0].Interface()
		if t.op.Envelope {
			v = map[string]any{"data": v}
		}
		return encoded(v)
	}
}

// details is what an error keeps of the API's own.
func details(e *segment.Error) []map[string]any {
	list := []map[string]any{}
	for _, d := range e.Details {
		m := map[string]any{"type": d.Type}
		if d.Message != "" {
			m["message"] = d.Message
		}
		if d.Field != "" {
			m["field"] = d.Field
		}
		if d.Data != nil {
			m["data"] = d.Data
		}
		list = append(list, m)
	}
	return list
}

func encoded(v any) side {
	text, err := segment.Marshal(v)
	if err != nil {
		return side{Error: "encode: " + err.Error()}
	}
	return side{Body: text}
}

// theirs encodes the field of a result that was decoded.
func theirs(result any, err error) side {
	if err != nil {
		return side{Error: err.Error()}
	}
	v := reflect.ValueOf(result).Elem()
	var s side
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if name == "Body" || name == "HTTPResponse" || strings.HasPrefix(name, "Headers") || v.Field(i).IsNil() {
			continue
		}
		if s.Body != nil {
			return side{Error: "decoded twice"}
		}
		text, err := json.Marshal(v.Field(i).Interface())
		if err != nil {
			return side{Error: "encode: " + err.Error()}
		}
		s.Body = text
	}
	if s.Body == nil {
		s.Error = "not decoded"
	}
	return s
}

// fill sets what has to be set before a call is made.
func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int64, reflect.Int32:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Pointer:
		if depth == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && v.Type().Field(i).Name != "Raw" {
				fill(f, depth+1)
			}
		}
	}
}
