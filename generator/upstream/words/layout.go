package words

// Where each member of our document stands in its text, so that what does not
// change is printed as it is: quotes, comments, empty lines.

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// span is the text of a member or of an item: whole lines, of which the first may
// begin behind a dash.
type span struct {
	key      *yaml.Node // nil: an item
	lead     int        // the line of the first comment before it, from 0
	from, to int        // its lines, from 0, without the one after
	column   int        // of its first character, from 0
}

// page is the text of our document.
type page struct {
	lines  []string
	spans  map[*yaml.Node]span // by value
	indent int                 // of what a member holds
	quotes yaml.QuoteStyle     // that this document prefers
	dash   int                 // of the dashes of a list below its key
}

// layOut finds the spans of a document in block style. What is in flow style, or
// written in a way that is not understood, has none and is printed anew when
// something in it changes.
func layOut(s *source) *page {
	p := &page{spans: map[*yaml.Node]span{}, indent: 2, dash: -1, quotes: yaml.QuoteSingle}
	p.lines = lines(string(s.text))
	p.collection(s.root, 0, len(p.lines))
	if single, double := quoted(s.root); double > single {
		p.quotes = yaml.QuoteDouble
	}
	if p.dash < 0 {
		p.dash = p.indent
	}
	return p
}

// collection lays out a mapping or a list that ends before a line.
func (p *page) collection(n *yaml.Node, from, to int) {
	if n.Style&yaml.FlowStyle != 0 || n.Kind == yaml.ScalarNode || n.Kind == yaml.AliasNode || n.Anchor != "" {
		return
	}
	step := 1
	if n.Kind == yaml.MappingNode {
		step = 2
	}
	for i := 0; i+step-1 < len(n.Content); i += step {
		first := n.Content[i]
		end := to
		if i+step < len(n.Content) {
			end = p.before(n.Content[i+step].Line-1, n.Column-1)
		}
		s := span{lead: from, from: first.Line - 1, to: end, column: n.Column - 1}
		if step == 2 {
			s.key = first
		}
		if !p.plain(s, first) || s.from < from || s.to > to {
			return
		}
		value := n.Content[i+step-1]
		if !anchored(value) {
			p.spans[value] = s
		}
		p.inside(value, s)
		from = end
	}
}

// inside lays out what a member or an item holds, and learns how this document
// indents.
func (p *page) inside(value *yaml.Node, s span) {
	from := s.from
	if s.key != nil && value.Line-1 > s.from {
		from = s.from + 1
		switch value.Kind {
		case yaml.SequenceNode:
			if p.dash < 0 && value.Style&yaml.FlowStyle == 0 {
				p.dash = value.Column - 1 - s.column
			}
		case yaml.MappingNode:
			p.indent = value.Column - 1 - s.column
		}
	}
	p.collection(value, from, s.to)
}

// plain reports whether a span begins where the nodes say: a key at its column,
// an item behind a dash.
func (p *page) plain(s span, first *yaml.Node) bool {
	if s.from < 0 || s.from >= len(p.lines) || s.column >= len(p.lines[s.from]) {
		return false
	}
	if s.key == nil {
		return p.lines[s.from][s.column] == '-' && first.Anchor == "" && first.Kind != yaml.AliasNode
	}
	return first.Column-1 == s.column
}

// before gives the line after which comments and empty lines belong to what
// begins at a line and a column.
func (p *page) before(line, column int) int {
	line = min(line, len(p.lines))
	for line > 0 {
		text := p.lines[line-1]
		trimmed := strings.TrimSpace(text)
		indent := len(text) - len(strings.TrimLeft(text, " "))
		if len(trimmed) > 0 && (trimmed[0] != '#' || indent > column) {
			break
		}
		line--
	}
	return line
}

// anchored reports whether there is an anchor or an alias in n.
func anchored(n *yaml.Node) bool {
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		return true
	}
	for _, c := range n.Content {
		if anchored(c) {
			return true
		}
	}
	return false
}

// quoted counts the texts in single and in double quotes.
func quoted(n *yaml.Node) (single, double int) {
	switch {
	case n.Style&yaml.SingleQuotedStyle != 0:
		single++
	case n.Style&yaml.DoubleQuotedStyle != 0:
		double++
	}
	for _, c := range n.Content {
		s, d := quoted(c)
		single, double = single+s, double+d
	}
	return single, double
}

// lineBreak is what ends a line for the parser: more than a line feed (YAML 1.1,
// section 5.4).
var lineBreak = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

// lines cuts a text behind each line break.
func lines(text string) []string {
	var out []string
	from := 0
	for _, at := range lineBreak.FindAllStringIndex(text, -1) {
		out = append(out, text[from:at[1]])
		from = at[1]
	}
	if from < len(text) {
		out = append(out, text[from:])
	}
	return out
}
