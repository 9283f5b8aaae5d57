package spec_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// A document is an OpenAPI document as plain maps and lists.
type document struct {
	root map[string]any
}

// An operation is a method of a path, with its place in the document.
type operation struct {
	id, method, path string
	node             map[string]any
}

// factsFile returns the path of a file with facts. It skips the test if the folder is not known, and fails
// it if the folder lacks the file.
func factsFile(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("STRATA_SPECS")
	if folder == "" {
		t.Skipf("STRATA_SPECS is not set: it names the folder that holds %s", name)
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("STRATA_SPECS: %v", err)
	}
	return path
}

func readDocument(t *testing.T, path string) document {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := yaml.Unmarshal(data, &d.root); err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	return d
}

// reference returns where a node points to, or nothing if it is no reference.
func reference(node any) string {
	object, _ := node.(map[string]any)
	ref, _ := object["$ref"].(string)
	return ref
}

// target returns the node that a reference points to, nil if there is none.
func (d document) target(ref string) any {
	var node any = d.root
	for _, key := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		object, _ := node.(map[string]any)
		node = object[key]
	}
	return node
}

// resolve follows references until it arrives at something else.
func (d document) resolve(node any) any {
	for ref := reference(node); ref != ""; ref = reference(node) {
		node = d.target(ref)
	}
	return node
}

func (d document) schemas() map[string]any {
	return d.target("#/components/schemas").(map[string]any)
}

// operations returns all operations under their method and path.
func (d document) operations() map[string]operation {
	out := map[string]operation{}
	for path, item := range d.root["paths"].(map[string]any) {
		for method, node := range item.(map[string]any) {
			object := node.(map[string]any)
			id, _ := object["operationId"].(string)
			out[strings.ToUpper(method)+" "+path] = operation{id: id, method: method, path: path, node: object}
		}
	}
	return out
}

// reached returns the schemas that the operations reach.
func (d document) reached() map[string]bool {
	found := map[string]bool{}
	d.reach(d.root["paths"], found)
	return found
}

func (d document) reach(node any, found map[string]bool) {
	walk(node, func(ref string) {
		if name, ok := strings.CutPrefix(ref, "#/components/schemas/"); ok {
			if found[name] {
				return
			}
			found[name] = true
		}
		d.reach(d.target(ref), found)
	})
}

// walk calls a function for every reference in a node.
func walk(node any, visit func(ref string)) {
	if ref := reference(node); ref != "" {
		visit(ref)
		return
	}
	switch node := node.(type) {
	case map[string]any:
		for _, child := range node {
			walk(child, visit)
		}
	case []any:
		for _, child := range node {
			walk(child, visit)
		}
	}
}

// byName returns the children of a node whose keys are names. Parameters are a list; their names are
// completed by where they go, and what they leave out is filled in.
func byName(d document, node any) map[string]any {
	list, ok := node.([]any)
	if !ok {
		object, _ := node.(map[string]any)
		return object
	}
	out := map[string]any{}
	for _, entry := range list {
		p, _ := d.resolve(entry).(map[string]any)
		in, _ := p["in"].(string)
		name, _ := p["name"].(string)
		out[in+" parameter "+name] = withDefaults(p)
	}
	return out
}

// withDefaults fills in what a parameter need not say (OpenAPI 3.0.3, Parameter Object).
func withDefaults(p map[string]any) map[string]any {
	out := map[string]any{"required": false, "style": "simple"}
	if p["in"] == "query" || p["in"] == "cookie" {
		out["style"] = "form"
	}
	for key, v := range p {
		out[key] = v
	}
	if _, ok := out["explode"]; !ok {
		out["explode"] = out["style"] == "form"
	}
	return out
}

func lastSegment(ref string) string {
	return ref[strings.LastIndex(ref, "/")+1:]
}
