package load

import (
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/index"

	"github.com/stratagen/strata/generator/model"
)

// index resolves the references of the document, and reports every one that names
// nothing, whether an operation reaches it or not.
func (d *document) index(faults *model.Faults) {
	if !d.named() {
		d.search(faults)
	}
}

// named resolves the references of a document all of which name components in the
// plainest way, as those of most do, and reports whether it is one. libopenapi is asked
// about all others, and says what is wrong with them: it keeps an index of all
// nodes, which takes a seventh of the memory of reading.
func (d *document) named() bool {
	d.targets = map[string]*yaml.Node{}
	components := get(d.root, "components")
	for _, ref := range d.refs {
		if _, ok := d.targets[ref.Value]; ok && ref.Kind == yaml.ScalarNode {
			continue
		}
		m := plainReference.FindStringSubmatch(ref.Value)
		if m == nil || ref.Kind != yaml.ScalarNode {
			return false
		}
		target := get(get(components, m[1]), m[2])
		if target == nil || target.Kind != yaml.MappingNode {
			return false
		}
		d.targets[ref.Value] = target
	}
	return true
}

// plainReference is a reference that means one thing whoever reads it: nothing in
// it is escaped, and it names a component as a whole. The names are those that
// OpenAPI allows (3.0, Components Object).
var plainReference = regexp.MustCompile(`^#/components/([A-Za-z]+)/([A-Za-z0-9._-]+)$`)

// search has libopenapi resolve the references.
func (d *document) search(faults *model.Faults) {
	d.targets = map[string]*yaml.Node{}
	idx, err := buildIndex(d.root)
	if err != nil {
		faults.Add(model.Pos{File: d.file, Line: 1, Column: 1}, "%s", err)
		return
	}
	for _, m := range idx.GetMappedReferencesSequenced() {
		if m.OriginalReference != nil && m.Reference != nil && m.Reference.Node != nil {
			d.targets[m.OriginalReference.RawRef] = m.Reference.Node
		}
	}
	for _, ref := range idx.GetRawReferencesSequenced() {
		if n := find(ref.Node, "$ref"); n != nil && !d.inData(ref.Node) {
			d.resolve(n, faults)
		}
	}
}

// buildIndex runs libopenapi's index over nodes: no file, no network, and no
// logger, since its own writes to standard output.
func buildIndex(root *yaml.Node) (idx *index.SpecIndex, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the references cannot be read: %v", p)
		}
	}()
	cfg := index.CreateClosedAPIIndexConfig()
	cfg.Logger = slog.New(slog.DiscardHandler)
	cfg.ExtractRefsSequentially = true
	cfg.ExcludeExtensionRefs = true
	cfg.SkipMetadataCollection = true
	cfg.AvoidBuildIndex = true // counts of what is in the document
	top := &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{root}}
	return index.NewSpecIndexWithConfig(top, cfg), nil
}

// resolve gives what the reference written at ref names, or nil and a fault.
func (d *document) resolve(ref *yaml.Node, faults *model.Faults) *yaml.Node {
	if ref.Kind != yaml.ScalarNode {
		faults.Add(d.at(ref), "$ref must be a string, not %s", what(ref))
		return nil
	}
	if n, ok := d.targets[ref.Value]; ok && n != nil {
		return n
	}
	pointer, local := strings.CutPrefix(ref.Value, "#")
	if !local {
		faults.Add(d.at(ref), "reference %q points outside of the document: bundle it first", ref.Value)
		return nil
	}
	n := d.walk(pointer)
	if n == nil {
		faults.Add(d.at(ref), "reference %q names nothing", ref.Value)
	}
	d.targets[ref.Value] = n
	return n
}

// walk follows a JSON pointer and, other than libopenapi, passes through the
// references that stand on its way: real documents point into what a reference
// names.
func (d *document) walk(pointer string) *yaml.Node {
	n := d.root
	if pointer != "" && !strings.HasPrefix(pointer, "/") {
		return nil
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if s, err := url.PathUnescape(step); err == nil {
			step = s
		}
		step = unescapePointer.Replace(step)
		if n = d.step(n, step); n == nil {
			return nil
		}
	}
	return n
}

// step goes down one level, through at most a few references.
func (d *document) step(n *yaml.Node, name string) *yaml.Node {
	for range 8 {
		if next := child(n, name); next != nil {
			return next
		}
		ref := get(n, "$ref")
		if ref == nil {
			return nil
		}
		if n = d.targets[ref.Value]; n == nil {
			return nil
		}
	}
	return nil
}

func child(n *yaml.Node, name string) *yaml.Node {
	if n.Kind != yaml.SequenceNode {
		return find(n, name)
	}
	i, err := strconv.Atoi(name)
	if err != nil || i < 0 || i >= len(n.Content) {
		return nil
	}
	return n.Content[i]
}

// inData reports whether n stands inside a value (an example, a default, an
// extension), where $ref is nothing but a member.
func (d *document) inData(n *yaml.Node) bool {
	for p, ok := d.places[n]; ok; p, ok = d.places[p.parent] {
		if k := p.key(); k != nil && isData(k.Value) && !d.namesMembers(p.parent) {
			return true
		}
	}
	return false
}

// isData reports whether a member holds a value.
func isData(key string) bool {
	return slices.Contains([]string{"example", "examples", "default", "enum", "const", "value"}, key) || isExtension(key)
}

// namesMembers reports whether the keys of n are names given by the author,
// among which "example" is a name like any other.
func (d *document) namesMembers(n *yaml.Node) bool {
	k := d.places[n].key()
	return k != nil && holdsNames(k.Value)
}

func holdsNames(key string) bool {
	return slices.Contains([]string{"properties", "patternProperties", "schemas", "responses", "parameters", "headers", "requestBodies", "paths"}, key)
}
