package runtime

import (
	"encoding/json"
	"fmt"
	"reflect"
	"unicode/utf8"
)

// Nullable is a value that may be absent (the zero value), null, or set. In JSON
// fields it stands with omitzero, so that an absent one is not sent; where it is
// required, the zero value goes out as null.
type Nullable[T any] struct {
	value T
	state nullState
}

type nullState uint8

const (
	isAbsent nullState = iota
	isNull
	isSet
)

// Value returns a Nullable that is set to v.
func Value[T any](v T) Nullable[T] { return Nullable[T]{value: v, state: isSet} }

// Null returns a Nullable that is null.
func Null[T any]() Nullable[T] { return Nullable[T]{state: isNull} }

// IsZero reports whether n is absent. encoding/json asks it for omitzero.
func (n Nullable[T]) IsZero() bool { return n.state == isAbsent }

// IsNull reports whether n is null.
func (n Nullable[T]) IsNull() bool { return n.state == isNull }

// Get returns the value, and whether there is one.
func (n Nullable[T]) Get() (T, bool) { return n.value, n.state == isSet }

// OrZero returns the value, or the zero value of T if n is absent or null.
func (n Nullable[T]) OrZero() T { return n.value }

// Equal reports whether n and o are both absent, both null, or both set to equal
// values. Values with a method Equal, such as times, are compared by it.
func (n Nullable[T]) Equal(o Nullable[T]) bool {
	if n.state != o.state || n.state != isSet {
		return n.state == o.state
	}
	if eq, ok := any(n.value).(interface{ Equal(T) bool }); ok && !isNilValue(n.value) {
		return eq.Equal(o.value)
	}
	return reflect.DeepEqual(n.value, o.value)
}

func isNilValue(v any) bool {
	rv := reflect.ValueOf(v)
	return rv.Kind() == reflect.Pointer && rv.IsNil()
}

// String is the value as fmt prints it, "null" or "absent".
func (n Nullable[T]) String() string {
	switch n.state {
	case isSet:
		return fmt.Sprint(n.value)
	case isNull:
		return "null"
	}
	return "absent"
}

// MarshalJSON writes the value, or null if there is none.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	if n.state != isSet {
		return []byte("null"), nil
	}
	return Marshal(n.value)
}

// UnmarshalJSON sets n to null or to a fresh value; nothing of the old one stays.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	*n = Null[T]()
	if string(data) == "null" {
		return nil
	}
	text, ok := any(&n.value).(*string)
	if ok && isPlainString(data) {
		*text = string(data[1 : len(data)-1])
	} else if err := Unmarshal(data, &n.value); err != nil {
		*n = Null[T]()
		return err
	}
	n.state = isSet
	return nil
}

// isPlainString reports whether data is a JSON string of ASCII without escapes,
// which needs no decoding.
func isPlainString(data []byte) bool {
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return false
	}
	for _, c := range data[1 : len(data)-1] {
		if c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

var (
	_ json.Marshaler   = Nullable[int]{}
	_ json.Unmarshaler = (*Nullable[int])(nil)
)
