package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// pathItems copies the paths with the operations of this version.
func (s *splitter) pathItems() *yaml.Node {
	out := newMapping()
	for key, item := range members(s.paths) {
		if isExtension(key.Value) {
			add(out, key, plain(item))
			continue
		}
		if isNull(item) {
			continue
		}
		path := s.path(key)
		if copied := s.pathItem(path, s.follow(item)); copied != nil {
			add(out, newText(path), copied)
		}
	}
	return out
}

// pathItem copies one path, nil where this version has no operation on it. What
// a reference names is written in place: another version may have more.
func (s *splitter) pathItem(path string, item *yaml.Node) *yaml.Node {
	kept := newMapping()
	holes := pathHoles(path)
	var operations []*model.Operation
	for k, v := range members(s.withoutForeign(item, holes)) {
		if !slices.Contains(methods, k.Value) {
			kept.Content = append(kept.Content, k, v)
			continue
		}
		at := lane{strings.ToUpper(k.Value), path}
		if op := s.offered[at]; op != nil && !isNull(v) {
			s.serve(op, s.whole[at], v)
			operations = append(operations, op)
			kept.Content = append(kept.Content, k, s.withoutForeign(v, holes))
		}
	}
	if len(operations) == 0 {
		return nil
	}
	s.count += len(operations)
	out := s.object("path item", kept)
	s.declareMissing(kept, out, operations)
	return out
}

// serve finds what of an operation's body and responses is not this version's:
// op is the operation as this version offers it, whole with all contents.
func (s *splitter) serve(op, whole *model.Operation, n *yaml.Node) {
	if body := get(n, "requestBody"); body != nil && whole.Body != nil {
		s.leaveOut(body, op.Body.Contents, whole.Body.Contents)
	}
	for k, v := range members(get(n, "responses")) {
		at := s.at(k)
		i := slices.IndexFunc(whole.Responses, func(res *model.Response) bool { return res.Pos == at })
		if i >= 0 {
			s.leaveOut(v, op.Responses[i].Contents, whole.Responses[i].Contents)
		}
	}
}

// leaveOut notes which contents at place, a request body or a response, are not
// among own. Where the version has no say (own is all), what the model passed
// over for Go's sake stays.
func (s *splitter) leaveOut(place *yaml.Node, own, all []*model.Content) {
	target := s.follow(place)
	var absent []*yaml.Node
	if len(own) < len(all) {
		for k := range members(get(target, "content")) {
			at := s.at(k)
			if !isExtension(k.Value) && !slices.ContainsFunc(own, func(c *model.Content) bool { return c.Pos == at }) {
				absent = append(absent, k)
			}
		}
	}
	s.absent[target] = absent
}
