package surface

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// class names all facts at and below a schema: two schemas have the same class
// exactly if they promise the same, whatever they are called and wherever their
// parts stand.
type class string

// child is a step down from a schema. The key of an alternative is not in its
// class: alternatives are a set.
type child struct {
	step  string // "[]", "{}", "|key"; empty: a property
	prop  *model.Property
	use   *model.Use
	twins []*model.Use // alternatives that say the same as use
}

// children lists the steps down from s, alternatives without their keys.
func children(s *model.Schema) []child {
	if len(s.Properties)+len(s.Variants) == 0 && s.Items == nil && s.Additional == nil {
		return nil
	}
	list := make([]child, 0, len(s.Properties)+len(s.Variants)+1) // hardly any has two of the others
	for _, p := range s.Properties {
		list = append(list, child{prop: p, use: p.Use})
	}
	if s.Additional != nil && !isAny(s.Additional) {
		list = append(list, child{step: "{}", use: s.Additional})
	}
	if s.Items != nil {
		list = append(list, child{step: "[]", use: s.Items})
	}
	for _, v := range s.Variants {
		list = append(list, child{step: "|", use: v})
	}
	return list
}

// classify gives every schema its class: from the leaves up where there is no
// cycle, and by refining a partition, as minimizing an automaton does, where
// there is one.
func (b *builder) classify() { refine(partition{b, b.climb()}) }

// climb gives a class to every schema that reaches no cycle, and lists the others.
func (b *builder) climb() []*model.Schema {
	schemas := b.reachable()
	parents := make(map[*model.Schema][]*model.Schema, len(schemas))
	waiting := make(map[*model.Schema]int, len(schemas))
	b.classes = make(map[*model.Schema]class, len(schemas))
	var ready []*model.Schema
	for _, s := range schemas {
		list := children(s)
		for _, c := range list {
			parents[c.use.Schema] = append(parents[c.use.Schema], s)
		}
		if waiting[s] = len(list); len(list) == 0 {
			ready = append(ready, s)
		}
	}
	for len(ready) > 0 {
		s := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		b.classes[s] = b.sum(s)
		for _, p := range parents[s] {
			if waiting[p]--; waiting[p] == 0 {
				ready = append(ready, p)
			}
		}
	}
	return slices.DeleteFunc(schemas, func(s *model.Schema) bool { return b.classes[s] != "" })
}

// rounds is how many rounds refine takes before it looks whether they told more
// schemas apart. A class is a sum over all rounds taken, so their number should
// not hang on what else is in the document: two batches are enough for nearly
// every one.
const rounds = 16

// partition is the schemas of a document that reach a cycle.
type partition struct {
	*builder
	schemas []*model.Schema
}

// refine tells schemas that reach a cycle apart until no batch of rounds finds
// more. Those of several documents can be compared only if they were refined
// together: apart, each is done before it has looked at what the other has further
// down.
func refine(parts ...partition) {
	parts = slices.DeleteFunc(parts, func(p partition) bool { return len(p.schemas) == 0 })
	for count := 0; len(parts) > 0; {
		distinct := map[class]bool{}
		for _, p := range parts {
			for range rounds {
				p.round()
			}
			for _, s := range p.schemas {
				distinct[p.classes[s]] = true
			}
		}
		if len(distinct) == count {
			return
		}
		count = len(distinct)
	}
}

// round looks one step further down from each schema.
func (p partition) round() {
	next := map[*model.Schema]class{}
	for _, s := range p.schemas {
		next[s] = p.sum(s)
	}
	maps.Copy(p.classes, next)
}

// reachable lists every schema below the operations, each once.
func (b *builder) reachable() []*model.Schema {
	var stack, all []*model.Schema
	seen := map[*model.Schema]bool{}
	push := func(u *model.Use) {
		if u != nil && !seen[u.Schema] {
			seen[u.Schema] = true
			stack = append(stack, u.Schema)
		}
	}
	for _, op := range b.operations() {
		for _, r := range b.uses(op) {
			push(r)
		}
	}
	for len(stack) > 0 {
		s := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		all = append(all, s)
		for _, c := range children(s) {
			push(c.use)
		}
	}
	return all
}

func (b *builder) operations() []*model.Operation {
	list := slices.Clone(b.api.Default)
	for _, v := range b.api.Versions {
		list = append(list, v.Operations...)
	}
	return list
}

func (b *builder) uses(op *model.Operation) []*model.Use {
	var list []*model.Use
	for _, p := range op.Parameters {
		list = append(list, p.Use)
	}
	contents := func(l []*model.Content) {
		for _, c := range l {
			list = append(list, c.Use)
		}
	}
	if op.Body != nil {
		contents(op.Body.Contents)
	}
	for _, res := range op.Responses {
		contents(res.Contents)
		for _, h := range res.Headers {
			list = append(list, h.Use)
		}
	}
	return list
}

// sum is the class of s as far as the classes of its children are known.
func (b *builder) sum(s *model.Schema) class {
	b.parts.clear()
	for _, c := range children(s) {
		b.parts.add(func(part []byte) []byte {
			if c.prop != nil {
				part = append(strconv.AppendQuote(part, c.prop.Name), ' ')
				part = append(strconv.AppendBool(part, c.prop.Required), ' ')
			}
			return b.appendUse(append(part, c.step...), c.use)
		})
	}
	if d := s.Discriminator; d != nil {
		for _, m := range d.Mapping {
			b.parts.add(func(part []byte) []byte {
				return append(append(strconv.AppendQuote(part, m.Value), " is "...), b.classes[s.Variants[m.Variant].Schema]...)
			})
		}
	}
	slices.SortFunc(b.parts.list, bytes.Compare)
	text := appendSpell(b.text[:0], b.ofSchema(s))
	for _, p := range slices.CompactFunc(b.parts.list, bytes.Equal) { // an alternative said twice is one
		text = append(append(text, '\n'), p...)
	}
	b.text = text
	sum := sha256.Sum256(text)
	return class(sum[:16])
}

// contentSum names all facts of a body, media types aside.
func (b *builder) contentSum(list []*model.Content) string {
	var sums []string
	for _, c := range list {
		sums = append(sums, b.useSum(c.Use))
	}
	slices.Sort(sums)
	return strings.Join(slices.Compact(sums), "\n")
}
