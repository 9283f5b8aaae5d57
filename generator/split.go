package generator

import (
	"io/fs"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

// Split gives the document that cfg names once per version, most stable first:
// valid OpenAPI for tools that know nothing of versions. The error is as for
// [Generate], but what cannot become Go is no error here.
func Split(cfg *config.Config, fsys fs.FS) ([]*load.VersionDocument, error) {
	return load.Split(cfg, fsys)
}
