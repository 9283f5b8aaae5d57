package load

// How much a document may be. It comes from somebody else: a small file must not
// become a large one in memory, nor a deep one end the program.

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// MaxBytes is the size of the largest document or overlay that is read, in bytes.
// The largest published descriptions have less than half of it.
const MaxBytes = 32 << 20

const (
	maxDepth    = 100       // mappings and lists in each other, aliases followed
	maxAliases  = 10_000    // aliases, those inside of what an alias brings counted each time
	maxRepeated = 2_000_000 // values that aliases bring, see weight
)

// read reads a document or an overlay. One that is too large is not read to its
// end.
func read(fsys fs.FS, name string, faults *model.Faults) ([]byte, error) {
	f, err := fsys.Open(path.Clean(name))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // opened to read
	src, err := all(f)
	if err != nil {
		return nil, err
	}
	if len(src) > MaxBytes {
		faults.Add(model.Pos{File: name, Line: 1, Column: 1}, "larger than %d MiB", MaxBytes>>20)
		return nil, nil
	}
	return src, nil
}

// all reads a file, or as much of it as shows that it is too large. A text that
// is in memory is not copied: nothing here changes it.
func all(f fs.File) ([]byte, error) {
	if held, ok := f.(interface{ Text() []byte }); ok {
		return held.Text(), nil
	}
	var src bytes.Buffer
	if info, err := f.Stat(); err == nil {
		src.Grow(int(min(max(info.Size(), 0), MaxBytes)) + bytes.MinRead) // all it takes where the size is true
	}
	_, err := src.ReadFrom(io.LimitReader(f, MaxBytes+1))
	return src.Bytes(), err
}

// size is how much a node is with every alias below it written out.
type size struct{ depth, aliases, repeated, weight int }

// weight is how many values a node is by itself: a text is one for each 16 bytes,
// so that maxRepeated texts are no more than MaxBytes.
func weight(n *yaml.Node) int { return 1 + len(n.Value)/16 }

// measurer measures nodes, each once, and stops at the first that is too much.
type measurer struct {
	known    map[*yaml.Node]size // of anchored nodes; zero while one is measured
	at       *yaml.Node          // what is too much
	tooMuch  string
	ancestry int // of the node at hand, aliases not followed
}

func (m *measurer) node(n *yaml.Node) size {
	if n.Kind == yaml.AliasNode {
		return m.alias(n)
	}
	if known, ok := m.known[n]; ok && n.Anchor != "" {
		return known
	}
	if n.Anchor != "" {
		m.known[n] = size{}
	}
	s := size{weight: weight(n)}
	if n.Kind != yaml.ScalarNode {
		m.ancestry++
		s = m.content(n)
		m.ancestry--
	}
	if n.Anchor != "" {
		m.known[n] = s
	}
	return s
}

// content adds up what n holds.
func (m *measurer) content(n *yaml.Node) size {
	s := size{depth: 1, weight: weight(n)}
	if m.ancestry > maxDepth {
		m.refuse(n, "nested more than %d levels deep", maxDepth)
	}
	for _, c := range n.Content {
		if m.tooMuch != "" {
			return s
		}
		of := m.node(c)
		s.depth = max(s.depth, of.depth+1)
		s.aliases += of.aliases
		s.repeated += of.repeated
		s.weight += of.weight
		switch {
		case m.ancestry-1+s.depth > maxDepth:
			m.refuse(c, "nested more than %d levels deep", maxDepth)
		case s.aliases > maxAliases:
			m.refuse(c, "more than %d aliases, those inside of others counted each time", maxAliases)
		case s.repeated > maxRepeated:
			m.refuse(c, "aliases repeat more than %d values, a long text being several", maxRepeated)
		}
	}
	return s
}

func (m *measurer) alias(n *yaml.Node) size {
	s := m.node(n.Alias)
	s.aliases++
	s.repeated = s.weight
	return s
}

func (m *measurer) refuse(n *yaml.Node, format string, args ...any) {
	if m.tooMuch == "" {
		m.at, m.tooMuch = n, fmt.Sprintf(format, args...)
	}
}

// checkSize faults a tree that is more than we follow.
func checkSize(file string, root *yaml.Node, faults *model.Faults) {
	if m := measure(root); m.tooMuch != "" {
		faults.Add(model.Pos{File: file, Line: m.at.Line, Column: m.at.Column}, "%s", m.tooMuch)
	}
}

func measure(root *yaml.Node) *measurer {
	m := &measurer{known: map[*yaml.Node]size{}}
	m.node(root)
	return m
}
