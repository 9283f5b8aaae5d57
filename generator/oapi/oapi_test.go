package oapi

import (
	"errors"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/config"
)

const document = `openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
        - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object, properties: {kind: {type: string}}}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      responses:
        '200': {description: OK, content: {application/vnd.pets.v1+json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '404':
          description: None.
          content:
            application/json: {schema: {type: object, properties: {error: {type: string}}}}
            application/problem+json: {schema: {type: object, properties: {title: {type: string}}}}
    put:
      operationId: putPet
      tags: [writing]
      parameters:
        - {name: petId, in: path, required: true, schema: {type: string}}
      requestBody: {content: {application/vnd.pets.v1+json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '204': {description: Done.}
  /pets.csv:
    post:
      operationId: exportPets
      tags: [writing]
      requestBody:
        content:
          application/json: {schema: {type: object}}
          application/vnd.pets.v1+json: {schema: {$ref: '#/components/schemas/Pet'}}
      responses:
        '200': {description: OK, content: {text/csv: {schema: {type: string}}}}
  /twins/{id}:
    get:
      operationId: getTwin
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: OK, content: {text/plain: {schema: {type: string}}}}}
  /twins/{name}:
    get:
      operationId: get-twin_by-name
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: OK, content: {text/csv: {schema: {type: string}}}}}
components:
  schemas:
    Pet: {type: object, properties: {weight: {type: number}}}
`

var pets = Package{Name: "petsv1", ImportPath: "example.org/petsv1", Token: "v1", MediaType: "application/vnd.pets.v1+json"}

