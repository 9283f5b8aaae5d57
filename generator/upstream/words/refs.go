package words

// The references of a document: what each leads to, and how one is written.

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/model"
)

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

// targetOf is a component of the document by name; null, too, has taken its name.
func (s *source) targetOf(section, name string) *yaml.Node {
	return componentOf(s.root, section, name)
}

// section are the components of one kind.
func (s *source) section(name string) *yaml.Node {
	return get(get(s.root, "components"), name)
}

func componentOf(root *yaml.Node, section, name string) *yaml.Node {
	return find(get(get(root, "components"), section), name)
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

var (
	escapePointer   = strings.NewReplacer("~", "~0", "/", "~1")
	unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
)

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
