package words

// What is equal in facts, whatever its words, its order, its components and the
// way in which it is written.

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// class is the facts of an object in one value: objects of one class say the same.
type class string

// classes knows those of both documents.
type classes struct {
	extensions []string
	is31       bool
	sources    [2]*source
	memo       map[*yaml.Node]class
	cores      map[*yaml.Node]class
	circles    map[*yaml.Node]class // of schemas that hold themselves
	asking     map[*yaml.Node]bool
}

func newClasses(a, u *source, extensions []string) *classes {
	c := &classes{extensions: extensions, is31: a.dialect() == "3.1", sources: [2]*source{a, u}, circles: map[*yaml.Node]class{}}
	c.reset()
	for _, s := range c.sources {
		for _, n := range s.circles() {
			c.circles[n] = ""
		}
	}
	// Schemas that hold themselves are told apart round by round, those below them
	// by what the round before says, until no more are.
	for distinct := 0; len(c.circles) > 0; {
		next, seen := map[*yaml.Node]class{}, map[class]bool{}
		for _, s := range c.sources {
			for _, n := range s.circles() {
				next[n] = c.fields(s, "Schema", n)
				seen[next[n]] = true
			}
		}
		c.circles = next
		c.reset()
		if len(seen) == distinct {
			break
		}
		distinct = len(seen)
	}
	return c
}

func (c *classes) reset() {
	c.memo, c.cores, c.asking = map[*yaml.Node]class{}, map[*yaml.Node]class{}, map[*yaml.Node]bool{}
}

// circles are the targets of references that lead back to themselves.
func (s *source) circles() []*yaml.Node {
	edges := map[*yaml.Node][]*yaml.Node{}
	for _, ref := range sortedKeys(s.targets) {
		n := s.targets[ref]
		if edges[n] == nil {
			edges[n] = s.referred(n, nil)
		}
	}
	var out []*yaml.Node
	for n := range edges {
		if reaches(edges, n) {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b *yaml.Node) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return out
}

// referred are the targets of the references in n.
func (s *source) referred(n *yaml.Node, out []*yaml.Node) []*yaml.Node {
	for _, c := range n.Content {
		if t := s.targets[c.Value]; t != nil && c.Kind == yaml.ScalarNode {
			out = append(out, t)
		}
		out = s.referred(c, out)
	}
	return out
}

func reaches(edges map[*yaml.Node][]*yaml.Node, from *yaml.Node) bool {
	seen := map[*yaml.Node]bool{}
	queue := slices.Clone(edges[from])
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if n == from {
			return true
		}
		if !seen[n] {
			seen[n] = true
			queue = append(queue, edges[n]...)
		}
	}
	return false
}

// of gives the class of an object where it stands.
func (c *classes) of(s *source, form string, n *yaml.Node) class {
	if form == "reference" {
		if t := s.targets[n.Value]; t != nil {
			return c.of(s, "Schema", t)
		}
		return sum("reference", n.Value)
	}
	if known, ok := c.memo[n]; ok {
		return known
	}
	var out class
	if form == "Schema" {
		out = sum(append([]string{string(c.core(s, n))}, s.flags(n, c.is31).texts()...)...)
	} else {
		t := s.resolve(n)
		if c.asking[t] {
			return "circle"
		}
		c.asking[t] = true
		out = c.fields(s, form, t)
		delete(c.asking, t)
	}
	c.memo[n] = out
	return out
}

// core gives the class of a schema without what is said of the place.
func (c *classes) core(s *source, n *yaml.Node) class {
	if known, ok := c.cores[n]; ok {
		return known
	}
	p := s.peel(n, c.is31)
	var out class
	if p.target != nil {
		out = c.target(s, "Schema", p.target)
	} else {
		out = c.fields(s, "Schema", p.inner)
	}
	c.cores[n] = out
	return out
}

// target gives the class of what a reference leads to, as its places see it: a
// schema that is deprecated is so for all of them.
func (c *classes) target(s *source, form string, n *yaml.Node) class {
	if form != "Schema" {
		return c.of(s, form, n)
	}
	out, circle := c.circles[n]
	if !circle {
		out = c.core(s, n)
	}
	if isTrue(get(n, "deprecated")) {
		out = sum("deprecated", string(out))
	}
	return out
}

// fields sums up the facts of an object that is no reference.
func (c *classes) fields(s *source, form string, n *yaml.Node) class {
	var out []string
	if of := names[form]; of != "" {
		for p := range parts(form, n) {
			out = append(out, p.key.Value+"\x00"+string(c.of(s, of, p.node)))
		}
		slices.Sort(out)
		return sum(append(out, form)...)
	}
	if form == "Schema" && n.Kind != yaml.MappingNode { // true is the same as {}
		if isTrue(n) {
			return sum("Schema")
		}
		return sum("Schema", canon(n))
	}
	for _, f := range c.facts(form, n) {
		if form == "Schema" && slices.Contains(placeFlags, f.member.name) {
			continue
		}
		out = append(out, f.member.name+"\x00"+c.value(s, f))
	}
	return sum(append(out, form)...)
}

