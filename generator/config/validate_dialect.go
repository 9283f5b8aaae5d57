package config

import (
	"maps"
	"slices"
	"strconv"
)

func (v *validator) retryAfter() {
	for i, r := range v.c.RetryAfter {
		entry := at("retryAfter", strconv.Itoa(i))
		if (r.Body == "") == (r.Header == "") {
			v.fault(entry, "needs exactly one of body and header")
			continue
		}
		v.oneOf(r.Unit, []string{"ms", "s"}, append(entry, "unit")...)
		if r.Body != "" && r.Format != "" {
			v.fault(append(entry, "format"), "%q: only a header has a format", r.Format)
		}
		v.oneOf(r.Format, []string{"seconds", "rfc5322", "unix"}, append(entry, "format")...)
		if r.Format == "rfc5322" && r.Unit == "ms" {
			v.fault(append(entry, "unit"), "%q does not go with a date", r.Unit)
		}
	}
}

// pagination: without a cursor there is nothing to send, without next nothing
// to send it from. A count is the server's to offer.
func (v *validator) pagination() {
	for i, p := range v.c.Pagination {
		entry := at("pagination", strconv.Itoa(i))
		v.required(p.Cursor, append(entry, "cursor")...)
		v.required(p.Next, append(entry, "next")...)
		if p.Count != "" && p.Count == p.Cursor {
			v.fault(append(entry, "count"), "%q is the cursor", p.Count)
		}
	}
}

func (v *validator) query() {
	v.oneOf(v.c.Query.Object, []string{"brackets", "dots"}, "query", "object")
	v.oneOf(v.c.Query.Array, []string{"repeat", "index", "dots", "comma"}, "query", "array")
	v.oneOf(v.c.Query.Scalar, []string{"form"}, "query", "scalar")
}

func (v *validator) types() {
	for _, format := range slices.Sorted(maps.Keys(v.c.Types)) {
		v.required(v.c.Types[format], "types", format)
		v.oneOf(v.c.Types[format], []string{"string"}, "types", format)
	}
}

func (v *validator) selectors() {
	for i, s := range v.c.Selectors {
		entry := at("selectors", strconv.Itoa(i))
		v.required(s.Union, append(entry, "union")...)
		v.required(s.Property, append(entry, "property")...)
		v.oneOf(s.Otherwise, []string{"raw", "shape"}, append(entry, "otherwise")...)
		if len(s.Values) == 0 {
			v.fault(append(entry, "values"), "must be set")
		}
		for _, value := range slices.Sorted(maps.Keys(s.Values)) {
			v.required(s.Values[value], append(entry, "values", value)...)
		}
	}
}
