package runtime

import (
	"encoding/json"
	"strings"
	"testing"
)

type cat struct {
	Kind  string `json:"kind"`
	Lives int64  `json:"lives"`
}

type dog struct {
	Kind string `json:"kind"`
	Tag  string `json:"tag"`
	Size string `json:"size"`
}

// pet is a union, as the generator writes it.
type pet struct {
	Cat  *cat
	Dog  *dog
	Text *string
	Int  *int64
	Num  *float64
	List *[]string
	Any  *any
	Raw  json.RawMessage
}

func (p *pet) variants() []Variant {
	return []Variant{
		{Kind: "object", Values: []string{"cat", "9"}, Required: []string{"lives"}, Known: []string{"kind", "lives"}, Decode: func(b []byte) error { return DecodeVariant(b, &p.Cat) }},
		{Kind: "object", Values: []string{"dog"}, Known: []string{"kind", "size", "tag"}, Consts: map[string][]string{"size": {"big", "small"}}, Decode: func(b []byte) error { return DecodeVariant(b, &p.Dog) }},
		{Kind: "string", Decode: func(b []byte) error { return DecodeVariant(b, &p.Text) }},
		{Kind: "integer", Decode: func(b []byte) error { return DecodeVariant(b, &p.Int) }},
		{Kind: "number", Decode: func(b []byte) error { return DecodeVariant(b, &p.Num) }},
		{Kind: "array", Decode: func(b []byte) error { return DecodeVariant(b, &p.List) }},
	}
}

func (p *pet) set() string {
	var names []string
	for name, isSet := range map[string]bool{
		"cat": p.Cat != nil, "dog": p.Dog != nil, "text": p.Text != nil, "int": p.Int != nil,
		"num": p.Num != nil, "list": p.List != nil, "any": p.Any != nil,
	} {
		if isSet {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

func (p pet) MarshalJSON() ([]byte, error) {
	return MarshalUnion(p.Raw, p.Cat, p.Dog, p.Text, p.Int, p.Num, p.List, p.Any)
}

func TestUnmarshalUnion(t *testing.T) {
	tests := []struct {
		in, discriminator, want string
		fails                   bool
	}{
		{`{"kind":"cat","lives":9}`, "kind", "cat", false},
		{`{"kind":"dog","lives":9}`, "kind", "dog", false},
		{`{"kind":9,"lives":9}`, "kind", "", true}, // the value says cat, but it is none
		{`{"kind":"cat","lives":1.5}`, "kind", "", true},
		{`{"kind":"bird","lives":9}`, "kind", "", false},
		{`{"lives":9}`, "kind", "cat", false}, // the discriminator is missing
		{`"text"`, "kind", "text", false},
		{`{"kind":"x","lives":9}`, "", "cat", false},
		{`{"kind":"x","lives":9.0}`, "", "cat", false},
		{`{"kind":"x","tag":"t","size":"big","lives":9}`, "", "dog", false}, // knows more
		{`{"kind":"x","tag":"t","size":"huge","lives":9}`, "", "cat", false},
		{`{"kind":"x","lives":"many"}`, "", "dog", false}, // cat does not decode
		{`{"size":"huge"}`, "", "", false},
		{` 3`, "", "int", false},
		{`3.0`, "", "int", false},
		{`3.5`, "", "num", false},
		{`["a"]`, "", "list", false},
		{`[1]`, "", "", false},
		{`true`, "", "", false},
		{`null`, "", "", false},
	}
	for _, tt := range tests {
		var p pet
		data := []byte(tt.in)
		raw, err := UnmarshalUnion(data, Union{Discriminator: tt.discriminator, Variants: p.variants()})
		p.Raw = raw
		if (err != nil) != tt.fails || p.set() != tt.want {
			t.Errorf("%s by %q: %q (%v), want %q", tt.in, tt.discriminator, p.set(), err, tt.want)
		}
		data[0] = 'x'
		if string(raw) != tt.in {
			t.Errorf("raw is %s", raw)
		}
		if out, err := Marshal(p); tt.want == "" && (err != nil || string(out) != tt.in) {
			t.Errorf("an unknown variant does not survive: %s (%v)", out, err)
		}
	}
	var p pet
	if _, err := UnmarshalUnion([]byte(`{`), Union{Variants: p.variants()}); err == nil {
		t.Error("half an object")
	}
	if _, err := UnmarshalUnion(nil, Union{}); err != nil {
		t.Error(err)
	}
}

func TestAnyIsTheLastResort(t *testing.T) {
	var p pet
	all := append([]Variant{{Kind: "any", Decode: func(b []byte) error { return DecodeVariant(b, &p.Any) }}}, p.variants()...)
	for in, want := range map[string]string{`"a"`: "text", `true`: "any"} {
		p = pet{}
		if _, err := UnmarshalUnion([]byte(in), Union{Variants: all}); err != nil || p.set() != want {
			t.Errorf("%s: %s (%v)", in, p.set(), err)
		}
	}
}

func TestMarshalUnion(t *testing.T) {
	for _, tt := range []struct {
		p    pet
		want string
	}{
		{pet{Text: Ptr("a")}, `"a"`},
		{pet{Text: Ptr("a"), Raw: json.RawMessage(`"old"`)}, `"a"`},
		{pet{Raw: json.RawMessage(`{"kind":"bird"}`)}, `{"kind":"bird"}`},
		{pet{}, "no variant of a union is set"},
		{pet{Text: Ptr("a"), Int: Ptr(int64(1))}, "two variants of a union are set: *string and *int64"},
	} {
		data, err := Marshal(tt.p)
		if got := string(data); err == nil && got != tt.want || err != nil && !strings.HasSuffix(err.Error(), tt.want) {
			t.Errorf("%s (%v), want %s", got, err, tt.want)
		}
	}
}
