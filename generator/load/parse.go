package load

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/datamodel"

	"github.com/stratagen/strata/generator/model"
)

// document is one parsed document: its nodes, where each stands and what its
// references mean.
type document struct {
	file    string
	version string     // "3.1.0"
	root    *yaml.Node // the top mapping
	schemas *yaml.Node // components.schemas, nil: none
	paths   *yaml.Node // paths, nil: none

	count   int // of the values that hang somewhere, those of overlays aside: the room for places
	places  map[*yaml.Node]place
	refs    []*yaml.Node          // the values of every $ref, and of every key that changes what one means
	files   map[*yaml.Node]string // nodes an overlay brought, and the overlay
	targets map[string]*yaml.Node // reference, as written -> what it names

	early model.Faults // what parsing found and reading goes on after
}

// is31 reports whether schemas are JSON Schema 2020-12: keywords beside $ref
// count, exclusiveMinimum is a number.
func (d *document) is31() bool { return !strings.HasPrefix(d.version, "3.0") }

// parse reads src as an OpenAPI 3 document. There is one beside faults where
// these leave no doubt of its structure.
func parse(file string, src []byte) (*document, model.Faults) {
	var faults model.Faults
	top := parseYAML(file, src, &faults)
	if top == nil {
		return nil, faults
	}
	d := &document{file: file, root: top, files: map[*yaml.Node]string{}}
	(&untangler{doc: d, faults: &faults}).node(top)
	if !d.checkVersion(&faults) {
		return nil, faults
	}
	return d, faults
}

// checkVersion finds the dialect, and refuses what is not OpenAPI 3.
func (d *document) checkVersion(faults *model.Faults) bool {
	if n := get(d.root, "swagger"); n != nil {
		faults.Add(d.at(n), "swagger %s is not supported: convert the document to OpenAPI 3", n.Value)
		return false
	}
	n := get(d.root, "openapi")
	switch {
	case n == nil:
		faults.Add(d.at(d.root), "not an OpenAPI document: there is no openapi key")
	case n.Kind != yaml.ScalarNode || !openAPI3.MatchString(n.Value):
		faults.Add(d.at(n), "openapi %s is not supported: want 3.0, 3.1 or 3.2", what(n))
	case get(d.root, "paths") == nil && get(d.root, "webhooks") == nil && get(d.root, "components") == nil:
		faults.Add(d.at(d.root), "the document describes nothing: there are no paths, webhooks or components")
	default:
		d.version = n.Value
		return true
	}
	return false
}

var openAPI3 = regexp.MustCompile(`^3\.[0-2](\.|$)`)

// parseYAML parses YAML or JSON and gives the top mapping.
func parseYAML(file string, src []byte, faults *model.Faults) *yaml.Node {
	if recognize(file, src, faults) {
		return nil
	}
	start := model.Pos{File: file, Line: 1, Column: 1}
	root, err := extract(src)
	if err != nil {
		if !jsonFault(file, src, faults) {
			pos, text := yamlError(err, start)
			// What is missing at the end is missing behind the last word.
			if end := placeOf(file, src, len(bytes.TrimRight(src, " \t\r\n"))); pos.Line > end.Line {
				pos = end
			}
			faults.Add(pos, "%s", text)
		}
		return nil
	}
	if i := second(src); i >= 0 {
		faults.Add(placeOf(file, src, i), "a second YAML document; one file holds one API")
		return nil
	}
	if len(root.Content) != 1 || root.Content[0].Kind != yaml.MappingNode {
		faults.Add(start, "not an OpenAPI document: the top is not a mapping")
		return nil
	}
	if checkSize(file, root.Content[0], faults); len(*faults) > 0 {
		return nil
	}
	return root.Content[0]
}

var marker = regexp.MustCompile(`^(---|\.\.\.)(\s|$)`)

// second gives the offset of a second document of YAML, which the parser leaves
// unread; -1: there is none. Nothing but a marker can stand where markers do.
func second(src []byte) int {
	begun, ended, offset := false, false, 0
	for line := range bytes.Lines(src) {
		text := bytes.TrimPrefix(line, []byte("\ufeff"))
		if len(text) > 2 && (text[0] == '-' || text[0] == '.') && marker.Match(text) {
			ended, text = begun, text[3:]
		}
		text = bytes.TrimSpace(text)
		switch {
		case len(text) == 0 || text[0] == '#' || !begun && text[0] == '%':
		case ended:
			return offset
		default:
			begun = true
		}
		offset += len(line)
	}
	return -1
}

var yaml12 = regexp.MustCompile(`\A\x{FEFF}?(?:[ \t\r]*\n|#.*\n)*%YAML 1\.2`)

// extract has libopenapi parse src, JSON or YAML. Its conversion to JSON is
// skipped, and with it the search for duplicate keys: the untangler searches
// too and knows the columns. The check for the kind of document is passed over
// since ours tells where the version stands.
func extract(src []byte) (root *yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cannot be parsed: %v", p)
		}
	}()
	// The parser reads YAML 1.2 and stops at the line that says so.
	if at := yaml12.FindIndex(src); at != nil {
		src = bytes.Clone(src)
		src[at[1]-len("%YAML 1.2")] = '#'
	}
	info, err := datamodel.ExtractSpecInfoWithConfig(src, &datamodel.DocumentConfiguration{SkipJSONConversion: true})
	if info != nil && info.RootNode != nil {
		return info.RootNode, nil
	}
	return nil, err
}

var yamlPlace = regexp.MustCompile(`(?s)L([0-9]+)\.C([0-9]+): (.*)`)

// yamlError takes the place out of a parser's message.
func yamlError(err error, start model.Pos) (model.Pos, string) {
	m := yamlPlace.FindStringSubmatch(err.Error())
	if m == nil {
		return start, strings.TrimPrefix(err.Error(), "unable to parse specification: ")
	}
	start.Line, _ = strconv.Atoi(m[1])
	start.Column, _ = strconv.Atoi(m[2])
	return start, "not YAML: " + strings.TrimSpace(m[3])
}
