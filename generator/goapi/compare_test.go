package goapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// std serves all tests.
var std Standard

// modules writes a core, acmev1 and acmev1beta with these declarations, as the
// generator lays them out.
func modules(core, v1, beta string) map[string][]byte {
	files := map[string][]byte{
		"acme/go.mod":          []byte("module example.com/acme\n\ngo 1.24\n"),
		"acme/acme.go":         []byte("package acme\n\ntype Nullable[T any] struct{ value T }\n" + core),
		"acmev1/go.mod":        []byte("module example.com/acmev1\n\ngo 1.24\n"),
		"acmev1/version.go":    []byte("package acmev1\n\nconst DocumentVersion = \"1\"\n\nconst version = \"v1\"\n"),
		"acmev1/acme.go":       []byte(file("acmev1", v1)),
		"acmev1beta/go.mod":    []byte("module example.com/acmev1beta\n\ngo 1.24\n"),
		"acmev1beta/client.go": []byte("package acmev1beta\n\nconst DocumentVersion = \"1\"\n\nconst version = \"v1beta\"\n"),
		"acmev1beta/acme.go":   []byte(file("acmev1beta", beta)),
	}
	return files
}

// file writes a package that imports what its declarations name.
func file(name, decls string) string {
	text := "package " + name + "\n\n"
	for _, imp := range []string{"time", "iter", "example.com/acme", "example.com/acmev1"} {
		if strings.Contains(decls, imp[strings.LastIndexByte(imp, '/')+1:]+".") {
			text += fmt.Sprintf("import %q\n", imp)
		}
	}
	return text + "\n" + decls
}

// compared gives the changes as lines: "+" compatible, "-" not.
func compared(t *testing.T, before, after map[string][]byte) []string {
	t.Helper()
	changes, err := Compare(t.Context(), &std, before, after)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, c := range changes {
		sign := "-"
		if c.Compatible {
			sign = "+"
		}
		list = append(list, fmt.Sprintf("%s %s %s %s", sign, c.Version, c.Kind, strings.ReplaceAll(c.String(), "example.com/", "")))
	}
	return list
}

// TestCompare: what a change of the document does to declarations, each by itself.
func TestCompare(t *testing.T) {
	const source = "type Source struct {\n\tID string `json:\"id\"`\n%s\n}\n"
	field := func(text string) string { return fmt.Sprintf(source, text) }
	for _, c := range []struct {
		name          string
		before, after string
		want          []string
	}{
		{"field added", field(""), field("Name *string"), []string{"+ v1 api acmev1.Source.Name: added"}},
		{"any added", field(""), field("Data any"), []string{"+ v1 api acmev1.Source.Data: added"}},
		{"no longer comparable", field(""), field("Tags []string"), []string{
			"+ v1 api acmev1.Source: old is comparable, new is not", "+ v1 api acmev1.Source.Tags: added"}},
		{"slice added beside another", field("Tags []string"), field("Tags, More []string"), []string{"+ v1 api acmev1.Source.More: added"}},
		{"constant added", "type K string", "type K string\nconst KWeb K = \"WEB\"", []string{"+ v1 api acmev1.KWeb: added"}},
		{"method added", "type S struct{}", "type S struct{}\nfunc (s *S) Get() {}", []string{"+ v1 api acmev1.S.Get: added"}},
		{"sealed interface", "type I interface{ i() }", "type I interface{ i(); J() }", []string{"+ v1 api acmev1.I.J: added"}},
		{"renamed with an alias", "type A struct{}", "type B struct{}\ntype A = B", []string{"+ v1 api acmev1.B: added"}},

		{"field removed", field("Name string"), field(""), []string{"- v1 api acmev1.Source.Name: removed"}},
		{"optional", field("N string"), field("N *string"), []string{"- v1 api acmev1.Source.N: changed from string to *string"}},
		{"named", field("N string"), field("N Kind") + "type Kind string\n", []string{
			"+ v1 api acmev1.Kind: added", "- v1 api acmev1.Source.N: changed from string to Kind"}},
		{"time", field("N string"), field("N time.Time"), []string{"- v1 api acmev1.Source.N: changed from string to time.Time"}},
		{"wider", field("N int32"), field("N int64"), []string{"- v1 api acmev1.Source.N: changed from int32 to int64"}},
		{"constant removed", "type K string\nconst KWeb K = \"WEB\"", "type K string", []string{"- v1 api acmev1.KWeb: removed"}},
		{"constant revalued", "const A = \"a\"", "const A = \"b\"", []string{`- v1 api acmev1.A: value changed from "a" to "b"`}},
		{"parameter", "func F() {}", "func F(a ...string) {}", []string{"- v1 api acmev1.F: changed from func() to func(...string)"}},
		{"method removed", "type S struct{}\nfunc (s *S) Get() {}", "type S struct{}", []string{"- v1 api acmev1.S.Get: removed"}},
		{"open interface", "type I interface{ J() }", "type I interface{ J(); K() }", []string{"- v1 api acmev1.I.K: added"}},
		{"map value", field("N map[string]string"), field("N map[string]any"), []string{
			"- v1 api acmev1.Source.N: changed from map[string]string to map[string]any"}},
		{"nullable of another type", field("N acme.Nullable[string]"), field("N acme.Nullable[int]"), []string{
			"- v1 api acmev1.Source.N: changed from acme.Nullable[string] to acme.Nullable[int]"}},
		{"pages of another type", "func F() iter.Seq2[string, error] { return nil }", "func F() iter.Seq2[int, error] { return nil }", []string{
			"- v1 api acmev1.F: changed from func() iter.Seq2[string, error] to func() iter.Seq2[int, error]"}},

		{"tag of another name", field("N string `json:\"n\"`"), field("N string `json:\"N\"`"), []string{
			"- v1 tag acmev1.Source.N: tag changed from n to N"}},
		{"tag of another form", field("N []string `json:\"n\"`"), field("N []string `json:\"n,omitzero\"`"), []string{
			"+ v1 tag acmev1.Source.N: tag changed from n to n,omitzero"}},
		{"comment", field("// N\nN string"), field("// N, once more\n// Deprecated: yes\nN string"), nil},
		{"order", field("A, B string"), field("B string\nA string"), nil},
		{"behaviour", "func F() int { return 1 }", "func F() int { return 2 }", nil},
		{"names of parameters", "func F(a string) {}", "func F(b string) {}", nil},
		{"unexported", "type s struct{}", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := compared(t, modules("", c.before, ""), modules("", c.after, "")); !slices.Equal(got, c.want) {
				t.Errorf("have %q, want %q", got, c.want)
			}
			if got := compared(t, modules("", c.after, ""), modules("", c.after, "")); got != nil {
				t.Errorf("compared with itself: %q", got)
			}
		})
	}
}

