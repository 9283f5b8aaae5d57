package words_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/upstream/words"
)

var update = flag.Bool("update", false, "write what the cases give")

// TestCases: two documents, what becomes of them, and what the report says.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			ours, upstream := a.Files[0], a.Files[1]
			res, err := words.Merge(doc(ours), doc(upstream), words.Options{Extensions: []string{"x-sunset"}})
			if err != nil {
				t.Fatal(err)
			}
			a.Files = append(a.Files[:2:2], txtar.File{Name: "want", Data: res.Text}, txtar.File{Name: "report", Data: reported(res)})
			if bytes.Contains(res.Text, []byte("THEIRS")) {
				t.Error("words of upstream")
			}
			if got := txtar.Format(a); *update {
				if err := os.WriteFile(path, got, 0o600); err != nil {
					t.Fatal(err)
				}
			} else if want, _ := os.ReadFile(path); !bytes.Equal(want, got) {
				t.Error(cmp.Diff(string(want), string(got)))
			}
			if byPos := func(a, b model.Note) int { return a.Pos.Compare(b.Pos) }; !slices.IsSortedFunc(res.Missing, byPos) || !slices.IsSortedFunc(res.Lost, byPos) {
				t.Error("the report is not in the order of the document")
			}
			again := merge(t, string(res.Text), string(upstream.Data))
			if !bytes.Equal(again.Text, res.Text) {
				t.Errorf("a second merge changes it:\n%s", cmp.Diff(string(res.Text), string(again.Text)))
			}
		})
	}
}

func doc(f txtar.File) words.Document { return words.Document{Name: f.Name, Text: f.Data} }

func reported(res *words.Result) []byte {
	var b bytes.Buffer
	for _, n := range res.Missing {
		fmt.Fprintln(&b, "missing:", n)
	}
	for _, n := range res.Lost {
		fmt.Fprintln(&b, "lost:", n)
	}
	return b.Bytes()
}

func merge(t *testing.T, ours, upstream string) *words.Result {
	t.Helper()
	opt := words.Options{Extensions: []string{"x-sunset"}}
	res, err := words.Merge(words.Document{Name: "ours", Text: []byte(ours)}, words.Document{Name: "upstream", Text: []byte(upstream)}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

const small = "openapi: 3.0.3\ninfo:\n  title: Acme\n  version: '1'\npaths:\n  /a:\n    get:\n      summary: Get a\n      responses:\n        '204':\n          description: Done\n"

// TestFaults: what cannot be followed is refused with its place, all of it.
func TestFaults(t *testing.T) {
	refs := small + "  /b: {get: {responses: {'200': {$ref: '#/components/responses/No'}, '404': {$ref: 'other.yaml#/x'}}}}\n"
	for _, c := range []struct{ upstream, want string }{
		{"a: [", "upstream:2:1: not YAML or JSON: "},
		{"", "upstream:1:1: not an OpenAPI document: no openapi key"},
		{"message: Not Found", "upstream:1:1: not an OpenAPI document: no openapi key"},
		{refs, "upstream:12:40: a reference to nothing: #/components/responses/No\n" +
			"upstream:12:84: a reference out of the document: other.yaml#/x"},
		{strings.Replace(small, "3.0.3", "3.1.0", 1), "upstream:1:1: OpenAPI 3.1, but ours is OpenAPI 3.0: bring it to the same version first"},
		{small + "x-a: {b: 1, b: 2}\n", "upstream:12:13: the key b stands here twice"},
		{small + "x-a: &a [*a]\n", "upstream:12:6: an alias to what it stands in"},
	} {
		_, err := words.Merge(words.Document{Name: "ours", Text: []byte(small)}, words.Document{Name: "upstream", Text: []byte(c.upstream)}, words.Options{})
		var faults model.Faults
		if !errors.As(err, &faults) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.upstream, err, c.want)
		}
	}
}

