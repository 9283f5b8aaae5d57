package load

import (
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// styles are those that have one form on the wire, by where a parameter stands.
// label and matrix are left out: nobody serves them.
var styles = map[string][]string{
	"path":   {"simple"},
	"query":  {"form", "deepObject", "spaceDelimited", "pipeDelimited"},
	"header": {"simple"},
	"cookie": {"form"},
}

// checkStyle refuses a parameter whose form on the wire OpenAPI leaves open.
func (r *reader) checkStyle(id string, p *model.Parameter) {
	switch {
	case !slices.Contains(styles[p.In], p.Style):
		r.refuse(p.Pos, "%s: parameter %s: style %s is not supported", id, p.Name, p.Style)
	case p.Style == "deepObject":
	case p.Style == "spaceDelimited" || p.Style == "pipeDelimited":
		if p.Use.Schema.Kind != model.Array {
			r.refuse(p.Pos, "%s: parameter %s: style %s is for arrays only", id, p.Name, p.Style)
		}
	case !flat(p.Use.Schema):
		r.refuse(p.Pos, "%s: parameter %s: style %s has no form for nested values", id, p.Name, p.Style)
	}
}

// flat reports whether a value is a scalar, a list of scalars or an object of
// these. A union is what its variants are; of any value nothing is known.
func flat(s *model.Schema) bool {
	switch s.Kind {
	case model.Array:
		return s.Items == nil || isScalar(s.Items.Schema, nil)
	case model.Object:
		return !slices.ContainsFunc(s.Properties, func(p *model.Property) bool { return !isScalar(p.Use.Schema, nil) }) &&
			(s.Additional == nil || isScalar(s.Additional.Schema, nil))
	case model.Union:
		return !slices.ContainsFunc(s.Variants, func(u *model.Use) bool { return u.Schema != s && !flatOnce(u.Schema) })
	default:
		return true
	}
}

// flatOnce is flat for a variant: a union inside a union must be of scalars.
func flatOnce(s *model.Schema) bool {
	if s.Kind == model.Union {
		return isScalar(s, nil)
	}
	return flat(s)
}

func isScalar(s *model.Schema, outer []*model.Schema) bool {
	switch s.Kind {
	case model.Array, model.Object:
		return false
	case model.Union:
		if slices.Contains(outer, s) {
			return true
		}
		outer = append(outer, s)
		return !slices.ContainsFunc(s.Variants, func(u *model.Use) bool { return !isScalar(u.Schema, outer) })
	default:
		return true
	}
}
