package config

// The keys of gen.yaml and accept.yaml as one tree, made from what the program has:
// the fields with their yaml tags and comments, the rules, and an example that
// parses. schema_test.go and markdown_test.go write it down; nothing of this is in
// the program.

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

var update = flag.Bool("update", false, "write the JSON Schemas and docs/configuration.md")

// docs is the folder of what is written.
var docs = filepath.Join("..", "..", "docs")

// node is a key, the items of a list, or the values of a mapping whose keys its
// author chooses.
type node struct {
	path  []string // as the rules have it
	about string
	typ   reflect.Type
	rule  rule
	keys  []*node // of a mapping with keys of ours, in the order of the struct
	item  *node   // of a list, of a mapping with keys of theirs
}

func (n *node) name() string { return n.path[len(n.path)-1] }

// dotted is the path as people write it: an item of a list is [], of a mapping {}.
func (n *node) dotted() string { return strings.Join(n.path, ".") }

func (n *node) is(k reflect.Kind) bool { return n.typ.Kind() == k }

// section is what somebody else reads; see Section.
func (n *node) section() bool { return n.typ == reflect.TypeFor[Section]() }

// reference is the tree of what a type reads.
func reference(t *testing.T, root reflect.Type, rules map[string]rule) *node {
	t.Helper()
	b := builder{comments: comments(t), rules: rules, used: map[string]bool{}}
	n := b.node(root, nil, "")
	for key := range rules {
		if !b.used[key] {
			t.Errorf("there is a rule for %s, which is no key", key)
		}
	}
	return n
}

type builder struct {
	comments map[string]string // by Type.Field
	rules    map[string]rule
	used     map[string]bool
}

func (b *builder) node(typ reflect.Type, path []string, about string) *node {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	key := strings.Join(path, ".")
	n := &node{path: slices.Clone(path), about: about, typ: typ, rule: b.rules[key]}
	b.used[key] = true
	switch {
	case n.section():
	case n.is(reflect.Struct):
		for f := range typ.Fields() {
			if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name != "" && name != "-" {
				n.keys = append(n.keys, b.node(f.Type, append(path, name), b.comments[typ.Name()+"."+f.Name]))
			}
		}
	case n.is(reflect.Slice), n.is(reflect.Map):
		n.item = b.node(typ.Elem(), append(path, "*"), "")
	}
	return n
}

// comments are those of the fields of this package's structs, on one line each.
func comments(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source: %v", err)
	}
	found := map[string]string{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if typ, ok := n.(*ast.TypeSpec); ok {
				fieldComments(typ, found)
			}
			return true
		})
	}
	return found
}

func fieldComments(typ *ast.TypeSpec, found map[string]string) {
	s, ok := typ.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range s.Fields.List {
		for _, name := range f.Names {
			found[typ.Name.Name+"."+name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
		}
	}
}

// walk calls f for n and everything in it.
func (n *node) walk(f func(n *node)) {
	f(n)
	for _, k := range n.keys {
		k.walk(f)
	}
	if n.item != nil {
		n.item.walk(f)
	}
}

// example is the configuration that has every key, and its root.
func example(t *testing.T, name string) (text string, root *yaml.Node) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "reference", name))
	if err != nil {
		t.Fatal(err)
	}
	doc, fault := document(name, data)
	if fault != nil {
		t.Fatal(fault)
	}
	return string(data), doc
}

// exampleOf is the first value under a path of the rules; nil: there is none.
func exampleOf(n *yaml.Node, path []string) *yaml.Node {
	at := concrete(n, path)
	if at == nil {
		return nil
	}
	for _, step := range at {
		n = child(n, step)
	}
	return n
}

// golden compares a file of docs with what it should be, or writes it.
func golden(t *testing.T, name string, want []byte) {
	t.Helper()
	file := filepath.Join(docs, name)
	if *update {
		if err := os.WriteFile(file, want, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(have)); d != "" {
		t.Errorf("docs/%s is not what the code says; make golden writes it (-want +have):\n%s", name, d)
	}
}

// TestReference: every key is explained, in a sentence, and has an example.
func TestReference(t *testing.T) {
	for name, root := range trees(t) {
		_, text := example(t, name)
		root.walk(func(n *node) {
			if len(n.path) == 0 || n.name() == "*" {
				return
			}
			if !strings.HasSuffix(n.about, ".") {
				t.Errorf("%s: the comment of its field is no sentence: %q", n.dotted(), n.about)
			}
			if exampleOf(text, n.path) == nil && alternatives[n.dotted()] == "" {
				t.Errorf("%s has no example: add it to testdata/reference/%s", n.dotted(), name)
			}
		})
	}
}

// alternatives are examples of keys that cannot stand in a file with the others.
var alternatives = map[string]string{
	"upstream.redoc": "https://docs.example.org/api",
	"upstream.file":  "../acme/openapi.yaml",
	"upstream.git":   "origin/main:api/openapi.yaml",
}

// trees are those of both files.
func trees(t *testing.T) map[string]*node {
	t.Helper()
	return map[string]*node{
		"gen.yaml":    reference(t, reflect.TypeFor[Config](), rules),
		"accept.yaml": reference(t, reflect.TypeFor[[]Acceptance](), acceptRules),
	}
}

// TestFallbacks: a key that is left out means what the reference says of it.
func TestFallbacks(t *testing.T) {
	_, doc := example(t, "gen.yaml")
	tested := 0
	trees(t)["gen.yaml"].walk(func(n *node) {
		at := concrete(doc, n.path)
		if n.item != nil || n.keys != nil || n.section() || at == nil {
			return
		}
		c, err := Parse("gen.yaml", encoded(t, edited(doc, at, absent{})))
		if err != nil {
			return // it cannot be left out
		}
		tested++
		have := fmt.Sprint(valueAt(reflect.ValueOf(c).Elem(), at))
		if have != n.rule.fallback && !strings.Contains(n.about, "Default") {
			t.Errorf("without %s it is %q; the reference says %q", n.dotted(), have, n.rule.fallback)
		}
	})
	if tested < 20 {
		t.Errorf("only %d keys could be left out", tested)
	}
}

// concrete is a path of the rules with the first item or key that is there.
func concrete(n *yaml.Node, path []string) []string {
	if len(path) == 0 {
		return []string{}
	}
	var steps []string
	switch {
	case path[0] != "*":
		steps = path[:1]
	case n.Kind == yaml.SequenceNode:
		for i := range n.Content {
			steps = append(steps, strconv.Itoa(i))
		}
	case n.Kind == yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			steps = append(steps, n.Content[i].Value)
		}
	}
	for _, step := range steps {
		if m := child(n, step); m != nil {
			if rest := concrete(m, path[1:]); rest != nil {
				return append([]string{step}, rest...)
			}
		}
	}
	return nil
}

func child(n *yaml.Node, step string) *yaml.Node {
	if n.Kind != yaml.SequenceNode {
		return member(n, step)
	}
	if i, err := strconv.Atoi(step); err == nil && i < len(n.Content) {
		return n.Content[i]
	}
	return nil
}

// valueAt is what was read at a path; the zero value of a pointer is nothing.
func valueAt(v reflect.Value, path []string) reflect.Value {
	for _, step := range path {
		switch v.Kind() {
		case reflect.Struct:
			v = v.Field(fieldsByKey(v.Type())[step])
		case reflect.Slice:
			i, _ := strconv.Atoi(step)
			v = v.Index(i)
		case reflect.Map:
			if v = v.MapIndex(reflect.ValueOf(step)); !v.IsValid() {
				return reflect.ValueOf("")
			}
		}
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
	}
	return v
}