// value gives one member as a text that is equal for equal facts.
func (c *classes) value(s *source, f field) string {
	switch f.member.kind {
	case fact, flag:
		return canon(f.value)
	case set:
		return strings.Join(canonSet(f.value), "\x00")
	case scopes:
		var keys []string
		for k := range members(f.value) {
			keys = append(keys, k.Value)
		}
		slices.Sort(keys)
		return strings.Join(keys, "\x00")
	case reference:
		return string(c.of(s, "reference", f.value))
	}
	var out []string
	for _, p := range held(f.member, f.value) {
		label := ""
		if p.key != nil {
			label = p.key.Value
		}
		out = append(out, label+"\x00"+string(c.of(s, p.form, p.node)))
	}
	if f.member.kind != tuple {
		slices.Sort(out)
	}
	return strings.Join(out, "\x00")
}

func sum(parts ...string) class {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return class(h.Sum(nil)[:16])
}

// field is a fact that an object states.
type field struct {
	member *member
	rank   int
	key    *yaml.Node
	value  *yaml.Node
}

// facts lists those of an object, in the order of its form. What means nothing
// (a flag that says false, a default written out, a limit of another type) is no
// fact.
func (c *classes) facts(form string, n *yaml.Node) []field {
	var out []field
	for k, v := range members(n) {
		m, rank := findMember(form, k.Value)
		if m == nil && slices.Contains(c.extensions, k.Value) {
			m = &member{k.Value, fact, ""}
		}
		if m == nil || m.kind == prose || m.kind == annexed || idle(form, n, m, v) {
			continue
		}
		out = append(out, field{m, rank, k, v})
	}
	slices.SortStableFunc(out, func(a, b field) int { return cmp.Or(a.rank-b.rank, strings.Compare(a.key.Value, b.key.Value)) })
	return out
}

// idle reports whether a member of n would say the same if it were left out.
func idle(form string, n *yaml.Node, m *member, v *yaml.Node) bool {
	switch {
	case v.Tag == "!!null":
		return m.name != "default" && m.name != "const"
	case m.kind == flag:
		return !isTrue(v)
	case v.Kind == yaml.SequenceNode && len(v.Content) == 0 || v.Kind == yaml.MappingNode && len(v.Content) == 0 && m.kind == mapping:
		return m.name != "security" && m.kind != fact
	case m.name == "style":
		return v.Value == usualStyle(form, n)
	case m.name == "explode":
		return isTrue(v) == (cmp.Or(textOf(n, "style"), usualStyle(form, n)) == "form")
	case strings.HasPrefix(m.name, "exclusive") && v.Tag == "!!bool":
		return !isTrue(v)
	case form == "Schema" && ofType[m.name] != nil:
		types := typesOf(n)
		return len(types) > 0 && !slices.ContainsFunc(types, func(t string) bool { return slices.Contains(ofType[m.name], t) })
	}
	return false
}

// usualStyle is the style of a parameter that states none (OpenAPI 3.0.3,
// Parameter Object).
func usualStyle(form string, n *yaml.Node) string {
	if in := textOf(n, "in"); form == "Encoding" || in == "query" || in == "cookie" {
		return "form"
	}
	return "simple"
}

// typesOf are the types that a schema names.
func typesOf(n *yaml.Node) []string {
	v := get(n, "type")
	switch {
	case v == nil:
		return nil
	case v.Kind != yaml.SequenceNode:
		return []string{v.Value}
	}
	var out []string
	for _, t := range v.Content {
		out = append(out, t.Value)
	}
	slices.Sort(out)
	return out
}

// canon writes a value as a text that is equal for equal values.
func canon(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		var out []string
		for _, c := range n.Content {
			out = append(out, canon(c))
		}
		return "[" + strings.Join(out, ",") + "]"
	case yaml.MappingNode:
		var out []string
		for k, v := range members(n) {
			out = append(out, strconv.Quote(k.Value)+":"+canon(v))
		}
		slices.Sort(out)
		return "{" + strings.Join(out, ",") + "}"
	}
	switch n.Tag {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(n.Value)
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && f == float64(int64(f)) && f > -1<<53 && f < 1<<53 {
			return strconv.FormatInt(int64(f), 10)
		}
		return n.Value
	}
	return strconv.Quote(n.Value)
}

// canonSet are the values of a set; one that is no list is alone.
func canonSet(n *yaml.Node) []string {
	if n.Kind != yaml.SequenceNode {
		return []string{canon(n)}
	}
	var out []string
	for _, c := range n.Content {
		out = append(out, canon(c))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
