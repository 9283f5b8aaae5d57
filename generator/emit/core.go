package emit

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/templates"
)

// printedRuntime are the files of the runtime that are samples of what is
// printed for each API.
var printedRuntime = map[string]bool{"dialect.go": true, "doc.go": true, "version.go": true}

// credentials are the files of the runtime that only some APIs need, with the
// question whether this one does.
var credentials = map[string]func(ir.Auth) bool{
	"auth_none.go":    func(a ir.Auth) bool { return len(a.Schemes) != 1 },
	"auth_several.go": func(a ir.Auth) bool { return len(a.Schemes) > 1 },
	"auth_basic.go":   func(a ir.Auth) bool { return hasScheme(a, "basic") },
	"auth_key.go":     func(a ir.Auth) bool { return hasScheme(a, "apiKey") },
}

func hasScheme(a ir.Auth, kind string) bool {
	return slices.ContainsFunc(a.Schemes, func(s ir.Scheme) bool { return s.Kind == kind })
}

// coreJobs are the files of the core module.
func coreJobs(api *ir.API) ([]job, error) {
	p := printer{api: api, pkg: api.Core}
	jobs, err := runtimeJobs(p)
	if err != nil {
		return nil, err
	}
	return append(jobs, moduleJobs(p, ir.Module{Path: api.Core.ImportPath, Retract: api.Retract})...), nil
}

// runtimeJobs are the runtime's files, copied into the package of p, and the
// dialect that they read.
func runtimeJobs(p printer) ([]job, error) {
	names, err := fs.Glob(templates.FS, "runtime/*.go")
	if err != nil {
		return nil, err
	}
	jobs := []job{in(p.pkg, "dialect.go", p.dialect)}
	for _, name := range names {
		base := path.Base(name)
		needed := credentials[base]
		switch {
		case printedRuntime[base], strings.HasSuffix(base, "_test.go"), needed != nil && !needed(p.api.Dialect.Auth):
		default:
			jobs = append(jobs, in(p.pkg, base, func() ([]byte, error) { return copyRuntime(name, p.pkg.Name) }))
		}
	}
	return jobs, nil
}

// copyRuntime reads a file of the runtime and makes it one of package pkg. Only
// the name in the package clause changes.
func copyRuntime(name, pkg string) ([]byte, error) {
	src, err := fs.ReadFile(templates.FS, name)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.PackageClauseOnly)
	if err != nil {
		return nil, err
	}
	start, end := fset.Position(f.Name.Pos()).Offset, fset.Position(f.Name.End()).Offset
	var out bytes.Buffer
	fmt.Fprintf(&out, "// %s\n\n", header)
	out.Write(src[:start])
	out.WriteString(pkg)
	out.Write(src[end:])
	return out.Bytes(), nil
}
