// Package document reads the OpenAPI document of one version as plain YAML. It
// shares nothing with what reads documents for the generator, so that a mistake
// there is not made twice.
package document

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

// Document is the document of one version.
type Document struct {
	Version    string // v1beta
	MediaType  string // the only one it speaks
	Text       []byte // YAML
	Operations []*Operation
	Selectors  []Selector
	tree       Schema
}

// Operation is an operation of a document, its references resolved one step:
// schemas inside of schemas may be references, see [Document.Resolve].
type Operation struct {
	Document     *Document
	ID           string
	Method       string // GET
	Path         string // a template
	Parameters   []Parameter
	Body         Schema // nil: it takes none
	BodyRequired bool
	Status       int    // of success
	Answer       Schema // of the body of success, its envelope included
}

// Parameter is a parameter of an operation.
type Parameter struct {
	Name, In string
	Required bool
	Schema   Schema
}

// Selector says which variant of a union stands beside which value of a property
// of the object around it. The document cannot say this.
type Selector struct {
	Union, Property string
	Values          map[string]string // value -> variant
}

// Split returns the shipped document once per version, as "gen split" writes it.
func Split() ([]*Document, error) { return SplitOf(spec.FS) }

// SplitOf is Split for the document that gen.yaml in files names.
func SplitOf(files fs.FS) ([]*Document, error) {
	text, err := fs.ReadFile(files, "gen.yaml")
	if err != nil {
		return nil, err
	}
	cfg, err := config.Parse("gen.yaml", text)
	if err != nil {
		return nil, err
	}
	var told struct{ Selectors []Selector }
	if err := yaml.Unmarshal(text, &told); err != nil {
		return nil, err
	}
	parts, err := generator.Split(cfg, files)
	if err != nil {
		return nil, err
	}
	var all []*Document
	for _, p := range parts {
		d, err := Read(p.Token, p.MediaType, p.Text)
		if err != nil {
			return nil, err
		}
		d.Selectors = told.Selectors
		all = append(all, d)
	}
	return all, nil
}

// Read reads the document of a version, which must have an operationId and one
// answer of 2xx in every operation and speak its media type only.
func Read(version, mediaType string, text []byte) (*Document, error) {
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	d := &Document{Version: version, MediaType: mediaType, Text: text, tree: tree}
	paths := object(d.tree["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := object(paths[path])
		for _, method := range slices.Sorted(maps.Keys(item)) {
			if method == "parameters" || strings.HasPrefix(method, "x-") {
				continue
			}
			op, err := d.operation(path, method, item)
			if err != nil {
				return nil, fmt.Errorf("%s: %s %s: %w", version, method, path, err)
			}
			d.Operations = append(d.Operations, op)
		}
	}
	return d, nil
}

func (d *Document) operation(path, method string, item Schema) (*Operation, error) {
	s := object(item[method])
	op := &Operation{Document: d, ID: s.Text("operationId"), Method: strings.ToUpper(method), Path: path}
	if op.ID == "" {
		return nil, errors.New("no operationId")
	}
	for _, v := range append(item.List("parameters"), s.List("parameters")...) {
		p := d.parameter(object(v))
		if p.In != "path" && p.In != "query" {
			return nil, fmt.Errorf("a parameter in %s, of which nothing here knows", p.In)
		}
		op.Parameters = append(op.Parameters, p)
	}
	if body := d.follow(s.Object("requestBody")); body != nil {
		var err error
		op.BodyRequired = body["required"] == true
		if op.Body, err = d.content(body); err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
	}
	return op, d.success(op, s.Object("responses"))
}

// success finds the one answer of 2xx.
func (d *Document) success(op *Operation, responses Schema) error {
	for _, code := range slices.Sorted(maps.Keys(responses)) {
		status, err := strconv.Atoi(code)
		if err != nil || status/100 != 2 {
			continue
		}
		if op.Status != 0 {
			return errors.New("two answers of 2xx")
		}
		op.Status = status
		if op.Answer, err = d.content(d.follow(responses.Object(code))); err != nil {
			return fmt.Errorf("answer %s: %w", code, err)
		}
	}
	if op.Answer == nil {
		return errors.New("no answer of 2xx")
	}
	return nil
}

func (d *Document) parameter(s Schema) Parameter {
	s = d.follow(s)
	return Parameter{Name: s.Text("name"), In: s.Text("in"), Required: s["required"] == true, Schema: s.Object("schema")}
}

// content is the schema of the version's media type, which must stand alone.
func (d *Document) content(s Schema) (Schema, error) {
	content := object(s["content"])
	m, ok := content[d.MediaType]
	if !ok || len(content) != 1 {
		return nil, fmt.Errorf("media types %q, want only %s", slices.Sorted(maps.Keys(content)), d.MediaType)
	}
	return object(object(m)["schema"]), nil
}

// Operation returns the operation with an operationId; nil: there is none.
func (d *Document) Operation(id string) *Operation {
	i := slices.IndexFunc(d.Operations, func(op *Operation) bool { return op.ID == id })
	if i < 0 {
		return nil
	}
	return d.Operations[i]
}
