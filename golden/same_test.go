package golden

import (
	"fmt"
	"reflect"

	"github.com/stratagen/strata/generator/model"
)

// differences tells where two parts of a model differ, positions aside. Schemas
// are graphs with circles and shared parts, so each pair is compared once.
func differences(want, got *model.Version) []string {
	c := comparison{seen: map[[2]any]bool{}}
	c.value("", reflect.ValueOf(want), reflect.ValueOf(got))
	return c.found
}

type comparison struct {
	seen  map[[2]any]bool
	found []string
}

func (c *comparison) differ(at string, want, got any) {
	const enough = 10
	if len(c.found) < enough {
		c.found = append(c.found, fmt.Sprintf("%s: want %v, have %v", at, want, got))
	}
}

func (c *comparison) value(at string, want, got reflect.Value) {
	switch want.Kind() {
	case reflect.Pointer:
		c.pointer(at, want, got)
	case reflect.Struct:
		for i := range want.NumField() {
			if f := want.Type().Field(i); f.Type != reflect.TypeFor[model.Pos]() {
				c.value(at+"."+f.Name, want.Field(i), got.Field(i))
			}
		}
	case reflect.Slice:
		if want.Type() == reflect.TypeFor[[]model.Example]() && want.Len() > 1 && got.Len() == 1 {
			want = want.Slice(0, 1) // a schema of 3.0 has one example, so splitting keeps the first
		}
		if want.Len() != got.Len() {
			c.differ(at, fmt.Sprint(want.Len(), " elements"), got.Len())
			return
		}
		for i := range want.Len() {
			c.value(fmt.Sprint(at, "[", label(want.Index(i), i), "]"), want.Index(i), got.Index(i))
		}
	default:
		if !want.Equal(got) {
			c.differ(at, want, got)
		}
	}
}

func (c *comparison) pointer(at string, want, got reflect.Value) {
	if want.IsNil() || got.IsNil() {
		if want.IsNil() != got.IsNil() {
			c.differ(at, want, got)
		}
		return
	}
	pair := [2]any{want.Interface(), got.Interface()}
	if !c.seen[pair] {
		c.seen[pair] = true
		c.value(at, want.Elem(), got.Elem())
	}
}

// label names an element where it has a name.
func label(v reflect.Value, i int) string {
	switch e := v.Interface().(type) {
	case *model.Operation:
		return e.ID
	case *model.Property:
		return e.Name
	case *model.Parameter:
		return e.Name
	case *model.Response:
		return e.Status
	default:
		return fmt.Sprint(i)
	}
}
