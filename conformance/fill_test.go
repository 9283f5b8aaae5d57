package conformance

// Values made by reflection, for tests that hold for every type.

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// filled is a t in which everything is set: strings that need escaping in a
// path, lists and maps with one element, unions with a variant that nobody
// knows.
func filled(t reflect.Type) reflect.Value { return fill(t, true, 0) }

// hollow is a t in which every struct is there, and no list, map or value.
func hollow(t reflect.Type) reflect.Value { return fill(t, false, 0) }

const deepest = 8 // of recursive types

func fill(t reflect.Type, full bool, depth int) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Pointer:
		if depth < deepest && (full || t.Elem().Kind() == reflect.Struct) {
			v.Set(reflect.New(t.Elem()))
			v.Elem().Set(fill(t.Elem(), full, depth+1))
		}
	case reflect.Struct:
		fillStruct(v, full, depth)
	}
	if full {
		fillValue(v, depth)
	}
	return v
}

func fillStruct(v reflect.Value, full bool, depth int) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)))
		return
	}
	if raw := v.FieldByName("Raw"); raw.IsValid() {
		raw.Set(reflect.ValueOf(json.RawMessage(`{"x":12345678901234567890}`)))
		return
	}
	if isNullable(v.Type()) {
		if full {
			fillNullable(v, depth)
		}
		return
	}
	for i := range v.NumField() {
		if f := v.Field(i); f.CanSet() {
			f.Set(fill(f.Type(), full, depth+1))
		}
	}
}

// fillNullable sets a Nullable, whose fields are its own, by its JSON.
func fillNullable(v reflect.Value, depth int) {
	get, _ := v.Type().MethodByName("Get")
	text, err := json.Marshal(fill(get.Type.Out(0), true, depth+1).Interface())
	if err == nil {
		err = json.Unmarshal(text, v.Addr().Interface())
	}
	if err != nil {
		panic(err)
	}
}

func fillValue(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("a/b c")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(1700000001)
	case reflect.Float32:
		panic("float32 makes 123456792 of 123456789")
	case reflect.Float64:
		v.SetFloat(123456789.125)
	case reflect.Interface:
		v.Set(reflect.ValueOf(json.Number("12345678901234567890")))
	case reflect.Slice:
		v.Set(reflect.Append(v, fill(v.Type().Elem(), depth < deepest, depth+1)))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("a/b c").Convert(v.Type().Key()), fill(v.Type().Elem(), depth < deepest, depth+1))
	}
}

// isNullable reports whether null is a value of t: a Nullable, or anything.
func isNullable(t reflect.Type) bool {
	_, ok := t.MethodByName("IsNull")
	return ok || t.Kind() == reflect.Interface
}

// nulls returns the paths of the nulls in a JSON object.
func nulls(text []byte) (all [][]string) {
	var members map[string]json.RawMessage
	if json.Unmarshal(text, &members) != nil {
		return nil
	}
	for name, raw := range members {
		if string(raw) == "null" {
			all = append(all, []string{name})
		}
		for _, below := range nulls(raw) {
			all = append(all, append([]string{name}, below...))
		}
	}
	return all
}

// at is the type of the property at a path of JSON names; nil: there is none.
func at(t reflect.Type, path []string) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if len(path) == 0 {
		return t
	}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name == path[0] {
			return at(t.Field(i).Type, path[1:])
		}
	}
	return nil
}
