package load

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
)

// literal writes a node as JSON. Numbers keep the document's spelling where
// JSON can read it, so nothing is rounded.
func literal(n *yaml.Node) string {
	var b strings.Builder
	writeLiteral(&b, n)
	return b.String()
}

func writeLiteral(b *strings.Builder, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		b.WriteByte('{')
		sep := ""
		for k, v := range members(n) {
			b.WriteString(sep + quote(k.Value) + ":")
			writeLiteral(b, v)
			sep = ","
		}
		b.WriteByte('}')
	case yaml.SequenceNode:
		b.WriteByte('[')
		for i, v := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			writeLiteral(b, v)
		}
		b.WriteByte(']')
	default:
		b.WriteString(scalar(n))
	}
}

// scalar writes one scalar as JSON. What YAML knows and JSON does not (dates,
// binary, infinity) is text.
func scalar(n *yaml.Node) string {
	switch n.Tag {
	case "!!null":
		return "null"
	case "!!bool":
		return strings.ToLower(n.Value)
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return n.Value
		}
		if i, err := strconv.ParseInt(n.Value, 0, 64); err == nil {
			return strconv.FormatInt(i, 10)
		}
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
			if v, err := json.Marshal(f); err == nil {
				return string(v)
			}
		}
	}
	return quote(n.Value)
}

func quote(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return strconv.Quote(s)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
