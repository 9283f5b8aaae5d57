package load

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// operation is an operation with the contents of all versions, before versions
// are told apart.
type operation struct {
	*model.Operation
	refused model.Faults // what it needs and cannot have
}

// operations reads the paths, in the document's order.
func (r *reader) operations() []*operation {
	if n := get(r.root, "paths"); n != nil {
		r.isMapping(n, "paths")
	}
	var list []*operation
	seen := map[string]*yaml.Node{}
	for key, item := range members(r.paths) {
		if isExtension(key.Value) || isNull(item) {
			continue
		}
		path := r.path(key)
		if first := seen[path]; first != nil {
			r.fault(key, "duplicate path %q, first on line %d", path, first.Line)
			continue
		}
		seen[path] = key
		if item = r.follow(item); item != nil && r.isMapping(item, "a path item") {
			list = append(list, r.pathItem(path, item)...)
		}
	}
	return list
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace"}

// pathItem reads the operations of one path. A key that is no method is a fault:
// an operation must not vanish because of a slip.
func (r *reader) pathItem(path string, item *yaml.Node) []*operation {
	var list []*operation
	for k, n := range members(item) {
		switch {
		case slices.Contains(methods, k.Value):
			if !isNull(n) && r.isMapping(n, "an operation") {
				list = append(list, r.operation(path, k, item, n))
			}
		case isExtension(k.Value):
		case !slices.Contains([]string{"summary", "description", "servers", "parameters", "$ref"}, k.Value):
			r.fault(k, "%s: %s is not a method", path, k.Value)
		}
	}
	return list
}

// path checks a path template.
func (r *reader) path(key *yaml.Node) string {
	path := key.Value
	if !strings.HasPrefix(path, "/") {
		r.note(r.at(key), "%s: a path begins with a slash", path)
		path = "/" + path
	}
	if strings.Contains(path, "?") {
		r.note(r.at(key), "%s: a query string stands in the path", path)
	}
	return path
}

func (r *reader) operation(path string, key, item, n *yaml.Node) *operation {
	op := &operation{Operation: &model.Operation{
		Method:      strings.ToUpper(key.Value),
		Path:        path,
		Tags:        r.operationTags(n),
		Summary:     r.text(n, "summary"),
		Description: r.text(n, "description"),
		Deprecated:  r.flag(n, "deprecated"),
		Reason:      r.text(n, "x-deprecated-reason"),
		Sunset:      r.text(n, "x-sunset"),
		RateLimit:   r.text(n, "x-rate-limit"),
		GoName:      r.text(n, "x-go-name"),
		Pos:         r.pos(n),
	}}
	op.ID = r.operationID(op.Operation, key, n)
	r.refused = &op.refused
	op.Parameters = r.parameters(op.Operation, item, n)
	op.Body = r.body(op.ID, n)
	op.Responses = r.responses(op.ID, key, n)
	op.Security, op.SecurityPos = r.requirements(n)
	return op
}

func (r *reader) operationTags(n *yaml.Node) []string {
	var tags []string
	for _, t := range r.list(n, "tags") {
		if t.Kind != yaml.ScalarNode {
			r.wrong(t, "a tag must be a string, not %s", what(t))
			continue
		}
		tags = append(tags, t.Value)
		if r.tags[t.Value] == nil {
			r.tags[t.Value] = &model.Tag{Name: t.Value, Pos: r.at(t)}
			if has(r.root, "tags") {
				r.note(r.at(t), "tag %q is not declared", t.Value)
			}
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// operationID gives the operationId, or makes one: method and path are unique,
// so what is made of them nearly always is.
func (r *reader) operationID(op *model.Operation, key, n *yaml.Node) string {
	id := get(n, "operationId")
	if id != nil && id.Kind == yaml.ScalarNode && id.Value != "" {
		if first := r.ids[id.Value]; first != nil {
			r.fault(id, "operationId %s is already given at %s", id.Value, r.at(first))
		}
		r.ids[id.Value] = id
		return id.Value
	}
	r.text(n, "operationId")
	made := madeID(op.Method, op.Path)
	if r.ids[made] != nil {
		made = strings.ToLower(op.Method) + " " + op.Path
	}
	r.ids[made] = key
	r.note(r.at(key), "%s %s has no operationId; it is called %s", op.Method, op.Path, made)
	return made
}

// madeID makes getUsersByUserId of GET /users/{userId}.
func madeID(method, path string) string {
	id := strings.ToLower(method)
	for step := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(step, "{") {
			id += "By"
		}
		for _, word := range strings.FieldsFunc(step, notWord) {
			id += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return id
}

func notWord(c rune) bool { return c > unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsDigit(c) }

var pathHole = regexp.MustCompile(`\{([^{}]*)\}`)

// pathHoles are the names in braces, in the path's order.
func pathHoles(path string) []string {
	var names []string
	for _, m := range pathHole.FindAllStringSubmatch(path, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	return names
}
