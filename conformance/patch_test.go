package conformance

// Absent, null, empty and zero, for every property of every body: what the
// document allows can be sent, and what it does not allow cannot be said in Go.

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1alpha"
	"github.com/stratagen/strata/generated/segmentv1beta"
)

// A change of one thing changes nothing else. This is how each kind of property
// is left alone, cleared, emptied and set.
func TestWhatAPatchSends(t *testing.T) {
	const pipe = "pipe"
	for _, c := range []struct {
		name string
		in   any
		want string
	}{
		{"nothing", segmentv1.UpdateSourceInput{}, `{}`},
		{"text", segmentv1.UpdateSourceInput{Name: segment.Ptr("Web")}, `{"name":"Web"}`},
		{"empty text", segmentv1.UpdateSourceInput{Name: segment.Ptr("")}, `{"name":""}`},
		{"false", segmentv1.UpdateSourceInput{Enabled: segment.Ptr(false)}, `{"enabled":false}`},
		{"zero", segmentv1.CreateValidationInWarehouseInput{MetadataID: "m"}, `{"metadataId":"m","settings":{}}`},
		{"no settings", segmentv1.UpdateSourceInput{Settings: nil}, `{}`},
		{"empty settings", segmentv1.UpdateSourceInput{Settings: map[string]any{}}, `{"settings":{}}`},
		{"a setting to null", segmentv1.UpdateSourceInput{Settings: map[string]any{"k": nil}}, `{"settings":{"k":null}}`},

		{"a name to null", segmentv1.UpdateDestinationInput{Name: segment.Null[string]()}, `{"name":null}`},
		{"a name to nothing", segmentv1.UpdateDestinationInput{Name: segment.Value("")}, `{"name":""}`},
		{"a warehouse's name to null", segmentv1beta.UpdateWarehouseInput{Name: segment.Null[string]()}, `{"name":null,"settings":{}}`},
		{"a description to null", segmentv1.UpdateFilterForDestinationInput{Description: segment.Null[string]()}, `{"description":null}`},
		{"a description", segmentv1alpha.UpdateFilterForDestinationInput{Description: segment.Value("d")}, `{"description":"d"}`},
		{"no actions", segmentv1.UpdateFilterForDestinationInput{Actions: nil}, `{}`},
		{"empty actions", segmentv1.UpdateFilterForDestinationInput{Actions: []segmentv1.DestinationFilterAction{}}, `{"actions":[]}`},

		{"forwarding", segmentv1.UpdateSchemaSettingsInSourceInput{ForwardingViolationsTo: segment.Ptr(pipe), ForwardingBlockedEventsTo: segment.Ptr(pipe)}, `{"forwardingViolationsTo":"pipe","forwardingBlockedEventsTo":"pipe"}`},
		{"no forwarding", segmentv1.UpdateSchemaSettingsInSourceInput{ForwardingViolationsTo: nil, ForwardingBlockedEventsTo: nil}, `{}`},
		{"part of a part", segmentv1.UpdateSchemaSettingsInSourceInput{Track: &segmentv1.TrackSourceSettings{AllowUnplannedEvents: segment.Ptr(false)}}, `{"track":{"allowUnplannedEvents":false}}`},
		{"an empty part", segmentv1.UpdateSchemaSettingsInSourceInput{Track: &segmentv1.TrackSourceSettings{}}, `{"track":{}}`},

		{"required labels", segmentv1.ReplaceLabelsInSourceInput{}, `{"labels":[]}`},
		{"required rules", segmentv1.ReplaceRulesInTrackingPlanInput{}, `{"rules":[]}`},
		{"required settings", segmentv1.UpdateWarehouseInput{}, `{"settings":{}}`},
		{"required text", segmentv1.UpdateUserGroupInput{}, `{"name":""}`},
	} {
		if got, err := segment.Marshal(c.in); err != nil || string(got) != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, got, err, c.want)
		}
	}
}

