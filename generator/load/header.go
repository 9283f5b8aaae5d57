package load

// What the document says of itself: title, tags, servers, security.

import (
	"maps"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

func (r *reader) api() *model.API {
	info := r.mapping(r.root, "info")
	api := &model.API{
		File:        r.cfg.Spec,
		Title:       r.text(info, "title"),
		Description: r.text(info, "description"),
		Revision:    r.text(info, "version"),
	}
	if strings.HasPrefix(r.document.version, "3.2") {
		r.note(r.at(get(r.root, "openapi")), "openapi %s is read as 3.1: what came since is not looked at", r.document.version)
	}
	r.declaredTags()
	for _, n := range r.list(r.root, "servers") {
		if r.isMapping(n, "a server") {
			api.Servers = append(api.Servers, r.server(n))
		}
	}
	api.Security = r.security()
	if n := get(r.root, "webhooks"); n != nil {
		r.note(r.pos(n), "webhooks are left out")
	}
	return api
}

func (r *reader) declaredTags() {
	for _, n := range r.list(r.root, "tags") {
		if !r.isMapping(n, "a tag") {
			continue
		}
		name := r.text(n, "name")
		if r.tags[name] != nil {
			r.note(r.at(n), "tag %q is declared twice", name)
			continue
		}
		r.tags[name] = &model.Tag{Name: name, Description: r.text(n, "description"), Pos: r.at(n)}
	}
}

// sortedTags are the tags of the document, and those only operations name.
func (r *reader) sortedTags() []*model.Tag {
	var tags []*model.Tag
	for _, name := range slices.Sorted(maps.Keys(r.tags)) {
		tags = append(tags, r.tags[name])
	}
	return tags
}

func (r *reader) server(n *yaml.Node) *model.Server {
	s := &model.Server{URL: r.text(n, "url"), Description: r.text(n, "description"), Pos: r.at(n)}
	var pairs []string
	for k, v := range members(r.mapping(n, "variables")) {
		if !has(v, "default") {
			r.note(r.pos(v), "server variable %s has no default", k.Value)
			continue
		}
		pairs = append(pairs, "{"+k.Value+"}", r.text(v, "default"))
	}
	s.URL = strings.NewReplacer(pairs...).Replace(s.URL) // at once: a default that looks like a variable is none
	return s
}

// security reads the document's requirement. Many documents state it at every
// operation instead: then all schemes they name are alternatives.
func (r *reader) security() []*model.SecurityScheme {
	global := find(r.root, "security")
	if global != nil {
		return r.schemes(r.list(r.root, "security"))
	}
	var requirements []*yaml.Node
	for _, item := range members(r.paths) {
		for _, op := range members(item) {
			if s := get(op, "security"); s != nil && s.Kind == yaml.SequenceNode {
				requirements = append(requirements, s.Content...)
			}
		}
	}
	schemes := r.schemes(requirements)
	slices.SortFunc(schemes, func(a, b *model.SecurityScheme) int { return strings.Compare(a.Name, b.Name) })
	return schemes
}

func (r *reader) schemes(requirements []*yaml.Node) []*model.SecurityScheme {
	var schemes []*model.SecurityScheme
	seen := map[string]bool{}
	for _, req := range requirements {
		if !r.isMapping(req, "a security requirement") {
			continue
		}
		for k := range members(req) {
			if seen[k.Value] {
				continue
			}
			seen[k.Value] = true
			if s := r.scheme(k); s != nil {
				schemes = append(schemes, s)
			}
		}
	}
	return schemes
}

func (r *reader) scheme(name *yaml.Node) *model.SecurityScheme {
	n := get(get(get(r.root, "components"), "securitySchemes"), name.Value)
	if n == nil {
		r.fault(name, "security scheme %q is not declared", name.Value)
		return nil
	}
	if n = r.follow(n); n == nil || !r.isMapping(n, "a security scheme") {
		return nil
	}
	return &model.SecurityScheme{
		Name: name.Value, Type: r.text(n, "type"), Scheme: strings.ToLower(r.text(n, "scheme")),
		In: r.text(n, "in"), Param: r.text(n, "name"), Pos: r.pos(n),
	}
}
