package runtime

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestUnmarshalIntegers(t *testing.T) {
	type inner struct {
		N int64 `json:"n"`
	}
	type outer struct {
		A  int64            `json:"a"`
		B  *int32           `json:"b"`
		L  []int64          `json:"l"`
		M  map[string]int64 `json:"m"`
		O  []inner          `json:"o"`
		F  float64          `json:"f"`
		S  string           `json:"s"`
		X  any              `json:"x"`
		Nu Nullable[int64]  `json:"nu"`
	}
	var got outer
	got.A, got.L = 5, []int64{9, 9, 9}
	in := `{"a":3.0,"b":1e3,"l":[1.00,-2.0e1,30],"m":{"k":12.5E1},"o":[{"n":7.0}],"f":1.5,"s":"a\"3.0","x":1.0,"nu":4.0}`
	if err := Unmarshal([]byte(in), &got); err != nil {
		t.Fatal(err)
	}
	want := outer{
		A: 3, B: Ptr(int32(1000)), L: []int64{1, -20, 30}, M: map[string]int64{"k": 125}, O: []inner{{7}},
		F: 1.5, S: `a"3.0`, X: json.Number("1"), Nu: Value(int64(4)),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}

	for in, field := range map[string]string{
		`{"a":3.5}`: "outer.a", `{"l":[1,2.5]}`: "outer.l", `{"o":[{"n":1e-1}]}`: "n", `{"b":1e12}`: "outer.b",
		`{"a":1e400}`: "outer.a", `{"a":1e9999999999}`: "outer.a", `{"nu":0.5}`: "outer.nu",
	} {
		err := Unmarshal([]byte(in), new(outer))
		var mismatch *json.UnmarshalTypeError
		if !errors.As(err, &mismatch) || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v, want %s named", in, err, field)
		}
	}
}