// TestForms: the text of ours is kept in whatever form it is.
func TestForms(t *testing.T) {
	upstream := strings.Replace(small, "version: '1'", "version: '2'", 1)
	for name, c := range map[string][2]string{
		"as it is":      {small, upstream},
		"line ends":     {strings.ReplaceAll(small, "\n", "\r\n"), strings.ReplaceAll(upstream, "\n", "\r\n")},
		"no last end":   {strings.TrimSuffix(small, "\n"), upstream},
		"byte order":    {"\ufeff" + small, "\ufeff" + upstream},
		"wide":          {strings.ReplaceAll(small, "  ", "    "), strings.ReplaceAll(upstream, "  ", "    ")},
		"a marker":      {"---\n" + small, "---\n" + upstream},
		"flow in it":    {strings.Replace(small, "\n  title: Acme\n  version: '1'", " {title: Acme, version: '1'}", 1), strings.Replace(small, "\n  title: Acme\n  version: '1'", " {title: Acme, version: '2'}", 1)},
		"JSON":          {"{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\n    \"title\": \"Acme\",\n    \"version\": \"1\"\n  },\n  \"paths\": {}\n}\n", "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\n    \"title\": \"Acme\",\n    \"version\": \"2\"\n  },\n  \"paths\": {}\n}\n"},
		"a last remark": {small + "# The end.\n", upstream + "# The end.\n"},
	} {
		theirs := upstream
		if name == "JSON" {
			theirs = "openapi: 3.0.3\ninfo: {title: T, version: '2'}\npaths: {}\n"
		}
		if res := merge(t, c[0], theirs); string(res.Text) != c[1] {
			t.Errorf("%s: %s", name, cmp.Diff(c[1], string(res.Text)))
		}
		if res := merge(t, c[0], c[0]); string(res.Text) != c[0] {
			t.Errorf("%s: changed by itself", name)
		}
	}
}

// TestAnchors: where ours repeats something by an alias, a change is written out.
func TestAnchors(t *testing.T) {
	ours := small + "  /b:\n    get:\n      responses: &r\n        '204':\n          description: Done # so\n  /c:\n    get:\n      summary: Get c\n      responses: *r\n"
	if res := merge(t, ours, ours); string(res.Text) != ours {
		t.Errorf("changed by itself: %s", res.Text)
	}
	theirs := small + "  /b: {get: {responses: {'204': {description: T}, '205': {description: T}}}}\n  /c: {get: {responses: {'204': {description: T}}}}\n"
	res := merge(t, ours, theirs)
	if again := merge(t, string(res.Text), theirs); !bytes.Equal(again.Text, res.Text) || bytes.ContainsAny(res.Text, "&*") {
		t.Errorf("%s", res.Text)
	}
	if n := bytes.Count(res.Text, []byte("description: Done")); n != 3 {
		t.Errorf("%d of 3 words: %s", n, res.Text)
	}
}

// answers is a document with operations a, b, c whose answers are these, and components.
func answers(components string, schemas ...string) string {
	out := "openapi: 3.0.3\ninfo:\n  title: Acme\n  version: '1'\npaths:\n"
	for i, schema := range schemas {
		out += fmt.Sprintf("  /%c:\n    get:\n      operationId: %[1]c\n      responses:\n        '200': %s\n", 'a'+i, schema)
	}
	return out + "components:\n" + components
}

func answer(schema string) string {
	return "{description: T, content: {application/json: {schema: " + schema + "}}}"
}

// TestMajority: a component becomes what most of its places became; those that
// went another way get one of their own.
func TestMajority(t *testing.T) {
	ref := func(name string) string { return answer("{$ref: '#/components/schemas/" + name + "'}") }
	ours := answers("  schemas:\n    S:\n      type: object\n      description: Ours\n", ref("S"), ref("S"), ref("S"))
	parts := "  schemas:\n    Few: {type: string}\n    Many: {type: object, properties: {id: {type: string}}}\n"
	fewer := "    Few:\n      type: string\n      description: Ours\n    S:\n      type: object\n      description: Ours\n      properties:\n        id:\n          type: string\n"
	more := "    Many:\n      type: object\n      description: Ours\n      properties:\n        id:\n          type: string\n    S:\n      type: string\n      description: Ours\n"
	for _, c := range [][4]string{
		{"Few", "Many", "Many", fewer}, {"Many", "Few", "Many", fewer}, {"Many", "Many", "Few", fewer},
		{"Many", "Few", "Few", more}, {"Few", "Many", "Few", more}, {"Few", "Few", "Many", more},
	} {
		got := string(merge(t, ours, answers(parts, ref(c[0]), ref(c[1]), ref(c[2]))).Text)
		if _, got, _ = strings.Cut(got, "  schemas:\n"); got != c[3] {
			t.Errorf("%v: %s", c[:3], cmp.Diff(c[3], got))
		}
	}
}

