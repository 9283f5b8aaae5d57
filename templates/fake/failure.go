package fake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"

	"github.com/stratagen/strata/templates/runtime"
)

// Fail is the error with which a function of a fake answers as the API does when
// it refuses a call: with a status of 300 or more, and what the API complains
// about. The client makes its own *Error of it, so that code under test sees
// what it would see of the API. Any other error is a broken connection.
func Fail(status int, details ...runtime.ErrorDetail) error {
	return &Failure{StatusCode: status, Details: details}
}

// Failure is what Fail returns, with all that can be said. A delay before the
// next attempt, for one, goes where the API puts it: into a header, such as
// Retry-After, or into the Data of a detail.
type Failure struct {
	StatusCode int // 300 or more
	Details    []runtime.ErrorDetail
	Header     http.Header // of the answer, beside its Content-Type
	Body       []byte      // instead of Details: what no API would say, HTML of a proxy perhaps
}

// Error names the status.
func (f *Failure) Error() string {
	return strings.TrimSpace(fmt.Sprintf("%s: %d %s", packageName, f.StatusCode, http.StatusText(f.StatusCode)))
}

// fail answers with a failure, in the API's own form unless it has another body.
func (c *call) fail(f *Failure) (*http.Response, error) {
	if f.StatusCode < 300 || f.StatusCode > 599 {
		return nil, c.server.report("%s: a failure has a status from 300 to 599, not %d", c.label, f.StatusCode)
	}
	header := http.Header{}
	body := f.Body
	if body == nil {
		var err error
		if body, err = errorBody(f.Details); err != nil {
			return nil, c.server.report("%s: encoding the details of a failure: %w", c.label, err)
		}
		header.Set("Content-Type", "application/json")
		if isJSON(c.op.Accept) {
			header.Set("Content-Type", c.op.Accept)
		}
	}
	for k, v := range f.Header.Clone() {
		header[http.CanonicalHeaderKey(k)] = v
	}
	return c.response(f.StatusCode, header, io.NopCloser(bytes.NewReader(body))), nil
}

// errorBody writes details where the API has them. Where its error is the body
// itself, several stand in a list.
func errorBody(details []runtime.ErrorDetail) ([]byte, error) {
	var root any = details
	switch {
	case api.errors != "" && details == nil:
		root = []runtime.ErrorDetail{}
	case api.errors == "" && len(details) == 0:
		root = struct{}{}
	case api.errors == "" && len(details) == 1:
		root = details[0]
	}
	if api.errors != "" {
		names := strings.Split(api.errors, ".")
		for i := len(names) - 1; i >= 0; i-- {
			root = map[string]any{names[i]: root}
		}
	}
	return runtime.Marshal(root)
}

var streamType = reflect.TypeFor[io.ReadCloser]()

// answer is a success with out, the result of the function; not valid: it has none.
func (c *call) answer(out reflect.Value) (*http.Response, error) {
	status := c.route.Status
	if status == 0 {
		status = http.StatusOK
	}
	if !out.IsValid() {
		return c.response(status, http.Header{}, http.NoBody), nil
	}
	stream, isStream := out.Interface().(io.ReadCloser)
	if out.Type() == streamType && !isStream || out.Kind() == reflect.Pointer && out.IsNil() {
		return nil, c.server.report("%s returned neither a result nor an error", c.label)
	}
	header := http.Header{}
	if c.op.Accept != "" {
		header.Set("Content-Type", c.op.Accept)
	}
	if out.Type() == streamType {
		return c.response(status, header, stream), nil
	}
	body, err := runtime.Marshal(out.Interface())
	if err == nil && c.op.Envelope && api.envelope != "" {
		body, err = runtime.Marshal(map[string]json.RawMessage{api.envelope: body})
	}
	if err != nil {
		return nil, c.server.report("%s: encoding the result: %w", c.label, err)
	}
	return c.response(status, header, io.NopCloser(bytes.NewReader(body))), nil
}

func (c *call) response(status int, header http.Header, body io.ReadCloser) *http.Response {
	return &http.Response{
		Status: strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status))), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: body, ContentLength: -1, Request: c.req,
	}
}
