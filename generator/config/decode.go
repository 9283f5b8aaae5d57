package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// decoder fills a Config from YAML nodes by the yaml tags of its fields. It does
// what the library's own decoding does not: it goes on after a fault, knows the
// place of every value, and takes no scalar for a string that merely looks like
// one (on, 1.0).
type decoder struct {
	file     string
	path     []string
	places   map[string]Place
	whole    string            // what the file is; empty: a configuration
	firstKey map[string]string // first key of each mapping, by the mapping's key
	faults   Faults
}

// value decodes n into the pointer to.
func (d *decoder) value(n *yaml.Node, to any) { d.decode(n, reflect.ValueOf(to).Elem()) }

func (d *decoder) decode(n *yaml.Node, to reflect.Value) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	d.places[key(d.path)] = Place{d.file, n.Line, n.Column}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return // "key:" with nothing behind it is a key that is not set
	}
	if s, ok := to.Addr().Interface().(*Section); ok {
		*s = Section{file: d.file, path: slices.Clone(d.path), node: n}
		return
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		d.decode(n, to.Elem())
	case reflect.Bool:
		d.boolean(n, to)
	case reflect.Struct:
		d.structure(n, to)
	case reflect.Map:
		d.mapping(n, to)
	case reflect.Slice:
		d.list(n, to)
	case reflect.String:
		d.text(n, to)
	default:
		panic("BUG: config: no way to read a " + to.Kind().String())
	}
}

// structure decodes the keys of n into the fields that carry their names.
func (d *decoder) structure(n *yaml.Node, to reflect.Value) {
	fields := fieldsByKey(to.Type())
	d.pairs(n, func(k, v *yaml.Node) {
		i, known := fields[k.Value]
		if !known {
			d.unknown(k, fields)
			return
		}
		d.decode(v, to.Field(i))
	})
}

func fieldsByKey(t reflect.Type) map[string]int {
	fields := map[string]int{}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && name != "-" {
			fields[name] = i
		}
	}
	return fields
}

func (d *decoder) unknown(k *yaml.Node, fields map[string]int) {
	known := make([]string, 0, len(fields))
	for name := range fields {
		known = append(known, name)
	}
	slices.Sort(known)
	d.fault(k, "unknown key %q%s; known: %s", k.Value, within(d.path[:len(d.path)-1]), strings.Join(known, ", "))
}

func (d *decoder) mapping(n *yaml.Node, to reflect.Value) {
	to.Set(reflect.MakeMap(to.Type()))
	d.pairs(n, func(k, v *yaml.Node) {
		elem := reflect.New(to.Type().Elem()).Elem()
		d.decode(v, elem)
		to.SetMapIndex(reflect.ValueOf(k.Value), elem)
	})
}

// pairs calls f for each key of the mapping n, with the path set to it.
func (d *decoder) pairs(n *yaml.Node, f func(k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.want(n, "a mapping")
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if line, twice := seen[k.Value]; twice {
			d.fault(k, "key %q%s stands in line %d already", k.Value, within(d.path), line)
			continue
		}
		seen[k.Value] = k.Line
		d.first(k)
		d.path = append(d.path, k.Value)
		f(k, v)
		d.path = d.path[:len(d.path)-1]
	}
}

func (d *decoder) first(k *yaml.Node) {
	if d.firstKey == nil {
		d.firstKey = map[string]string{}
	}
	if _, ok := d.firstKey[key(d.path)]; !ok {
		d.firstKey[key(d.path)] = k.Value
	}
}

func (d *decoder) list(n *yaml.Node, to reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.want(n, "a list")
		return
	}
	to.Set(reflect.MakeSlice(to.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.path = append(d.path, strconv.Itoa(i))
		d.decode(item, to.Index(i))
		d.path = d.path[:len(d.path)-1]
	}
}

// text takes strings, and dates for what they look like: version tokens may be
// dates.
func (d *decoder) text(n *yaml.Node, to reflect.Value) {
	switch {
	case n.Kind != yaml.ScalarNode:
		d.want(n, "a string")
	case n.Tag == "!!str" || n.Tag == "!!timestamp":
		to.SetString(n.Value)
	default:
		d.want(n, fmt.Sprintf("a string; write %q", n.Value))
	}
}

func (d *decoder) boolean(n *yaml.Node, to reflect.Value) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
		d.want(n, "true or false")
		return
	}
	to.SetBool(strings.EqualFold(n.Value, "true"))
}

func (d *decoder) want(n *yaml.Node, what string) {
	d.fault(n, "%s must be %s", d.name(), what)
}

func (d *decoder) fault(n *yaml.Node, format string, args ...any) {
	d.faults = append(d.faults, &Fault{Place: Place{d.file, n.Line, n.Column}, Text: fmt.Sprintf(format, args...), path: key(d.path)})
}

func (d *decoder) name() string {
	if len(d.path) == 0 {
		return cmp.Or(d.whole, "a configuration")
	}
	return dotted(d.path)
}

func within(path []string) string {
	if len(path) == 0 {
		return ""
	}
	return " in " + dotted(path)
}

// dotted writes a path for people, on one line whatever the keys are.
func dotted(path []string) string {
	parts := slices.Clone(path)
	for i, p := range parts {
		if strings.ContainsFunc(p, func(r rune) bool { return !unicode.IsPrint(r) }) {
			parts[i] = strconv.QuoteToASCII(p)
		}
	}
	return strings.Join(parts, ".")
}
