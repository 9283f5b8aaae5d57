package generator

import (
	"io/fs"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

// VersionDocument is the document as one version offers it.
type VersionDocument = load.VersionDocument

// Split gives the document that cfg names once per version, most stable first:
// valid OpenAPI for tools that know nothing of versions. The error is as for
// [Generate], but what cannot become Go is no error here.
func Split(cfg *config.Config, fsys fs.FS) ([]*VersionDocument, error) {
	return load.Split(cfg, fsys)
}
