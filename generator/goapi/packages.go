package goapi

import (
	"context"
	"go/types"
	"maps"
	"slices"
)

// Packages gives the declarations of the packages in files, as [Compare] takes
// them, by import path: together, as a program sees them that imports several.
// Errors are those of [Check].
func Packages(ctx context.Context, std *Standard, files map[string][]byte) ([]*types.Package, error) {
	src, err := parse(files)
	if err != nil {
		return nil, err
	}
	if err := std.prepare(ctx, src.imports(false)); err != nil {
		return nil, err
	}
	c := &compiler{source: src, std: std, done: map[string]*types.Package{}, build: new(BuildError)}
	var list []*types.Package
	for _, at := range slices.Sorted(maps.Keys(src.pkgs)) {
		if len(src.pkgs[at].files) == 0 { // tests only
			continue
		}
		p, err := c.Import(at)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, c.build.orNil()
}
