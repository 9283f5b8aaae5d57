package load

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// defaultLanes gives the operations as they answer a call that names no version,
// where versions are media types: by their plain contents. An operation without
// versions is left out, since it has no other lane to differ from.
func defaultLanes(s strategy, operations []*model.Operation) []*model.Operation {
	byMedia, ok := s.(byMediaType)
	if !ok {
		return nil
	}
	var list []*model.Operation
	for _, op := range operations {
		if lane := byMedia.defaultLane(op); lane != nil {
			list = append(list, lane)
		}
	}
	slices.SortFunc(list, func(a, b *model.Operation) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// defaultLane is op without a version, nil where only versions answer.
func (s byMediaType) defaultLane(op *model.Operation) *model.Operation {
	if len(s.offered(op)) == 0 {
		return nil
	}
	lane := *op
	served := false
	lane.Responses = make([]*model.Response, len(op.Responses))
	for i, res := range op.Responses {
		view := *res
		view.Contents = s.plain(res.Contents)
		served = served || res.Success() && (len(view.Contents) > 0 || len(res.Contents) == 0)
		lane.Responses[i] = &view
	}
	if !served {
		return nil
	}
	if op.Body != nil {
		body := *op.Body
		body.Contents = s.plain(body.Contents)
		lane.Body = &body
	}
	return &lane
}
