// Package oapi is the second target: the client that oapi-codegen writes, one
// package per version, for those whose code already has that shape.
//
// It is given the document of one version (see load.Split) and promises the
// files of a Go module in memory, or an error. What oapi-codegen leaves out is
// added by edits of the code it printed, each at a place that must be there:
// every request asks for one version, every answer is decoded whatever the
// parameters of its media type, and objects in a query go out as the API reads
// them. The behaviour stands in one file of our own, version.gen.go.
//
// The same input gives the same bytes. It is the only package that imports
// oapi-codegen and kin-openapi.
package oapi

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"text/template"

	"github.com/stratagen/strata/templates"
)

// Package says what to make of a document.
type Package struct {
	Name       string // of the Go package
	ImportPath string // and path of its module
	Token      string // of the version; empty: the document has none
	MediaType  string // of the version, with the token in it; empty: versions are not media types
}

// Client is the module of one version.
type Client struct {
	Name    string            // of its package
	Files   map[string][]byte // by path below its folder
	Types   int               // declared in it
	Unknown []string          // imports whose modules go.mod does not name
}

// Client makes the module of d.
func (s *Settings) Client(d *Document, p Package) (*Client, error) {
	doc, err := load(d.text) // anew: oapi-codegen changes what it is given
	if err != nil {
		return nil, err
	}
	code, err := run(doc, s.configuration(p.Name))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	e, err := s.edit(code, d, p)
	if err != nil {
		return nil, fmt.Errorf("%s: the code of oapi-codegen: %w", p.Name, err)
	}
	c := &Client{Name: p.Name, Types: e.types, Files: map[string][]byte{"client.gen.go": e.source}}
	if e.parses || e.bodies || e.query {
		if c.Files["version.gen.go"], err = version(p, s, e); err != nil {
			return nil, err
		}
	}
	return c, c.module(p)
}

// version prints what the edits call.
func version(p Package, s *Settings, e *edited) ([]byte, error) {
	before, after := p.family()
	return fill("version.go.tmpl", map[string]any{
		"Package": p.Name, "MediaType": p.MediaType, "Before": before, "After": after,
		"Parses": e.parses, "Bodies": e.bodies, "Query": e.query,
		"Object": s.query.Object, "Array": s.query.Array,
	})
}

// family is what the media types of all versions have in common: the text before
// and after the token, in lower case as package mime gives it.
func (p Package) family() (before, after string) {
	t := strings.ToLower(p.MediaType)
	token := strings.ToLower(p.Token)
	i := strings.LastIndex(t, token)
	if token == "" || i < 0 {
		return t, ""
	}
	return t[:i], t[i+len(token):]
}

func fill(name string, data any) ([]byte, error) {
	name = path.Join("oapi-codegen", name)
	t, err := template.ParseFS(templates.FS, name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, data)
	return b.Bytes(), err
}
