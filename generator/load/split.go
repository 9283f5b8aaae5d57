package load

// Splitting: one document per version, for tools that know nothing of versions.
// The model decides what a version offers; the nodes of the document, copied,
// become the text.

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// VersionDocument is the document as one version offers it.
type VersionDocument struct {
	Token      string // "v1beta"; empty without versions
	MediaType  string // the one vendor media type; empty without versions
	Name       string // of its file: "v1beta.yaml"; "openapi.yaml" without versions
	Text       []byte // YAML
	Operations int    // in the document
	Components int    // in all sections together
}

// Split gives the document that cfg names once per version, most stable first.
// Each holds the operations of that version, in their bodies and responses what
// that version serves, and the components and tags these reach. Overlays are
// applied, aliases and merge keys resolved. Order, prose, examples and extensions
// stay; comments, which may speak of what is left out, do not.
//
// The error is as for [Document], except that nothing here depends on Go: what
// cannot be generated is copied as it stands. With cfg.Lenient, so is a schema
// that no value fits.
//
// Corrected is what is no valid OpenAPI, or has no defined meaning, and is read
// in the one sound way all the same; see correct.go and correct_schema.go:
//
//   - a query parameter of style deepObject: explode is true; a scalar or a list
//     of scalars has style form;
//   - a path parameter: declared (as a string), and required; one that is not in
//     the path goes;
//   - a parameter without a schema is a string; a path begins with a slash;
//   - status 4xx is 4XX; a response has a description; a request body without
//     content goes; a tag is declared once;
//   - required: a list on the object, without repeats, absent when empty;
//   - enum: without repeats, in 3.0 absent when empty;
//   - null, const, examples and exclusive limits: in the words of the document's
//     dialect, 3.0 or 3.1; a media type that is null is empty.
func Split(cfg *config.Config, fsys fs.FS) ([]*VersionDocument, error) {
	doc, err := open(cfg, fsys)
	if err != nil {
		return nil, err
	}
	r := newReader(cfg, doc)
	r.api()
	read := r.operations()
	r.finishUnions()
	r.endless(read)
	if !cfg.Lenient {
		r.faultContradictions(read)
	}
	var operations []*model.Operation
	for _, op := range read {
		operations = append(operations, op.Operation)
	}
	versions := r.versions(operations)
	r.collisions(versions)
	if err := r.err(); err != nil {
		return nil, err
	}
	var documents []*VersionDocument
	for _, v := range versions {
		d, err := newSplitter(r, operations, v).document()
		if err != nil {
			return nil, err
		}
		documents = append(documents, d)
	}
	if err := r.err(); err != nil { // references that cannot be kept
		return nil, err
	}
	return documents, nil
}

// splitter makes the document of one version.
type splitter struct {
	*reader
	version *model.Version
	whole   map[lane]*model.Operation // with the contents of all versions
	offered map[lane]*model.Operation // as this version offers them
	count   int                       // operations copied

	absent    map[*yaml.Node][]*yaml.Node // request body or response -> keys of the contents this version lacks
	expanding []*yaml.Node                // what is written in place of its reference
	copied    int                         // what was written in place of references, by weight
	visited   map[*yaml.Node]bool         // what references name outside of the components
	reached   map[component]*yaml.Node    // copies; nil: to be made
	queue     []component
}

// lane tells operations apart.
type lane struct{ method, path string }

func newSplitter(r *reader, operations []*model.Operation, v *model.Version) *splitter {
	s := &splitter{
		reader: r, version: v,
		whole:   map[lane]*model.Operation{},
		offered: map[lane]*model.Operation{},
		absent:  map[*yaml.Node][]*yaml.Node{},
		visited: map[*yaml.Node]bool{},
		reached: map[component]*yaml.Node{},
	}
	for _, op := range operations {
		s.whole[lane{op.Method, op.Path}] = op
	}
	for _, op := range v.Operations {
		s.offered[lane{op.Method, op.Path}] = op
	}
	return s
}

