package words

// What waits for words, and which words have no place any more.

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/model"
)

func (r *Result) report(m *merger, root *yaml.Node) {
	r.Lost = m.lost(root)
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
		step := at
		if p.member != nil {
			step += "/" + escapePointer.Replace(p.member.name)
		}
		switch {
		case p.key != nil:
			step += "/" + escapePointer.Replace(p.key.Value)
		case p.member.kind == list || p.member.kind == tuple:
			step += "/" + strconv.Itoa(counts[p.member.name])
			counts[p.member.name]++
		}
		s.words(p.form, p.node, step, visit)
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