func settings(t *testing.T, yaml string) *Settings {
	t.Helper()
	s, err := configure(yaml, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func configure(yaml string, files fstest.MapFS) (*Settings, error) {
	cfg, err := config.Parse("gen.yaml", []byte("spec: api.yaml\n"+yaml))
	if err != nil {
		return nil, err
	}
	return Configure(cfg, files)
}

func client(t *testing.T, s *Settings, p Package) *Client {
	t.Helper()
	d, err := Read([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Client(d, p)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// body is the text of a function of the client.
func body(t *testing.T, c *Client, name string) string {
	t.Helper()
	src := c.Files["client.gen.go"]
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "client.gen.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range f.Decls {
		if d, ok := decl.(*ast.FuncDecl); ok && d.Name.Name == name && d.Recv == nil {
			return string(src[files.Position(d.Pos()).Offset:files.Position(d.End()).Offset])
		}
	}
	t.Fatalf("no function %s", name)
	return ""
}

// What each function has of ours; "!" before a text: not that.
func TestEdits(t *testing.T) {
	plain := pets
	plain.MediaType, plain.Token = "", ""
	for _, c := range []struct {
		name, yaml string
		pkg        Package
		function   string
		want       []string
	}{
		{"the version's media type", "", pets, "NewGetPetRequest", []string{"\n\t" + `req.Header.Set("Accept", "application/vnd.pets.v1+json")`}},
		{"no answer with a body", "", pets, "NewPutPetRequestWithBody", []string{
			"\n\t" + `req.Header.Set("Accept", "application/vnd.pets.v1+json")`, `req.Header.Set("Content-Type", requestType(contentType))`,
		}},
		{"another media type, plain JSON is declared", "", pets, "NewExportPetsRequestWithBody", []string{
			"\n\t" + `req.Header.Set("Accept", "text/csv")`, `req.Header.Add("Content-Type", contentType)`,
		}},
		{"no versions", "", plain, "NewPutPetRequestWithBody", []string{`!"Accept"`, `req.Header.Add("Content-Type", contentType)`}},
		{"one JSON, then two", "", pets, "ParseGetPetResponse", []string{
			`contentType, err := responseType(rsp, "application/json", "application/problem+json")`,
			`case strings.Contains(contentType, "json") && rsp.StatusCode == 200:`,
			`case contentType == "application/json" && rsp.StatusCode == 404:`,
			`!Header.Get`,
		}},
		{"nothing to decode", "", pets, "ParsePutPetResponse", []string{"!responseType"}},
		{"one path by two names", "", pets, "NewGetTwinRequest", []string{"\n\t" + `req.Header.Set("Accept", "text/plain")`}},
		{"the other name", "", pets, "NewGetTwinByNameRequest", []string{"\n\t" + `req.Header.Set("Accept", "text/csv")`}},
		{"objects in the query", "", pets, "NewGetPetRequest", []string{
			`styleQuery("deepObject", true, "filter"`, `runtime.StyleParamWithOptions("form", true, "tags"`, `runtime.StyleParamWithOptions("simple", false, "petId"`,
		}},
		{"lists in the query", "query: {array: dots}\n", pets, "NewGetPetRequest", []string{`styleQuery("form", true, "tags"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := body(t, client(t, settings(t, c.yaml), c.pkg), c.function)
			for _, want := range c.want {
				not := strings.HasPrefix(want, "!")
				if strings.Contains(got, strings.TrimPrefix(want, "!")) == not {
					t.Errorf("%s in\n%s", want, got)
				}
			}
		})
	}
}

// Every combination of what the file of our own holds is formatted Go without
// unused imports: those of the code are checked where it is built.
func TestVersionFile(t *testing.T) {
	for _, mediaType := range []string{"", "application/vnd.pets.v1+json"} {
		for n := range 8 {
			for _, array := range []string{"repeat", "index", "dots", "comma"} {
				e := &edited{parses: n&1 > 0, bodies: n&2 > 0 && mediaType != "", query: n&4 > 0}
				if !e.parses && !e.bodies && !e.query {
					continue
				}
				s := &Settings{query: config.Query{Object: "brackets", Array: array}}
				p := pets
				p.MediaType = mediaType
				got, err := version(p, s, e)
				if err != nil {
					t.Fatal(err)
				}
				want, err := format.Source(got)
				if err != nil {
					t.Fatalf("%+v: %v\n%s", e, err, got)
				}
				if diff := cmp.Diff(string(want), string(got)); diff != "" {
					t.Errorf("%q %+v (-gofmt +got):\n%s", mediaType, e, diff)
				}
				unused(t, got)
			}
		}
	}
}

func unused(t *testing.T, src []byte) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "version.gen.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string]bool{}
	for _, imp := range f.Imports {
		p := strings.Trim(imp.Path.Value, `"`)
		imports[p[strings.LastIndex(p, "/")+1:]] = true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				delete(imports, x.Name)
			}
		}
		return true
	})
	if len(imports) > 0 {
		t.Errorf("not used: %v in\n%s", imports, src)
	}
}

func TestDefaults(t *testing.T) {
	c := client(t, settings(t, ""), pets)
	text := string(c.Files["client.gen.go"])
	if !strings.HasPrefix(text, mark) || strings.Contains(text, "float32") || !strings.Contains(text, "Weight *float64") || c.Types == 0 {
		t.Errorf("%d types; %s", c.Types, text[:200])
	}
	c = client(t, settings(t, "oapi-codegen: {output-options: {type-mapping: {number: {default: {type: float32}}}}}\n"), pets)
	if !strings.Contains(string(c.Files["client.gen.go"]), "Weight *float32") {
		t.Error("type-mapping does nothing")
	}
	c = client(t, settings(t, "oapi-codegen: {generate: {models: true}}\n"), pets)
	if len(c.Files) != 2 || c.Files["go.mod"] == nil || strings.Contains(string(c.Files["go.mod"]), "require") {
		t.Errorf("models alone: %v\n%s", len(c.Files), c.Files["go.mod"])
	}
	c = client(t, settings(t, "oapi-codegen: {output-options: {exclude-tags: [writing]}}\n"), pets)
	if strings.Contains(string(c.Files["client.gen.go"]), "NewPutPetRequest") {
		t.Error("exclude-tags does nothing")
	}
}

// A template of the user's that takes away the places of our edits is an error:
// a client without its version would be worse.
func TestTemplates(t *testing.T) {
	files := fstest.MapFS{"t/client.tmpl": {Data: []byte("// nothing")}, "t/param-types.tmpl": {Data: []byte("// mine")}}
	d, err := Read([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	s, err := configure("oapi-codegen: {output-options: {user-templates: {client.tmpl: t/client.tmpl}}}\n", files)
	if err == nil {
		_, err = s.Client(d, pets)
	}
	if want := "petsv1: the code of oapi-codegen: 0 requests for 5 operations"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	s, err = configure("oapi-codegen: {generate: {models: true}, output-options: {user-templates: {param-types.tmpl: t/param-types.tmpl}}}\n", files)
	if err != nil {
		t.Fatal(err)
	}
	if c := client(t, s, pets); !strings.Contains(string(c.Files["client.gen.go"]), "// mine") {
		t.Error("a template of the user's does nothing")
	}
	_, err = configure("oapi-codegen: {output-options: {user-templates: {client.tmpl: 'https://example.org/client.tmpl'}}}\n", files)
	var faults config.Faults
	if !errors.As(err, &faults) || len(faults) != 1 || faults[0].Line != 2 {
		t.Errorf("a template from the network: %v", err)
	}
}

// The same for each of the places.
func TestPlaces(t *testing.T) {
	d, err := Read([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	s := settings(t, "query: {array: dots}\n")
	doc, err := load(d.text)
	if err != nil {
		t.Fatal(err)
	}
	code, err := run(doc, s.configuration("petsv1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.edit(code, d, pets); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, now, want string }{
		{`http.NewRequest(`, `newRequest(nil, `, "no http.NewRequest in NewExportPetsRequestWithBody"},
		{`"/pets/%s"`, `"/pet/%s"`, "GET /pet/%s is no operation of the document"},
		{`operationPath := `, `opPath := `, "0 requests for 5 operations"},
		{`req.Header.Add("Content-Type", contentType)`, `req.Header.Set("content-type", contentType)`, "no Content-Type is sent in NewPutPetRequestWithBody"},
		{`StyleParamWithOptions("deepObject"`, `StyleParam("deepObject"`, "1 of 2 objects and lists of the query in NewGetPetRequest"},
		{`StyleParamWithOptions("form"`, `StyleParam("form"`, "1 of 2 objects and lists of the query in NewGetPetRequest"},
		{`rsp.Header.Get("Content-Type")`, `rsp.Header.Get("content-type")`, "no Content-Type is read in ParseGetPetResponse"},
	} {
		changed := strings.ReplaceAll(code, c.old, c.now)
		if changed == code {
			t.Fatalf("no %s in the code", c.old)
		}
		if _, err := s.edit(changed, d, pets); err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s instead of %s: error %v, want %s", c.now, c.old, err, c.want)
		}
	}
}

func TestPanicIsAnError(t *testing.T) {
	if _, err := run(nil, settings(t, "").configuration("pets")); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("error %v", err)
	}
}

func TestConcurrently(t *testing.T) {
	s := settings(t, "")
	want := client(t, s, pets).Files["client.gen.go"]
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			d, err := Read([]byte(document))
			if err != nil {
				t.Error(err)
				return
			}
			c, err := s.Client(d, pets)
			if err != nil || string(c.Files["client.gen.go"]) != string(want) {
				t.Errorf("another client: %v", err)
			}
		})
	}
	group.Wait()
}

// What an answer's media type counts as: run, as the code that calls it is not ours.
func TestResponseType(t *testing.T) {
	p := Package{Name: "main", Token: "V1", MediaType: "application/vnd.Pets.V1+json"}
	text, err := version(p, settings(t, ""), &edited{parses: true})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, data := range map[string]string{"go.mod": "module main\n\ngo 1.24.0\n", "version.gen.go": string(text), "main.go": `package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	r := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {os.Args[1]}}}
	fmt.Println(responseType(r, os.Args[2:]...))
}
`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(dir, "program.exe")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir, build.Env = dir, append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, c := range []struct {
		header   string
		declared []string
		want     string
	}{
		{"application/vnd.pets.v1+json; charset=utf-8", nil, "application/vnd.Pets.V1+json <nil>"},
		{"Application/JSON", nil, "application/vnd.Pets.V1+json <nil>"},
		{"application/json", []string{"application/json"}, "application/json <nil>"},
		{"application/vnd.pets.v1+json", []string{"application/json", "application/vnd.Pets.V1+json"}, "application/vnd.Pets.V1+json <nil>"},
		{"application/json; v=2", []string{"application/json", "application/json; v=2"}, "application/json; v=2 <nil>"},
		{"application/vnd.pets.v2+json", nil, " main: asked for application/vnd.Pets.V1+json, got status 200 in application/vnd.pets.v2+json"},
		{"text/plain; charset=utf-8", nil, "text/plain <nil>"},
		{"none", nil, "none <nil>"},
	} {
		out, err := exec.Command(program, append([]string{c.header}, c.declared...)...).Output()
		if got := strings.TrimSuffix(string(out), "\n"); err != nil || got != c.want {
			t.Errorf("%s of %q: %q, %v, want %q", c.header, c.declared, got, err, c.want)
		}
	}
}
