package words

// What is equal in facts, whatever its words, its order, its components and the
// way in which it is written.

import (
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
	extensions []string             // of upstream that are facts
	is31       bool                 // or later: what stands beside a $ref counts
	memo       map[*yaml.Node]class // of objects where they stand
	cores      map[*yaml.Node]class // of schemas without what is said of the place
	circles    map[*yaml.Node]class // of schemas that hold themselves
	asking     map[*yaml.Node]bool  // objects whose class is being found
}

func (c *classes) reset() {
	c.memo, c.cores, c.asking = map[*yaml.Node]class{}, map[*yaml.Node]class{}, map[*yaml.Node]bool{}
}

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
	if form == "Schema" {
		c.memo[n] = sum(append([]string{string(c.core(s, n))}, s.flags(n, c.is31).texts()...)...)
		return c.memo[n]
	}
	t := s.resolve(n)
	if c.asking[t] {
		return "circle"
	}
	c.asking[t] = true
	c.memo[n] = c.fields(s, form, t)
	delete(c.asking, t)
	return c.memo[n]
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
		if form != "Schema" || !slices.Contains(placeFlags, f.member.name) {
			out = append(out, f.member.name+"\x00"+c.value(s, f))
		}
	}
	return sum(append(out, form)...)
}

func (c *classes) value(s *source, f field) string {
	switch f.member.kind {
	case fact, flag:
		return canon(f.value)
	case set:
		return strings.Join(canonSet(f.value), "\x00")
	case scopes:
		return strings.Join(sortedMembers(f.value), "\x00")
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
