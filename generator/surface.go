package generator

import (
	"context"
	"io/fs"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/surface"
)

// Surface reads the document that cfg names from fsys and writes down what each
// of its versions promises on the wire. Files and errors are those of [Generate];
// names.lock is not read, since Go names are no part of it.
func Surface(ctx context.Context, cfg *config.Config, fsys fs.FS) ([]*surface.Version, error) {
	api, err := load.Document(cfg, fsys)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return surface.Of(api), nil
}
