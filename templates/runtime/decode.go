package runtime

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	read := decodeBare
	if op.Envelope && api.envelope != "" {
		read = decodeEnvelope
	}
	if err := unmarshal(body, out, read, &resultDecoders); err != nil {
		return fail(notJSON(op, res, err))
	}
	return nil
}

// decodeBare decodes a result without an envelope.
func decodeBare(d *decoder, out any) error {
	null := d.nullFollows()
	if err := d.Decode(out); err != nil {
		return err
	}
	if null && !takesNull(out) {
		return errNull
	}
	return nil
}

// decodeEnvelope decodes the member of an object that holds the result.
func decodeEnvelope(d *decoder, out any) error {
	if t, err := d.Token(); err != nil {
		return err
	} else if t != json.Delim(object) {
		return fmt.Errorf("an object with the member %q was expected, not %s", api.envelope, kindOf(d.text))
	}
	found := false
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		if name, ok := t.(string); ok && name == api.envelope {
			found = true
			err = decodeBare(d, out)
		} else {
			err = d.Decode(new(skipped))
		}
		if err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("the member %q is missing", api.envelope)
	}
	return nil
}

// skipped takes any JSON and keeps nothing.
type skipped struct{}

// UnmarshalJSON does nothing.
func (*skipped) UnmarshalJSON([]byte) error { return nil }

var errNull = errors.New("the result is null")

// takesNull reports whether null is a value of what out points to. It is none of
// a struct or a scalar: those it would leave as they were, as if nothing were
// wrong.
func takesNull(out any) bool {
	if _, ok := out.(interface{ IsNull() bool }); ok {
		return true
	}
	t := reflect.TypeOf(out)
	if t.Kind() != reflect.Pointer {
		return true // Unmarshal says what is wrong
	}
	switch t.Elem().Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
		return true
	}
	return false
}

// notJSON puts what the response says it is before a complaint about its
// syntax. Most often it is a page that a proxy made.
func notJSON(op *Operation, res *http.Response, err error) error {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) || !isJSON(baseType(op.Accept)) {
		return err
	}
	got := baseType(res.Header.Get("Content-Type"))
	if coding := res.Header.Get("Content-Encoding"); coding != "" {
		got += " encoded as " + coding
	} else if isJSON(got) && got != "" {
		return err
	}
	return fmt.Errorf("asked for %s, got %s: %w", baseType(op.Accept), cmp.Or(got, "no Content-Type"), err)
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
	asked, got := op.Accept, res.Header.Get("Content-Type")
	if asked == got {
		return nil
	}
	asked, got = baseType(asked), baseType(got)
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
