package words

// Reading a document: its nodes, its references, the faults of what cannot be
// followed.

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/model"
)

// source is one of the two documents.
type source struct {
	name    string
	text    []byte
	root    *yaml.Node
	targets map[string]*yaml.Node // by reference
}

// read parses a document and checks its references. It gives nil where there is
// nothing to go on with.
func read(doc Document, faults *model.Faults) *source {
	var top yaml.Node
	start := model.Pos{File: doc.Name, Line: 1, Column: 1}
	if err := yaml.Unmarshal(doc.Text, &top); err != nil {
		var load *yaml.LoadError
		if errors.As(err, &load) {
			start.Line, start.Column = load.Mark.Line, load.Mark.Column
		}
		faults.Add(start, "not YAML or JSON: %v", err)
		return nil
	}
	if len(top.Content) == 0 || top.Content[0].Kind != yaml.MappingNode || get(top.Content[0], "openapi") == nil {
		faults.Add(start, "not an OpenAPI document: no openapi key")
		return nil
	}
	s := &source{name: doc.Name, text: doc.Text, root: top.Content[0], targets: map[string]*yaml.Node{}}
	if n := circular(s.root, map[*yaml.Node]bool{}, map[*yaml.Node]bool{}); n != nil {
		faults.Add(s.pos(n), "an alias to what it stands in")
		return nil
	}
	s.repeated(s.root, map[*yaml.Node]bool{}, faults)
	s.follow("OpenAPI", s.root, map[*yaml.Node]bool{}, faults)
	return s
}

// repeated faults keys that a mapping has twice: which of them holds is nobody's
// to say.
func (s *source) repeated(n *yaml.Node, seen map[*yaml.Node]bool, faults *model.Faults) {
	if n = meant(n); seen[n] {
		return
	}
	seen[n] = true
	keys := map[string]bool{}
	for k := range members(n) {
		if keys[k.Value] {
			faults.Add(s.pos(k), "the key %s stands here twice", k.Value)
		}
		keys[k.Value] = true
	}
	for _, c := range n.Content {
		s.repeated(c, seen, faults)
	}
}

// dialect is "3.0" or "3.1".
func (s *source) dialect() string {
	v := strings.Split(get(s.root, "openapi").Value, ".")
	return strings.Join(v[:min(2, len(v))], ".")
}

func (s *source) pos(n *yaml.Node) model.Pos {
	return model.Pos{File: s.name, Line: n.Line, Column: n.Column}
}

// follow looks up every reference below n, an object of a form. Words may hold
// what looks like one, so they are not searched.
func (s *source) follow(form string, n *yaml.Node, seen map[*yaml.Node]bool, faults *model.Faults) {
	n = meant(n)
	if seen[n] {
		return
	}
	seen[n] = true
	if form == "reference" {
		s.mapped(n)
		return
	}
	if ref := get(n, "$ref"); ref != nil && refOf(n) != "" {
		s.look(ref, faults)
	}
	for c := range parts(form, n) {
		s.follow(c.form, c.node, seen, faults)
	}
}

// mapped looks up what a discriminator's mapping names: a schema by name, or by
// reference (OpenAPI 3.0.3, Discriminator Object).
func (s *source) mapped(n *yaml.Node) {
	for _, ref := range []string{referenceTo("schemas", n.Value), n.Value} {
		if target := s.at(ref); target != nil && s.targets[n.Value] == nil {
			s.targets[n.Value] = target
		}
	}
}

// part is an object that another one holds.
type part struct {
	member *member
	form   string
	key    *yaml.Node // of the mapping it stands in, the member's own aside
	node   *yaml.Node
}

