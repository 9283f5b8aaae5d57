package plan

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// node is a schema that becomes a declared type, with the places of a version
// where it stands.
type node struct {
	schema  *model.Schema
	places  []place
	detours []place // other ways to the same schema
}

// place is one use of a schema: in which operation, on which side, along which
// path. It says nothing of components or of order, so it is an identity.
type place struct {
	text   string        // "getSource/200/data/source"
	depth  int           // steps from the root
	root   string        // operation id
	side   string        // "body", a status, or "param:name"
	parent *model.Schema // the declared schema it stands in; nil at the root
	label  []string      // steps from parent, or from the root
	steps  []string      // all steps from the root
	detour bool          // by a way on which something was entered again
}

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.depth, b.depth), strings.Compare(a.text, b.text))
}

// collect finds the schemas of v that become types and where they stand.
func (v *version) collect() {
	for _, op := range v.Operations {
		for _, prm := range op.Parameters {
			v.walk(prm.Use, place{root: op.ID, side: "param:" + prm.Name, label: []string{prm.Name}})
		}
		if c := bodyContent(op); c != nil {
			v.walk(c.Use, place{root: op.ID, side: "body"})
		}
		if r, c := success(op); c != nil {
			use, _ := v.p.unwrap(c.Use)
			v.walk(use, place{root: op.ID, side: r.Status})
		}
	}
	for _, n := range v.nodes {
		slices.SortFunc(n.places, comparePlaces)
	}
	slices.SortFunc(v.nodes, func(a, b *node) int { return comparePlaces(a.places[0], b.places[0]) })
}

// maxDescents is how often a schema is entered from one root. The first way in
// gives the places that the lock keeps; the others are only asked for names, so
// that a type is found again when a shorter way to it appears.
const maxDescents = 6

// maxVisits is how often a version comes by a schema. A type with so many places
// is found again by those, and in a document where everything leads to everything
// the places would otherwise grow with operations times schemas.
const maxVisits = 200

// walk records where the schemas below use stand, breadth first, with children
// in an order that the document's order has no part in.
func (v *version) walk(use *model.Use, at place) {
	type visit struct {
		use *model.Use
		at  place
	}
	descents := map[*model.Schema]int{}
	at.text = at.rootText()
	for queue := []visit{{use, at}}; len(queue) > 0; queue = queue[1:] {
		head := queue[0]
		if head.use == nil || v.visits[head.use.Schema] == maxVisits {
			continue
		}
		s, below := head.use.Schema, head.at
		v.visits[s]++
		if declared(s) {
			v.record(s, head.at)
			below.parent, below.label = s, nil
		}
		if descents[s] == maxDescents {
			continue
		}
		below.detour = below.detour || descents[s] > 0
		descents[s]++
		for _, c := range v.p.childrenOf(s) {
			queue = append(queue, visit{c.use, below.step(c.step)})
		}
	}
}

// step gives the place one step below p.
func (p place) step(name string) place {
	p.depth++
	p.label = append(slices.Clone(p.label), name)
	p.steps = append(slices.Clone(p.steps), name)
	p.text += "/" + escapeStep(name)
	return p
}

func (v *version) record(s *model.Schema, at place) {
	n := v.nodeOf[s]
	if n == nil {
		n = &node{schema: s}
		v.nodeOf[s] = n
		v.nodes = append(v.nodes, n)
	}
	if at.detour {
		n.detours = append(n.detours, at)
	} else {
		n.places = append(n.places, at)
	}
}

// rootText is the text of a place at the root of an operation.
func (p place) rootText() string { return escapeStep(p.root) + "/" + escapeStep(p.side) }

// escapeStep makes a word without white space, slashes and quotes of a name, as
// RFC 3986, 2.1 does, and leaves all else readable.
func escapeStep(name string) string {
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`"%/`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// declared reports whether s becomes a type of its own: objects with members,
// enums of strings, unions.
func declared(s *model.Schema) bool {
	switch {
	case goType(s) != nil:
		return false
	case s.Kind == model.Object:
		return len(s.Properties) > 0
	case s.Kind == model.String:
		return len(s.Enum) > 0
	default:
		return s.Kind == model.Union
	}
}

// child is a schema one step below another.
type child struct {
	step string
	use  *model.Use
}

// The steps to what has no name of its own.
const (
	stepItem  = "[]"
	stepValue = "{}"
)

// childrenOf is children, found once for each schema.
func (p *planner) childrenOf(s *model.Schema) []child {
	cs, ok := p.children[s]
	if !ok {
		cs = children(s)
		p.children[s] = cs
	}
	return cs
}

// children lists the schemas directly below s, sorted by step.
func children(s *model.Schema) []child {
	var cs []child
	if goType(s) != nil {
		return nil
	}
	for _, prop := range s.Properties {
		cs = append(cs, child{prop.Name, prop.Use})
	}
	if s.Items != nil {
		cs = append(cs, child{stepItem, s.Items})
	}
	if s.Additional != nil {
		cs = append(cs, child{stepValue, s.Additional})
	}
	for _, use := range s.Variants {
		cs = append(cs, child{variantStep(use.Schema), use})
	}
	slices.SortStableFunc(cs, func(a, b child) int { return strings.Compare(a.step, b.step) })
	return cs
}

// variantStep names a variant by what it is, since its place in the list and the
// name of its component mean nothing.
func variantStep(s *model.Schema) string {
	text := sketch(s, 3)
	if len(text) > maxSketch {
		text = fmt.Sprintf("%s#%x", kindName(s.Kind), sha256.Sum256([]byte(text)))[:maxSketch/4]
	}
	return "|" + text
}

// maxSketch is the length to which a sketch stands in a place as it is; of a
// longer one a digest does. Places repeat it for all they hold.
const maxSketch = 160

// sketch writes what a schema looks like, members sorted, to a depth that tells
// the variants of a union apart.
func sketch(s *model.Schema, depth int) string {
	switch {
	case s.Kind == model.Object && len(s.Properties) > 0 && depth > 0:
		var parts []string
		for _, prop := range s.Properties {
			parts = append(parts, prop.Name+":"+sketch(prop.Use.Schema, depth-1))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case s.Kind == model.Array && s.Items != nil && depth > 0:
		return "[]" + sketch(s.Items.Schema, depth-1)
	default:
		return strings.Join(append([]string{kindName(s.Kind)}, slices.Sorted(slices.Values(s.Enum))...), "=")
	}
}

var kindNames = [...]string{model.Any: "any", model.Boolean: "boolean", model.Integer: "integer", model.Number: "number",
	model.String: "string", model.Array: "array", model.Object: "object", model.Union: "any", model.Null: "any"}

// kindName is the JSON kind of a value, "any" where there is more than one.
func kindName(k model.Kind) string { return kindNames[k] }
