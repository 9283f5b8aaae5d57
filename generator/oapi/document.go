package oapi

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

// Document is one version's document, read.
type Document struct {
	Title      string // info.title
	text       []byte
	operations map[string][]*operation // by method and path, as the code prints it: GET /a/%s
	count      int
}

// operation is what the edits need to know of one.
type operation struct {
	id    string
	tags  []string
	query []styled // parameters of the query
	takes []string // media types of the request body, sorted
	gives []string // of successful responses, sorted
}

// Read reads the document of one version: YAML or JSON without references to
// other files.
func Read(text []byte) (*Document, error) {
	doc, err := load(text)
	if err != nil {
		return nil, err
	}
	d := &Document{text: text, operations: map[string][]*operation{}}
	if doc.Info != nil {
		d.Title = doc.Info.Title
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			key := method + " " + printed(path)
			d.operations[key] = append(d.operations[key], newOperation(item, op))
			d.count++
		}
	}
	return d, nil
}

func load(text []byte) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IsExternalRefsAllowed = false
	return loader.LoadFromData(text)
}

// Operations is how many there are.
func (d *Document) Operations() int { return d.count }

// find gives the operation behind a New…Request. Paths may differ in the names
// of their parameters only; then the name of the function decides.
func (d *Document) find(key, function string) *operation {
	list := d.operations[key]
	for _, op := range list {
		if len(list) == 1 || strings.HasPrefix(bare(function), "new"+bare(op.id)+"request") {
			return op
		}
	}
	return nil
}

// bare is a name as it is spelled everywhere.
func bare(name string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name))
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// printed is a path as an argument of fmt.Sprintf.
func printed(path string) string {
	return placeholder.ReplaceAllString(path, "%s")
}

// styled is how a parameter goes out.
type styled struct {
	name         string
	object, list bool // by member; each item for itself
}

func newOperation(item *openapi3.PathItem, op *openapi3.Operation) *operation {
	o := &operation{id: op.OperationID, tags: op.Tags}
	for _, ref := range slices.Concat(op.Parameters, item.Parameters) { // the first of a name counts
		p := ref.Value
		if p.In == "query" && !slices.ContainsFunc(o.query, func(s styled) bool { return s.name == p.Name }) {
			o.query = append(o.query, newStyled(p))
		}
	}
	if op.RequestBody != nil && op.RequestBody.Value != nil {
		o.takes = slices.Sorted(maps.Keys(op.RequestBody.Value.Content))
	}
	for status, r := range op.Responses.Map() {
		if strings.HasPrefix(status, "2") && r.Value != nil {
			o.gives = append(o.gives, slices.Collect(maps.Keys(r.Value.Content))...)
		}
	}
	slices.Sort(o.gives)
	o.gives = slices.Compact(o.gives)
	return o
}

func newStyled(p *openapi3.Parameter) styled {
	s := styled{name: p.Name}
	if p.Schema == nil || p.Schema.Value == nil {
		return s // goes out as the text it is
	}
	types := p.Schema.Value.Type.Slice()
	s.object = p.Style == "deepObject"
	s.list = (p.Style == "" || p.Style == "form") && (p.Explode == nil || *p.Explode) && len(types) > 0 && types[0] == "array"
	return s
}

const plainJSON = "application/json"

// accept is the one media type that a request asks for: the version's, except
// where the operation answers in another only.
func (o *operation) accept(version string) string {
	json := slices.IndexFunc(o.gives, func(t string) bool { return strings.Contains(t, "json") })
	switch {
	case version != "" && (len(o.gives) == 0 || slices.Contains(o.gives, version)):
		return version
	case slices.Contains(o.gives, plainJSON):
		return plainJSON
	case json >= 0:
		return o.gives[json]
	case len(o.gives) > 0:
		return o.gives[0]
	}
	return ""
}

// included counts the operations that the settings let through.
func (d *Document) included(s *Settings) int {
	o, n := s.oapi.OutputOptions, 0
	for _, op := range slices.Concat(slices.Collect(maps.Values(d.operations))...) {
		in := func(list []string) bool {
			return slices.ContainsFunc(list, func(tag string) bool { return slices.Contains(op.tags, tag) })
		}
		switch {
		case len(o.IncludeTags) > 0 && !in(o.IncludeTags), in(o.ExcludeTags),
			len(o.IncludeOperationIDs) > 0 && !slices.Contains(o.IncludeOperationIDs, op.id),
			slices.Contains(o.ExcludeOperationIDs, op.id):
		default:
			n++
		}
	}
	return n
}
