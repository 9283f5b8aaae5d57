// Package words brings a document of ours up to date with somebody else's newer
// description of the same API. It is given the bytes of both and promises a
// document that says of the interface what theirs says, in our words: their prose
// and examples are nowhere in it, ours stand where they stood.
//
// Ours is edited, not printed anew. What upstream did not change keeps its bytes,
// comments and order, down to the single line; where nothing changed at all the
// result is our document itself. Names of components mean nothing (operations are
// known by operationId, else by method and path; the rest by where it stands
// below them), so ours stay, whatever upstream calls its own: an upstream that
// renames, extracts or inlines changes nothing here.
//
// The steps, from file to file: forms says which members of which object are
// facts; source and refs read a document; facts, place and classes tell what is
// equal; schemes, operations, parameters, match and pairs find what belongs
// together; votes decide which of our components is which of theirs, and habits
// what new places refer to. From document on the new tree is made: paths and
// components by way of merge, lists, schema and wrappers, with naming for what is
// new. layout, print, headings and scalars make its text, and report says what a
// reviewer is to know. merger holds what is passed from step to step.
package words

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/model"
)

// Document is the text of an OpenAPI document, YAML or JSON, and the name by
// which messages call it.
type Document struct {
	Name string
	Text []byte
}

// Options say what the documents themselves do not.
type Options struct {
	// Extensions are names of extensions ("x-sunset") that upstream states as
	// facts of the interface. All others of upstream are dropped, and all others of
	// ours kept.
	Extensions []string
}

// Result is our document brought up to date.
type Result struct {
	// Text is the document: the bytes of ours where no fact changed.
	Text []byte
	// Missing are the places of Text that wait for words, in its order: an operation
	// without a summary, a tag without a description; and whatever came with this
	// merge and usually has a description: parameters, properties. Each note says
	// whose they are (an operation by its id, a path, a component), what has none,
	// and where, as a JSON pointer: "listCats: query parameter size has no
	// description: /paths/~1cats/get/parameters/0".
	Missing []model.Note
	// Lost are our words, comments aside, that have no place in Text; the
	// positions and the order are those of our document.
	Lost []model.Note
}

// Merge takes the facts of upstream and the words of ours. Both are documents
// that load accepts; here only what cannot be followed is refused, with
// model.Faults. The order of upstream's document decides nothing.
func Merge(ours, upstream Document, opt Options) (*Result, error) {
	var faults model.Faults
	a, u := read(ours, &faults), read(upstream, &faults)
	if a == nil || u == nil || len(faults) > 0 {
		return nil, faults.Err()
	}
	if a.dialect() != u.dialect() {
		faults.Add(u.pos(u.root), "OpenAPI %s, but %s is OpenAPI %s: bring it to the same version first", u.dialect(), ours.Name, a.dialect())
		return nil, faults.Err()
	}
	page := layOut(a)
	a.expand()
	u.expand()
	m := newMerger(a, u, opt)
	root := m.document()
	res := &Result{Text: bytes.Clone(ours.Text)}
	if root == a.root {
		res.report(m, root, root)
		return res, nil
	}
	var printed *yaml.Node
	if res.Text, printed = page.text(root, m.origin); printed == nil {
		return nil, fmt.Errorf("%s: BUG: the merged document does not read as it was written", ours.Name)
	}
	res.report(m, root, printed)
	return res, nil
}

// text prints a tree and reads it again. If lines of our document turn out not to
// be what they were taken for, none is kept.
func (p *page) text(root *yaml.Node, origin map[*yaml.Node]*yaml.Node) ([]byte, *yaml.Node) {
	want := canon(root)
	for range 2 {
		out := p.print(root, origin)
		var top yaml.Node
		if err := yaml.Unmarshal(out, &top); err == nil && len(top.Content) > 0 && canon(top.Content[0]) == want {
			return out, top.Content[0]
		}
		p.spans = nil
	}
	return nil, nil
}
