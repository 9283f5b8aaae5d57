// Package redoc finds the OpenAPI document in a page of documentation made by
// Redoc or Redocly, for APIs that publish their document nowhere else. It is
// given the bytes of a page, or of a bundle that a page links, and promises the
// bytes of the document as they stand there: numbers and the order of keys are
// not touched.
//
// The document is found by what it is: an object with a string openapi and an
// object paths, as JSON in a script or in a string of one. Where in the page it
// stands, and in a variable or member of which name, has changed from release to
// release (__redoc_state with spec.data, with definition.data, __redoc_definition)
// and means nothing here. No script is run.
package redoc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Page is what a page of documentation holds.
type Page struct {
	// Title is the text of the page's title element, on one line, cut at 80
	// characters; empty: none.
	Title string
	// Document is the JSON text of the document in the page; nil: there is none.
	Document []byte
	// Bundles are the addresses of scripts that hold a page's state (their names
	// begin with redocly-state), as the page spells them, resolved against its
	// base element if it has one. They are for ReadBundles if Document is nil.
	Bundles []string
}

// ReadPage reads a page. It is an error if there are several documents in it
// that are not equal, or one that is not written as JSON. None at all is an error
// too unless there are bundles, which may hold it.
func ReadPage(page []byte) (*Page, error) {
	p, scripts := readHTML(page)
	var f finder
	for i, s := range scripts {
		f.script(s, fmt.Sprintf("script %d", i+1))
	}
	doc, err := f.one()
	if err != nil {
		return nil, err
	}
	p.Document = doc
	if doc == nil && len(p.Bundles) == 0 {
		return nil, missing(fmt.Sprintf("the page (title %q, scripts: %d)", p.Title, len(scripts)), f.hints)
	}
	return p, nil
}

// ReadBundles gives the document in the scripts that a page links: one bundle,
// or several that have one document between them. names are for messages.
func ReadBundles(names []string, bundles [][]byte) ([]byte, error) {
	var f finder
	for i, b := range bundles {
		f.script(b, names[i])
	}
	doc, err := f.one()
	if err == nil && doc == nil {
		err = missing(strings.Join(names, ", "), f.hints)
	}
	return doc, err
}

func missing(where string, hints []string) error {
	text := "no OpenAPI document in " + where + ": nothing in it is an object with openapi and paths"
	for _, h := range hints {
		text += "; " + h
	}
	return fmt.Errorf("%s", text)
}

// one is the document that was found; nil: none was. Several are one if they
// are equal as JSON, whatever the order of their keys; the first is taken then.
func (f *finder) one() ([]byte, error) {
	if len(f.found) == 0 {
		return nil, nil
	}
	first := f.found[0]
	for _, other := range f.found[1:] {
		if !equal(first.text, other.text) {
			return nil, fmt.Errorf("%d OpenAPI documents where one is wanted: %s", len(f.found), f.names())
		}
	}
	return bytes.Clone(first.text), nil
}

func equal(a, b []byte) bool {
	return bytes.Equal(a, b) || reflect.DeepEqual(decoded(a), decoded(b))
}

// decoded is for comparing; numbers keep their spelling.
func decoded(text []byte) (v any) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		panic("BUG: redoc: found a document that is not JSON: " + err.Error())
	}
	return v
}

// names tells documents apart for people: title, version, place. At most five.
func (f *finder) names() string {
	var list []string
	for i, d := range f.found {
		if i == 5 {
			list = append(list, "…")
			break
		}
		list = append(list, d.name())
	}
	return strings.Join(list, ", ")
}

func (d document) name() string {
	var head struct {
		Info struct{ Title, Version any }
	}
	if json.Unmarshal(d.text, &head) != nil || head.Info.Title == nil { // info is of another type
		return d.where
	}
	return fmt.Sprintf("%.60q at %s", fmt.Sprint(head.Info.Title, " ", head.Info.Version), d.where)
}