func TestUnmarshalRoundsNothing(t *testing.T) {
	var v struct {
		A any                 `json:"a"`
		N Nullable[any]       `json:"n"`
		M map[string]any      `json:"m"`
		I int64               `json:"i"`
		E map[string]struct{} `json:"e"`
	}
	in := `{"a":[9007199254740993,1.10],"n":9007199254740993,"m":{"k":9007199254740993},"i":9007199254740993}`
	if err := Unmarshal([]byte(in), &v); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(v.A, []any{json.Number("9007199254740993"), json.Number("1.10")}) ||
		v.N.OrZero() != json.Number("9007199254740993") || v.M["k"] != json.Number("9007199254740993") || v.I != 9007199254740993 {
		t.Errorf("%+v", v)
	}
	var i int64
	if err := Unmarshal([]byte("9007199254740993.0"), &i); err != nil || i != 9007199254740993 {
		t.Error(i, err)
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, in := range []string{"", " ", "{", `{} {}`, `{}x`, "nul", `"`} {
		var v any
		if err := Unmarshal([]byte(in), &v); err == nil || err.Error() == "EOF" {
			t.Errorf("%q: %v", in, err)
		}
	}
	var v any
	if Unmarshal([]byte("1"), v) == nil || Unmarshal([]byte("1"), (*int)(nil)) == nil {
		t.Error("decoded into nothing")
	}
}

func TestPlainInteger(t *testing.T) {
	for in, want := range map[string]string{
		"3.0": "3", "1e3": "1000", "1E+3": "1000", "1.5e1": "15", "-2.0": "-2", "0.0": "0", "-0.0": "0", "0e9": "0",
		"100e-2": "1", "0.001e3": "1", "12.340e2": "1234", "1e18": "1000000000000000000",
		"3": "", "3.5": "", "1e-1": "", "15e-1": "", "1e19": "", "1e400": "", "1e99999999999999999999": "",
	} {
		got, ok := plainInteger(in)
		if got != want || ok != (want != "") {
			t.Errorf("%s: %s %v", in, got, ok)
		}
	}
}

func TestMarshal(t *testing.T) {
	data, err := Marshal(map[string]any{"a": "<&>", "n": Value("<b>")})
	if err != nil || string(data) != `{"a":"<&>","n":"<b>"}` {
		t.Error(string(data), err)
	}
	if Deref[int](nil) != 0 || Deref(Ptr(3)) != 3 {
		t.Error("Deref")
	}
}

func TestNullable(t *testing.T) {
	type in struct {
		Optional Nullable[string] `json:"optional,omitzero"`
		Required Nullable[string] `json:"required"`
	}
	for _, tt := range []struct {
		v    in
		want string
	}{
		{in{}, `{"required":null}`},
		{in{Null[string](), Null[string]()}, `{"optional":null,"required":null}`},
		{in{Value(""), Value("<a>")}, `{"optional":"","required":"<a>"}`},
	} {
		data, err := Marshal(tt.v)
		if err != nil || string(data) != tt.want {
			t.Errorf("%s (%v), want %s", data, err, tt.want)
		}
		var back in
		if err := Unmarshal(data, &back); err != nil || back.Optional != tt.v.Optional {
			t.Errorf("%+v (%v), want %+v", back, err, tt.v)
		}
	}
	n := Value("x")
	if v, ok := n.Get(); v != "x" || !ok || n.IsNull() || n.IsZero() || n.OrZero() != "x" {
		t.Error(n)
	}
	null := Null[string]()
	if v, ok := null.Get(); v != "" || ok || !null.IsNull() || null.IsZero() || null.OrZero() != "" {
		t.Error(null)
	}
	if n.String() != "x" || null.String() != "null" || (Nullable[int]{}).String() != "absent" {
		t.Error("String")
	}
}

func TestNullableDecodesAfresh(t *testing.T) {
	n := Value(map[string]int{"old": 1})
	if err := Unmarshal([]byte(`{"new":2}`), &n); err != nil || !reflect.DeepEqual(n.OrZero(), map[string]int{"new": 2}) {
		t.Error(n, err)
	}
	if err := n.UnmarshalJSON([]byte("null")); err != nil || !n.IsNull() || n.OrZero() != nil {
		t.Error(n, err)
	}
	n = Value(map[string]int{"old": 1})
	if err := n.UnmarshalJSON([]byte(`"x"`)); err == nil || !n.IsNull() {
		t.Error(n, err)
	}
}

func TestNullableEqual(t *testing.T) {
	at := time.Now()
	if !Value(at).Equal(Value(at.Round(0).In(time.FixedZone("", 3600)))) {
		t.Error("times are compared by their own Equal")
	}
	if !Value([]int{1}).Equal(Value([]int{1})) || Value(1).Equal(Value(2)) || Value(0).Equal(Null[int]()) ||
		Null[int]().Equal(Nullable[int]{}) || !Null[int]().Equal(Null[int]()) {
		t.Error("Equal")
	}
	if !Value[*time.Time](nil).Equal(Value[*time.Time](nil)) {
		t.Error("nil pointers")
	}
}

// open is a struct with an Extra map, as the generator writes it.
type open struct {
	Name  string         `json:"name"`
	Note  *string        `json:"note,omitempty"`
	Count int64          `json:"count,omitempty"`
	Plain string         `json:",omitempty"`
	Extra map[string]any `json:"-"`
}

func (o open) MarshalJSON() ([]byte, error) {
	type plain open
	return MarshalExtra(plain(o), o.Extra)
}

func (o *open) UnmarshalJSON(data []byte) error {
	type plain open
	var p plain
	extra, err := UnmarshalExtra[any](data, &p)
	if err != nil {
		return err
	}
	*o = open(p)
	o.Extra = extra
	return nil
}

func TestExtra(t *testing.T) {
	in := `{"name":"<n>","count":2,"a":1.10,"z":{"b":9007199254740993}}`
	var o open
	if err := Unmarshal([]byte(in), &o); err != nil {
		t.Fatal(err)
	}
	if len(o.Extra) != 2 || o.Extra["a"] != json.Number("1.10") || o.Count != 2 {
		t.Errorf("%+v", o)
	}
	if data, err := Marshal(o); err != nil || string(data) != in {
		t.Error(string(data), err)
	}
	if err := Unmarshal([]byte(`{"name":"n"}`), &o); err != nil || o.Extra != nil {
		t.Error(o, err)
	}
	if err := Unmarshal([]byte(`null`), &o); err != nil {
		t.Error(err)
	}
	o = open{Name: "n", Extra: map[string]any{"name": "other", "note": "other", "b": 1, "a": "x"}}
	if data, err := Marshal(o); err != nil || string(data) != `{"name":"n","a":"x","b":1}` {
		t.Error(string(data), err)
	}
	if _, err := Marshal(open{Extra: map[string]any{"a": make(chan int)}}); err == nil {
		t.Error("a channel")
	}
	if data, err := MarshalExtra(struct{}{}, map[string]int{"a": 1}); err != nil || string(data) != `{"a":1}` {
		t.Error(string(data), err)
	}
	if _, err := MarshalExtra(struct{ C chan int }{}, map[string]int{}); err == nil {
		t.Error("a channel")
	}
	_, err := UnmarshalExtra[int64]([]byte(`{"a":1.5}`), new(struct{}))
	if err == nil || !strings.Contains(err.Error(), "number 1.5") {
		t.Error(err)
	}
	var mismatch *json.UnmarshalTypeError
	if !errors.As(err, &mismatch) || mismatch.Field != "a" {
		t.Error(err)
	}
	if _, err := UnmarshalExtra[int64]([]byte(`[]`), new(struct{})); err == nil {
		t.Error("a list")
	}
}

func TestNestedErrorsNameTheField(t *testing.T) {
	var v struct {
		Things []struct {
			Open open `json:"open"`
		} `json:"things"`
	}
	err := Unmarshal([]byte(`{"things":[{"open":{"name":"n","count":1.5}}]}`), &v)
	if err == nil || !strings.Contains(err.Error(), "things.open.count") {
		t.Error(err)
	}
}
