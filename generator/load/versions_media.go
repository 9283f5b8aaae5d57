package load

import (
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// byMediaType reads versions from vendor media types: an operation is offered
// by a version if a success answers in that version's media type.
type byMediaType struct{ family family }

func (s byMediaType) mediaType(token string) string { return s.family.mediaType(token) }

func (s byMediaType) lanes(r *reader, op *model.Operation) map[string]*model.Operation {
	tokens := s.offered(op)
	if len(tokens) == 0 {
		return map[string]*model.Operation{"": op}
	}
	lanes := map[string]*model.Operation{}
	for _, token := range sortedTokens(tokens) {
		if s.checkToken(r, op, token) {
			lanes[token] = s.lane(r, op, token)
		}
	}
	return lanes
}

// offered are the versions of an operation: those of its successes and its
// request body or, where these name none, those of any response.
func (s byMediaType) offered(op *model.Operation) map[string]bool {
	tokens := map[string]bool{}
	if op.Body != nil {
		s.collect(tokens, op.Body.Contents)
	}
	for _, res := range op.Responses {
		if res.Success() {
			s.collect(tokens, res.Contents)
		}
	}
	if len(tokens) == 0 {
		for _, res := range op.Responses {
			s.collect(tokens, res.Contents)
		}
	}
	return tokens
}

func (s byMediaType) collect(tokens map[string]bool, contents []*model.Content) {
	for _, c := range contents {
		if t, ok := s.family.token(c.MediaType); ok {
			tokens[t] = true
		}
	}
}

// checkToken reports a version whose stability nothing tells, where it is first
// named.
func (s byMediaType) checkToken(r *reader, op *model.Operation, token string) bool {
	if r.readable(token) {
		return true
	}
	for c := range allContents([]*model.Operation{op}) {
		if t, ok := s.family.token(c.MediaType); ok && t == token && !r.unread[token] {
			r.unread[token] = true
			r.faults.Add(c.Pos, "%s: version token %q is not readable: want v1, v1beta or v1alpha, or its name under versions.stability", op.ID, token)
		}
	}
	return false
}

// lane is op as one version offers it.
func (s byMediaType) lane(r *reader, op *model.Operation, token string) *model.Operation {
	lane := *op
	if op.Body != nil {
		body := *op.Body
		own, ok := s.own(body.Contents, token)
		if body.Contents = own; !ok {
			r.faults.Add(body.Pos, "%s: request body has no %s schema", op.ID, token)
		}
		lane.Body = &body
	}
	lane.Responses = make([]*model.Response, len(op.Responses))
	for i, res := range op.Responses {
		view := *res
		own, ok := s.own(res.Contents, token)
		switch {
		case ok:
		case res.Success():
			r.faults.Add(res.Pos, "%s: response %s has no %s schema", op.ID, res.Status, token)
		default:
			own = s.plain(res.Contents)
		}
		view.Contents = own
		lane.Responses[i] = &view
	}
	return &lane
}

// own gives the contents of one version: its own media type alone, or the plain
// ones where no version has its own. It reports whether the version is served.
func (s byMediaType) own(contents []*model.Content, token string) ([]*model.Content, bool) {
	var own []*model.Content
	for _, c := range contents {
		if t, ok := s.family.token(c.MediaType); ok && t == token {
			own = append(own, c)
		}
	}
	if i := slices.IndexFunc(own, func(c *model.Content) bool { return isJSON(c.MediaType) }); i >= 0 {
		return own[i : i+1], true
	}
	if len(own) > 0 {
		return own, true
	}
	plain := s.plain(contents)
	return plain, len(plain) == len(contents)
}

// plain are the contents that name no version.
func (s byMediaType) plain(contents []*model.Content) []*model.Content {
	var plain []*model.Content
	for _, c := range contents {
		if _, ok := s.family.token(c.MediaType); !ok {
			plain = append(plain, c)
		}
	}
	return plain
}
