package config

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The ways a document tells its versions apart.
const (
	FromMediaType = "media-type" // by the media types of its contents
	FromNone      = "none"       // it has one version
)

// What the generated packages are.
const (
	LayoutModules  = "modules"  // each is a module of its own
	LayoutPackages = "packages" // all are part of the module around them
)

// validate gives every rule that c breaks: first those of each value, then those
// of several. Defaults are filled in.
func (c *Config) validate() Faults {
	v := validator{c: c}
	v.value(reflect.ValueOf(c).Elem(), nil, nil)
	v.layout()
	v.versions()
	v.servers()
	v.retryAfter()
	v.pagination()
	v.upstream()
	v.release()
	return v.faults
}

type validator struct {
	c      *Config
	faults Faults
}

// at is the path of a value; see [Config.At].
func at(path ...string) []string { return path }

func (v *validator) fault(path []string, format string, args ...any) {
	f := v.c.Faultf(path, format, args...)
	f.Text = dotted(path) + ": " + f.Text
	v.faults = append(v.faults, f)
}

// value holds what it is given, and all in it, to the rules. generic is path as
// the table has it.
func (v *validator) value(value reflect.Value, path, generic []string) {
	path, generic = slices.Clip(path), slices.Clip(generic)
	r := rules[strings.Join(generic, ".")]
	switch value.Kind() {
	case reflect.Struct:
		for name, i := range fieldsByKey(value.Type()) { // faults are sorted in the end
			v.value(value.Field(i), append(path, name), append(generic, name))
		}
	case reflect.Slice:
		v.list(value, r, path, append(generic, "*"))
	case reflect.Map:
		v.mapping(value, r, path, append(generic, "*"))
	case reflect.String:
		v.text(value.String(), r, path)
	}
}

func (v *validator) list(value reflect.Value, r rule, path, generic []string) {
	if r.required && value.Len() == 0 {
		v.fault(path, "must be set")
	}
	seen := map[string]bool{}
	for i := range value.Len() {
		item := slices.Concat(path, at(strconv.Itoa(i)))
		v.value(value.Index(i), item, generic)
		if text := fmt.Sprint(value.Index(i)); r.unique && seen[text] {
			v.fault(item, "%q is listed twice", text)
		} else {
			seen[text] = true
		}
	}
}

func (v *validator) mapping(value reflect.Value, r rule, path, generic []string) {
	if r.required && value.Len() == 0 {
		v.fault(path, "must be set")
	}
	for _, k := range value.MapKeys() {
		entry := slices.Concat(path, at(k.String()))
		if r.names != nil && !r.names.fits(k.String()) {
			v.misfit(r.names, k.String(), entry)
		}
		v.value(value.MapIndex(k), entry, generic)
	}
}

func (v *validator) text(text string, r rule, path []string) {
	switch {
	case text == "" && r.required:
		v.fault(path, "must be set")
	case text == "":
	case r.form == address:
		v.address(text, path)
	case r.form != nil && !r.form.fits(text):
		v.misfit(r.form, text, path)
	case r.oneOf != nil && !slices.Contains(r.oneOf, text):
		v.fault(path, "%q is not one of %s", text, strings.Join(r.oneOf, ", "))
	}
}

func (v *validator) misfit(f *form, text string, path []string) {
	if strings.Contains(f.fault, "%q") {
		v.fault(path, f.fault, text)
		return
	}
	v.fault(path, "%s", f.fault)
}

func (v *validator) layout() {
	if v.c.Layout == LayoutPackages && v.c.Module == "" {
		v.fault(at("layout"), "packages needs module: the path of the module around them and the folder in it")
	}
}

func (v *validator) versions() {
	if p := v.c.Versions.Pattern; p != "" && v.c.Versions.From != FromMediaType {
		v.fault(at("versions", "pattern"), "%q needs from: media-type", p)
	}
}

func (v *validator) servers() {
	if d := v.c.Default; d != "" {
		if _, ok := v.c.Servers[d]; !ok {
			v.fault(at("defaultServer"), "%q is not a key of servers", d)
		}
	}
}

func (v *validator) retryAfter() {
	for i, r := range v.c.RetryAfter {
		entry := at("retryAfter", strconv.Itoa(i))
		if (r.Body == "") == (r.Header == "") {
			v.fault(entry, "needs exactly one of body and header")
			continue
		}
		if r.Body != "" && r.Format != "" {
			v.fault(append(entry, "format"), "%q: only a header has a format", r.Format)
		}
		if r.Format == "rfc5322" && r.Unit == "ms" {
			v.fault(append(entry, "unit"), "%q does not go with a date", r.Unit)
		}
	}
}

func (v *validator) pagination() {
	for i, p := range v.c.Pagination {
		if p.Count != "" && p.Count == p.Cursor {
			v.fault(at("pagination", strconv.Itoa(i), "count"), "%q is the cursor", p.Count)
		}
	}
}