// TestPlaces: what differs in nothing but what is said of a place is not the same.
func TestPlaces(t *testing.T) {
	const shared = "{$ref: '#/components/responses/R'}"
	ours := answers("  responses:\n    R:\n      description: Ours\n      content:\n        application/json:\n          schema: {type: string}\n", shared, shared, shared)
	plain, nullable := answer("{type: string}"), answer("{type: string, nullable: true}")
	got := string(merge(t, ours, answers("  x-none: 1\n", plain, nullable, plain)).Text)
	if strings.Count(got, shared) != 2 || strings.Count(got, "nullable: true") != 1 || strings.Count(got, "description: Ours") != 2 {
		t.Error(got)
	}
}

// TestOrder: the order of upstream does not show in what is new.
func TestOrder(t *testing.T) {
	ours := answers("  schemas: {}\n", answer("{type: object}"))
	a := answers("  x-none: 1\n", answer("{type: object, properties: {a: {type: string, enum: [x, y]}, b: {type: string}}, required: [a, b]}"))
	b := answers("  x-none: 1\n", answer("{required: [b, a], properties: {b: {type: string}, a: {enum: [y, x], type: string}}, type: object}"))
	if x, y := merge(t, ours, a).Text, merge(t, ours, b).Text; !bytes.Equal(x, y) {
		t.Error(cmp.Diff(string(x), string(y)))
	}
}

// TestNulls: what ours leaves empty is filled.
func TestNulls(t *testing.T) {
	theirs := small + "          content: {text/plain: {schema: {$ref: '#/components/schemas/C'}}}\ncomponents: {schemas: {C: {type: string}}}\n"
	for _, empty := range []string{"components:\n", "components:\n  schemas:\n", "components:\n  schemas:\n    C:\n"} {
		ours := strings.Replace(small, "    get:\n", "    put:\n    get:\n", 1) + empty
		if res := merge(t, ours, theirs); !bytes.HasSuffix(res.Text, []byte("components:\n  schemas:\n    C:\n      type: string\n")) {
			t.Errorf("%s: %s", empty, res.Text)
		}
	}
}

// TestSpare: what nothing referred to before stays, and what it refers to.
func TestSpare(t *testing.T) {
	ours := answers("  schemas:\n    Spare: {type: array, items: {$ref: '#/components/schemas/T'}}\n    T: {type: string}\n    U: {type: string}\n",
		answer("{$ref: '#/components/schemas/T'}"), answer("{$ref: '#/components/schemas/U'}"))
	got := string(merge(t, ours, answers("  x-none: 1\n", "{description: T}", "{description: T}")).Text)
	if !strings.HasSuffix(got, "  schemas:\n    Spare: {type: array, items: {$ref: '#/components/schemas/T'}}\n    T: {type: string}\n") {
		t.Error(got)
	}
}

// TestSiblings: what stands beside a $ref is a fact from OpenAPI 3.1 on (Schema
// Object, JSON Schema Core 8.2.3.1), and nothing before (3.0.3, Reference Object).
func TestSiblings(t *testing.T) {
	for version, counts := range map[string]bool{"3.0.3": false, "3.1.0": true, "3.2.0": true} {
		ours := strings.Replace(small, "3.0.3", version, 1) +
			"          content: {text/plain: {schema: {$ref: '#/components/schemas/A', maxLength: 3}}}\ncomponents: {schemas: {A: {type: string}}}\n"
		res := merge(t, ours, strings.Replace(ours, "maxLength: 3", "maxLength: 4", 1))
		if got := strings.Contains(string(res.Text), "maxLength: 4"); got != counts {
			t.Errorf("%s: the newer limit is there: %t, want %t:\n%s", version, got, counts, res.Text)
		}
	}
}

// FuzzMerge: no pair of documents ends the program, and the result is read again.
func FuzzMerge(f *testing.F) {
	f.Add([]byte(small), []byte(small))
	paths, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range paths {
		a, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[0].Data, a.Files[1].Data)
		f.Add(a.Files[1].Data, a.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, ours, upstream []byte) {
		res, err := words.Merge(words.Document{Name: "ours", Text: ours}, words.Document{Name: "upstream", Text: upstream}, words.Options{})
		if err != nil {
			return
		}
		if _, err := words.Merge(words.Document{Name: "again", Text: res.Text}, words.Document{Name: "upstream", Text: upstream}, words.Options{}); err != nil {
			t.Errorf("the result is not read: %v\n%s", err, res.Text)
		}
	})
}
