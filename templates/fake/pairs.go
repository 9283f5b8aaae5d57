package fake

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/templates/runtime"
)

// pairs are those of a query, in the order of the wire. Values stay escaped: a
// delimiter between two of them is told from one inside of them by that.
type pairs []*pair

type pair struct {
	key  string // unescaped
	raw  string // escaped
	read bool
}

func newPairs(text, separator string) pairs {
	var ps pairs
	for _, part := range strings.Split(text, separator) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		key, raw, _ := strings.Cut(part, "=")
		ps = append(ps, &pair{key: unescape(key), raw: raw})
	}
	return ps
}

// unescape gives back what is not escaped properly as it is.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// take returns the first unread value of key, and marks it as read.
func (ps pairs) take(key string) (raw string, ok bool) {
	for _, p := range ps {
		if !p.read && p.key == key {
			p.read = true
			return p.raw, true
		}
	}
	return "", false
}

// texts takes all values of key.
func (ps pairs) texts(key string) []string {
	var all []string
	for raw, ok := ps.take(key); ok; raw, ok = ps.take(key) {
		all = append(all, unescape(raw))
	}
	return all
}

// unread returns a pair that nothing has taken; nil: there is none.
func (ps pairs) unread() *pair {
	for _, p := range ps {
		if !p.read {
			return p
		}
	}
	return nil
}

// value takes a parameter, as JSON; nil: it is not there.
func (ps pairs) value(name string, l layout, style runtime.Style) json.RawMessage {
	switch {
	case style&runtime.DeepObject != 0:
		return ps.deep(name, l)
	case style&runtime.Explode != 0 && l.shape == list:
		return l.list(ps.texts(name))
	case style&runtime.Explode != 0 && l.shape == object:
		return ps.exploded(l)
	}
	raw, ok := ps.take(name)
	if !ok {
		return nil
	}
	if l.shape == scalar {
		return l.text(unescape(raw))
	}
	texts := split(raw, style)
	for i, text := range texts {
		texts[i] = unescape(text)
	}
	return l.delimited(texts, false)
}

// split cuts an escaped value at its delimiters (OpenAPI: Style Values). A space
// inside of a value is a plus sign.
func split(raw string, style runtime.Style) []string {
	switch {
	case style&runtime.SpaceDelimited != 0:
		return strings.Split(raw, "%20")
	case style&runtime.PipeDelimited != 0:
		return strings.Split(strings.NewReplacer("%7C", "|", "%7c", "|").Replace(raw), "|")
	}
	return strings.Split(raw, ",")
}

// exploded takes the members of an object that are parameters by themselves. A
// map takes whatever is left.
func (ps pairs) exploded(l layout) json.RawMessage {
	var b objectBuilder
	for _, m := range l.members {
		if raw, ok := ps.take(m.name); ok {
			b.add(m.name, layoutOf(m.typ).text(unescape(raw)))
		}
	}
	for p := ps.unread(); p != nil && l.rest != nil; p = ps.unread() {
		p.read = true
		b.add(p.key, layoutOf(l.rest).text(unescape(p.raw)))
	}
	return b.json()
}

// deep takes a value of style deepObject, in the form of the API's dialect.
func (ps pairs) deep(name string, l layout) json.RawMessage {
	if !ps.has(name) {
		return nil // the end, also of a type that holds itself
	}
	switch l.shape {
	case object:
		var b objectBuilder
		for _, m := range l.members {
			b.add(m.name, ps.deep(memberKey(name, m.name), layoutOf(m.typ)))
		}
		if l.rest != nil {
			rest := layoutOf(l.rest)
			for _, key := range ps.membersOf(name, rest) {
				b.add(key, ps.deep(memberKey(name, key), rest))
			}
		}
		return b.json()
	case list:
		return ps.deepList(name, l)
	}
	if raw, ok := ps.take(name); ok {
		return l.text(unescape(raw))
	}
	if l.shape == anything {
		return ps.deep(name, mapOfAny)
	}
	return nil
}

func (ps pairs) deepList(name string, l layout) json.RawMessage {
	elem := layoutOf(l.elem)
	var items []json.RawMessage
	switch {
	case api.array == "comma":
		if raw, ok := ps.take(name); ok {
			for _, text := range strings.Split(raw, ",") {
				items = append(items, elem.text(unescape(text)))
			}
		}
	case api.array == "index" || api.array == "dots":
		for item := ps.deep(itemKey(name, 0), elem); item != nil; item = ps.deep(itemKey(name, len(items)), elem) {
			items = append(items, item)
		}
	case elem.shape == scalar || elem.shape == anything:
		return l.list(ps.texts(name))
	default:
		for _, group := range ps.groups(name) {
			if item := group.deep(name, elem); item != nil {
				items = append(items, item)
			}
		}
	}
	return listJSON(items)
}

// has reports whether there is an unread value of name, or of something in it.
func (ps pairs) has(name string) bool {
	for _, p := range ps {
		if !p.read && (p.key == name || isIn(p.key, name)) {
			return true
		}
	}
	return false
}

func isIn(key, name string) bool {
	return strings.HasPrefix(key, name+"[") || strings.HasPrefix(key, name+".")
}

// groups tells the objects of a list apart whose form has no numbers: where the
// first member comes again, another object begins.
func (ps pairs) groups(name string) []pairs {
	var all []pairs
	for _, p := range ps {
		if p.read || p.key != name && !isIn(p.key, name) {
			continue
		}
		if len(all) == 0 || all[len(all)-1][0].key == p.key {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], p)
	}
	return all
}

// membersOf lists the names of the unread members of a map, each once.
func (ps pairs) membersOf(name string, elem layout) []string {
	var names []string
	for _, p := range ps {
		if member, ok := memberIn(p.key, name, elem); ok && !p.read && !slices.Contains(names, member) {
			names = append(names, member)
		}
	}
	return names
}

// memberIn is the name of the member of a map that a key is for. In dots a name
// with a dot in it cannot be told from a path, unless the members hold nothing.
func memberIn(key, name string, elem layout) (member string, ok bool) {
	if api.object == "dots" {
		member, ok = strings.CutPrefix(key, name+".")
		if elem.shape != scalar {
			member, _, _ = strings.Cut(member, ".")
		}
		return member, ok
	}
	member, ok = strings.CutPrefix(key, name+"[")
	if elem.shape == scalar {
		return strings.TrimSuffix(member, "]"), ok
	}
	member, _, _ = strings.Cut(member, "]")
	return member, ok
}

func memberKey(name, member string) string {
	if api.object == "dots" {
		return name + "." + member
	}
	return name + "[" + member + "]"
}

func itemKey(name string, i int) string {
	if api.array == "dots" {
		return name + "." + strconv.Itoa(i)
	}
	return name + "[" + strconv.Itoa(i) + "]"
}
