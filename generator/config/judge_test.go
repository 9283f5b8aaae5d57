package config

// Whether the JSON Schemas judge as the program does, by a validator that is not
// ours. What a schema cannot say is listed, with the reason.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/txtar"
)

// judge has both opinions on one kind of file.
type judge struct {
	schema *jsonschema.Schema
	parse  func(data []byte) error
}

func newJudge(t *testing.T, name string) judge {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(docs, schemaName(name)))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	j := judge{s, func(data []byte) error { _, err := Parse(name, data); return err }}
	if name == "accept.yaml" {
		j.parse = func(data []byte) error { _, err := ParseAcceptances(name, data); return err }
	}
	return j
}

// places are the paths of what each opinion finds wrong.
func (j judge) places(t *testing.T, data []byte) (ours, theirs [][]string) {
	t.Helper()
	if err := j.parse(data); err != nil {
		var faults Faults
		if !errors.As(err, &faults) {
			t.Fatal(err)
		}
		for _, f := range faults {
			ours = append(ours, strings.Split(f.path, "\x00"))
		}
	}
	doc, fault := document("file", data)
	if fault != nil {
		t.Fatal(fault)
	}
	if err := j.schema.Validate(plain(doc)); err != nil {
		var v *jsonschema.ValidationError
		if !errors.As(err, &v) {
			t.Fatal(err)
		}
		theirs = complaints(v)
	}
	return ours, theirs
}

// complaints are the places of the innermost errors.
func complaints(e *jsonschema.ValidationError) (list [][]string) {
	for _, c := range e.Causes {
		list = append(list, complaints(c)...)
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, name := range k.Missing {
			list = append(list, append(slices.Clone(e.InstanceLocation), name))
		}
	case *kind.AdditionalProperties:
		for _, name := range k.Properties {
			list = append(list, append(slices.Clone(e.InstanceLocation), name))
		}
	default:
		if len(e.Causes) == 0 {
			list = append(list, e.InstanceLocation)
		}
	}
	return list
}

// plain is what an editor gives a schema: a date is a text, as in YAML 1.2.
func plain(n *yaml.Node) any {
	switch {
	case n.Kind == yaml.AliasNode:
		return plain(n.Alias)
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, plain(item))
		}
		return list
	case n.Tag == "!!null":
		return nil
	case n.Tag == "!!bool":
		return strings.EqualFold(n.Value, "true")
	case n.Tag == "!!int" || n.Tag == "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

// absent is the value of a key that is not there.
type absent struct{}

// edited is n with another value at a path.
func edited(n *yaml.Node, path []string, value any) any { return replaced(plain(n), path, value) }

func replaced(v any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	switch v := v.(type) {
	case map[string]any:
		if v[path[0]] = replaced(v[path[0]], path[1:], value); v[path[0]] == (absent{}) {
			delete(v, path[0])
		}
		return v
	case []any:
		for i := range v {
			if path[0] == strconv.Itoa(i) {
				v[i] = replaced(v[i], path[1:], value)
			}
		}
		return v
	}
	return value
}

