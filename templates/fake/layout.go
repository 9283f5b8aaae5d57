package fake

// Texts off the wire become JSON here, led by the Go types they are for, and
// then values by the runtime's own decoding of JSON.

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/stratagen/strata/templates/runtime"
)

// layout is how values of a type are written.
type layout struct {
	shape   shape
	typ     reflect.Type // of a scalar: which it is
	elem    reflect.Type // of a list
	members []member     // of an object
	rest    reflect.Type // of an object's other members; nil: there are none
}

type member struct {
	name string
	typ  reflect.Type
}

type shape int

const (
	scalar shape = iota
	list
	object
	anything // the wire does not say
)

var (
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[time.Time]()
	mapOfAny = layout{shape: object, rest: reflect.TypeFor[any]()}
)

func layoutOf(t reflect.Type) layout {
	t = bare(t)
	switch {
	case t.Kind() == reflect.Interface, t == rawType:
		return layout{shape: anything, typ: t}
	case t == timeType, isUnion(t):
		return layout{typ: t}
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return layout{shape: list, typ: t, elem: t.Elem()}
	case t.Kind() == reflect.Map:
		return layout{shape: object, typ: t, rest: t.Elem()}
	case t.Kind() == reflect.Struct:
		return structLayout(t)
	}
	return layout{typ: t}
}

// bare is t without pointers and Nullable around it.
func bare(t reflect.Type) reflect.Type {
	for {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
			continue
		}
		get, ok := t.MethodByName("Get")
		if _, nullable := t.MethodByName("IsNull"); !ok || !nullable {
			return t
		}
		t = get.Type.Out(0)
	}
}

// isUnion knows a union by the field Raw, which no other struct has in that type.
func isUnion(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	f, ok := t.FieldByName("Raw")
	return ok && f.Type == rawType && f.Tag == ""
}

func structLayout(t reflect.Type) layout {
	l := layout{shape: object, typ: t}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case !f.IsExported():
		case name == "-" && f.Name == "Extra" && f.Type.Kind() == reflect.Map:
			l.rest = f.Type.Elem()
		case name != "" && name != "-":
			l.members = append(l.members, member{name, f.Type})
		}
	}
	return l
}

// text is one text as JSON. What is no text of the type becomes a string, for the
// decoding to complain about.
func (l layout) text(s string) json.RawMessage {
	quoted, err := runtime.Marshal(s)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	switch {
	case !json.Valid([]byte(s)):
		return quoted
	case l.shape == anything:
		if !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") {
			return quoted
		}
	case l.shape == scalar && (l.typ == timeType || l.typ.Kind() == reflect.String || l.typ.Kind() == reflect.Slice):
		return quoted
	case l.shape == scalar && isUnion(l.typ) && !fitsVariant(l.typ, s):
		return quoted
	}
	return json.RawMessage(s)
}

// fitsVariant reports whether a union has a variant for a JSON value.
func fitsVariant(t reflect.Type, data string) bool {
	v := reflect.New(t)
	if runtime.Unmarshal([]byte(data), v.Interface()) != nil {
		return false
	}
	for i := range t.NumField() {
		if f := v.Elem().Field(i); t.Field(i).IsExported() && f.Kind() == reflect.Pointer && !f.IsNil() {
			return true
		}
	}
	return false
}

// list is a list of texts; nil: there are none.
func (l layout) list(texts []string) json.RawMessage {
	elem := layoutOf(l.elem)
	var items []json.RawMessage
	for _, text := range texts {
		items = append(items, elem.text(text))
	}
	return listJSON(items)
}

// delimited is the value of texts that stood in one: those of a list, or names
// and values of an object, in turn or, exploded, as name=value.
func (l layout) delimited(texts []string, explode bool) json.RawMessage {
	switch {
	case l.shape == list:
		return l.list(texts)
	case l.shape != object:
		return l.text(strings.Join(texts, ","))
	}
	var b objectBuilder
	for i := 0; i < len(texts); i++ {
		name, value := texts[i], ""
		if explode {
			name, value, _ = strings.Cut(name, "=")
		} else if i++; i < len(texts) {
			value = texts[i]
		}
		b.add(name, layoutOf(l.memberType(name)).text(value))
	}
	return b.json()
}

// memberType is the type of a member; any for one that nobody knows.
func (l layout) memberType(name string) reflect.Type {
	for _, m := range l.members {
		if m.name == name {
			return m.typ
		}
	}
	if l.rest != nil {
		return l.rest
	}
	return reflect.TypeFor[any]()
}

// listJSON is nil without items: an empty list is not sent.
func listJSON(items []json.RawMessage) json.RawMessage {
	if items == nil {
		return nil
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = string(item)
	}
	return json.RawMessage("[" + strings.Join(texts, ",") + "]")
}

// objectBuilder puts an object together.
type objectBuilder struct{ members []string }

// add adds a member, unless value is nil.
func (b *objectBuilder) add(name string, value json.RawMessage) {
	if value == nil {
		return
	}
	key, err := runtime.Marshal(name)
	if err != nil {
		panic("BUG: " + err.Error())
	}
	b.members = append(b.members, string(key)+":"+string(value))
}

// json is nil without members: an empty object is not sent.
func (b *objectBuilder) json() json.RawMessage {
	if b.members == nil {
		return nil
	}
	return json.RawMessage("{" + strings.Join(b.members, ",") + "}")
}
