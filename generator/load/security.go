package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// requirements reads who may call an operation: its own alternatives or, where
// it lists none, those of the document (OpenAPI 3.0, 4.7.10.1). Alternatives and
// what stands in one are sets; sorted, they compare.
func (r *reader) requirements(op *yaml.Node) ([]model.Requirement, model.Pos) {
	holder := op
	if find(op, "security") == nil {
		holder = r.root
	}
	n := find(holder, "security")
	if n == nil {
		return nil, r.pos(op)
	}
	var list []model.Requirement
	for _, e := range r.list(holder, "security") {
		if e.Kind == yaml.MappingNode { // anything else was reported by security
			list = append(list, r.requirement(e))
		}
	}
	return list, r.pos(n)
}

// requirement reads one alternative. A scheme nobody declared is a fault where the
// client is made to use it, which security decides; here it is kept by name.
func (r *reader) requirement(n *yaml.Node) model.Requirement {
	req := model.Requirement{}
	for k, v := range members(n) {
		c := model.Credential{Scheme: &model.SecurityScheme{Name: k.Value, Type: "undeclared", Param: k.Value, Pos: r.at(k)}}
		if has(get(get(r.root, "components"), "securitySchemes"), k.Value) {
			if s := r.scheme(k); s != nil {
				c.Scheme = s
			}
		}
		for _, scope := range v.Content {
			c.Scopes = append(c.Scopes, scope.Value)
		}
		slices.Sort(c.Scopes)
		req = append(req, c)
	}
	slices.SortFunc(req, func(a, b model.Credential) int { return strings.Compare(a.Scheme.Name, b.Scheme.Name) })
	return req
}
