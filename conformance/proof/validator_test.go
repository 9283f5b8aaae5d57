package proof

// The second opinion: a validator that is not ours looks at each request.

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi/datamodel"
	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/conformance/document"
	"github.com/stratagen/strata/conformance/wire"
)

// stranger validates requests of one version.
type stranger struct{ v validator.Validator }

func newStranger(d *document.Document) (*stranger, error) {
	quiet := &datamodel.DocumentConfiguration{Logger: slog.New(slog.DiscardHandler), ExcludeExtensionRefs: true}
	text, err := requestsOnly(d.Text)
	if err != nil {
		return nil, err
	}
	doc, err := libopenapi.NewDocumentWithConfiguration(text, quiet)
	if err != nil {
		return nil, err
	}
	v, errs := validator.NewValidator(doc, config.WithRejectUndeclaredRequestBody(), config.WithRejectUnsupportedBodyContent(), config.WithFormatAssertions())
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return &stranger{v}, nil
}

// complaints about a request, one line each.
func (s *stranger) complaints(op *document.Operation, r wire.Request) []string {
	u, err := url.Parse("https://api.segmentapis.com" + rewritten(op, r.Target))
	if err != nil {
		return []string{err.Error()}
	}
	req := &http.Request{Method: r.Method, URL: u, Header: r.Header, Body: http.NoBody, ContentLength: int64(len(r.Body))}
	if len(r.Body) > 0 {
		req.Body = io.NopCloser(bytes.NewReader(r.Body))
	}
	_, problems := s.v.ValidateHttpRequestSync(req)
	var all []string
	for _, p := range problems {
		line := p.Message + ": " + p.Reason
		for _, e := range p.SchemaValidationErrors {
			line += fmt.Sprintf("; %s: %s", e.FieldPath, e.Reason)
		}
		all = append(all, line)
	}
	return all
}

// rewritten is a target as OpenAPI, which knows no dots, writes it: lists with
// repeated names, objects with brackets. Values stay as they were sent.
func rewritten(op *document.Operation, target string) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok {
		return target
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, text, _ := strings.Cut(pair, "=")
		pairs[i] = bracketed(op, name) + "=" + text
	}
	return path + "?" + strings.Join(pairs, "&")
}

// bracketed is the name of a pair: filter.eventName.0 becomes filter[eventName].
// A list of objects has no form in OpenAPI, and keeps its index.
func bracketed(op *document.Operation, name string) string {
	parts := strings.Split(name, ".")
	var s document.Schema
	for _, p := range op.Parameters {
		if p.In == "query" && p.Name == parts[0] {
			s = p.Schema
		}
	}
	name = parts[0]
	for i, part := range parts[1:] {
		s, _ = op.Document.Resolve(s)
		if s.Text("type") == "array" && i == len(parts)-2 {
			break
		}
		name += "[" + part + "]"
		if s.Text("type") == "array" {
			s = s.Object("items")
		} else {
			s = s.Property(part)
		}
	}
	return name
}

// requestsOnly is a document without what answers hold. The validator compiles
// all components again for each schema, which takes ten times as long with them.
func requestsOnly(text []byte) ([]byte, error) {
	var doc map[string]any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	paths := doc["paths"].(map[string]any)
	for _, item := range paths {
		for _, op := range item.(map[string]any) {
			op.(map[string]any)["responses"] = map[string]any{"200": map[string]any{"description": "OK"}}
		}
	}
	components := doc["components"].(map[string]any)
	delete(components, "responses")
	schemas := components["schemas"].(map[string]any)
	used := map[string]any{}
	reach([]any{paths, components["parameters"]}, schemas, used)
	components["schemas"] = used
	return yaml.Marshal(doc)
}

// reach adds to used the schemas that v refers to, directly or not.
func reach(v any, schemas, used map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		ref, _ := v["$ref"].(string)
		if name, ok := strings.CutPrefix(ref, "#/components/schemas/"); ok && used[name] == nil {
			used[name] = schemas[name]
			reach(schemas[name], schemas, used)
		}
		for _, below := range v {
			reach(below, schemas, used)
		}
	case []any:
		for _, below := range v {
			reach(below, schemas, used)
		}
	}
}
