package oapi

import (
	"bytes"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/templates"
)

// requirement is a module that the code of this target may import, at the
// version it is tested with; sums.txt has its checksums.
type requirement struct {
	Path, Version string
	Indirect      bool
	for_          string // the import that brings an indirect one
}

const runtime = "github.com/oapi-codegen/runtime"

var known = []requirement{
	{Path: "github.com/apapsch/go-jsonmerge/v2", Version: "v2.0.0", Indirect: true, for_: runtime},
	{Path: "github.com/google/uuid", Version: "v1.6.0", Indirect: true, for_: runtime},
	{Path: "github.com/oapi-codegen/nullable", Version: "v1.1.0"},
	{Path: runtime, Version: "v1.8.0"},
}

// module adds go.mod and go.sum. What the code imports and known does not list
// (a server's framework, say) is left to go mod tidy.
func (c *Client) module(p Package) error {
	imports, err := imported(c.Files)
	if err != nil {
		return err
	}
	var needed []requirement
	for _, r := range known {
		if within(r.Path, imports) || r.for_ != "" && within(r.for_, imports) {
			r.Indirect = !within(r.Path, imports)
			needed = append(needed, r)
		}
	}
	c.Unknown = slices.DeleteFunc(imports, func(imp string) bool {
		return !strings.Contains(strings.Split(imp, "/")[0], ".") ||
			slices.ContainsFunc(known, func(r requirement) bool { return imp == r.Path || strings.HasPrefix(imp, r.Path+"/") })
	})
	if c.Files["go.mod"], err = fill("go.mod.tmpl", map[string]any{"Path": p.ImportPath, "Requires": needed}); err != nil {
		return err
	}
	if len(needed) > 0 {
		c.Files["go.sum"], err = sums(needed)
	}
	return err
}

// sums are the lines of go.sum for the modules needed, and for the go.mod files
// that the go command reads on the way to them.
func sums(needed []requirement) ([]byte, error) {
	all, err := templates.FS.ReadFile("oapi-codegen/sums.txt")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for line := range strings.Lines(string(all)) {
		path := strings.Fields(line)[0]
		direct := slices.ContainsFunc(known, func(r requirement) bool { return r.Path == path })
		if !direct || slices.ContainsFunc(needed, func(r requirement) bool { return r.Path == path }) {
			b.WriteString(line)
		}
	}
	return b.Bytes(), nil
}

func within(module string, imports []string) bool {
	return slices.ContainsFunc(imports, func(imp string) bool { return imp == module || strings.HasPrefix(imp, module+"/") })
}

// imported lists what the Go files import.
func imported(files map[string][]byte) ([]string, error) {
	var list []string
	for name, src := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			return nil, err
		}
		for _, imp := range f.Imports {
			p, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return nil, err
			}
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
