package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// parameters reads those of an operation and those of its path that it does not
// redefine: path parameters first, in the path's order, then the others in the
// document's.
func (r *reader) parameters(op *model.Operation, item, n *yaml.Node) []*model.Parameter {
	shared := r.parameterList(op.ID, item)
	own := r.parameterList(op.ID, n)
	all := slices.DeleteFunc(shared, func(p *model.Parameter) bool { return findParameter(own, p.In, p.Name) != nil })
	all = append(all, own...)
	ordered := r.pathParameters(op, all)
	for _, p := range all {
		switch {
		case p.In != "path":
			ordered = append(ordered, p)
		case findParameter(ordered, "path", p.Name) == nil:
			r.note(p.Pos, "%s: parameter %s is not in the path", op.ID, p.Name)
		}
	}
	for _, p := range ordered {
		r.checkStyle(op.ID, p)
	}
	return ordered
}

func findParameter(list []*model.Parameter, in, name string) *model.Parameter {
	i := slices.IndexFunc(list, func(p *model.Parameter) bool { return p.In == in && p.Name == name })
	if i < 0 {
		return nil
	}
	return list[i]
}

// pathParameters gives one parameter to each hole of the path; one that nobody
// declared is a required string.
func (r *reader) pathParameters(op *model.Operation, declared []*model.Parameter) []*model.Parameter {
	var list []*model.Parameter
	for _, name := range pathHoles(op.Path) {
		p := findParameter(declared, "path", name)
		if p == nil {
			r.note(op.Pos, "%s: path parameter %s is not declared; read as a string", op.ID, name)
			p = &model.Parameter{Name: name, In: "path", Required: true, Style: "simple", Use: textUse(op.Pos), Pos: op.Pos}
		}
		list = append(list, p)
	}
	return list
}

func (r *reader) parameterList(id string, n *yaml.Node) []*model.Parameter {
	var list []*model.Parameter
	for _, e := range r.list(n, "parameters") {
		target := r.follow(e)
		if target == nil || !r.isMapping(target, "a parameter") {
			continue
		}
		p := r.parameter(id, target)
		if p == nil {
			continue
		}
		if findParameter(list, p.In, p.Name) != nil {
			r.faults.Add(r.at(e), "%s: %s parameter %s is given twice", id, p.In, p.Name)
			continue
		}
		list = append(list, p)
	}
	return list
}

// parameter reads one parameter, or nothing where the document gives no reason
// to send it.
func (r *reader) parameter(id string, n *yaml.Node) *model.Parameter {
	p := &model.Parameter{
		Name: r.text(n, "name"), In: r.text(n, "in"), Required: r.flag(n, "required"),
		Description: r.text(n, "description"), Deprecated: r.flag(n, "deprecated"),
		Extensions: r.extensions(n), Pos: r.at(n),
	}
	if p.Name == "" {
		r.fault(n, "%s: a parameter has no name", id)
		return nil
	}
	if !slices.Contains([]string{"path", "query", "header", "cookie"}, p.In) {
		r.fault(n, "%s: parameter %s is in %q: want path, query, header or cookie", id, p.Name, p.In)
		return nil
	}
	if p.In == "header" && slices.ContainsFunc(ownHeaders, func(h string) bool { return strings.EqualFold(h, p.Name) }) {
		r.note(p.Pos, "%s: header %s is not a parameter (OpenAPI 3.0, 4.7.12.1)", id, p.Name)
		return nil
	}
	if p.In == "path" && !p.Required {
		r.note(p.Pos, "%s: path parameter %s is required; read so", id, p.Name)
		p.Required = true
	}
	p.Style, p.Explode = r.style(n, p.In)
	r.parameterUse(id, p, n)
	p.Examples = r.examples(n)
	return p
}

// ownHeaders are stated elsewhere in a document: media types and security.
var ownHeaders = []string{"Accept", "Content-Type", "Authorization"}

// style gives style and explode, OpenAPI's defaults filled in (3.0, 4.7.12.2).
func (r *reader) style(n *yaml.Node, in string) (style string, explode bool) {
	style = r.text(n, "style")
	if style == "" {
		style = "simple"
		if in == "query" || in == "cookie" {
			style = "form"
		}
	}
	if has(n, "explode") {
		return style, r.flag(n, "explode")
	}
	return style, style == "form"
}

func (r *reader) parameterUse(id string, p *model.Parameter, n *yaml.Node) {
	switch content := get(n, "content"); {
	case content != nil:
		r.refuse(r.pos(content), "%s: parameter %s: content is not supported", id, p.Name)
		p.Use = anyUse(p.Pos)
	case has(n, "schema"):
		p.Use = r.use(get(n, "schema"))
	default:
		r.note(p.Pos, "%s: parameter %s has no schema; read as a string", id, p.Name)
		p.Use = textUse(p.Pos)
	}
	if v := get(n, "allowReserved"); v != nil && r.flag(n, "allowReserved") {
		r.refuse(r.pos(v), "%s: parameter %s: allowReserved is not supported", id, p.Name)
	}
}
