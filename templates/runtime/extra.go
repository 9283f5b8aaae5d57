package runtime

import (
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// MarshalExtra writes the fields of known, a struct without methods, and after
// them the members of extra, sorted. A member with the name of a field is left
// out: fields win.
func MarshalExtra[V any](known any, extra map[string]V) ([]byte, error) {
	data, err := Marshal(known)
	if err != nil {
		return nil, err
	}
	fields := fieldNames(known)
	data = data[:len(data)-1]
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if fields[name] {
			continue
		}
		key, err := Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := Marshal(extra[name])
		if err != nil {
			return nil, err
		}
		if len(data) > 1 {
			data = append(data, ',')
		}
		data = append(append(append(data, key...), ':'), value...)
	}
	return append(data, '}'), nil
}

// UnmarshalExtra decodes an object into known, a pointer to a struct without
// methods, and returns the members that none of its fields is named for; nil if
// there are none.
func UnmarshalExtra[V any](data []byte, known any) (map[string]V, error) {
	if err := Unmarshal(data, known); err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return nil, err
	}
	fields := fieldNames(known)
	var extra map[string]V
	for name, raw := range members {
		if fields[name] {
			continue
		}
		var v V
		if err := Unmarshal(raw, &v); err != nil {
			return nil, inMember(err, name)
		}
		if extra == nil {
			extra = map[string]V{}
		}
		extra[name] = v
	}
	return extra, nil
}

// inMember puts name before the path in a type error, as encoding/json does for
// fields.
func inMember(err error, name string) error {
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		mismatch.Field = strings.TrimSuffix(name+"."+mismatch.Field, ".")
	}
	return err
}

// fieldNames are the JSON names of a struct, or of what a pointer points to.
func fieldNames(v any) map[string]bool {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	names := map[string]bool{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported() || f.Tag.Get("json") == "-":
		case name == "":
			names[f.Name] = true
		default:
			names[name] = true
		}
	}
	return names
}
