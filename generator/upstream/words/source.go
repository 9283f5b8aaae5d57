package words

// Reading a document: what is refused, and its aliases written out.

import (
	"bytes"
	"errors"
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

// dialect is "3.0", "3.1" or "3.2".
func (s *source) dialect() string {
	v := strings.Split(get(s.root, "openapi").Value, ".")
	return strings.Join(v[:min(2, len(v))], ".")
}

func (s *source) pos(n *yaml.Node) model.Pos {
	return model.Pos{File: s.name, Line: n.Line, Column: n.Column}
}

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

// meant is what an alias stands for.
func meant(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}
