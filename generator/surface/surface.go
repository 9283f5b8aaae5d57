// Package surface writes down what a version promises on the wire: sorted facts,
// each with the place in the document that says so. It is given the model and
// promises the same facts for documents that say the same, whatever their order,
// prose, examples and component names, and whatever is inline in them.
//
// A fact is by place: operation, side, path of members. As text, one place is one
// line, and what may come in numbers (values, limits) is a line of its own:
//
//	getSource GET /sources/{sourceId} deprecated       method and path, and whether it is deprecated
//	getSource tag Sources                              also: reason, sunset, rate-limit, security
//	getSource path sourceId string required            a parameter: path, query, header or cookie
//	getSource query page.size integer                  a member of it
//	getSource query page.size minimum 1                a limit
//	createSource body . object required closed         the body; "." is the whole
//	createSource body . media application/json         a media type it is sent in
//	getSource 200                                      a status
//	getSource 200 header x-request-id string           a header of the answer
//	getSource 200 body data.source.name string nullable
//	getSource 200 body data.kind enum WEB
//	getSource 200 body=text/plain . string             in a media type that holds something else
//	getPet 200 body . mapping cat=|cat                 a discriminator's value and its alternative
//	getSource 404 as *                                 as most operations answer 404
//	* 404 body errors[].type string required           which is written here
//	* server https://api.example.com                   what holds for the version: also version, stability,
//	* security http:bearer                             and credentials, of operations that say nothing else
//	getSource as v1                                    in the default lane: all of it as in v1
//
// A path goes down by ".name" (quoted where it is no plain word), "[]" to the
// items of an array, "{}" to the other members of an object, and "|key" to an
// alternative; variantKeys says how alternatives get their keys. The words of a
// place are its kind, then what applies of: required, nullable, readOnly,
// writeOnly, deprecated, closed (no other members), open (any other members),
// format=, style=, explode=, discriminator=, recursive=, as=.
//
// What repeats is cut in two ways. Where a schema stands below itself,
// recursive=PATH names the place above and nothing follows. A schema of more than
// hugeLines lines is written once in a version, at its home (the shortest path to
// it, then the first by name), and as="HOME" elsewhere: that only happens in
// documents whose schemas refer to each other all over.
package surface

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// Version is the surface of one version, or of the default lane: what answers a
// call that names no version.
type Version struct {
	Token     string // "v1beta"; empty where the document has no versions
	Stability model.Stability
	Default   bool // the default lane; Token is "default"
	// Facts are sorted by place. Each operation has all of its own, those that
	// the text writes once for all operations included; only huge schemas are
	// not repeated.
	Facts []Fact
	// Same names, in the default lane, the most stable version that an operation
	// equals; one that equals none is missing.
	Same map[string]string

	everywhere []Fact // what the text writes of "*"
}

// Fact is one thing a version promises.
type Fact struct {
	Place
	Attribute Attribute
	Value     string    // empty for flags
	Common    bool      // most operations of the version promise the same; the text says it of "*"
	At        model.Pos // where the place stands
	Pos       model.Pos // where the attribute is said: a shared component for all places that use it
}

// Place is what a fact is about.
type Place struct {
	Operation string // operationId; empty: the version itself
	Side
	Path Path
}

// Side is one side of an operation; the zero value is the operation itself.
type Side struct {
	Status string // "200", "4XX", "default"; empty: what is sent
	Part   Part   // empty: the operation or the status itself
	Media  string // a body that differs from the first one of its side
}

// Part is a part of a request or of an answer.
type Part string

// The parts: a parameter is in one of the first four, an answer has headers and
// a body.
const (
	InPath   Part = "path"
	InQuery  Part = "query"
	InHeader Part = "header"
	InCookie Part = "cookie"
	InBody   Part = "body"
)

// Everywhere is the operation of facts about the version itself; the text writes
// "*".
const Everywhere = ""

// Of gives the surfaces of api: one per version, most stable first, then that of
// the default lane if there is one.
func Of(api *model.API) []*Version {
	return newBuilder(api).all()
}

func (b *builder) all() []*Version {
	var list []*Version
	for _, v := range b.api.Versions {
		list = append(list, b.version(v))
	}
	if len(b.api.Default) > 0 {
		list = append(list, b.defaultLane(b.api))
	}
	return list
}

// builder holds what is known of the schemas of one document.
type builder struct {
	api      *model.API
	own      map[*model.Schema][]attribute // what each schema says of itself
	classes  map[*model.Schema]class
	variants map[*model.Schema][]child
	weights  map[class]int
	answers  map[*model.Response]string // see responseSum
	// met is told of every node and, where the facts below it stand elsewhere, of
	// that place; nil: nobody asks. See Stands.
	met     func(n *node, elsewhere *Place)
	parts   parts           // room for sums
	text    []byte          // likewise
	scratch []Fact          // of the version before: room for the next, since sort copies
	brief   map[string]bool // operations of which only what holds for them as a whole is written; see Differing
}

