package load

import (
	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// schema reads a schema that is no wrapper, once. It is known before its members
// are read, so a schema may contain itself.
func (r *reader) schema(n *yaml.Node, owner string) *model.Schema {
	if s, ok := r.schemaOf[n]; ok {
		return s
	}
	s := &model.Schema{Component: r.component(n), Pos: r.pos(n)}
	if s.Component == "" {
		s.Component = owner
	}
	r.schemaOf[n] = s
	r.build(s, n, r.parts(n))
	return s
}

// component is the name of n under components.schemas, if it stands there.
func (r *reader) component(n *yaml.Node) string {
	if p := r.places[n]; r.document.schemas != nil && p.parent == r.document.schemas {
		return p.key().Value
	}
	return ""
}

// build fills s with what all parts say together. n is the node whose own words
// come first.
func (r *reader) build(s *model.Schema, n *yaml.Node, parts []part) {
	r.describe(s, n, parts)
	choice := -1
	for i, p := range parts {
		if len(p.choices) < 2 || p.open {
			continue
		}
		if choice >= 0 {
			r.undecided(s, r.pos(p.node), "%s: two lists of alternatives hold at once (see %s)", r.owner(p.node), r.pos(parts[choice].node))
			return
		}
		choice = i
	}
	if choice >= 0 {
		r.union(s, parts, choice)
		return
	}
	types, ok := r.types(s, parts)
	switch {
	case !ok:
	case len(types) > 1:
		r.typeUnion(s, parts, types)
	default:
		r.fill(s, r.kind(types, parts), parts)
	}
}

// describe takes the prose: that of the node itself, else of the first part
// written in place.
func (r *reader) describe(s *model.Schema, n *yaml.Node, parts []part) {
	if n.Kind == yaml.MappingNode {
		s.Title, s.Description = r.text(n, "title"), r.text(n, "description")
		s.Deprecated = r.flag(n, "deprecated")
		s.Examples = r.schemaExamples(n)
		s.Extensions = r.extensions(n)
	}
	for _, p := range parts {
		if p.node != n && r.component(p.node) == "" && s.Description == "" {
			s.Description = r.text(p.node, "description")
		}
		if v := get(p.node, "default"); v != nil && s.Default == nil {
			text := literal(v)
			s.Default = &text
		}
	}
}

// fill reads s as a value of one kind. Constraints on other kinds (a minimum on
// a string) limit nothing and are dropped.
func (r *reader) fill(s *model.Schema, kind model.Kind, parts []part) {
	s.Kind = kind
	s.Format = r.format(parts)
	r.enum(s, parts)
	r.constraints(s, parts)
	switch kind {
	case model.Array:
		r.items(s, parts)
	case model.Object:
		r.object(s, parts)
	}
}

// format takes the first format; contentEncoding is 3.1's word for "byte".
func (r *reader) format(parts []part) string {
	for _, p := range parts {
		if f := r.text(p.node, "format"); f != "" {
			return f
		}
		switch {
		case r.text(p.node, "contentEncoding") == "base64":
			return "byte"
		case r.text(p.node, "contentMediaType") == "application/octet-stream":
			return "binary"
		}
	}
	return ""
}

func (r *reader) items(s *model.Schema, parts []part) {
	var nodes []*yaml.Node
	for _, p := range parts {
		if v := get(p.node, "items"); v != nil {
			if v.Kind == yaml.SequenceNode {
				r.wrong(v, "items must be a schema, not a list")
				continue
			}
			nodes = append(nodes, v)
		}
	}
	switch {
	case len(nodes) > 0:
		s.Items = r.useAll(nodes)
	default:
		s.Items = anyUse(s.Pos)
	}
}

// contradict records that no value fits s.
func (r *reader) contradict(s *model.Schema, pos model.Pos, format string, args ...any) {
	faults := r.broken[s]
	faults.Add(pos, format, args...)
	r.broken[s] = faults
}

// undecided records that values fit s and no Go type says which.
func (r *reader) undecided(s *model.Schema, pos model.Pos, format string, args ...any) {
	faults := r.untyped[s]
	faults.Add(pos, format, args...)
	r.untyped[s] = faults
}

// extensions reads what a document says of the Go side.
func (r *reader) extensions(n *yaml.Node) model.Extensions {
	e := model.Extensions{GoName: r.text(n, "x-go-name")}
	if v := get(n, "x-go-type"); v != nil && v.Kind == yaml.ScalarNode {
		e.GoType = v.Value
	}
	if v := get(n, "x-go-type-import"); v != nil {
		if e.GoImport = v.Value; v.Kind == yaml.MappingNode {
			e.GoImport = r.text(v, "path")
		}
	}
	e.Order = r.integer(n, "x-order")
	return e
}
