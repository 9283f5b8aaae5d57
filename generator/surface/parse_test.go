package surface

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator/model"
)

// unplaced are facts without where they stand.
func unplaced(list []Fact) []Fact {
	list = slices.Clone(list)
	for i := range list {
		list[i].At, list[i].Pos = model.Pos{}, model.Pos{}
	}
	return list
}

// roundTrip reads back what Text writes of v.
func roundTrip(t *testing.T, v *Version) *Version {
	t.Helper()
	text := v.Text()
	got, err := Parse("v1.txt", text)
	if err != nil {
		t.Fatalf("%v\nin\n%s", err, text)
	}
	if !reflect.DeepEqual(unplaced(got.Facts), unplaced(v.Facts)) || !reflect.DeepEqual(unplaced(got.everywhere), unplaced(v.everywhere)) {
		t.Errorf("read back:\n%+v\nwant\n%+v", unplaced(got.Facts), unplaced(v.Facts))
	}
	if got.Token != v.Token || got.Stability != v.Stability || got.Default != v.Default {
		t.Errorf("read back %q %v %v, want %q %v %v", got.Token, got.Stability, got.Default, v.Token, v.Stability, v.Default)
	}
	if again := got.Text(); string(again) != string(text) {
		t.Errorf("writes\n%swant\n%s", again, text)
	}
	return got
}

func TestParseGivesBack(t *testing.T) {
	for name, schemas := range map[string][]*model.Schema{"sample": {sample(), sample()}, "ladder": ladder(20), "mesh": mesh(12)} {
		t.Run(name, func(t *testing.T) { roundTrip(t, Of(answering(schemas...))[0]) })
	}
}

const acme = `"a b" 200
"a b" 200 body "a.b" enum "x y"
"a b" 200 body "a.b" string
"a b" 200 body . media application/json
"a b" 200 body . object
"a b" 200 body="text/plain; v=1" . media "text/plain; v=1"
"a b" 200 body="text/plain; v=1" . string
"a b" 404 as *
"a b" GET /a deprecated
* 404 body . media application/json
* 404 body . object
* 404 body text string required format=date
* security http:bearer
* server https://acme.example
* stability alpha
* version v1alpha
b 404
b 404 body . any
b PUT /b
b security none
b tag "x y"
`

// TestParse: what is said once comes back for each operation, and facts know the
// lines they are from.
func TestParse(t *testing.T) {
	v, err := Parse("golden/v1alpha.txt", []byte(acme))
	if err != nil {
		t.Fatal(err)
	}
	if v.Token != "v1alpha" || v.Stability != model.Alpha || v.Default || !slices.Equal(v.Operations(), []string{"a b", "b"}) {
		t.Errorf("%q, %v, %v, %q", v.Token, v.Stability, v.Default, v.Operations())
	}
	have := map[string]Fact{}
	for _, f := range v.Facts {
		have[fmt.Sprintf("%s %s %s", f.Place, f.Attribute, f.Value)] = f
	}
	for fact, want := range map[string]struct {
		at, pos int
		common  bool
	}{
		`"a b" 200 body "a.b" enum x y`:                            {3, 2, false},
		`"a b" 200 body="text/plain; v=1" . type string`:           {7, 7, false},
		`"a b" 404 status `:                                        {8, 8, false},
		`"a b" 404 body text format date`:                          {12, 12, true},
		`"a b" security http:bearer`:                               {13, 13, true},
		`b security none`:                                          {19, 20, false},
		`b 404 body . type any`:                                    {18, 18, false},
		`* server https://acme.example`:                            {14, 14, false},
		`"a b" deprecated `:                                        {9, 9, false},
		`"a b" 200 body . media application/json`:                  {5, 4, false},
		`"a b" 200 body="text/plain; v=1" . media text/plain; v=1`: {7, 6, false},
	} {
		f, ok := have[fact]
		if !ok || f.At.Line != want.at || f.Pos != (model.Pos{File: "golden/v1alpha.txt", Line: want.pos, Column: 1}) || f.Common != want.common {
			t.Errorf("%s: %v, %+v, want %+v", fact, ok, f, want)
		}
	}
	if _, ok := have["b security http:bearer"]; ok || len(v.Facts) != 26 {
		t.Errorf("%d facts", len(v.Facts))
	}
}

