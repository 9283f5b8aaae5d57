package lock

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sample() *Lock {
	return &Lock{
		Methods: []*Method{
			{ID: "get widget", HTTP: "GET", Path: "/widgets/{id}/{kind}", Service: "Widgets", Name: "Get", Args: []Arg{{"id", "string"}, {"kind", "WidgetKind"}}},
			{ID: "listWidgets", HTTP: "GET", Path: "/widgets", Service: "Widgets", Name: "List"},
		},
		Types: []*Type{
			{Version: "", Name: "Lone", File: "models.go", Places: []string{"a/200"}},
			{
				Version: "v1", Name: "Widget", File: "widgets.go", Places: []string{"listWidgets/200/widgets/%5B%5D", "z/body"},
				Fields: []*Field{{0, "id", "ID", "string", false}, {1, `odd "name" x`, "OddNameX", "map[string]any", true}},
			},
			{Version: "v1", Name: "WidgetKind", File: "widgets.go", Places: []string{"b/200"}, Consts: []*Const{{0, "", "WidgetKindEmpty"}, {1, "A B", "WidgetKindAB"}}},
		},
		Majors: map[string]int{"v1": 2, "": 3},
		Bare:   map[Operation]bool{{"v1", "get widget"}: true, {"", "lone"}: true},
	}
}

// TestRoundTrip: a lock is what its text says.
func TestRoundTrip(t *testing.T) {
	text := sample().Format()
	got, bad := Parse(text)
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	if d := cmp.Diff(sample(), got); d != "" {
		t.Error(d)
	}
	if again := string(got.Format()); again != string(text) {
		t.Errorf("another text:\n%s", again)
	}
}

// TestSorted: order in memory does not show in the text.
func TestSorted(t *testing.T) {
	l := sample()
	l.Methods[0], l.Methods[1] = l.Methods[1], l.Methods[0]
	l.Types[0], l.Types[2] = l.Types[2], l.Types[0]
	if string(l.Format()) != string(sample().Format()) {
		t.Errorf("the text depends on order:\n%s", l.Format())
	}
}

// TestParseErrors: every bad line is reported with its place.
func TestParseErrors(t *testing.T) {
	text := strings.Join([]string{
		"# a comment", "", "nonsense", `method "a" GET "/a" NoDot`, `field v1 T x "w" W string`, `const v1 T 000 "broken`, "type v1 T",
		"type v1 Twice a.go x/200", "type v1 Twice b.go y/200", "type v1 lower a.go", "type v1 Up ../up.go", `field v1 T 000 "w" do-it string`,
		`method "m" GET "/m" S.get()`, `method "n" GET "/n" S.Get(a-b:string)`,
		"major v1 2", "major v1 3", "major v2 1", "major v3 x", `bare v1 "a"`, `bare v1 "a"`, `bare v2 "a"`, "bare v1 b", "sent v1 T w", `sent v1 T "w"`, `sent v1 T "w"`,
	}, "\n")
	_, bad := Parse([]byte(text))
	var lines []int
	for _, e := range bad {
		lines = append(lines, e.Line)
	}
	if want := []int{3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 16, 17, 18, 20, 22, 23, 25}; !slices.Equal(lines, want) {
		t.Errorf("complaints about lines %v, want %v: %v", lines, want, bad)
	}
}

// TestFileNames: what naming gives a file is read back.
func TestFileNames(t *testing.T) {
	for _, file := range []string{"widgets.go", "x日本.go", "übung_2.go", "-"} {
		if _, bad := Parse([]byte("type v1 T " + file + " a/200\n")); len(bad) > 0 {
			t.Error(bad)
		}
	}
	for _, file := range []string{"../x.go", "a/b.go", "a.txt", "_x.go", ".go", "a_test.go", "a\u202Eb.go", "a b.go"} {
		if _, bad := Parse([]byte("type v1 T " + file + " a/200\n")); len(bad) == 0 {
			t.Errorf("%s is taken", file)
		}
	}
}

// TestMethod: an operation is found by id, else by method and path.
func TestMethod(t *testing.T) {
	l := sample()
	for _, c := range []struct{ id, http, path, want string }{
		{"listWidgets", "GET", "/elsewhere", "List"},
		{"renamed", "GET", "/widgets", "List"},
		{"renamed", "POST", "/widgets", ""},
	} {
		got := ""
		if m := l.Method(c.id, c.http, c.path); m != nil {
			got = m.Name
		}
		if got != c.want {
			t.Errorf("%v: %q", c, got)
		}
	}
}

// FuzzParse: no text makes it panic, and what it reads it writes and reads again.
func FuzzParse(f *testing.F) {
	f.Add(string(sample().Format()))
	f.Add("field v1 T 000 \"\" X string\n")
	f.Add("type v1 T x日本.go a/200\n")
	f.Add("method \"m\" GET \"/m\" S.Get()\nfield - T -1 \"w\" W *x\nconst - T 1 \"\\x00\" C\n")
	f.Add("major - 2\nmajor v1 7\nbare - \"a b\"\nbare v1 \"a b\"\nsent - T \"w\"\nfield - T 0 \"w\" W []x\nsent - T \"x\"\n")
	f.Add("field 0 A 0 \"\"A \r \n")
	f.Fuzz(func(t *testing.T, text string) {
		l, bad := Parse([]byte(text))
		if len(bad) > 0 {
			return
		}
		text = string(l.Format())
		again, bad := Parse([]byte(text))
		if len(bad) > 0 {
			t.Fatalf("%q is written but not read: %v", text, bad)
		}
		if rewritten := string(again.Format()); rewritten != text {
			t.Errorf("%q becomes %q", text, rewritten)
		}
	})
}
