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
		s.correctOperation(n, out)
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

func (s *splitter) correctOperation(n, out *yaml.Node) {
	if body := get(n, "requestBody"); body != nil && !has(s.follow(body), "content") {
		unset(out, "requestBody")
	}
	responses := get(out, "responses")
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

// correctParameters declares the path parameters that nobody declares and drops
// those that are not in the path. item is the path as written, out its copy.
func (s *splitter) correctParameters(item, out *yaml.Node, operations []*model.Operation) {
	holes := pathHoles(operations[0].Path)
	shared := s.dropForeign(item, out, holes)
	for _, op := range operations {
		method := strings.ToLower(op.Method)
		n, to := get(item, method), get(out, method)
		declared := append(s.dropForeign(n, to, holes), shared...)
		for _, name := range holes {
			if !slices.Contains(declared, name) {
				s.declare(to, name)
			}
		}
	}
}

// dropForeign drops the path parameters at n that are not in the path, and gives
// the names of the others.
func (s *splitter) dropForeign(n, out *yaml.Node, holes []string) (names []string) {
	list := get(out, "parameters")
	if list == nil || list.Kind != yaml.SequenceNode {
		return nil
	}
	var kept []*yaml.Node
	for i, e := range elements(n, "parameters") {
		p := s.follow(e)
		name := s.text(p, "name")
		switch {
		case s.text(p, "in") != "path":
		case !slices.Contains(holes, name):
			continue
		default:
			names = append(names, name)
		}
		kept = append(kept, list.Content[i])
	}
	list.Content = kept
	return names
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
