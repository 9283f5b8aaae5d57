package goapi

import (
	"context"
	"go/types"
	"maps"
	"slices"
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
