package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
)

// Marshal is json.Marshal that leaves <, > and & as they are.
func Marshal(v any) ([]byte, error) {
	e := encoders.get()
	e.text.Reset()
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	data := bytes.Clone(bytes.TrimSuffix(e.text.Bytes(), []byte("\n")))
	if e.text.Cap() <= maxSpare {
		encoders.put(e)
	}
	return data, nil
}

// Unmarshal is json.Unmarshal that rounds nothing: numbers inside of an any
// become json.Number, and integer fields take whatever is an integer (3.0, 1e3).
// A fraction for an integer is a *json.UnmarshalTypeError that names the field.
func Unmarshal(data []byte, v any) error { return unmarshal(data, v, decodeValue, &valueDecoders) }

// unmarshal has read decode data into v, by a decoder of from, and once more with
// the integers in plain spelling where another one is in the way.
func unmarshal(data []byte, v any, read func(*decoder, any) error, from *spare[decoder]) error {
	target := reflect.ValueOf(v)
	if target.Kind() != reflect.Pointer || target.IsNil() {
		return decode(data, v, read, from) // which says what is wrong
	}
	var before reflect.Value // invalid: zero
	if old := target.Elem(); !old.IsZero() {
		before = reflect.New(old.Type()).Elem()
		before.Set(old)
	}
	err := decode(data, v, read, from)
	if err == nil {
		return nil
	}
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) || !strings.HasPrefix(mismatch.Value, "number ") {
		return err
	}
	plain, changed := plainIntegers(data)
	if !changed {
		return err
	}
	target.Elem().SetZero() // a failed decoding leaves half of its work behind
	if before.IsValid() {
		target.Elem().Set(before)
	}
	return decode(plain, v, read, from)
}

// Ptr returns a pointer to v, for optional fields.
func Ptr[T any](v T) *T { return &v }

// Deref returns what p points to, or the zero value when p is nil.
func Deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
