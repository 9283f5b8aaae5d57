package words

// Which operation of ours is which of theirs.

import (
	"cmp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// operation is one of a document.
type operation struct {
	id, path, method string
	node             *yaml.Node
	item             *yaml.Node // the path item, references followed
}

// operations lists those of a document by path and method.
func (s *source) operations() []*operation {
	var out []*operation
	for p := range parts("Paths", get(s.root, "paths")) {
		item := s.resolve(p.node)
		for _, method := range methods {
			if n := get(item, method); n != nil {
				out = append(out, &operation{textOf(n, "operationId"), p.key.Value, method, n, item})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *operation) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return out
}

// matchOperations pairs operations by operationId, the rest by method and path,
// then by method and path with variables of other names.
func (m *merger) matchOperations() {
	for _, item := range items(m.up) {
		pushDown(item)
	}
	m.oldOps, m.newOps = m.ours.operations(), m.up.operations()
	m.same = map[*operation]*operation{}
	taken := map[*operation]bool{}
	for _, key := range []func(*operation) string{
		func(o *operation) string { return o.id },
		func(o *operation) string { return o.method + " " + o.path },
		func(o *operation) string { return o.method + " " + shape(o.path) },
	} {
		old := index(m.oldOps, key)
		for k, list := range index(m.newOps, key) {
			if k != "" && len(list) == 1 && len(old[k]) == 1 && m.same[list[0]] == nil && !taken[old[k][0]] {
				m.same[list[0]] = old[k][0]
				taken[old[k][0]] = true
			}
		}
	}
	m.lift()
}

// index groups operations by a key.
func index(ops []*operation, key func(*operation) string) map[string][]*operation {
	out := map[string][]*operation{}
	for _, o := range ops {
		out[key(o)] = append(out[key(o)], o)
	}
	return out
}

// shape is a path without the names of its variables.
func shape(path string) string {
	var b strings.Builder
	for path != "" {
		before, rest, ok := strings.Cut(path, "{")
		b.WriteString(before)
		if !ok {
			break
		}
		_, path, _ = strings.Cut(rest, "}")
		b.WriteString("{}")
	}
	return b.String()
}

// variables are the names in a path, in order.
func variables(path string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(path, "{")
		if !ok {
			return out
		}
		var name string
		name, path, _ = strings.Cut(rest, "}")
		out = append(out, name)
	}
}
