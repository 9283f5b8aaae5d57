package oapi

import (
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
	by            string // the module that brings it; empty: imported itself only
}

const runtime = "github.com/oapi-codegen/runtime"

var known = []requirement{
	{Path: "github.com/apapsch/go-jsonmerge/v2", Version: "v2.0.0", by: runtime},
	{Path: "github.com/google/uuid", Version: "v1.6.0", by: runtime},
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
	var direct, indirect []requirement
	for _, r := range known {
		switch {
		case within(r.Path, imports):
			direct = append(direct, r)
		case r.by != "" && within(r.by, imports):
			indirect = append(indirect, r)
		}
	}
	c.Unknown = slices.DeleteFunc(imports, func(imp string) bool {
		return !strings.Contains(strings.Split(imp, "/")[0], ".") ||
			slices.ContainsFunc(known, func(r requirement) bool { return imp == r.Path || strings.HasPrefix(imp, r.Path+"/") })
	})
	if c.Files["go.mod"], err = fill("go.mod.tmpl", map[string]any{"Path": p.ImportPath, "Direct": direct, "Indirect": indirect}); err != nil {
		return err
	}
	if len(direct) > 0 { // as go mod tidy gives it: with what only tests of the modules need
		c.Files["go.sum"], err = templates.FS.ReadFile("oapi-codegen/sums.txt")
	}
	return err
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
