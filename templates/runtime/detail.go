package runtime

import (
	"encoding/json"
	"strconv"
	"strings"
)

// readDetails finds the API's complaints in an error body. It takes what it can
// get: a list, a single object, or bare strings.
func readDetails(root any) []ErrorDetail {
	var items []any
	switch list := lookup(root, api.errors.list).(type) {
	case []any:
		items = list
	case map[string]any, string:
		items = []any{list}
	}
	var details []ErrorDetail
	for _, item := range items {
		if d := readDetail(item); d.text() != "" || d.Data != nil || d.Status != 0 {
			details = append(details, d)
		}
	}
	return details
}

func readDetail(item any) ErrorDetail {
	if s, ok := item.(string); ok {
		return ErrorDetail{Message: s}
	}
	d := ErrorDetail{
		Type:    plainText(member(item, api.errors.typ)),
		Message: plainText(member(item, api.errors.message)),
		Field:   plainText(member(item, api.errors.field)),
		Status:  statusCode(member(item, api.errors.status)),
	}
	if data := member(item, api.errors.data); data != nil {
		d.Data, _ = Marshal(data)
	}
	return d
}

// statusCode reads a status, which some APIs write as a string. What is no HTTP
// status (RFC 9110, 15) is 0.
func statusCode(v any) int {
	text := plainText(v)
	if plain, ok := plainInteger(text); ok {
		text = plain
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 100 || n > 599 {
		return 0
	}
	return n
}

// member is lookup for a name that may not be configured.
func member(v any, path string) any {
	if path == "" {
		return nil
	}
	return lookup(v, path)
}

// MarshalJSON writes d in the form of the API, as a fake server needs it.
func (d ErrorDetail) MarshalJSON() ([]byte, error) {
	m := map[string]any{}
	for name, text := range map[string]string{
		api.errors.typ: d.Type, api.errors.message: d.Message, api.errors.field: d.Field,
	} {
		if name != "" && text != "" {
			put(m, name, text)
		}
	}
	if api.errors.data != "" && d.Data != nil {
		put(m, api.errors.data, d.Data)
	}
	if api.errors.status != "" && d.Status != 0 {
		m[api.errors.status] = d.Status
	}
	return Marshal(m)
}

// put sets the member at a dotted path, where lookup finds it.
func put(in map[string]any, path string, v any) {
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		in[name] = v
		return
	}
	inner, ok := in[name].(map[string]any)
	if !ok {
		inner = map[string]any{}
		in[name] = inner
	}
	put(inner, rest, v)
}

// lookup follows a dotted path through decoded JSON; numbers count in lists. The
// empty path is v itself, a path that leads nowhere nil.
func lookup(v any, path string) any {
	if path == "" {
		return v
	}
	for _, name := range strings.Split(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(in) {
				return nil
			}
			v = in[i]
		default:
			return nil
		}
	}
	return v
}

// plainText writes a scalar as text, and a list of them as a dotted path.
func plainText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = plainText(p)
		}
		return strings.Join(parts, ".")
	}
	return ""
}
