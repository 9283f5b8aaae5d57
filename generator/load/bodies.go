package load

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// body reads the request body, nil where there is none.
func (r *reader) body(id string, n *yaml.Node) *model.Body {
	place := r.mapping(n, "requestBody")
	if place == nil {
		return nil
	}
	target := r.follow(place)
	if target == nil || !r.isMapping(target, "a request body") {
		return nil
	}
	b := &model.Body{
		Required:    r.flag(target, "required"),
		Description: r.text(target, "description"),
		Contents:    r.contents(id+": request body", target),
		Pos:         r.pos(place),
	}
	if len(b.Contents) == 0 {
		r.note(b.Pos, "%s: request body has no content", id)
		return nil
	}
	if !b.Required && !slices.ContainsFunc(b.Contents, func(c *model.Content) bool { return !isEmptyForm(c) }) {
		r.note(b.Pos, "%s: request body is an optional form without fields; left out", id)
		return nil
	}
	b.Contents = r.sendable(id, b.Contents)
	r.bodyExamples(target, b.Contents)
	return b
}

// isForm reports whether c is one of the two bodies HTML forms have.
func isForm(c *model.Content) bool {
	e := essence(c.MediaType)
	return strings.HasPrefix(e, "multipart/") || e == "application/x-www-form-urlencoded"
}

// isEmptyForm reports whether c is a form that has nothing to fill in.
func isEmptyForm(c *model.Content) bool {
	return isForm(c) && (c.Use == nil || c.Use.Schema.Kind == model.Object && len(c.Use.Schema.Properties) == 0)
}

// sendable drops forms where there is another choice, and refuses them where
// there is none.
func (r *reader) sendable(id string, contents []*model.Content) []*model.Content {
	kept := slices.DeleteFunc(slices.Clone(contents), isForm)
	for _, c := range contents {
		switch {
		case !isForm(c):
		case len(kept) == 0:
			r.refuse(c.Pos, "%s: request body: media type %s is not supported", id, c.MediaType)
		default:
			r.note(c.Pos, "%s: request body: media type %s is left out", id, c.MediaType)
		}
	}
	if len(kept) == 0 {
		return contents
	}
	return kept
}

var (
	status      = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)
	lowerStatus = regexp.MustCompile(`^([1-5](xx|xX|Xx)|(?i:default))$`)
)

// responses reads the answers of an operation, by status.
func (r *reader) responses(id string, key, n *yaml.Node) []*model.Response {
	var list []*model.Response
	dangling := false // reported already
	for k, v := range members(r.mapping(n, "responses")) {
		if isExtension(k.Value) {
			continue
		}
		if res := r.response(id, k, v); res != nil {
			list = append(list, res)
		} else {
			dangling = dangling || has(v, "$ref")
		}
	}
	switch {
	case dangling:
	case len(list) == 0 && (has(n, "responses") || !r.is31()): // OpenAPI 3.1 made them optional
		r.fault(key, "%s: no responses", id)
	case len(list) == 1 && list[0].Status == "default":
		r.note(list[0].Pos, "%s: there is only a default response; read as the answer to success", id)
		list[0].Status = "2XX"
	}
	slices.SortFunc(list, func(a, b *model.Response) int { return strings.Compare(a.Status, b.Status) })
	return list
}

func (r *reader) response(id string, key, n *yaml.Node) *model.Response {
	code, ok := statusCode(key.Value)
	switch {
	case !ok:
		r.fault(key, "%s: %q is not a status", id, code)
		return nil
	case code != key.Value:
		r.note(r.at(key), "%s: status %s is written %s", id, key.Value, code)
	}
	target := r.follow(n)
	if target == nil || !r.isMapping(target, "a response") {
		return nil
	}
	return &model.Response{
		Status:      code,
		Description: r.text(target, "description"),
		Headers:     r.headers(target),
		Contents:    r.contents(id+": response "+code, target),
		Pos:         r.at(key),
	}
}

// statusCode gives a status as OpenAPI writes it, and whether it is one.
func statusCode(text string) (code string, ok bool) {
	if lowerStatus.MatchString(text) {
		if text = strings.ToUpper(text); text == "DEFAULT" {
			text = "default"
		}
	}
	return text, status.MatchString(text)
}

func (r *reader) headers(n *yaml.Node) []*model.Header {
	var list []*model.Header
	for k, v := range members(r.mapping(n, "headers")) {
		target := r.follow(v)
		if target == nil || !r.isMapping(target, "a header") || strings.EqualFold(k.Value, "Content-Type") {
			continue
		}
		h := &model.Header{Name: k.Value, Required: r.flag(target, "required"), Pos: r.at(k)}
		if schema := get(target, "schema"); schema != nil {
			h.Use = r.use(schema)
		} else {
			h.Use = textUse(h.Pos)
		}
		if h.Use.Description == "" {
			h.Use.Description = r.text(target, "description")
		}
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b *model.Header) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// contents reads the media types of a body, sorted: their order in a document
// means nothing.
func (r *reader) contents(where string, n *yaml.Node) []*model.Content {
	var list []*model.Content
	for k, v := range members(r.mapping(n, "content")) {
		if isExtension(k.Value) {
			continue
		}
		c := &model.Content{MediaType: r.mediaType(where, k), Pos: r.at(k)}
		if !isNull(v) && r.isMapping(v, "a media type") {
			if schema := get(v, "schema"); schema != nil {
				c.Use = r.use(schema)
			}
		}
		if slices.ContainsFunc(list, func(d *model.Content) bool { return d.MediaType == c.MediaType }) {
			r.note(c.Pos, "%s: media type %s is given twice", where, c.MediaType)
			continue
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *model.Content) int { return strings.Compare(a.MediaType, b.MediaType) })
	return list
}
