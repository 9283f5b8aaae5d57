package golden

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
)

// sketch is a document in short: one operation, change, which three versions offer
// and which says the same in all of them. Its members:
//
//	lanes: [v1, v1beta]       the versions that offer it (all three); []: it has none
//	sent, answer, error       the schema of its body, of its answer 200, of 404 (none, object, none)
//	v1: {sent: …}             what is different in one version
//	default: v1               the version that plain application/json stands for (none)
//	parameters, headers       its parameters beside those of the path; headers of its answer 200
//	body, answers             members of its requestBody; answers by status
//	operation                 members of the operation
//	method, path, id          (post, /things/{id}, change)
//	others: 3                 so many further operations
//	document, schemas         members of the document, its component schemas
//	operations: {a: {…}}      further operations, each a sketch; null: none
type sketch map[string]any

var allLanes = []any{"v1", "v1beta", "v1alpha"}

// merged puts members over others. What is null is taken away.
func merged(base, over map[string]any) map[string]any {
	out := maps.Clone(base)
	if out == nil {
		out = map[string]any{}
	}
	for k, v := range over {
		if out[k] = v; v == nil {
			delete(out, k)
		}
	}
	return out
}

// mapping gives what is a mapping as one.
func mapping(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func or[T any](v any, usual T) T {
	if t, ok := v.(T); ok {
		return t
	}
	return usual
}

// document writes the sketch out.
func (s sketch) document() map[string]any {
	paths := map[string]any{}
	s.put(paths, "change", "/things/{id}")
	for i := range or(s["others"], 0) {
		sketch{"lanes": s["othersLanes"]}.put(paths, fmt.Sprintf("other%d", i), fmt.Sprintf("/others/%d", i))
	}
	for id, o := range mapping(s["operations"]) {
		sketch(mapping(o)).put(paths, id, "/"+id)
	}
	more := mapping(s["document"])
	doc := merged(map[string]any{"openapi": "3.0.3", "info": map[string]any{"title": "Acme", "version": "1"}, "paths": paths}, more)
	doc["components"] = merged(map[string]any{"schemas": merged(s.shared(), mapping(s["schemas"]))}, mapping(more["components"]))
	return doc
}

// shared gives what all versions say as components, so that it is one place.
func (s sketch) shared() map[string]any {
	all := map[string]any{}
	for _, side := range []string{"sent", "answer", "error"} {
		if s[side] != nil {
			all[side] = s[side]
		}
	}
	return all
}

func reference(side string) map[string]any {
	return map[string]any{"$ref": "#/components/schemas/" + side}
}

func (s sketch) put(paths map[string]any, id, path string) {
	if s["absent"] != nil {
		return
	}
	id, path = or(s["id"], id), or(s["path"], path)
	paths[path] = merged(mapping(paths[path]), map[string]any{or(s["method"], "post"): s.operation(id, path)})
}

var pathVariable = regexp.MustCompile(`\{([^}]*)\}`)

func (s sketch) operation(id, path string) map[string]any {
	var parameters []any
	for _, v := range pathVariable.FindAllStringSubmatch(path, -1) {
		parameters = append(parameters, map[string]any{"name": v[1], "in": "path", "required": true, "schema": or(s["variable"], map[string]any{"type": "string"})})
	}
	answer := map[string]any{"description": "OK", "content": s.content("answer", map[string]any{"type": "object"})}
	if h := s["headers"]; h != nil {
		answer["headers"] = h
	}
	answers := map[string]any{"200": answer}
	if s["error"] != nil {
		answers["404"] = map[string]any{"description": "Error", "content": map[string]any{"application/json": map[string]any{"schema": reference("error")}}}
	}
	for status, a := range mapping(s["answers"]) {
		if answers[status] = merged(map[string]any{"description": "Another"}, mapping(a)); a == nil {
			delete(answers, status)
		}
	}
	op := map[string]any{"operationId": id, "parameters": append(parameters, or(s["parameters"], []any(nil))...), "responses": answers}
	if content := s.content("sent", nil); len(content) > 0 || s["body"] != nil {
		op["requestBody"] = merged(map[string]any{"content": content}, mapping(s["body"]))
	}
	return merged(op, mapping(s["operation"]))
}

// content gives a schema by media type, one for each version.
func (s sketch) content(side string, usual map[string]any) map[string]any {
	of := func(lane string) map[string]any {
		if schema := mapping(mapping(s[lane])[side]); schema != nil {
			return schema
		}
		if s[side] != nil {
			return reference(side)
		}
		return usual
	}
	content := map[string]any{}
	put := func(media, lane string) {
		if schema := of(lane); schema != nil {
			content[media] = map[string]any{"schema": schema}
		}
	}
	lanes := or(s["lanes"], allLanes)
	for _, l := range lanes {
		lane := l.(string)
		put(strings.ReplaceAll("application/vnd.acme.{}+json", "{}", lane), lane)
	}
	if d := or(s["default"], ""); d != "" || len(lanes) == 0 {
		put("application/json", d)
	}
	return content
}
