package config

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"
)

// Section is a part of the file that is somebody else's configuration: the keys
// in it are theirs, and so is their meaning. It is kept as it was written.
type Section struct {
	file string
	path []string
	node *yaml.Node // nil: not in the file
}

// Decode fills the struct that to points at by the yaml tags of its fields. It
// is as strict as [Parse]: unknown and repeated keys and values of the wrong
// type are Faults, each with its place. A section that is not in the file
// changes nothing.
func (s Section) Decode(to any) error {
	if s.node == nil {
		return nil
	}
	d := decoder{file: s.file, path: slices.Clone(s.path), places: map[string]Place{}}
	d.value(s.node, to)
	return d.faults.err()
}

// Faultf is a mistake in the value under path, or in the nearest around it.
func (s Section) Faultf(path []string, format string, args ...any) *Fault {
	f := &Fault{Place: Place{File: s.file}, Text: fmt.Sprintf(format, args...)}
	for n := s.node; n != nil; path = path[1:] {
		f.Line, f.Column = n.Line, n.Column
		if len(path) == 0 {
			break
		}
		n = member(n, path[0])
	}
	return f
}

// member is the value of a key in the mapping n; nil: there is none.
func member(n *yaml.Node, key string) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
