package words

// The text of the new document: lines of ours as they are, the rest in block
// style.

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v4"
)

// printer writes a tree whose nodes are of our document or made of them.
type printer struct {
	*page
	origin map[*yaml.Node]*yaml.Node
	out    bytes.Buffer
}

func (p *page) print(root *yaml.Node, origin map[*yaml.Node]*yaml.Node) []byte {
	w := &printer{page: p, origin: origin}
	if root.Style&yaml.FlowStyle != 0 {
		w.flow(root, 0)
		w.out.WriteByte('\n')
	} else {
		w.collection(root, 0, false)
	}
	if len(p.lines) > 0 && strings.HasSuffix(p.lines[0], "\r\n") {
		return bytes.ReplaceAll(bytes.ReplaceAll(w.out.Bytes(), []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}
	return w.out.Bytes()
}

// collection prints the members or items of n at a column. The first follows what
// is on the line already if inline.
func (w *printer) collection(n *yaml.Node, column int, inline bool) {
	if n.Kind == yaml.SequenceNode {
		for i, c := range n.Content {
			w.item(c, column, inline && i == 0)
		}
		return
	}
	leads := w.leads(n)
	for i := 0; i+1 < len(n.Content); i += 2 {
		w.member(n.Content[i], n.Content[i+1], leads[i/2], column, inline && i == 0)
	}
}

// leads gives the comments before each member. Those that head a section of
// paths stay at its first path, whichever that is now.
func (w *printer) leads(n *yaml.Node) [][]string {
	leads := make([][]string, len(n.Content)/2)
	for i := range leads {
		leads[i] = w.lead(n.Content[2*i], n.Content[2*i+1])
	}
	if was := w.origin[n]; was != nil && len(was.Content) > 0 && strings.HasPrefix(was.Content[0].Value, "/") {
		w.sections(was, n, leads)
	}
	return leads
}

func (w *printer) lead(key, value *yaml.Node) []string {
	s, ok := w.spanOf(key, value)
	if !ok {
		return nil
	}
	return w.lines[s.lead:s.from]
}

// spanOf is the text a member had in our document.
func (w *printer) spanOf(key, value *yaml.Node) (span, bool) {
	if o := w.origin[key]; o != nil {
		key = o
	}
	if s, ok := w.spans[value]; ok && s.key == key {
		return s, true
	}
	s, ok := w.spans[w.origin[value]]
	return s, ok && s.key == key
}

func (w *printer) member(key, value *yaml.Node, lead []string, column int, inline bool) {
	if !inline {
		w.comments(lead, column)
	}
	w.start(column, inline)
	s, ok := w.spans[value]
	if ok && s.key == key && s.column == column {
		w.verbatim(s)
		return
	}
	if s, ok := w.spanOf(key, value); ok && s.key == key && isBlock(value) && isBlock(w.originOf(value)) && w.originOf(value).Line-1 > s.from {
		w.line(w.lines[s.from][s.column:]) // with its comment
	} else {
		w.scalar(key, column)
		w.out.WriteByte(':')
		if isBlock(value) {
			w.out.WriteByte('\n')
		}
	}
	w.after(value, column, false)
}

// originOf is the node of our document that n was made of.
func (w *printer) originOf(n *yaml.Node) *yaml.Node {
	if o := w.origin[n]; o != nil {
		return o
	}
	return n
}

// isBlock reports whether n is printed on lines of its own.
func isBlock(n *yaml.Node) bool {
	return n.Kind != yaml.ScalarNode && len(n.Content) > 0 && n.Style&yaml.FlowStyle == 0
}

// after prints the value of a member or of an item whose mark is on the line.
func (w *printer) after(value *yaml.Node, column int, item bool) {
	switch {
	case isBlock(value) && item:
		w.out.WriteByte(' ')
		w.collection(value, column+2, true)
	case isBlock(value) && value.Kind == yaml.SequenceNode:
		w.collection(value, column+w.dash, false)
	case isBlock(value):
		w.collection(value, column+w.indent, false)
	case value.Kind == yaml.ScalarNode:
		w.out.WriteByte(' ')
		w.scalar(value, column)
		if value.LineComment != "" {
			w.out.WriteString(" " + value.LineComment)
		}
		w.out.WriteByte('\n')
	default:
		w.out.WriteByte(' ')
		w.flow(value, -1)
		w.out.WriteByte('\n')
	}
}

func (w *printer) item(value *yaml.Node, column int, inline bool) {
	s, ok := w.spans[value]
	if ok = ok && s.key == nil; !ok {
		s, ok = w.spans[w.origin[value]]
		ok = ok && s.key == nil
	}
	if ok && !inline {
		w.comments(w.lines[s.lead:s.from], column)
	}
	w.start(column, inline)
	if own, has := w.spans[value]; has && own.key == nil && own.column == column {
		w.verbatim(own)
		return
	}
	w.out.WriteByte('-')
	w.after(value, column, true)
}

// comments prints lines of comments at a column; empty lines stay.
func (w *printer) comments(lines []string, column int) {
	for _, line := range lines {
		text := strings.TrimLeft(line, " ")
		if strings.TrimSpace(text) != "" && len(line)-len(text) != column {
			line = strings.Repeat(" ", column) + text
		}
		w.out.WriteString(line)
	}
}

func (w *printer) start(column int, inline bool) {
	if !inline {
		w.out.WriteString(strings.Repeat(" ", column))
	}
}

// verbatim prints the text of a span from its first character on.
func (w *printer) verbatim(s span) {
	for i, line := range w.lines[s.from:s.to] {
		if i == 0 {
			line = line[s.column:]
		}
		w.line(line)
	}
}

// line prints a line of ours; the last of a file may lack its end.
func (w *printer) line(text string) {
	w.out.WriteString(text)
	if !lineBreak.MatchString(text) {
		w.out.WriteByte('\n')
	}
}
