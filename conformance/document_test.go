package conformance

// The document, read by the shortest way there is and nothing of the generator:
// what it says about a body is what the tests hold the Go types to.

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"
)

// schema is as much of a schema as decides what may be sent.
type schema struct {
	Ref        string             `yaml:"$ref"`
	Type       string             `yaml:"type"`
	Nullable   bool               `yaml:"nullable"`
	Required   []string           `yaml:"required"`
	Properties map[string]*schema `yaml:"properties"`
	Items      *schema            `yaml:"items"`
	AllOf      []*schema          `yaml:"allOf"`
	AnyOf      []*schema          `yaml:"anyOf"`
}

type document struct {
	Paths map[string]map[string]struct {
		RequestBody struct {
			Content map[string]struct{ Schema *schema }
		} `yaml:"requestBody"`
	}
	Components struct{ Schemas map[string]*schema }
}

var readDocument = sync.OnceValues(func() (*document, error) {
	text, err := os.ReadFile("../spec/segment.yaml")
	if err != nil {
		return nil, err
	}
	var d document
	return &d, yaml.Unmarshal(text, &d)
})

// resolve follows references. What stands beside one, in an allOf of one, or
// behind it can each allow null (OpenAPI 3.0.3, Schema Object, nullable).
func (d *document) resolve(s *schema) *schema {
	switch {
	case s == nil:
		return &schema{}
	case s.Ref != "":
		return d.resolve(d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")])
	case len(s.AllOf) == 1 && s.Properties == nil:
		whole := *d.resolve(s.AllOf[0])
		whole.Nullable = whole.Nullable || s.Nullable
		return &whole
	}
	return s
}

func (s *schema) requires(name string) bool { return slices.Contains(s.Required, name) }

// input is the schema of a body that an operation takes in a version.
func (d *document) input(method, path, mediaType string) *schema {
	body, ok := d.Paths[path][strings.ToLower(method)].RequestBody.Content[mediaType]
	if !ok {
		return nil
	}
	return d.resolve(body.Schema)
}

func TestDocumentIsRead(t *testing.T) {
	d, err := readDocument()
	if err != nil {
		t.Fatal(err)
	}
	s := d.input("POST", "/spaces/{spaceId}/audiences/{id}/schedules", stable)
	if s == nil || !s.requires("config") || !d.resolve(s.Properties["config"]).Nullable || len(d.resolve(s.Properties["config"]).AnyOf) != 2 {
		t.Errorf("%+v", s)
	}
}
