package runtime

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// node is a parameter value as JSON: the names of its members are those of the
// JSON tags, their order is that of the struct, or by name for a map.
type node json.RawMessage

// The kinds of a node; the others are kinds of scalars.
const (
	object = '{'
	array  = '['
)

type nodeMember struct {
	name  string
	value node
}

func newNode(v any) (node, error) {
	data, err := Marshal(v)
	return node(data), err
}

// scalar is the text of the commonest values, which need no JSON: the same as
// that of their node.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, utf8.ValidString(v)
	case int64:
		return strconv.FormatInt(v, 10), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

func (n node) kind() byte {
	if len(n) == 0 {
		return 'n'
	}
	return n[0]
}

// absent reports whether n is null.
func (n node) absent() bool { return n.kind() == 'n' }

// hollow reports whether n is an empty list or an object with nothing in it.
func (n node) hollow() bool {
	switch n.kind() {
	case array:
		return len(n.items()) == 0
	case object:
		return len(n.members()) == 0
	}
	return false
}

// text is a string without its quotes; other values are their JSON, for want of
// a rule where a style has no place for a list or an object.
func (n node) text() string {
	var s string
	if n.kind() == '"' && json.Unmarshal(n, &s) == nil {
		return s
	}
	return string(n)
}

func (n node) items() []node {
	var raw []json.RawMessage
	if json.Unmarshal(n, &raw) != nil {
		return nil
	}
	items := make([]node, len(raw))
	for i, r := range raw {
		items[i] = node(r)
	}
	return items
}

// members are those of an object, in order, without the nulls. The JSON is our
// own, so it cannot be wrong.
func (n node) members() []nodeMember {
	dec := json.NewDecoder(bytes.NewReader(n))
	if t, err := dec.Token(); err != nil || t != json.Delim(object) {
		return nil
	}
	var all []nodeMember
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return all
		}
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return all
		}
		if m := (nodeMember{name.(string), node(raw)}); !m.value.absent() {
			all = append(all, m)
		}
	}
	return all
}

// flat is n as a list of texts: a scalar is one, an object its names and values
// in turn or, exploded, name=value.
func (n node) flat(explode bool) []string {
	var all []string
	switch n.kind() {
	case array:
		for _, item := range n.items() {
			all = append(all, item.text())
		}
	case object:
		for _, m := range n.members() {
			if explode {
				all = append(all, m.name+"="+m.value.text())
				continue
			}
			all = append(all, m.name, m.value.text())
		}
	default:
		all = []string{n.text()}
	}
	return all
}
