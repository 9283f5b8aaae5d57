package load

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/pb33f/go-yaml"
)

// printYAML writes a document in block style. Strings are written as the YAML of
// their day would not misread them; see style.
func printYAML(root *yaml.Node, header string) ([]byte, error) {
	style(root)
	var b bytes.Buffer
	b.WriteString("# " + header + "\n")
	d, err := yaml.NewDumper(&b, yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, err
	}
	if err := d.Dump(root); err != nil {
		return nil, err
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// style chooses how scalars are written: the printer knows YAML 1.2, readers may
// know 1.1 only, and a literal block cannot hold every text.
func style(n *yaml.Node) {
	for _, c := range n.Content {
		style(c)
	}
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return
	}
	switch {
	case yaml11.MatchString(n.Value):
		n.Style = yaml.SingleQuotedStyle
	case strings.ContainsAny(n.Value, "\r\u0085\u2028\u2029\ufeff") || strings.Contains(n.Value, "\n") && strings.TrimLeft(n.Value, " \t\n") != n.Value:
		n.Style = yaml.DoubleQuotedStyle
	}
}

// yaml11 are words that YAML 1.1 reads as booleans or as numbers to base 60, and
// 1.2 as strings (https://yaml.org/type/bool.html, https://yaml.org/type/int.html).
var yaml11 = regexp.MustCompile(`^((?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)$`)