// encoded is v as JSON, which is YAML.
func encoded(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// near reports whether one of the places is path, or around it, or in it.
func near(at []string, places [][]string) bool {
	return slices.ContainsFunc(places, func(p []string) bool {
		n := min(len(p), len(at))
		return slices.Equal(p[:n], at[:n])
	})
}

// inRepository are the files of this repository that a schema is for.
func inRepository(t *testing.T) map[string][]byte {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string][]byte{}
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch rel := strings.TrimPrefix(filepath.ToSlash(name), "../../"); {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return fs.SkipDir
		case d.IsDir():
		case named(rel, "gen.yaml"), strings.HasPrefix(rel, "generator/config/testdata/") && strings.HasSuffix(rel, ".yaml"):
			found[rel], err = os.ReadFile(name)
		case strings.HasSuffix(rel, ".txtar"):
			a, err := txtar.ParseFile(name)
			if err != nil {
				return err
			}
			for _, f := range a.Files {
				if named(f.Name, "gen.yaml") || named(f.Name, "accept.yaml") {
					found[rel+" "+f.Name] = f.Data
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func named(name, base string) bool { return name == base || strings.HasSuffix(name, "/"+base) }

// beyond are the mistakes in files of this repository that no schema finds: the
// rest of a file is judged all the same.
var beyond = map[string]string{
	"is not a key of servers": "a schema cannot look for a value among keys",
	"is the cursor":           "a schema cannot compare two values",
	"is retracted already":    "a schema cannot compare two entries by two of their keys",
	"is accepted in line":     "a schema cannot compare two entries by one of their keys",
	"stands in line":          "YAML; editors say it by themselves",
	"not YAML":                "YAML",
	"a second YAML document":  "YAML",
	"the file is empty":       "there is nothing to judge",
}

// TestSchemaJudges: of every file in this repository, right or wrong, the schema
// says what the program says, mistake by mistake.
func TestSchemaJudges(t *testing.T) {
	judges := map[string]judge{"gen.yaml": newJudge(t, "gen.yaml"), "accept.yaml": newJudge(t, "accept.yaml")}
	right, wrong := 0, 0
	for name, data := range inRepository(t) {
		j := judges["gen.yaml"]
		if named(name, "accept.yaml") || strings.HasSuffix(name, " accept.yaml") {
			j = judges["accept.yaml"]
		}
		if err := j.parse(data); err == nil {
			right++
		} else {
			wrong++
		}
		compare(t, name, j, data)
	}
	t.Logf("%d files are right, %d wrong", right, wrong)
	if right < 50 || wrong < 8 {
		t.Errorf("only %d right files and %d wrong ones", right, wrong)
	}
}

// compare reports where the opinions differ.
func compare(t *testing.T, name string, j judge, data []byte) {
	t.Helper()
	var faults Faults
	if err := j.parse(data); err != nil && !errors.As(err, &faults) {
		t.Fatal(err)
	}
	if roots, fault := documents("file", data); fault != nil || len(roots) == 0 {
		return // no document
	}
	_, theirs := j.places(t, data)
	var ours [][]string
	strangers := false // what is missing beside a key that nobody knows may be what was meant by it
	for _, f := range faults {
		strangers = strangers || strings.HasPrefix(f.Text, "unknown key")
		where := strings.Split(f.path, "\x00")
		if f.path == "" {
			where = nil
		}
		ours = append(ours, where)
		if near(where, theirs) == unsayable(f.Text) {
			t.Errorf("%s: %s: the schema complains here: %t", name, f, near(where, theirs))
		}
	}
	for _, where := range theirs {
		beside := strangers && len(where) > 0 && near(where[:len(where)-1], ours)
		if !near(where, ours) && !beside {
			t.Errorf("%s: the schema complains about %s, the program does not", name, strings.Join(where, "."))
		}
	}
}

func unsayable(text string) bool {
	for part := range beyond {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// TestSchemaKeys: the schema has the keys that the program names when it is given
// one that it does not know, and refuses such a key itself.
func TestSchemaKeys(t *testing.T) {
	const stranger = "nobody knows this"
	for name, tree := range trees(t) {
		j := newJudge(t, name)
		_, doc := example(t, name)
		tree.walk(func(n *node) {
			if n.keys == nil {
				return
			}
			at := append(concrete(doc, n.path), stranger)
			data := encoded(t, edited(doc, at, 1))
			err := j.parse(data)
			_, known, ok := strings.Cut(errorText(err), "; known: ")
			if !ok {
				t.Fatalf("%s: %v", n.dotted(), err)
			}
			schema := j.at(n.path)
			if schema == nil {
				t.Fatalf("%s: the schema does not have it", n.dotted())
			}
			keys := slices.Sorted(maps.Keys(schema.Properties))
			if have := strings.Join(keys, ", "); have != known {
				t.Errorf("%s: the schema has %s; known are %s", n.dotted(), have, known)
			}
			compare(t, n.dotted(), j, data)
			if _, theirs := j.places(t, data); !near(at, theirs) {
				t.Errorf("%s: the schema knows any key", n.dotted())
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// at is the schema of a key.
func (j judge) at(path []string) *jsonschema.Schema {
	s := j.schema
	for _, step := range path {
		switch items, ok := s.Items.(*jsonschema.Schema); {
		case step != "*":
			s = s.Properties[step]
		case ok:
			s = items
		default:
			s, _ = s.AdditionalProperties.(*jsonschema.Schema)
		}
	}
	return s
}

// probes are values that some key takes and others do not.
var probes = []any{
	absent{}, nil, "", " ", "x", "X", "v1", "1.0", 1.5, true, false, []any{}, map[string]any{}, []any{"a", "a"}, map[string]any{"a b": "x"}, map[string]any{"": "x"},
	"a/b.yaml", "../a.yaml", "/a", `a\b`, "c:/a", "c:", "c", ":", `\`, "é/ü", "Été", "Ab_1", "func", "日本", "a\nb", "a:b", "a:", ":b", "-a:b", "a: b",
	"application/vnd.x.{version}+json", "{version}{version}", "{version}}{version}", "{versio}", "example.org/x", "example.org//x", "/x", "x y",
	"https://a.example.org", "http://a.example.org", "http://localhost:80/x", "http://[::1]/x", "http://127.0.0.1?x", "http://localhost.org", "HTTPS://A",
	"https://u:p@a.example.org", "https://", "http://", "ftp://a", "//a", "https://a.example.org/x@y?z#w", "https:a",
	"a.example.org", "a.example.org:443", "*.example.org", "A.example.org", "a_b", "A_B1", "1A",
	"stable", "media-type", "none", "form", "string", "ours", "raw", "0123456789ab", "0123456789AB", "0123456789abc", "2027-03-31", "2027-13-01", "2027-02-30", "27-1-1",
}

// kept are the differences that probes find, each with its reason. An empty text
// is as good as none to the program; the schema asks to leave such a key out where
// only some texts are allowed, as an editor should not offer the empty one.
var kept = map[string]string{
	"defaultServer":      beyond["is not a key of servers"],
	"servers":            beyond["is not a key of servers"],
	"pagination.*.count": beyond["is the cursor"], "pagination.*.cursor": beyond["is the cursor"],
	"*.until 2027-02-30": "a pattern knows no calendar",
}

// TestProbes puts every probe in the place of every value of the example.
func TestProbes(t *testing.T) {
	for name, tree := range trees(t) {
		j := newJudge(t, name)
		_, doc := example(t, name)
		total, refused := 0, 0
		tree.walk(func(n *node) {
			at := concrete(doc, n.path)
			if len(at) == 0 || n.section() {
				return
			}
			for _, p := range probes {
				if p == (absent{}) && n.name() == "*" {
					continue
				}
				data := encoded(t, edited(doc, at, p))
				ours, theirs := j.places(t, data)
				total++
				if ours != nil {
					refused++
				}
				emptyText := p == "" && (n.rule.form != nil || n.rule.oneOf != nil)
				excused := emptyText || kept[n.dotted()] != "" || kept[n.dotted()+" "+fmt.Sprint(p)] != ""
				if (ours == nil) != (theirs == nil) && !excused {
					t.Errorf("%s: %#v: the program finds %v, the schema %v", n.dotted(), p, ours, theirs)
				}
			}
		})
		t.Logf("%s: %d files, %d wrong", name, total, refused)
		if refused == 0 || refused == total {
			t.Errorf("%s: %d of %d refused", name, refused, total)
		}
	}
}

// TestCombinations: the keys that stand together in a mapping, in every
// combination of left out, empty, and each value that one may have.
func TestCombinations(t *testing.T) {
	const most = 20_000
	for name, tree := range trees(t) {
		j := newJudge(t, name)
		_, doc := example(t, name)
		tree.walk(func(n *node) {
			if len(n.keys) == 0 || len(n.path) == 0 {
				return
			}
			all := combinations(n, doc)
			if len(all) > most {
				t.Fatalf("%s: %d combinations", n.dotted(), len(all))
			}
			for _, c := range all {
				data := encoded(t, edited(doc, concrete(doc, n.path), c))
				ours, theirs := j.places(t, data)
				if (ours == nil) != (theirs == nil) {
					t.Errorf("%s: %v: the program finds %v, the schema %v", n.dotted(), c, ours, theirs)
				}
			}
			t.Logf("%s: %d combinations", n.dotted(), len(all))
		})
	}
}

func combinations(n *node, doc *yaml.Node) []map[string]any {
	list := []map[string]any{{}}
	for _, k := range n.keys {
		values := []any{absent{}, nil}
		if k.rule.oneOf != nil {
			for _, v := range k.rule.oneOf {
				values = append(values, v)
			}
		} else if e := exampleOf(doc, k.path); e != nil {
			values = append(values, plain(e))
		} else {
			values = append(values, alternatives[k.dotted()])
		}
		var longer []map[string]any
		for _, c := range list {
			for _, v := range values {
				with := maps.Clone(c)
				if v != (absent{}) {
					with[k.name()] = v
				}
				longer = append(longer, with)
			}
		}
		list = longer
	}
	return list
}