// TestCompareShared: what versions share is told once, and a type that moves from
// one to another is no change to who uses one of them.
func TestCompareShared(t *testing.T) {
	const (
		source = "type Source struct{ ID string; Kind Kind }\nfunc (s Source) Get() string { return help() }\n" +
			"type Kind string\nconst KindWeb Kind = \"WEB\"\nfunc KindValues() []Kind { return nil }\nfunc help() string { return \"\" }\n"
		aliases = "type Source = acmev1.Source\ntype Kind = acmev1.Kind\nconst KindWeb = acmev1.KindWeb\nfunc KindValues() []Kind { return acmev1.KindValues() }\n"
		uses    = "type Output struct{ Source Source }\n"
	)
	wider := strings.ReplaceAll(source, "ID string", "ID int")
	for _, c := range []struct {
		name          string
		before, after [2]string // v1, beta
		want          []string
	}{
		{"break of a shared type", [2]string{source, aliases + uses}, [2]string{wider, aliases + uses}, []string{
			"- v1 api acmev1.Source.ID: changed from string to int (also acmev1beta)"}},
		{"constant of a shared type", [2]string{source, aliases}, [2]string{
			strings.ReplaceAll(source, "const KindWeb Kind = \"WEB\"\n", ""), strings.ReplaceAll(aliases, "const KindWeb = acmev1.KindWeb\n", "")}, []string{
			"- v1 api acmev1.KindWeb: removed (also acmev1beta)"}},
		{"graduates", [2]string{"", source + uses}, [2]string{source, aliases + uses}, []string{
			"+ v1 api acmev1.Kind: added", "+ v1 api acmev1.KindValues: added", "+ v1 api acmev1.KindWeb: added", "+ v1 api acmev1.Source: added",
			"+ v1beta identity acmev1beta.Kind: now the type of acmev1", "+ v1beta identity acmev1beta.Source: now the type of acmev1"}},
		{"demoted", [2]string{source, aliases + uses}, [2]string{"", source + uses}, []string{
			"- v1 api acmev1.Kind: removed", "- v1 api acmev1.KindValues: removed", "- v1 api acmev1.KindWeb: removed", "- v1 api acmev1.Source: removed",
			"+ v1beta identity acmev1beta.Kind: no longer the type of acmev1", "+ v1beta identity acmev1beta.Source: no longer the type of acmev1"}},
		{"part ways", [2]string{source, aliases + uses}, [2]string{source, wider + uses}, []string{
			"+ v1beta identity acmev1beta.Kind: no longer the type of acmev1", "+ v1beta identity acmev1beta.Source: no longer the type of acmev1",
			"- v1beta api acmev1beta.Source.ID: changed from string to int"}},
		{"part ways, both changed", [2]string{source, aliases}, [2]string{strings.ReplaceAll(source, "ID string", "ID bool"), wider}, []string{
			"- v1 api acmev1.Source.ID: changed from string to bool",
			"+ v1beta identity acmev1beta.Kind: no longer the type of acmev1", "+ v1beta identity acmev1beta.Source: no longer the type of acmev1",
			"- v1beta api acmev1beta.Source.ID: changed from string to int"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := compared(t, modules("", c.before[0], c.before[1]), modules("", c.after[0], c.after[1])); !slices.Equal(got, c.want) {
				t.Errorf("have\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// TestComparePackages: packages come and go, and each carries its revision.
func TestComparePackages(t *testing.T) {
	before, after := modules("", "", ""), modules("const RegionEU = 1", "", "")
	maps.DeleteFunc(after, func(name string, _ []byte) bool { return strings.HasPrefix(name, "acmev1beta/") })
	after["acmev2/go.mod"], after["acmev2/v.go"] = []byte("module example.com/acmev2\n\ngo 1.24\n"), []byte("package acmev2\n\nconst DocumentVersion, version = \"2\", \"v2\"\n")
	after["acmev1/acmev1test/fake.go"] = []byte("package acmev1test\n")
	after["acmev1/version.go"] = []byte("package acmev1\n\nconst DocumentVersion = \"2\"\n\nconst version = \"v1\"\n")
	want := []string{
		"+  api acme.RegionEU: added", `+ v1 api acmev1.DocumentVersion: value changed from "1" to "2"`, "+ v1 api acmev1/acmev1test: added",
		"- v1beta api acmev1beta: removed", "+ v2 api acmev2: added",
	}
	if got := compared(t, before, after); !slices.Equal(got, want) {
		t.Errorf("have %q, want %q", got, want)
	}
}