func (s *splitter) document() (*VersionDocument, error) {
	root := s.top()
	if s.count != len(s.version.Operations) {
		panic(fmt.Sprintf("BUG: %d of %d operations of %q", s.count, len(s.version.Operations), s.version.Token))
	}
	if m := measure(root); m.tooMuch != "" { // what was written out stands deeper than it did
		s.faults.Add(model.Pos{File: s.file, Line: 1, Column: 1}, "%s would be %s", s.name(), m.tooMuch)
		return nil, nil
	}
	text, err := printYAML(root)
	if err != nil {
		return nil, fmt.Errorf("print the document of %q: %w", s.version.Token, err)
	}
	d := &VersionDocument{
		Token: s.version.Token, MediaType: s.version.MediaType, Name: s.name(),
		Text: text, Operations: s.count, Components: len(s.reached),
	}
	return d, nil
}

// name is that of the file.
func (s *splitter) name() string {
	if s.version.Token == "" {
		return "openapi.yaml"
	}
	return s.version.Token + ".yaml"
}

// top copies the document. The components come last, when it is known which are
// reached, and stand where they stood.
func (s *splitter) top() *yaml.Node {
	made := map[string]*yaml.Node{
		"info":  s.info(),
		"paths": s.pathItems(),
		"tags":  s.usedTags(),
	}
	if hooks := get(s.root, "webhooks"); hooks != nil {
		made["webhooks"] = s.named("path item", hooks)
	}
	s.requirements(get(s.root, "security"))
	for k, v := range members(s.root) {
		if _, ok := made[k.Value]; !ok && k.Value != "components" {
			made[k.Value] = s.unknown(k.Value, v)
		}
	}
	made["components"] = s.components()
	out := newMapping()
	for k, v := range members(s.root) {
		if n := made[k.Value]; !isNull(v) && n != nil {
			add(out, k, n)
		}
	}
	if !has(out, "paths") && (!s.is31() || len(made["paths"].Content) > 0 || !has(out, "webhooks") && !has(out, "components")) {
		set(out, "paths", made["paths"])
	}
	return out
}

// info says of which version the document is.
func (s *splitter) info() *yaml.Node {
	info := get(s.root, "info")
	if info == nil || info.Kind != yaml.MappingNode {
		return nil
	}
	out := plain(info)
	if s.version.Token == "" {
		return out
	}
	remark := s.remark()
	switch text := s.text(info, "description"); {
	case text == "":
		set(out, "description", newText(remark))
	case !strings.HasSuffix(strings.TrimSpace(text), remark):
		set(out, "description", newText(strings.TrimRight(text, "\n")+"\n\n"+remark+"\n"))
	}
	set(out, "x-api-version", newText(s.version.Token))
	set(out, "x-api-stability", newText(s.version.Stability.String()))
	return out
}

func (s *splitter) remark() string {
	return fmt.Sprintf("This document holds version %s alone (%s), whose media type is %s.",
		s.version.Token, s.version.Stability, s.version.MediaType)
}

// usedTags are the declared tags that an operation of this version has.
func (s *splitter) usedTags() *yaml.Node {
	list := get(s.root, "tags")
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	used := map[string]bool{}
	for _, op := range s.version.Operations {
		for _, t := range op.Tags {
			used[t] = true
		}
	}
	out := newList()
	for _, n := range list.Content {
		if name := get(n, "name"); name != nil && used[name.Value] {
			out.Content = append(out.Content, plain(n))
			used[name.Value] = false
		}
	}
	if len(out.Content) == 0 {
		return nil
	}
	return out
}

// requirements reaches the schemes that security requirements name.
func (s *splitter) requirements(list *yaml.Node) {
	if list == nil || list.Kind != yaml.SequenceNode {
		return
	}
	for _, req := range list.Content {
		for k := range members(req) {
			if has(get(get(s.root, "components"), "securitySchemes"), k.Value) {
				s.reach(component{"securitySchemes", k.Value})
			}
		}
	}
}

// offers reports whether this version has the operation that is called id, if
// any version has.
func (s *splitter) offers(id string) bool {
	return s.ids[id] == nil || slices.ContainsFunc(s.version.Operations, func(op *model.Operation) bool { return op.ID == id })
}