// These two are left out, and never null: the API refuses it, and the type has no
// way to say it.
func TestForwardingCannotBeNull(t *testing.T) {
	for version, client := range versions(nil) {
		found := 0
		methods(client, func(name string, _, method reflect.Value, _ reflect.Method) {
			if name != "Sources.UpdateSchemaSettings" {
				return
			}
			for _, field := range []string{"ForwardingViolationsTo", "ForwardingBlockedEventsTo"} {
				if f, ok := method.Type().In(2).Elem().FieldByName(field); ok && f.Type == reflect.TypeFor[*string]() {
					found++
				}
			}
		})
		if found != 2 {
			t.Errorf("%s: %d such fields of type *string", version, found)
		}
	}
}

// audit compares Go types with the document's schemas.
type audit struct {
	t    *testing.T
	doc  *document
	seen map[pair]bool
	// counts of properties, by what they are.
	required, optional, nullable int
}

type pair struct {
	schema *schema
	typ    reflect.Type
}

func TestEveryInputSaysWhatTheDocumentAllows(t *testing.T) {
	doc, err := readDocument()
	if err != nil {
		t.Fatal(err)
	}
	a := &audit{t: t, doc: doc, seen: map[pair]bool{}}
	inputs := map[string]reflect.Type{}
	for version, client := range versions(nil) {
		methods(client, func(name string, _, method reflect.Value, _ reflect.Method) {
			for in := range method.Type().Ins() {
				if strings.HasSuffix(in.String(), "Input") {
					inputs[version+" "+name] = in.Elem()
				}
			}
		})
	}
	bodies, updates := 0, 0
	media := map[string]string{"v1": stable, "v1beta": beta, "v1alpha": alpha}
	for lane := range lanes(t) {
		f := strings.Fields(lane) // v1 Sources.Update updateSource PATCH /sources/{sourceId}
		s := doc.input(f[3], f[4], media[f[0]])
		in, ok := inputs[f[0]+" "+f[1]]
		if ok != (s != nil) {
			t.Errorf("%s: body in the document: %v, in Go: %v", lane, s != nil, ok)
		}
		if s == nil || !ok {
			continue
		}
		if bodies++; f[3] == "PATCH" {
			updates++
		}
		a.object(f[0]+" "+f[2], s, in)
	}
	t.Logf("%d bodies, %d of them of PATCH: properties required %d, optional %d, nullable %d", bodies, updates, a.required, a.optional, a.nullable)
	if bodies != 153 || updates < 40 || a.nullable < 5 {
		t.Errorf("%d bodies, %d of them of PATCH, %d nullable properties", bodies, updates, a.nullable)
	}
}

// object compares the properties of s with the fields of typ.
func (a *audit) object(place string, s *schema, typ reflect.Type) {
	if a.seen[pair{s, typ}] {
		return
	}
	a.seen[pair{s, typ}] = true
	fields := 0
	for name, prop := range s.Properties {
		f, ok := field(typ, name)
		if !ok {
			a.t.Errorf("%s.%s: no such field in %s", place, name, typ)
			continue
		}
		fields++
		a.property(place+"."+name, name, typ, f, a.doc.resolve(prop), s.requires(name))
	}
	if n := typ.NumField(); n != fields {
		a.t.Errorf("%s: %d fields in %s for %d properties", place, n, typ, fields)
	}
}

func field(typ reflect.Type, name string) (found reflect.StructField, ok bool) {
	for f := range typ.Fields() {
		if n, _, _ := strings.Cut(f.Tag.Get("json"), ","); n == name {
			return f, true
		}
	}
	return found, false
}

