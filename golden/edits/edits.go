package edits

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// Edit is one change to the last published document, segment-32.0.4.yaml.
type Edit struct {
	ID   string
	What string
	// Lanes that change: operations gained (+), lost (-) and changed (~) in each
	// version and in the default lane; "*" is what holds for the version as a
	// whole. Empty: nothing changes.
	Lanes string
	Apply func(d *Document)
}

// All are the edits by ID.
var All = slices.Concat(lanes, shapes, documents)

// lanes are edits of whole operations and of their versions.
var lanes = []Edit{
	{"s01", "drop v1beta from a list", "v1beta -1", func(d *Document) {
		d.remove(d.answer("listSources"), vnd("v1beta"))
	}},
	{"s02", "drop v1beta from request and answer", "v1beta -1", func(d *Document) {
		d.remove(d.request("createLabel"), vnd("v1beta"))
		d.remove(d.answer("createLabel"), vnd("v1beta"))
	}},
	{"s03", "drop v1", "v1 -1", func(d *Document) { d.remove(d.answer("listSources"), vnd("v1")) }},
	{"s04", "drop v1alpha", "v1alpha -1", func(d *Document) { d.remove(d.answer("listSources"), vnd("v1alpha")) }},
	{"s09", "graduate from alpha", "v1 +1, v1beta +1, default +1", func(d *Document) { d.graduate("getSpace") }},
	{"s10", "graduate and retire alpha", "v1 +1, v1beta +1, v1alpha -1, default +1", func(d *Document) {
		d.graduate("getSpace")
		d.remove(d.answer("getSpace"), vnd("v1alpha"))
	}},
	{"s13", "remove an operation of alpha", "v1alpha -1", func(d *Document) {
		_, item, method := d.operation("getSpace")
		d.remove(item, method)
	}},
	{"s14", "remove a path", "v1 -2, v1beta -2, v1alpha -2, default -2", func(d *Document) {
		d.remove(d.get(d.root, "paths"), "/labels")
	}},
	{"s15", "new operation of alpha", "v1alpha +1", func(d *Document) {
		_, item, _ := d.operation("getSpace")
		item = clone(item)
		d.set(d.get(item, "get"), "operationId", "getSpaceAgain")
		d.put(d.get(d.root, "paths"), "/again/{spaceId}", item)
	}},
	{"s21", "demote to beta", "v1 -1, default -1", func(d *Document) {
		d.remove(d.answer("getSource"), vnd("v1"))
		d.remove(d.answer("getSource"), plain)
	}},
	{"s41", "plain JSON is alpha's", "default ~1", func(d *Document) {
		c := d.answer("createLabel")
		d.put(c, plain, d.get(c, vnd("v1alpha")))
	}},
	{"s42", "v1 and alpha swap bodies", "v1 ~1, v1alpha ~1", func(d *Document) {
		for _, c := range []*yaml.Node{d.request("createLabel"), d.answer("createLabel")} {
			stable, alpha := d.get(c, vnd("v1")), d.get(c, vnd("v1alpha"))
			d.put(c, vnd("v1"), alpha)
			d.put(c, vnd("v1alpha"), stable)
		}
	}},
	{"s24", "new version", "v2 +1 *", func(d *Document) {
		c := d.answer("getSource")
		d.put(c, vnd("v2"), d.get(c, vnd("v1")))
	}},
	{"s25", "deprecated", "v1 ~1, v1beta ~1, v1alpha ~1, default ~1", func(d *Document) {
		op, _, _ := d.operation("getSource")
		d.set(op, "deprecated", "true")
	}},
	{"s28", "operationId renamed", "v1 +1 -1, v1beta +1 -1, v1alpha +1 -1, default +1 -1", func(d *Document) {
		op, _, _ := d.operation("getSource")
		d.set(op, "operationId", "readSource")
	}},
	{"s34", "tag renamed", "v1 ~1, v1beta ~1, v1alpha ~1, default ~1", func(d *Document) {
		each(d.root, func(n *yaml.Node) {
			if n.Value == "Workspaces" {
				n.Value = "Workspace"
			}
		})
	}},
}

// graduate offers an operation of alpha in all versions and by default.
func (d *Document) graduate(id string) {
	c := d.answer(id)
	for _, media := range []string{vnd("v1"), vnd("v1beta"), plain} {
		d.put(c, media, d.get(c, vnd("v1alpha")))
	}
}

// documents are edits of the document as a whole.
var documents = []Edit{
	{"s31", "media types reordered", "", func(d *Document) {
		each(d.root, func(n *yaml.Node) {
			if i := index(n, "content"); n.Kind == yaml.MappingNode && i >= 0 {
				reverse(n.Content[i+1])
			}
		})
	}},
	{"s36", "no paths", "v1 -103 *, v1beta -108 *, v1alpha -121 *, all *, default -103", func(d *Document) { d.set(d.root, "paths", "{}") }},
	{"s37", "servers changed", "v1 *, v1beta *, v1alpha *", func(d *Document) {
		d.set(d.get(d.root, "servers").Content[0], "url", "https://api2.segmentapis.com")
	}},
	{"s40", "description only", "", func(d *Document) {
		d.set(d.component("SourceV1"), "description", "Other words.")
		op, _, _ := d.operation("getSource")
		d.set(op, "description", "Other words.")
	}},
	{"identical", "nothing", "", func(*Document) {}},
}

func reverse(mapping *yaml.Node) {
	slices.Reverse(mapping.Content)
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		mapping.Content[i], mapping.Content[i+1] = mapping.Content[i+1], mapping.Content[i]
	}
}
