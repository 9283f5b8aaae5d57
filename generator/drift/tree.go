package drift

import (
	"net/http"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// operation is one lane in one document, its facts as trees.
type operation struct {
	id      string
	facts   []surface.Fact // all, sorted
	about   *node          // the operation itself
	sent    map[surface.Side]*node
	answers map[string]*answer      // by status
	top     map[surface.Place]*node // every node, for references to it
}

// answer is what an operation answers to one status.
type answer struct {
	about *node
	parts map[surface.Side]*node // by side, the status taken out of it
}

// node is a place with what is said of it and the places below. A node without a
// path gathers what stands beside each other: the parameters of a part.
type node struct {
	place    surface.Place
	step     string // how to get here from the node above
	at       model.Pos
	facts    []surface.Fact
	children []*node
	above    *node
	whole    *operation
}

// newSide takes the facts of a version apart.
func newSide(v *surface.Version) *side {
	s := &side{operations: map[string]*operation{}}
	for start := 0; start < len(v.Facts); {
		end := start
		for end < len(v.Facts) && v.Facts[end].Operation == v.Facts[start].Operation {
			end++
		}
		list := v.Facts[start:end]
		if id := list[0].Operation; id == surface.Everywhere {
			s.facts = list
		} else {
			s.operations[id] = &operation{id: id, facts: list}
		}
		start = end
	}
	s.findHomes(v.Facts)
	return s
}

// grow makes the trees of an operation, which only one that changed needs.
func (o *operation) grow() {
	if o.about != nil {
		return
	}
	o.about = &node{place: surface.Place{Operation: o.id}}
	o.sent, o.answers, o.top = map[surface.Side]*node{}, map[string]*answer{}, map[surface.Place]*node{}
	for start := 0; start < len(o.facts); {
		end := start
		for end < len(o.facts) && o.facts[end].Place == o.facts[start].Place {
			end++
		}
		o.put(o.facts[start:end])
		start = end
	}
}

// put makes the node of one place.
func (o *operation) put(facts []surface.Fact) {
	place := facts[0].Place
	n := o.root(place.Side)
	for _, step := range place.Path.Steps() {
		n = n.child(step)
	}
	n.place, n.facts, n.at, n.whole = place, facts, facts[0].At, o
	o.top[place] = n
}

// root gives the tree of a side.
func (o *operation) root(side surface.Side) *node {
	if side.Status == "" {
		if side.Part == "" {
			return o.about
		}
		return grown(o.sent, side, surface.Place{Operation: o.id, Side: side})
	}
	a := o.answers[side.Status]
	if a == nil {
		a = &answer{about: &node{place: surface.Place{Operation: o.id, Side: surface.Side{Status: side.Status}}}, parts: map[surface.Side]*node{}}
		o.answers[side.Status] = a
	}
	if side.Part == "" {
		return a.about
	}
	bare := side
	bare.Status = ""
	return grown(a.parts, bare, surface.Place{Operation: o.id, Side: side})
}

func grown(roots map[surface.Side]*node, side surface.Side, place surface.Place) *node {
	if roots[side] == nil {
		roots[side] = &node{place: place}
	}
	return roots[side]
}

func (n *node) child(step string) *node {
	for _, c := range n.children {
		if c.step == step {
			return c
		}
	}
	c := &node{step: step, above: n, whole: n.whole}
	n.children = append(n.children, c)
	return c
}

// fact gives the first fact of that attribute.
func (n *node) fact(a surface.Attribute) (surface.Fact, bool) {
	if n == nil {
		return surface.Fact{}, false
	}
	for _, f := range n.facts {
		if f.Attribute == a {
			return f, true
		}
	}
	return surface.Fact{}, false
}

func (n *node) has(a surface.Attribute) bool {
	_, ok := n.fact(a)
	return ok
}

func (n *node) value(a surface.Attribute) string {
	f, _ := n.fact(a)
	return f.Value
}

// values gives all values of an attribute, sorted.
func (n *node) values(a surface.Attribute) []string {
	var list []string
	if n != nil {
		for _, f := range n.facts {
			if f.Attribute == a {
				list = append(list, f.Value)
			}
		}
	}
	slices.Sort(list)
	return list
}

// kind is the type of the schema, empty where there is no node.
func (n *node) kind() string { return n.value(surface.Type) }

// pos is where an attribute is said, else where the schema or the place stands.
func (n *node) pos(a surface.Attribute) model.Pos {
	if n == nil {
		return model.Pos{}
	}
	for _, a := range []surface.Attribute{a, surface.Type} {
		if f, ok := n.fact(a); ok {
			return f.Pos
		}
	}
	return n.at
}

// isMember reports whether the node is a property.
func (n *node) isMember() bool { return n.step != "" && !strings.ContainsRune("[{|", rune(n.step[0])) }

// isVariant reports whether the node is an alternative of a union.
func (n *node) isVariant() bool { return strings.HasPrefix(n.step, "|") }

// shape spells what is at and below a node, places aside.
func (n *node) shape() string {
	var b strings.Builder
	n.spell(&b)
	return b.String()
}

func (n *node) spell(b *strings.Builder) {
	for _, f := range n.facts {
		if f.Attribute != surface.Media {
			b.WriteString(" " + string(f.Attribute) + "=" + f.Value)
		}
	}
	b.WriteString("{")
	for _, c := range n.children {
		b.WriteString(c.step + ":")
		c.spell(b)
	}
	b.WriteString("}")
}

// words describe a node as its line in a surface does, with its enum values.
func (n *node) words() string {
	var list []string
	for _, f := range n.facts {
		switch f.Attribute {
		case surface.Type:
			list = append(list, f.Value)
		case surface.Required, surface.Nullable, surface.ReadOnly, surface.WriteOnly:
			list = append(list, string(f.Attribute))
		case surface.Format:
			list = append(list, "format="+f.Value)
		default: // limits, defaults and the like would make it long
		}
	}
	if values := n.values(surface.Enum); len(values) > 0 {
		list = append(list, "of "+strings.Join(values, ", "))
	}
	return strings.Join(list, " ")
}

// isRateLimit reports whether a header tells how much more a client may ask: RFC
// 9110, 10.2.3, and the headers that draft-ietf-httpapi-ratelimit-headers names.
func isRateLimit(header string) bool {
	header = strings.TrimPrefix(http.CanonicalHeaderKey(header), "X-")
	return header == "Retry-After" || strings.HasPrefix(header, "Ratelimit") || strings.HasPrefix(header, "Rate-Limit")
}
