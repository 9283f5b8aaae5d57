package goapi

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// Check compiles the modules in files, as generator.Result.Files has them, with
// their tests, in memory. The error is a [*BuildError], or says why the standard
// library cannot be had.
func Check(ctx context.Context, std *Standard, files map[string][]byte) error {
	src, err := parse(files)
	if err != nil {
		return err
	}
	if err := std.prepare(ctx, src.imports(true)); err != nil {
		return err
	}
	c := &compiler{source: src, std: std, bodies: true, done: map[string]*types.Package{}, build: new(BuildError)}
	for _, at := range slices.Sorted(maps.Keys(src.pkgs)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := c.Import(at); err != nil {
			return err
		}
	}
	if len(c.build.Errors) > 0 { // tests of what does not compile would only say so again
		return c.build
	}
	for _, at := range slices.Sorted(maps.Keys(src.pkgs)) {
		if p := src.pkgs[at]; len(p.tests) > 0 {
			c.check(at+"_test", p.language, p.tests)
		}
	}
	return c.build.orNil()
}

// compiler type-checks packages of one source, each once.
type compiler struct {
	*source
	std    types.Importer
	bodies bool // of functions too
	done   map[string]*types.Package
	stack  []string
	build  *BuildError
}

// Import gives a package by its path: ours from memory, all others from std.
func (c *compiler) Import(at string) (*types.Package, error) {
	p := c.pkgs[at]
	if p == nil {
		return c.std.Import(at)
	}
	if done := c.done[at]; done != nil {
		return done, nil
	}
	if slices.Contains(c.stack, at) {
		return nil, fmt.Errorf("import cycle: %s", strings.Join(append(c.stack, at), " imports "))
	}
	c.stack = append(c.stack, at)
	defer func() { c.stack = c.stack[:len(c.stack)-1] }()
	c.done[at] = c.check(at, p.language, p.files)
	return c.done[at], nil
}

func (c *compiler) check(at, language string, files []*ast.File) *types.Package {
	conf := types.Config{Importer: c, GoVersion: language, IgnoreFuncBodies: !c.bodies, Error: c.build.add}
	checked, _ := conf.Check(at, c.fset, files, nil) // errors went to build
	return checked
}
