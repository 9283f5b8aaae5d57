package load

import (
	"regexp"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/jsonpath/pkg/jsonpath"
	jsonpathconfig "github.com/pb33f/jsonpath/pkg/jsonpath/config"

	"github.com/stratagen/strata/generator/model"
)

// overlay applies an OpenAPI Overlay 1.0 to the nodes of the document.
// libopenapi's own engine writes the document anew, which moves every line; here
// the nodes of the document stay and those of the overlay join them, each with
// its place. Actions apply one by one, so that one that finds or changes nothing
// is reported where it stands.
func (d *document) overlay(file string, src []byte) model.Faults {
	o := &overlay{document: d, file: file}
	top := parseOverlay(file, src, &o.faults)
	if top == nil {
		return o.faults
	}
	o.mark(top)
	for _, action := range get(top, "actions").Content {
		o.action(action)
	}
	return o.faults
}

// parseOverlay gives the plain nodes of an overlay, nil where it has no actions.
func parseOverlay(file string, src []byte, faults *model.Faults) *yaml.Node {
	top := parseYAML(file, src, faults)
	if top == nil {
		return nil
	}
	(&untangler{doc: &document{file: file}, faults: faults}).node(top)
	if !checkHeader(file, top, faults) {
		return nil
	}
	return top
}

// overlay is one overlay file while it is applied.
type overlay struct {
	*document
	file   string
	faults model.Faults
}

func (o *overlay) fault(n *yaml.Node, format string, args ...any) {
	o.faults.Add(model.Pos{File: o.file, Line: n.Line, Column: n.Column}, format, args...)
}

// mark notes whose nodes these are.
func (o *overlay) mark(n *yaml.Node) {
	if _, ok := o.files[n]; ok {
		return
	}
	o.files[n] = o.file
	for _, c := range n.Content {
		o.mark(c)
	}
}

func checkHeader(file string, top *yaml.Node, faults *model.Faults) bool {
	start := model.Pos{File: file, Line: top.Line, Column: top.Column}
	version, actions := get(top, "overlay"), get(top, "actions")
	switch {
	case version == nil || version.Kind != yaml.ScalarNode || !strings.HasPrefix(version.Value, "1."):
		faults.Add(start, "not an OpenAPI overlay: want overlay: 1.0.0")
	case actions == nil || actions.Kind != yaml.SequenceNode || len(actions.Content) == 0:
		faults.Add(start, "an overlay needs a list of actions")
	default:
		return true
	}
	return false
}

// action applies one action: find the targets, then remove or update them.
func (o *overlay) action(action *yaml.Node) {
	target := get(action, "target")
	if target == nil || target.Kind != yaml.ScalarNode {
		o.fault(action, "an action needs a target")
		return
	}
	for k := range members(action) {
		switch k.Value {
		case "target", "description", "update", "remove":
		default:
			if !isExtension(k.Value) {
				o.fault(k, "%s is not a member of an action", k.Value)
			}
		}
	}
	nodes, err := o.query(target.Value)
	if err != nil {
		o.fault(target, "target %s: %s", target.Value, pathError(err))
		return
	}
	if len(nodes) == 0 {
		o.fault(target, "target %s matches nothing", target.Value)
		return
	}
	o.apply(action, target, nodes)
}

func (o *overlay) apply(action, target *yaml.Node, nodes []*yaml.Node) {
	update := find(action, "update")
	remove := get(action, "remove")
	switch {
	case remove != nil && !isTrue(remove) && !isFalse(remove):
		o.fault(remove, "remove must be true or false, not %s", what(remove))
	case isTrue(remove):
		o.remove(nodes)
	case update == nil:
		o.fault(action, "an action needs update or remove")
	default:
		changed := false
		for _, n := range nodes {
			changed = o.update(n, update) || changed
		}
		if !changed {
			o.fault(target, "the action on %s changes nothing", target.Value)
		}
	}
}

// pathError takes the text out of a message that draws the path and a caret.
func pathError(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	return pathPlace.ReplaceAllString(first, "")
}

var pathPlace = regexp.MustCompile(`^Error at line [0-9]+, column [0-9]+: `)

// query finds nodes by JSONPath (RFC 9535).
func (o *overlay) query(target string) (nodes []*yaml.Node, err error) {
	p, err := jsonpath.NewPath(target, jsonpathconfig.WithPropertyNameExtension(), jsonpathconfig.WithLazyContextTracking())
	if err != nil {
		return nil, err
	}
	return p.Query(&yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{o.root}}), nil
}

// remove takes nodes out of whatever holds them.
func (o *overlay) remove(nodes []*yaml.Node) {
	gone := map[*yaml.Node]bool{}
	for _, n := range nodes {
		gone[n] = true
	}
	prune(o.root, gone)
}

func prune(n *yaml.Node, gone map[*yaml.Node]bool) {
	kept := n.Content[:0]
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := step - 1; i < len(n.Content); i += step {
		if !gone[n.Content[i]] {
			kept = append(kept, n.Content[i+1-step:i+1]...)
		}
	}
	n.Content = kept
	for _, c := range n.Content {
		prune(c, gone)
	}
}
