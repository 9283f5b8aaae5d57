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
	r.Lost = m.lost(root)
	m.missing("OpenAPI", root, printed, "", func(key *yaml.Node, pointer, text string) {
		pos := model.Pos{File: m.ours.name, Line: key.Line, Column: key.Column, Pointer: pointer}
		r.Missing = append(r.Missing, model.Note{Pos: pos, Text: model.OneLine(text)})
	})
	slices.SortStableFunc(r.Missing, func(a, b model.Note) int { return a.Pos.Compare(b.Pos) })
}

// missing visits the places that wait for words. n is an object of the tree, and
// printed the same as read from the text, which knows its line.
func (m *merger) missing(form string, n, printed *yaml.Node, at string, visit func(key *yaml.Node, pointer, text string)) {
	objects, texts := slices.Collect(parts(form, n)), slices.Collect(parts(form, printed))
	counts := map[string]int{}
	for i, p := range objects[:min(len(objects), len(texts))] {
		pointer := at + p.step(counts)
		key := cmp.Or(texts[i].key, texts[i].node)
		switch {
		case p.form == "Operation" && textOf(p.node, "summary") == "":
			visit(texts[i].node, pointer, "operation "+cmp.Or(textOf(p.node, "operationId"), pointer)+" has no summary")
		case p.form == "Tag" && textOf(p.node, "description") == "":
			visit(key, pointer, "tag "+textOf(p.node, "name")+" has no description")
		case !m.fresh[p.node] || refOf(p.node) != "" || textOf(p.node, "description") != "":
		case p.form == "Parameter":
			visit(key, pointer, "parameter "+textOf(p.node, "name")+" has no description: "+pointer)
		case p.form == "Schema" && p.member.name == "properties":
			visit(key, pointer, "property "+p.key.Value+" has no description: "+pointer)
		}
		m.missing(p.form, p.node, texts[i].node, pointer, visit)
	}
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
