package words

// Scalars, and values within braces.

import (
	"bytes"
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v4"
)

// scalar prints a scalar; a text of several lines goes deeper than column.
func (w *printer) scalar(n *yaml.Node, column int) {
	c := &yaml.Node{Kind: yaml.ScalarNode, Tag: n.Tag, Value: n.Value, Style: n.Style &^ yaml.TaggedStyle}
	text, err := yaml.Dump(c, yaml.WithLineWidth(-1), yaml.WithIndent(2), yaml.WithQuotePreference(w.quotes))
	if err != nil {
		panic("BUG: a scalar that cannot be printed: " + err.Error())
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i, line := range lines {
		if i > 0 {
			w.out.WriteByte('\n')
			if line != "" {
				w.out.WriteString(strings.Repeat(" ", column))
			}
		}
		w.out.WriteString(line)
	}
}

// flow prints a value within braces: on one line, or, of a document that is JSON,
// by depth.
func (w *printer) flow(n *yaml.Node, depth int) {
	if n.Kind == yaml.ScalarNode {
		w.json(n, depth)
		return
	}
	brackets, step := "[]", 1
	if n.Kind == yaml.MappingNode {
		brackets, step = "{}", 2
	}
	w.out.WriteByte(brackets[0])
	for i := 0; i+step-1 < len(n.Content); i += step {
		if i > 0 {
			w.out.WriteByte(',')
		}
		switch {
		case depth >= 0:
			w.out.WriteString("\n" + strings.Repeat("  ", depth+1))
		case i > 0:
			w.out.WriteByte(' ')
		}
		if step == 2 {
			w.json(n.Content[i], depth)
			w.out.WriteString(": ")
		}
		w.flow(n.Content[i+step-1], next(depth))
	}
	if len(n.Content) > 0 && depth >= 0 {
		w.out.WriteString("\n" + strings.Repeat("  ", depth))
	}
	w.out.WriteByte(brackets[1])
}

func next(depth int) int {
	if depth < 0 {
		return depth
	}
	return depth + 1
}

// json prints a scalar of a flow: as JSON where the document is.
func (w *printer) json(n *yaml.Node, depth int) {
	if depth < 0 {
		w.scalarFlow(n)
		return
	}
	if n.Tag != "!!str" {
		w.out.WriteString(n.Value)
		return
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(n.Value) // a string is always JSON
	w.out.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// scalarFlow quotes what would end a flow.
func (w *printer) scalarFlow(n *yaml.Node) {
	if n.Tag == "!!str" && n.Style == 0 && strings.ContainsAny(n.Value, ",[]{}:#&*!|>'\"%@`\n") || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		text, _ := json.Marshal(n.Value)
		w.out.Write(text)
		return
	}
	w.scalar(n, 0)
}
