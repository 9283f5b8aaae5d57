package config

// docs/configuration.md: the same tree as the schemas, for people.

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const configurationHead = `# Configuration

<!-- Made of the code by make golden: edit the comments in generator/config instead. -->

` + "`gen.yaml`" + ` says what a document cannot. It is read from the working folder, or ` + "`spec/`" + ` in it, or where ` + "`-config`" + ` points; paths
in it are relative to the file. Every key but ` + "`spec`" + ` may be left out, an unknown one is an error, and mistakes are told all at once, by
line and column. [gen.schema.json](gen.schema.json) is the same as a JSON Schema; with this line at the top of a file, editors that run
yaml-language-server complete keys and underline mistakes:

` + "```yaml" + `
# yaml-language-server: $schema=` + schemaAddress + `gen.schema.json
` + "```" + `

Beside it stand files that commands write and people check in: ` + "`names.lock`" + ` ([5](decisions/0005-names-lock.md)), ` + "`release.lock`" + `
([publishing](publishing.md)), and ` + "`accept.yaml`" + `, at the end of this page.

In full, though no configuration needs all of it:

`

const acceptHead = `
## accept.yaml

The changes that a person has accepted ([drift.md](drift.md)): a list. Its schema is [accept.schema.json](accept.schema.json).

`

// TestConfigurationPage: docs/configuration.md is what the code says.
func TestConfigurationPage(t *testing.T) {
	var b bytes.Buffer
	all := trees(t)
	text, _ := example(t, "gen.yaml")
	fmt.Fprintf(&b, "%s```yaml\n%s```\n\n## Keys\n", configurationHead, text)
	page(&b, all["gen.yaml"])
	text, _ = example(t, "accept.yaml")
	fmt.Fprintf(&b, "%s```yaml\n%s```\n", acceptHead, text)
	page(&b, all["accept.yaml"].item)
	golden(t, "configuration.md", b.Bytes())
}

// page writes the keys of a mapping, then those of the mappings in it.
func page(b *bytes.Buffer, n *node) {
	if path := n.dotted(); path != "" && path != "*" {
		fmt.Fprintf(b, "\n### %s\n", heading(n))
	}
	b.WriteString("\n| key | value | meaning |\n|---|---|---|\n")
	for _, k := range n.keys {
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", k.name(), value(k), cell(k.about))
	}
	for _, k := range n.keys {
		for inner := k; inner != nil; inner = inner.item {
			if inner.keys != nil {
				page(b, inner)
			}
		}
	}
}

// heading is where the keys of a mapping stand: "release.retract, each".
func heading(n *node) string {
	path, items := n.dotted(), ""
	if rest, ok := strings.CutSuffix(path, ".*"); ok {
		path, items = rest, ", each"
	}
	return "`" + path + "`" + items
}

// value says what a key takes, whether it is needed, and what it is without.
func value(k *node) string {
	text := takes(k)
	if k.rule.required {
		text += "; needed"
	}
	if k.rule.unique {
		text += "; nothing twice"
	}
	if f := k.rule.fallback; f != "" {
		text += "; default `" + f + "`"
	}
	return cell(text)
}

func takes(k *node) string {
	switch {
	case k.section():
		return "a mapping"
	case k.keys != nil:
		return "a mapping, below"
	case k.is(reflect.Slice):
		return "a list: " + takes(k.item)
	case k.is(reflect.Map):
		text := "a mapping"
		if k.rule.names != nil {
			text += " by " + k.rule.names.says
		}
		return text + ": " + takes(k.item)
	case k.is(reflect.Bool):
		return "`true` or `false`"
	case k.rule.oneOf != nil:
		return "`" + strings.Join(k.rule.oneOf, "`, `") + "`"
	case k.rule.form != nil:
		return k.rule.form.says
	}
	return "text"
}

// cell is text in a table (GitHub Flavored Markdown, section 4.10), in which nothing
// is an element of HTML.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(text)
}
