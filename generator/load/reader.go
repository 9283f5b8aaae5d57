package load

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// reader turns the nodes of a settled document into the model. Each schema is
// read once, whatever uses it.
type reader struct {
	*document
	cfg    *config.Config
	faults model.Faults
	notes  []model.Note

	ids       map[string]*yaml.Node // operationId -> where it is given
	tags      map[string]*model.Tag // by name
	schemaOf  map[*yaml.Node]*model.Schema
	mergedOf  map[string]*model.Schema // several nodes that hold at once, by their pointers
	partsOf   map[*yaml.Node][]part
	shown     map[*yaml.Node][]model.Example // by schema, parameter or media type
	nullables map[*yaml.Node]bool
	asking    map[*yaml.Node]bool            // schemas whose nullability is being found; nil: none
	found     bool                           // one of them is nullable
	broken    map[*model.Schema]model.Faults // schemas no value fits
	untyped   map[*model.Schema]model.Faults // schemas no Go type fits
	unions    []func()                       // discriminators, read when every variant is
	refused   *model.Faults                  // what the operation at hand cannot have
	unread    map[string]bool                // version tokens reported as unreadable
	defaults  []*model.Operation             // what answers a call that names no version
	pattern   string                         // of the media types that name a version
}

func newReader(cfg *config.Config, d *document) *reader {
	return &reader{
		document: d, cfg: cfg, faults: d.early,
		ids:       map[string]*yaml.Node{},
		tags:      map[string]*model.Tag{},
		schemaOf:  map[*yaml.Node]*model.Schema{},
		mergedOf:  map[string]*model.Schema{},
		partsOf:   map[*yaml.Node][]part{},
		shown:     map[*yaml.Node][]model.Example{},
		nullables: map[*yaml.Node]bool{},
		broken:    map[*model.Schema]model.Faults{},
		untyped:   map[*model.Schema]model.Faults{},
		refused:   &model.Faults{},
		unread:    map[string]bool{},
	}
}

func (r *reader) fault(n *yaml.Node, format string, args ...any) {
	r.faults.Add(r.at(n), format, args...)
}

// wrong is a fault in what n belongs to: "Widget: type …".
func (r *reader) wrong(n *yaml.Node, format string, args ...any) {
	if owner := r.owner(n); owner != wholeDocument {
		format = strings.ReplaceAll(owner, "%", "%%") + ": " + format
	}
	r.fault(n, format, args...)
}

func (r *reader) note(pos model.Pos, format string, args ...any) {
	r.notes = append(r.notes, model.Note{Pos: pos, Text: model.OneLine(fmt.Sprintf(format, args...))})
}

// refuse records what the operation at hand needs and nobody generates: a fault,
// or a reason to leave the operation out.
func (r *reader) refuse(pos model.Pos, format string, args ...any) {
	r.refused.Add(pos, format, args...)
}

// follow gives what n stands for: n, or what its reference names, through any
// number of references. A nil result was reported.
func (r *reader) follow(n *yaml.Node) *yaml.Node {
	var trail []*yaml.Node
	for {
		ref := get(n, "$ref")
		if ref == nil {
			return n
		}
		if slices.Contains(trail, n) {
			r.wrong(ref, "reference %q leads back to itself", ref.Value)
			return nil
		}
		trail = append(trail, n)
		if n = r.resolve(ref, &r.faults); n == nil {
			return nil
		}
	}
}

// The readers of one member: absent and null are the zero value, another shape
// is a fault.

func (r *reader) text(n *yaml.Node, key string) string {
	v := get(n, key)
	if v == nil {
		return ""
	}
	if v.Kind != yaml.ScalarNode {
		r.wrong(v, "%s must be a string, not %s", key, what(v))
		return ""
	}
	return v.Value
}

func (r *reader) flag(n *yaml.Node, key string) bool {
	v := get(n, key)
	if v == nil || isFalse(v) {
		return false
	}
	if !isTrue(v) {
		r.wrong(v, "%s must be true or false, not %s", key, what(v))
		return false
	}
	return true
}

func (r *reader) mapping(n *yaml.Node, key string) *yaml.Node {
	return r.shape(n, key, yaml.MappingNode, "a mapping")
}

func (r *reader) list(n *yaml.Node, key string) []*yaml.Node {
	if v := r.shape(n, key, yaml.SequenceNode, "a list"); v != nil {
		return v.Content
	}
	return nil
}

func (r *reader) shape(n *yaml.Node, key string, kind yaml.Kind, want string) *yaml.Node {
	v := get(n, key)
	if v == nil {
		return nil
	}
	if v.Kind != kind {
		r.wrong(v, "%s must be %s, not %s", key, want, what(v))
		return nil
	}
	return v
}

// isMapping reports whether n is a mapping; anything else is a fault.
func (r *reader) isMapping(n *yaml.Node, name string) bool {
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "%s must be a mapping, not %s", name, what(n))
		return false
	}
	return true
}

// owner names what a node belongs to, for messages: the component or operation
// it stands in.
func (r *reader) owner(n *yaml.Node) string {
	var keys []string
	for p, ok := r.places[n]; ok; p, ok = r.places[p.parent] {
		if id := get(p.parent, "operationId"); id != nil && id.Kind == yaml.ScalarNode {
			return id.Value
		}
		if k := p.key(); k != nil {
			keys = append(keys, k.Value)
		}
	}
	slices.Reverse(keys)
	switch {
	case len(keys) > 2 && keys[0] == "components":
		return keys[2]
	case len(keys) > 2 && keys[0] == "paths":
		return keys[2] + " " + keys[1]
	case len(keys) > 0:
		return keys[0]
	default:
		return wholeDocument
	}
}

// wholeDocument is the owner of what stands at the top.
const wholeDocument = "document"