func newBuilder(api *model.API) *builder {
	b := unclassified(api)
	b.classify()
	return b
}

func unclassified(api *model.API) *builder {
	return &builder{
		api:      api,
		own:      map[*model.Schema][]attribute{},
		classes:  map[*model.Schema]class{},
		variants: map[*model.Schema][]child{},
		weights:  map[class]int{},
		answers:  map[*model.Response]string{},
	}
}

func (b *builder) version(v *model.Version) *Version {
	out := &Version{Token: v.Token, Stability: v.Stability}
	b.build(out, v.Operations)
	about := []attribute{{Name: Stability, Value: v.Stability.String()}}
	if v.Token != "" {
		about = append(about, attribute{Name: Offered, Value: v.Token})
	}
	out.everywhere = append(out.everywhere, b.document(about)...)
	out.Facts = append(out.Facts, b.document(about)...)
	out.sort()
	return out
}

// document gives the facts about the version as a whole.
func (b *builder) document(about []attribute) []Fact {
	for _, s := range b.api.Servers {
		about = append(about, attribute{Name: ServerURL, Value: s.URL, Pos: s.Pos})
	}
	return facts(Place{Operation: Everywhere}, model.Pos{File: b.api.File}, about)
}

func (b *builder) defaultLane(api *model.API) *Version {
	out := &Version{Token: "default", Default: true, Same: map[string]string{}}
	b.build(out, api.Default)
	out.sort()
	for _, op := range api.Default {
		if token, ok := b.equalLane(op); ok {
			out.Same[op.ID] = token
		}
	}
	return out
}

// equalLane finds the most stable version in which op is what it is by default,
// media types aside.
func (b *builder) equalLane(op *model.Operation) (token string, ok bool) {
	for _, v := range b.api.Versions {
		for _, lane := range v.Operations {
			if lane.ID == op.ID && b.sameLane(op, lane) {
				return v.Token, true
			}
		}
	}
	return "", false
}

// sameLane compares an operation of the default lane with a lane. A body whose
// media types are all versions' has no default to compare.
func (b *builder) sameLane(op, lane *model.Operation) bool {
	if op.Body != nil && len(op.Body.Contents) > 0 && b.contentSum(op.Body.Contents) != b.contentSum(lane.Body.Contents) {
		return false
	}
	for i, res := range op.Responses {
		if b.contentSum(res.Contents) != b.contentSum(lane.Responses[i].Contents) {
			return false
		}
	}
	return true
}

// sort puts the facts into their order, each once. A line has a word once, too,
// where a document spells one header in two ways.
func (v *Version) sort() {
	v.Facts = sorted(v.Facts)
	v.everywhere = sorted(v.everywhere)
}

// sorted gives the facts in order, each once, in a list of its own. A fact is
// large and there are thousands, so that their numbers are sorted instead.
func sorted(list []Fact) []Fact {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		if c := list[i].compare(&list[j]); c != 0 {
			return c
		}
		return i - j
	})
	order = slices.CompactFunc(order, func(i, j int) bool { return list[j].repeats(&list[i]) })
	out := make([]Fact, len(order))
	for to, from := range order {
		out[to] = list[from]
	}
	return out
}

// repeats reports whether f says what g, which comes before it, has said.
func (f *Fact) repeats(g *Fact) bool {
	return f.Attribute == g.Attribute && (f.Value == g.Value || ranks[f.Attribute] < len(words)) && f.Place == g.Place
}

// compare orders facts by place, then attribute and value.
func (f *Fact) compare(g *Fact) int {
	if c := f.Place.compare(&g.Place); c != 0 {
		return c
	}
	if c := ranks[f.Attribute] - ranks[g.Attribute]; c != 0 {
		return c
	}
	return strings.Compare(f.Value, g.Value)
}

// Compare orders places as the text shows them.
func (p Place) Compare(q Place) int { return p.compare(&q) }

// compare does so one field after the other: most places differ in the first.
func (p *Place) compare(q *Place) int {
	if c := strings.Compare(p.Operation, q.Operation); c != 0 {
		return c
	}
	if c := strings.Compare(p.Status, q.Status); c != 0 {
		return c
	}
	if c := strings.Compare(string(p.Part), string(q.Part)); c != 0 {
		return c
	}
	if c := strings.Compare(p.Media, q.Media); c != 0 {
		return c
	}
	return strings.Compare(string(p.Path), string(q.Path))
}
