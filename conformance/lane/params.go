package lane

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/stratagen/strata/conformance/document"
)

// plain is a name as names are compared: letters and digits in lower case.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// setParameters puts query parameters into the fields of a Params struct, which
// have no tags: sourceId goes to SourceID. An object for which there is no field
// is a place in a list, whose members are fields of their own: count of
// pagination goes to Count, count of warehousesPagination to WarehousesCount.
func setParameters(params reflect.Value, query map[string]any) error {
	for name, v := range query {
		if f, ok := field(params.Type(), name); ok {
			if err := set(params.FieldByIndex(f.Index), v); err != nil {
				return fmt.Errorf("parameter %s: %w", name, err)
			}
			continue
		}
		members, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("%s has no field for parameter %s", params.Type(), name)
		}
		for member, v := range members {
			f, ok := placeField(params.Type(), name, member)
			if !ok {
				return fmt.Errorf("%s has no field for %s of parameter %s", params.Type(), member, name)
			}
			if err := set(params.FieldByIndex(f.Index), v); err != nil {
				return fmt.Errorf("%s of parameter %s: %w", member, name, err)
			}
		}
	}
	return nil
}

func field(t reflect.Type, name string) (reflect.StructField, bool) {
	return t.FieldByNameFunc(func(f string) bool { return plain(f) == plain(name) })
}

func placeField(t reflect.Type, object, member string) (reflect.StructField, bool) {
	if prefix, ok := strings.CutSuffix(plain(object), "pagination"); ok {
		return field(t, prefix+member)
	}
	return reflect.StructField{}, false
}

// Check compares the arguments of a lane's method with the parameters and the
// body of the operation: an error names what one has and the other has not.
func (c *Client) Check(l Lane, op *document.Operation) error {
	method, err := c.method(l)
	if err != nil {
		return err
	}
	var params reflect.Type
	bodies := 0
	for i := 1 + len(l.Arguments); i < method.Type().NumIn()-1; i++ {
		t := method.Type().In(i)
		if strings.HasSuffix(t.String(), "Params") {
			params = t.Elem()
		} else {
			bodies++
		}
	}
	if (op.Body != nil) != (bodies == 1) || bodies > 1 {
		return fmt.Errorf("%s: %d arguments for a body, which the operation has: %v", l, bodies, op.Body != nil)
	}
	return checkFields(l, params, op)
}

// checkFields gives each parameter, or each member of a place in a list, the field
// that it fills. Each field must be filled by one.
func checkFields(l Lane, params reflect.Type, op *document.Operation) error {
	taken := map[string]string{} // field -> parameter
	take := func(f reflect.StructField, ok bool, what string) error {
		if !ok || taken[f.Name] != "" {
			return fmt.Errorf("%s: no field of %v for %s alone: %q is that of %q", l, params, what, f.Name, taken[f.Name])
		}
		taken[f.Name] = what
		return nil
	}
	for _, p := range op.Parameters {
		if p.In != "query" {
			continue
		}
		if params == nil {
			return fmt.Errorf("%s: no argument for parameter %s", l, p.Name)
		}
		f, ok := field(params, p.Name)
		s, _ := op.Document.Resolve(p.Schema)
		if ok || len(s.Properties()) == 0 {
			if err := take(f, ok, p.Name); err != nil {
				return err
			}
			continue
		}
		for _, member := range s.Properties() {
			f, ok := placeField(params, p.Name, member)
			if err := take(f, ok, p.Name+"."+member); err != nil {
				return err
			}
		}
	}
	if params != nil && len(taken) != params.NumField() {
		return fmt.Errorf("%s: %s has %d fields, of which the parameters fill %d: %v", l, params, params.NumField(), len(taken), taken)
	}
	return nil
}
