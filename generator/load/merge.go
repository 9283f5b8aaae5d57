package load

import (
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// useAll reads one place that several nodes describe together, as parts of an
// allOf do: the schema is what all of them allow. The last is the most special:
// its prose wins.
func (r *reader) useAll(nodes []*yaml.Node) *model.Use {
	if len(nodes) == 1 {
		return r.use(nodes[0])
	}
	u := &model.Use{Pos: r.pos(nodes[len(nodes)-1])}
	var targets []*yaml.Node
	nullable := false
	for _, n := range slices.Backward(nodes) {
		target, _ := r.collapse(n, u)
		bare := isBare(target) && !r.hasOwnShape(target, "")
		if !bare && !slices.Contains(targets, target) {
			if targets == nil {
				nullable = u.Nullable
			}
			targets = append(targets, target)
		}
	}
	if targets == nil {
		return r.use(nodes[0])
	}
	u.Nullable = nullable
	slices.Reverse(targets)
	u.Schema = r.merged(targets)
	if u.Description == "" {
		u.Description = u.Schema.Description
	}
	if u.Default == nil {
		u.Default = u.Schema.Default
	}
	return u
}

// merged is the schema of all nodes together, once for the same nodes.
func (r *reader) merged(nodes []*yaml.Node) *model.Schema {
	if len(nodes) == 1 {
		return r.schema(nodes[0], "")
	}
	var parts []part
	var key strings.Builder
	for _, n := range nodes {
		parts = join(parts, r.parts(n))
		key.WriteString(r.pointer(n) + "\n")
	}
	return r.mergedParts(key.String(), nodes[len(nodes)-1], parts)
}

func (r *reader) mergedParts(key string, last *yaml.Node, parts []part) *model.Schema {
	if s := r.mergedOf[key]; s != nil {
		return s
	}
	s := &model.Schema{Pos: r.pos(last)}
	r.mergedOf[key] = s
	r.build(s, last, parts)
	return s
}
