package goapi

import (
	"context"
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"path"
	"slices"
)

// A program that imports one version and no other cannot tell an alias from a
// type. So each version is type-checked by itself: what it aliases is declared in
// it, methods and constants included, and apidiff is given versions that share
// nothing but the core.

// revision is the constant that the package of each version declares, and no
// other package does.
const revision = "DocumentVersion"

// alone is one run as such programs see it.
type alone struct {
	pkgs    map[string]*types.Package    // by import path
	aliases map[string]map[string]string // import path -> name -> import path of what it stands for
	tokens  map[string]string            // import path -> version
}

// view type-checks the declarations of files, each version by itself.
func view(ctx context.Context, std *Standard, files map[string][]byte) (*alone, error) {
	src, err := parse(files)
	if err != nil {
		return nil, err
	}
	if err := std.prepare(ctx, src.imports(false)); err != nil {
		return nil, err
	}
	build := new(BuildError)
	together := &compiler{source: src, std: std, done: map[string]*types.Package{}, build: build}
	a := &alone{pkgs: map[string]*types.Package{}, aliases: map[string]map[string]string{}, tokens: map[string]string{}}
	versions := map[string]*compiler{}
	for _, at := range slices.Sorted(maps.Keys(src.pkgs)) { // a version before its fake
		version := src.versionOf(at)
		c := versions[version]
		switch {
		case version == "":
			c = together
		case c == nil:
			c = src.apart(version, together)
			versions[version] = c
			a.aliases[version] = src.aliases(src.pkgs[version])
		}
		if a.pkgs[at], err = c.Import(at); err != nil {
			return nil, err
		}
		a.tokens[at] = tokenOf(c.done[version])
	}
	return a, build.orNil()
}

// versionOf is the package of the version that a package is, or is the fake of.
func (s *source) versionOf(at string) string {
	for ; at != "." && at != "/"; at = path.Dir(at) {
		if p := s.pkgs[at]; p != nil && p.declares(revision) {
			return at
		}
	}
	return ""
}

func (p *pkg) declares(name string) bool {
	for _, f := range p.files {
		for _, spec := range specs(f) {
			if slices.Contains(namesOf(spec), name) {
				return true
			}
		}
	}
	return false
}

// tokenOf reads the token that a package of a version carries; empty: none.
func tokenOf(version *types.Package) string {
	if version == nil {
		return ""
	}
	if c, ok := version.Scope().Lookup("version").(*types.Const); ok && c.Val().Kind() == constant.String {
		return constant.StringVal(c.Val())
	}
	return ""
}

// apart compiles a version with what it aliases put in the place of the aliases,
// and its fake upon that; it takes all else from the packages as they are.
func (s *source) apart(version string, together *compiler) *compiler {
	aliases := s.aliases(s.pkgs[version])
	from := map[string]map[string]bool{} // import path -> names
	for name, at := range aliases {
		if from[at] == nil {
			from[at] = map[string]bool{}
		}
		from[at][name] = true
	}
	var files []*ast.File
	for _, f := range s.pkgs[version].files {
		files = append(files, excerpt(f, func(name string) bool { return aliases[name] == "" }))
	}
	for _, at := range slices.Sorted(maps.Keys(from)) {
		for _, f := range s.pkgs[at].files {
			part := excerpt(f, func(name string) bool { return from[at][name] })
			part.Name = files[0].Name
			files = append(files, part)
		}
	}
	below := &source{fset: s.fset, pkgs: map[string]*pkg{}}
	for at, p := range s.pkgs {
		if s.versionOf(at) == version {
			below.pkgs[at] = p
		}
	}
	own := *s.pkgs[version]
	own.files = files
	below.pkgs[version] = &own
	return &compiler{source: below, std: together, done: map[string]*types.Package{}, build: together.build}
}
