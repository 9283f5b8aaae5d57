package words

// What waits for words, and which words have no place any more.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/model"
)

// report fills in what a reviewer is told of the tree root; printed is the same,
// read from the text.
func (r *Result) report(m *merger, root, printed *yaml.Node) {
	b := &blanks{merger: m}
	b.find("OpenAPI", root, printed, "", "")
	r.Missing, r.Lost = b.notes, m.lost(root)
	slices.SortStableFunc(r.Missing, func(a, b model.Note) int { return a.Pos.Compare(b.Pos) })
}

// blanks are the places that wait for words.
type blanks struct {
	*merger
	notes []model.Note
}

// find looks below n, an object of the tree; printed is the same as read from the
// text, which knows its line. at is its pointer, and owner what it is part of.
func (b *blanks) find(form string, n, printed *yaml.Node, at, owner string) {
	objects, texts := slices.Collect(parts(form, n)), slices.Collect(parts(form, printed))
	counts := map[string]int{}
	for i, p := range objects[:min(len(objects), len(texts))] {
		pointer := at + p.step(counts)
		owner := cmp.Or(ownerOf(form, p, pointer), owner)
		if what := b.lacks(p); what != "" {
			key := cmp.Or(texts[i].key, texts[i].node)
			pos := model.Pos{File: b.ours.name, Line: key.Line, Column: key.Column, Pointer: pointer}
			b.notes = append(b.notes, model.Note{Pos: pos, Text: model.OneLine(noteOf(owner, what, pointer))})
		}
		b.find(p.form, p.node, texts[i].node, pointer, owner)
	}
}

// ownerOf names p, an object of a form, if it is one that a report goes by: an
// operation, a path, a component. Else it is empty.
func ownerOf(form string, p part, pointer string) string {
	switch {
	case p.form == "Operation":
		return cmp.Or(textOf(p.node, "operationId"), pointer)
	case p.form == "PathItem":
		return p.key.Value
	case form == "Components":
		return p.member.name + "/" + p.key.Value
	}
	return ""
}

// noteOf says whose words are missing, which, and where.
func noteOf(owner, what, pointer string) string {
	if owner == "" {
		return what + ": " + pointer
	}
	return owner + ": " + what + ": " + pointer
}

// lacks says which words an object lacks, and nothing if it has them or needs
// none. What was there before this merge needs none but a summary, or a tag's.
func (b *blanks) lacks(p part) string {
	switch {
	case p.form == "Operation" && textOf(p.node, "summary") == "":
		return "the operation has no summary"
	case p.form == "Tag" && textOf(p.node, "description") == "":
		return "the tag " + textOf(p.node, "name") + " has no description"
	case !b.fresh[p.node] || refOf(p.node) != "" || textOf(p.node, "description") != "":
		return ""
	case p.form == "Parameter":
		return textOf(p.node, "in") + " parameter " + textOf(p.node, "name") + " has no description"
	case p.form == "Schema" && p.member.name == "properties":
		return "property " + p.key.Value + " has no description"
	}
	return ""
}

// step is the way from an object to one that it holds, as a JSON pointer has it.
// counts are how many of each list there were before.
func (p part) step(counts map[string]int) string {
	out := ""
	if p.member != nil {
		out = "/" + escapePointer.Replace(p.member.name)
	}
	switch {
	case p.key != nil:
		out += "/" + escapePointer.Replace(p.key.Value)
	case p.member.kind == list || p.member.kind == tuple:
		out += "/" + strconv.Itoa(counts[p.member.name])
		counts[p.member.name]++
	}
	return out
}

// lost lists the words of ours that are not in the new tree.
func (m *merger) lost(root *yaml.Node) []model.Note {
	kept := map[*yaml.Node]bool{}
	var keep func(n *yaml.Node)
	keep = func(n *yaml.Node) {
		kept[n] = true
		for _, c := range n.Content {
			keep(c)
		}
	}
	keep(root)
	var out []model.Note
	m.ours.words("OpenAPI", m.ours.root, "", func(pointer string, key, n *yaml.Node) {
		if kept[n] {
			return
		}
		pos := model.Pos{File: m.ours.name, Line: key.Line, Column: key.Column, Pointer: pointer}
		out = append(out, model.Note{Pos: pos, Text: model.OneLine(pointer + ": " + excerpt(n))})
	})
	slices.SortStableFunc(out, func(a, b model.Note) int { return a.Pos.Compare(b.Pos) })
	return out
}

// words visits what is ours by its nature, with its place.
func (s *source) words(form string, n *yaml.Node, at string, visit func(pointer string, key, n *yaml.Node)) {
	if names[form] == "" {
		for k, v := range members(n) {
			if mem, _ := findMember(form, k.Value); mem == nil && isExtension(k.Value) || mem != nil && mem.kind == prose {
				visit(at+"/"+escapePointer.Replace(k.Value), k, v)
			}
		}
	}
	counts := map[string]int{}
	for p := range parts(form, n) {
		s.words(p.form, p.node, at+p.step(counts), visit)
	}
}

// excerpt shows the beginning of a text.
func excerpt(n *yaml.Node) string {
	const most = 60
	text := n.Value
	if n.Kind != yaml.ScalarNode {
		text = canon(n)
	}
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most-1]) + "…"
	}
	return strconv.Quote(text)
}
