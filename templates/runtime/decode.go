package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
)

// DecodeError is a response of success that is not what the API's description
// promises. The call may well have had its effect, so it is never repeated. The
// raw body is in Response (see WithResponse).
type DecodeError struct {
	Operation  *Operation
	StatusCode int
	Err        error // what is wrong
}

// Error names the operation, the status and what is wrong, in at most 300 bytes.
func (e *DecodeError) Error() string {
	text := fmt.Sprintf("%s: %s: decoding the result: %v", apiName, headline(e.Operation, e.StatusCode), e.Err)
	return clip(printable(text), maxErrorText)
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// decodeResult decodes the body of a success into out.
func decodeResult(op *Operation, res *http.Response, body []byte, out any) error {
	if err := checkVendor(op, res); err != nil {
		return err
	}
	fail := func(err error) error {
		return &DecodeError{Operation: op, StatusCode: res.StatusCode, Err: err}
	}
	if len(bytes.TrimSpace(body)) == 0 && (isJSON(baseType(op.Accept)) || res.StatusCode == http.StatusNoContent) {
		if res.StatusCode == http.StatusNoContent {
			return nil
		}
		return fail(errors.New("the body is empty"))
	}
	if !isJSON(baseType(op.Accept)) && setText(out, body) {
		return nil
	}
	if op.Envelope && api.envelope != "" {
		inner, err := openEnvelope(body)
		if err != nil {
			return fail(err)
		}
		body = inner
	}
	if err := Unmarshal(body, out); err != nil {
		return fail(err)
	}
	return nil
}

// openEnvelope returns the member of body that holds the result.
func openEnvelope(body []byte) ([]byte, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	inner, ok := members[api.envelope]
	if !ok {
		return nil, fmt.Errorf("the member %q is missing", api.envelope)
	}
	return inner, nil
}

// setText puts a body that is not JSON into a string or []byte.
func setText(out any, body []byte) bool {
	v := reflect.ValueOf(out).Elem()
	switch {
	case v.Kind() == reflect.String:
		v.SetString(string(body))
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		v.SetBytes(bytes.Clone(body))
	default:
		return false
	}
	return true
}

// checkVendor refuses a response in another version than the one asked for: its
// types would be decoded into the wrong structs. Plain JSON is accepted, as is a
// response that does not say what it is.
func checkVendor(op *Operation, res *http.Response) error {
	asked, got := baseType(op.Accept), baseType(res.Header.Get("Content-Type"))
	if !isVendorJSON(asked) || !isVendorJSON(got) || asked == got {
		return nil
	}
	return &DecodeError{
		Operation: op, StatusCode: res.StatusCode,
		Err: fmt.Errorf("asked for %s, got %s", asked, got),
	}
}

// isVendorJSON reports whether t is in the vendor tree (RFC 6838, 3.2) and JSON.
func isVendorJSON(t string) bool {
	return strings.HasPrefix(t, "application/vnd.") && strings.HasSuffix(t, "+json")
}
