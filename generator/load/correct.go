package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// correct puts right, in the copy out, what n says wrongly; see [Split]. What is
// below is right already.
func (s *splitter) correct(t objectType, n, out *yaml.Node) {
	switch t {
	case "operation":
		correctStatuses(get(out, "responses"))
	case "parameter":
		s.correctParameter(n, out)
	case "response":
		if !has(n, "$ref") && !has(n, "description") {
			set(out, "description", newText(""))
		}
	case "schema":
		s.correctSchema(n, out)
	}
}

func correctStatuses(responses *yaml.Node) {
	for k := range members(responses) {
		if code, ok := statusCode(k.Value); ok && !has(responses, code) {
			k.Value = code
		}
	}
}

func (s *splitter) correctParameter(n, out *yaml.Node) {
	if has(n, "$ref") {
		return
	}
	in := s.text(n, "in")
	if in == "path" {
		set(out, "required", newTrue())
	}
	if !has(n, "schema") && !has(n, "content") {
		set(out, "schema", newType("string"))
	}
	if in == "query" && s.text(n, "style") == "deepObject" {
		set(out, "explode", newTrue())
		if schema := get(n, "schema"); schema == nil || isSimple(s.use(schema).Schema) {
			set(out, "style", newText("form"))
		}
	}
}

// isSimple reports whether s is a scalar or a list of scalars. Those have a form
// of their own and no deepObject (OpenAPI 3.0, 4.7.12.3); a list of objects has
// neither, and stays what its author called it.
func isSimple(s *model.Schema) bool {
	if s.Kind == model.Array && s.Items != nil {
		s = s.Items.Schema
	}
	return s.Kind != model.Any && isScalar(s, nil)
}

// declareMissing declares the path parameters that nobody declares. item is the
// path as it is copied, out the copy.
func (s *splitter) declareMissing(item, out *yaml.Node, operations []*model.Operation) {
	shared := s.pathNames(item)
	for _, op := range operations {
		method := strings.ToLower(op.Method)
		declared := append(s.pathNames(get(item, method)), shared...)
		for _, name := range pathHoles(op.Path) {
			if !slices.Contains(declared, name) {
				s.declare(get(out, method), name)
			}
		}
	}
}

// pathNames are the names of the path parameters declared at n.
func (s *splitter) pathNames(n *yaml.Node) (names []string) {
	for _, e := range elements(n, "parameters") {
		if p := s.follow(e); s.text(p, "in") == "path" {
			names = append(names, s.text(p, "name"))
		}
	}
	return names
}

// withoutForeign is n, a path or an operation, without the path parameters that
// are not in the path: what they refer to is not reached.
func (s *splitter) withoutForeign(n *yaml.Node, holes []string) *yaml.Node {
	list := get(n, "parameters")
	if list == nil || list.Kind != yaml.SequenceNode {
		return n
	}
	own := newList()
	for _, e := range list.Content {
		p := s.follow(e)
		if s.text(p, "in") != "path" || slices.Contains(holes, s.text(p, "name")) {
			own.Content = append(own.Content, e)
		}
	}
	out := *n
	out.Content = slices.Clone(n.Content)
	set(&out, "parameters", own)
	return &out
}

func (s *splitter) declare(operation *yaml.Node, name string) {
	p := newMapping()
	set(p, "name", newText(name))
	set(p, "in", newText("path"))
	set(p, "required", newTrue())
	set(p, "schema", newType("string"))
	if !has(operation, "parameters") {
		set(operation, "parameters", newList())
	}
	list := get(operation, "parameters")
	list.Content = append(list.Content, p)
}