// parts gives the objects directly below n, an object of a form.
func parts(form string, n *yaml.Node) iter.Seq[part] {
	return func(yield func(part) bool) {
		for k, v := range members(n) {
			if of := names[form]; of != "" {
				if !isExtension(k.Value) && !yield(part{nil, of, k, v}) {
					return
				}
				continue
			}
			m, _ := findMember(form, k.Value)
			if m == nil || v.Tag == "!!null" {
				continue
			}
			for _, p := range held(m, meant(v)) {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// held gives the objects that a member holds.
func held(m *member, v *yaml.Node) []part {
	var out []part
	switch {
	case m.of == "":
	case m.kind == list || m.kind == tuple:
		for _, c := range v.Content {
			out = append(out, part{m, m.of, nil, c})
		}
	case m.kind == mapping:
		for k, c := range members(v) {
			if m.name != "responses" || !isExtension(k.Value) {
				out = append(out, part{m, m.of, k, c})
			}
		}
	default:
		out = append(out, part{m, m.of, nil, v})
	}
	return out
}

// meant is what an alias stands for.
func meant(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// circular gives an alias to what it stands in, nil if there is none.
func circular(n *yaml.Node, trail map[*yaml.Node]bool, done map[*yaml.Node]bool) *yaml.Node {
	n = meant(n)
	if trail[n] || done[n] {
		if trail[n] {
			return n
		}
		return nil
	}
	trail[n] = true
	defer delete(trail, n)
	for _, c := range n.Content {
		if found := circular(c, trail, done); found != nil {
			return found
		}
	}
	done[n] = true
	return nil
}

// look finds the target of a reference.
func (s *source) look(ref *yaml.Node, faults *model.Faults) {
	if _, ok := s.targets[ref.Value]; ok {
		return
	}
	if !strings.HasPrefix(ref.Value, "#") {
		faults.Add(s.pos(ref), "a reference out of the document: %s", ref.Value)
		return
	}
	if target := s.at(ref.Value); target != nil {
		s.targets[ref.Value] = target
		return
	}
	faults.Add(s.pos(ref), "a reference to nothing: %s", ref.Value)
}

// at gives the node that a JSON pointer in a fragment leads to (RFC 6901,
// section 6).
func (s *source) at(ref string) *yaml.Node {
	n := s.root
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		if n = down(meant(n), unescapePointer.Replace(unescapeURL(step))); n == nil {
			return nil
		}
	}
	return meant(n)
}

func down(n *yaml.Node, step string) *yaml.Node {
	if n.Kind == yaml.SequenceNode {
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i]
		}
		return nil
	}
	return find(n, step)
}

var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

// expand writes out the aliases, so that each node stands in one place.
func (s *source) expand() {
	if !bytes.ContainsRune(s.text, '*') || !expandAliases(s.root) {
		return
	}
	for ref := range s.targets {
		s.targets[ref] = s.at(ref)
	}
}

func expandAliases(n *yaml.Node) (found bool) {
	for i, c := range n.Content {
		if c.Kind == yaml.AliasNode {
			n.Content[i] = copyOf(c.Alias)
			found = true
		} else if expandAliases(c) {
			found = true
		}
	}
	n.Anchor = ""
	return found
}

// copyOf gives a node of its own; aliases below are written out.
func copyOf(n *yaml.Node) *yaml.Node {
	n = meant(n)
	c := *n
	c.Anchor, c.Content = "", nil
	for _, e := range n.Content {
		c.Content = append(c.Content, copyOf(e))
	}
	return &c
}

// component splits a reference to a component.
func component(ref string) (section, name string, ok bool) {
	rest, ok := strings.CutPrefix(ref, "#/components/")
	section, name, cut := strings.Cut(rest, "/")
	return section, unescapePointer.Replace(unescapeURL(name)), ok && cut && !strings.Contains(name, "/")
}

// referenceTo is the reference to a component.
func referenceTo(section, name string) string {
	return fmt.Sprintf("#/components/%s/%s", section, strings.ReplaceAll(escapePointer.Replace(name), "%", "%25"))
}

// unescapeURL undoes percent-encoding (RFC 3986, section 2.1).
func unescapeURL(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(c))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// refOf is the reference that n is, empty if it is none.
func refOf(n *yaml.Node) string {
	if v := get(n, "$ref"); v != nil && v.Kind == yaml.ScalarNode && v.Tag == "!!str" {
		return v.Value
	}
	return ""
}

// resolve follows references to what is none. A circle of them ends anywhere.
func (s *source) resolve(n *yaml.Node) *yaml.Node {
	for range 32 {
		target := s.targets[refOf(n)]
		if target == nil {
			break
		}
		n = target
	}
	return n
}

func members(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

func find(n *yaml.Node, key string) *yaml.Node {
	for k, v := range members(n) {
		if k.Value == key {
			return v
		}
	}
	return nil
}

// get gives the value of a member; null counts as absent.
func get(n *yaml.Node, key string) *yaml.Node {
	if v := find(n, key); v != nil && v.Tag != "!!null" {
		return v
	}
	return nil
}

func textOf(n *yaml.Node, key string) string {
	if v := get(n, key); v != nil {
		return v.Value
	}
	return ""
}

func isTrue(n *yaml.Node) bool {
	return n != nil && n.Tag == "!!bool" && strings.EqualFold(n.Value, "true")
}

func isExtension(key string) bool { return strings.HasPrefix(key, "x-") }
