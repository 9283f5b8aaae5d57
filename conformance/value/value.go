// Package value holds JSON values as the tests compare them: objects are
// map[string]any, lists []any, numbers json.Number, so that no digit is lost.
package value

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// Decode reads one JSON text. A second value after it and an object that has a
// member twice are errors.
func Decode(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := decode(d)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

// decode reads by token, because encoding/json takes the last of two members of
// the same name without a word.
func decode(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return decodeObject(d)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := decode(d)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := d.Token()
		return list, err
	}
	return t, nil
}

func decodeObject(d *json.Decoder) (any, error) {
	o := map[string]any{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := t.(string) // or Token would have failed
		if _, twice := o[name]; twice {
			return nil, fmt.Errorf("member %q twice", name)
		}
		if o[name], err = decode(d); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return o, err
}

// Encode writes v as JSON, with <, > and & as they are.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("BUG: no JSON value: %v", err))
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Diff says in which places got differs from want, sorted, one line each. Numbers
// are equal if they have the same value: 1e3 is 1000. The order of members means
// nothing, that of a list does.
func Diff(want, got any) []string {
	var all []string
	diff("", want, got, &all)
	slices.Sort(all)
	return all
}

func diff(at string, want, got any, all *[]string) {
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			diffObjects(at, w, g, all)
			return
		}
	case []any:
		if g, ok := got.([]any); ok && len(w) == len(g) {
			for i := range w {
				diff(fmt.Sprintf("%s/%d", at, i), w[i], g[i], all)
			}
			return
		}
	case json.Number:
		if g, ok := got.(json.Number); ok && sameNumber(w, g) {
			return
		}
	default:
		if want == got {
			return
		}
	}
	*all = append(*all, fmt.Sprintf("%s: want %s, got %s", name(at), short(want), short(got)))
}

func diffObjects(at string, want, got map[string]any, all *[]string) {
	for k, w := range want {
		below := at + "/" + strings.ReplaceAll(k, "/", "~1")
		if g, ok := got[k]; ok {
			diff(below, w, g, all)
		} else {
			*all = append(*all, fmt.Sprintf("%s: want %s, got nothing", below, short(w)))
		}
	}
	for k, g := range got {
		if _, ok := want[k]; !ok {
			*all = append(*all, fmt.Sprintf("%s/%s: want nothing, got %s", at, strings.ReplaceAll(k, "/", "~1"), short(g)))
		}
	}
}

func name(at string) string {
	if at == "" {
		return "/"
	}
	return at
}

func sameNumber(a, b json.Number) bool {
	if a == b {
		return true
	}
	x, ok := new(big.Rat).SetString(string(a))
	y, fine := new(big.Rat).SetString(string(b))
	return ok && fine && x.Cmp(y) == 0
}

// short is v as JSON, cut where it gets long.
func short(v any) string {
	text := string(Encode(v))
	if len(text) > 200 {
		return strings.ToValidUTF8(text[:200], "") + "…"
	}
	return text
}

// Without returns v without the members of objects, at any depth, that drop
// chooses by name; v itself is not changed.
func Without(v any, drop func(name string) bool) any {
	switch v := v.(type) {
	case map[string]any:
		o := maps.Clone(v)
		maps.DeleteFunc(o, func(k string, _ any) bool { return drop(k) })
		for k, below := range o {
			o[k] = Without(below, drop)
		}
		return o
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = Without(item, drop)
		}
		return list
	}
	return v
}
