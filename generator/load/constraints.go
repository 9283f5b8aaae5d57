package load

import (
	"strconv"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// constraints reads the limits of all parts, the tighter ones where several
// speak. Only limits that mean something for the kind are kept.
func (r *reader) constraints(s *model.Schema, parts []part) {
	c := &s.Constraints
	for _, p := range parts {
		switch n := p.node; s.Kind {
		case model.Integer, model.Number:
			r.limits(c, n)
		case model.String:
			r.tighten(&c.MinLength, n, "minLength", larger)
			r.tighten(&c.MaxLength, n, "maxLength", smaller)
			if c.Pattern == "" {
				c.Pattern = r.text(n, "pattern")
			}
		case model.Array:
			r.tighten(&c.MinItems, n, "minItems", larger)
			r.tighten(&c.MaxItems, n, "maxItems", smaller)
			c.UniqueItems = r.flag(n, "uniqueItems") || c.UniqueItems
		case model.Object:
			r.tighten(&c.MinProperties, n, "minProperties", larger)
			r.tighten(&c.MaxProperties, n, "maxProperties", smaller)
		}
	}
}

// limits reads the limits of a number. exclusiveMinimum is a number in 3.1 and a
// boolean beside minimum in 3.0.
func (r *reader) limits(c *model.Constraints, n *yaml.Node) {
	r.bound(&c.Minimum, &c.ExclusiveMinimum, n, "minimum", "exclusiveMinimum", larger)
	r.bound(&c.Maximum, &c.ExclusiveMaximum, n, "maximum", "exclusiveMaximum", smaller)
	if c.MultipleOf == "" {
		c.MultipleOf = r.number(n, "multipleOf")
	}
}

func (r *reader) bound(inclusive, exclusive *string, n *yaml.Node, key, exclusiveKey string, tighter tighter) {
	switch e := get(n, exclusiveKey); {
	case isTrue(e):
		r.tighten(exclusive, n, key, tighter)
		return
	case e != nil && !isFalse(e):
		r.tighten(exclusive, n, exclusiveKey, tighter)
	}
	r.tighten(inclusive, n, key, tighter)
}

type tighter func(a, b float64) bool

func larger(a, b float64) bool  { return a > b }
func smaller(a, b float64) bool { return a < b }

// tighten replaces limit by the number at key if that is tighter.
func (r *reader) tighten(limit *string, n *yaml.Node, key string, tighter tighter) {
	text := r.number(n, key)
	if text == "" {
		return
	}
	now, _ := strconv.ParseFloat(text, 64)
	if before, err := strconv.ParseFloat(*limit, 64); *limit == "" || err != nil || tighter(now, before) {
		*limit = text
	}
}

// number reads a number in the document's spelling.
func (r *reader) number(n *yaml.Node, key string) string {
	v := get(n, key)
	if v == nil {
		return ""
	}
	if _, err := strconv.ParseFloat(v.Value, 64); err != nil || v.Kind != yaml.ScalarNode {
		r.wrong(v, "%s must be a number, not %s", key, what(v))
		return ""
	}
	return v.Value
}

func (r *reader) integer(n *yaml.Node, key string) int {
	v := get(n, key)
	if v == nil {
		return 0
	}
	i, err := strconv.Atoi(v.Value)
	if err != nil {
		r.wrong(v, "%s must be an integer, not %s", key, what(v))
	}
	return i
}
