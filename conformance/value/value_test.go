package value

import (
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	for _, c := range []struct{ want, got, diff string }{
		{`{"a":1,"b":[true,null,"x"]}`, `{"b":[true,null,"x"],"a":1}`, ``},
		{`[1000,0.5,-0.0]`, `[1e3,5e-1,0]`, ``},
		{`9007199254740993`, `9007199254740992`, `/: want 9007199254740993, got 9007199254740992`},
		{`1`, `"1"`, `/: want 1, got "1"`},
		{`null`, `false`, `/: want null, got false`},
		{`{}`, `null`, `/: want {}, got null`},
		{`[]`, `{}`, `/: want [], got {}`},
		{`[1,2]`, `[2,1]`, "/0: want 1, got 2\n/1: want 2, got 1"},
		{`[1]`, `[1,1]`, `/: want [1], got [1,1]`},
		{`{"a":null}`, `{}`, `/a: want null, got nothing`},
		{`{}`, `{"a":null}`, `/a: want nothing, got null`},
		{`{"a":{"b/c":[{"d":"<"}]}}`, `{"a":{"b/c":[{"d":">"}]}}`, `/a/b~1c/0/d: want "<", got ">"`},
	} {
		want, err := Decode([]byte(c.want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode([]byte(c.got))
		if err != nil {
			t.Fatal(err)
		}
		if diff := strings.Join(Diff(want, got), "\n"); diff != c.diff {
			t.Errorf("%s, %s: got %s, want %s", c.want, c.got, diff, c.diff)
		}
	}
}

func TestDecode(t *testing.T) {
	for text, want := range map[string]string{
		``: "EOF", `{}{}`: "more than one", `{"a":1,"a":1}`: `"a" twice`, `[{"a":{"b":1,"b":2}}]`: `"b" twice`,
		`{"a"}`: "invalid", `[1,]`: "invalid", `01`: "more than one", `[1`: "EOF",
	} {
		if _, err := Decode([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", text, err, want)
		}
	}
}

func TestWithout(t *testing.T) {
	v, err := Decode([]byte(`{"x":1,"a":[{"x":2,"b":"x"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	got := Without(v, func(name string) bool { return name == "x" })
	if string(Encode(got)) != `{"a":[{"b":"x"}]}` || string(Encode(v)) != `{"a":[{"b":"x","x":2}],"x":1}` {
		t.Errorf("got %s of %s", Encode(got), Encode(v))
	}
}
