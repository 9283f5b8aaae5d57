package fake

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/stratagen/strata/templates/runtime"
)

// difference names the first member of sent that is not in again, or is another;
// empty: they say the same. Neither can be other than JSON.
func difference(sent, again []byte) string {
	var a, b any
	if runtime.Unmarshal(sent, &a) != nil || runtime.Unmarshal(again, &b) != nil {
		return "what cannot be read"
	}
	return differ("", a, b)
}

func differ(path string, a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			for _, name := range slices.Sorted(maps.Keys(a)) {
				value, known := b[name]
				if !known {
					return join(path, name)
				}
				if where := differ(join(path, name), a[name], value); where != "" {
					return where
				}
			}
			return ""
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			for i := range a {
				if where := differ(join(path, fmt.Sprint(i)), a[i], b[i]); where != "" {
					return where
				}
			}
			return ""
		}
	}
	if reflect.DeepEqual(a, b) {
		return ""
	}
	return fmt.Sprintf("%s %.40s", path, fmt.Sprint(a))
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