// TestParseDefault: of an operation that is as a version, the text has no facts.
func TestParseDefault(t *testing.T) {
	v, err := Parse("default.txt", []byte("* security none\na as v1\nb 200\nb GET /b\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !v.Default || v.Token != "default" || v.Same["a"] != "v1" || !slices.Equal(v.Operations(), []string{"a", "b"}) {
		t.Errorf("%+v", v)
	}
	if !slices.Equal(unplaced(v.Stated()), unplaced(v.Facts)) {
		t.Error("what was read is not what is stated")
	}
	v.Same["b"] = "v1"
	if len(v.Stated()) != 0 {
		t.Errorf("stated: %v", v.Stated())
	}
}

// TestParseRefuses: each line that is wrong is named, with its column.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		name, old, now string // an edit of acme
		want           []string
	}{
		{"no end", "b tag \"x y\"\n", "b tag x", []string{"1:1: this is no surface"}},
		{"not UTF-8", "bearer", "\xff", []string{"1:1: this is no surface"}},
		{"several", "* version v1alpha\nb 404\n", "* version\nb 404 bod\n", []string{"16:10: the line ends: want one value of version", "17:7: bod: want header or body"}},
		{"open quotes", `tag "x y"`, `tag "x y`, []string{"21:1: want words"}},
		{"two spaces", "b tag", "b  tag", []string{"21:1: the line before", "21:1: want words"}},
		{"half in quotes", `tag "x y"`, `tag x"y"`, []string{`21:7: x"y": want a value`}},
		{"bad escape", `tag "x y"`, `tag "\q"`, []string{`21:7: "\q": want a value`}},
		{"order", "b 404\nb 404 body . any\n", "b 404 body . any\nb 404\n", []string{"18:1: the line before"}},
		{"twice", "b 404\n", "b 404\nb 404\n", []string{"18:1: b 404 is on line 17 already", "18:1: the line before"}},
		{"quoted for nothing", "b PUT /b", `b PUT "/b"`, []string{`19:1: this is written b PUT /b`}},
		{"order of flags", "required format=date", "format=date required", []string{"12:1: this is written * 404 body text string required format=date"}},
		{"operation", "* security", `"" security`, []string{`13:1: "": want an operation`, "13:1: the line before"}},
		{"nothing said", "b 404\n", "b\n", []string{"17:1: nothing is said of b"}},
		{"no part", "* 404 body . media", "* 404 bod . media", []string{"10:7: bod: want header or body"}},
		{"no attribute of the version", "* version", "* tag", []string{"16:3: tag: want"}},
		{"header with a media type", "b 404 body . any", "b 404 header=x/y . any", []string{"18:7: header=x/y: want header or body"}},
		{"no media type", "b 404 body . any", "b 404 body=\"\" . any", []string{`18:7: body="": want a media type`}},
		{"path", "* 404 body text", "* 404 body text..a", []string{"12:12: text..a: want the path"}},
		{"whole of a header", "b 404 body . any", "b 404 header . any", []string{"18:14: .: want the path"}},
		{"type", "text string", "text strin", []string{"12:17: strin: want a type"}},
		{"no type", "text string required format=date", "text", []string{"12:16: the line ends: want a type"}},
		{"flag", "required format", "require format", []string{"12:24: require: want"}},
		{"flag with a value", "required format", "required=x format", []string{"12:24: required=x: want"}},
		{"flag of an operation", "GET /a deprecated", "GET /a required", []string{"9:14: required: want"}},
		{"two values", "tag \"x y\"", "tag x y", []string{"21:9: y: want one value of tag"}},
		{"value missing", "tag \"x y\"", "tag", []string{"21:6: the line ends: want one value of tag"}},
		{"recursive", "string required format=date", "string recursive=other", []string{"12:24: recursive=other: want"}},
		{"as", "string required format=date", `string as="b 200 body x"`, []string{`12:1: as="b 200 body x": there is no such line`}},
		{"no operation", "b PUT /b\n", "", []string{"17:1: no line of b itself"}},
		{"no status", "b 404\n", "", []string{"17:1: no line of b 404 itself"}},
		{"no place", "\"a b\" 200 body \"a.b\" string\n", "", []string{`2:1: no line of "a b" 200 body "a.b" itself`}},
		{"as nothing", "b 404\nb 404 body . any\n", "b 409 as *\n", []string{"17:1: b 409 as *: want lines"}},
		{"as * and not", "b 404\n", "b 404 as *\n", []string{"17:1: b 404 as *: want lines"}},
		{"stability", "stability alpha", "stability shaky", []string{`15:1: "shaky" is no stability`}},
		{"no stability", "* stability alpha\n", "", []string{"15:1: a version has a line * stability"}},
		{"two versions", "* version v1alpha\n", "* version v1alpha\n* version v2\n", []string{"17:1: the version is said twice"}},
		{"as a version", "b 404\n", "aa as v1\nb 404\n", []string{"17:1: aa: only an operation of the default lane"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(acme, c.old) != 1 {
				t.Fatalf("%d times %q", strings.Count(acme, c.old), c.old)
			}
			_, err := Parse("x.txt", []byte(strings.Replace(acme, c.old, c.now, 1)))
			var faults model.Faults
			if !errors.As(err, &faults) || len(faults) != len(c.want) {
				t.Fatalf("%v\nwant %q", err, c.want)
			}
			for i, f := range faults {
				if !strings.HasPrefix(f.Error(), "x.txt:"+c.want[i]) {
					t.Errorf("%v\nwant %s", f, c.want[i])
				}
			}
		})
	}
}

// FuzzParse: no text makes Parse panic, each complaint has a line of it, and what
// is taken is given back.
func FuzzParse(f *testing.F) {
	f.Add([]byte(acme))
	f.Add([]byte("a as v1\n"))
	f.Add(Of(answering(mesh(12)...))[0].Text())
	paths, err := filepath.Glob("../../golden/cases/surface/*.txtar")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range paths {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range a.Files {
			if strings.HasPrefix(file.Name, "want/") {
				f.Add(file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := Parse("x.txt", text)
		var faults model.Faults
		if err == nil {
			if string(v.Text()) != string(text) {
				t.Fatalf("given back:\n%s", v.Text())
			}
			roundTrip(t, v)
			return
		}
		if !errors.As(err, &faults) || len(faults) == 0 {
			t.Fatalf("no faults: %v", err)
		}
		for _, fault := range faults {
			if fault.Pos.File != "x.txt" || fault.Pos.Line < 1 || fault.Pos.Line > strings.Count(string(text), "\n")+1 || fault.Pos.Column < 1 {
				t.Errorf("no place: %v", fault)
			}
		}
	})
}