func (a *audit) property(place, name string, typ reflect.Type, f reflect.StructField, s *schema, required bool) {
	a.count(s, required)
	_, nullable := f.Type.MethodByName("IsNull")
	if nullable != s.Nullable {
		a.t.Errorf("%s: nullable in the document: %v, in Go: %s", place, s.Nullable, f.Type)
		return
	}
	sent := func(set func(reflect.Value)) string {
		v := reflect.New(typ).Elem()
		set(v.FieldByIndex(f.Index))
		return member(a.t, v, name)
	}
	untouched := sent(func(reflect.Value) {})
	anything := f.Type.Kind() == reflect.Interface // null is a value as any other
	switch {
	case required && (nullable || anything) && untouched != "null",
		required && !nullable && !anything && (untouched == "" || untouched == "null"),
		!required && untouched != "":
		a.t.Errorf("%s: required: %v, nullable: %v; left alone it is sent as %q", place, required, nullable, untouched)
	}
	if nullable {
		a.nullableProperty(place, f.Type, sent)
		f.Type = reflect.Zero(f.Type).MethodByName("OrZero").Type().Out(0)
	} else {
		a.plainProperty(place, f.Type, sent)
	}
	a.below(place, s, f.Type)
}

func (a *audit) count(s *schema, required bool) {
	if s.Nullable {
		a.nullable++
	}
	if required {
		a.required++
	} else {
		a.optional++
	}
}

// member is what v sends as name; empty: nothing.
func member(t *testing.T, v reflect.Value, name string) string {
	t.Helper()
	text, err := segment.Marshal(v.Interface())
	if err != nil {
		t.Errorf("%s: %v", v.Type(), err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		t.Errorf("%s: %v", v.Type(), err)
	}
	return string(members[name])
}

// nullableProperty: null, a zero and a value are three things.
func (a *audit) nullableProperty(place string, typ reflect.Type, sent func(func(reflect.Value)) string) {
	put := func(text []byte) func(reflect.Value) {
		return func(v reflect.Value) {
			if err := json.Unmarshal(text, v.Addr().Interface()); err != nil {
				a.t.Errorf("%s: %v", place, err)
			}
		}
	}
	if got := sent(put([]byte("null"))); got != "null" {
		a.t.Errorf("%s: null is sent as %q", place, got)
	}
	inner := reflect.Zero(typ).MethodByName("OrZero").Type().Out(0)
	for _, v := range []reflect.Value{emptied(inner), filled(inner)} {
		want, err := segment.Marshal(v.Interface())
		if err != nil { // a union of which nothing is set
			continue
		}
		if got := sent(put(want)); got != string(want) || got == "null" {
			a.t.Errorf("%s: %s is sent as %q", place, want, got)
		}
	}
}

// emptied is the value of typ that an omitempty would lose: false, 0, "", an
// empty list.
func emptied(typ reflect.Type) reflect.Value {
	switch typ.Kind() {
	case reflect.Slice:
		return reflect.MakeSlice(typ, 0, 0)
	case reflect.Map:
		return reflect.MakeMap(typ)
	case reflect.Pointer:
		return reflect.New(typ.Elem())
	}
	return reflect.Zero(typ)
}

// plainProperty: no value is null, and a zero that was set is sent.
func (a *audit) plainProperty(place string, typ reflect.Type, sent func(func(reflect.Value)) string) {
	if typ.Kind() == reflect.Interface {
		return
	}
	if typ.Kind() == reflect.Pointer && (typ.Elem().Kind() == reflect.Pointer || typ.Elem().Kind() == reflect.Slice || typ.Elem().Kind() == reflect.Map) {
		a.t.Errorf("%s: a %s can be null", place, typ)
	}
	for _, value := range []reflect.Value{emptied(typ), filled(typ)} {
		got := sent(func(v reflect.Value) { v.Set(value) })
		if got == "" || got == "null" {
			a.t.Errorf("%s: %v is sent as %q", place, value, got)
		}
	}
}

// below goes on with what stands inside of a property.
func (a *audit) below(place string, s *schema, typ reflect.Type) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice && s.Items != nil {
		if typ.Kind() == reflect.Slice {
			s = a.doc.resolve(s.Items)
		}
		typ = typ.Elem()
	}
	if typ.Kind() == reflect.Struct && s.Properties != nil {
		a.object(place, s, typ)
	}
}
