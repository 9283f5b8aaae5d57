package generator

import (
	"context"
	"io/fs"

	"github.com/stratagen/strata/generator/config"
)

// Outline is what a document says of itself to who sets up a repository for it.
type Outline struct {
	Title    string
	Name     string // of the core package
	Pattern  string // of the media types that name a version; empty: none do
	Versions []VersionOutline
	Servers  []string // base URLs, in the order of the document
}

// VersionOutline is one version of an [Outline].
type VersionOutline struct {
	Token     string // empty: the document has no versions
	Stability string // "stable", "beta", "alpha", "unknown"
	Package   string // its name, and its folder below Config.Out
}

// Describe reads the document that cfg names from fsys and plans its packages, so
// that a document which Generate refuses is refused here. The error is that of
// [Generate].
func Describe(ctx context.Context, cfg *config.Config, fsys fs.FS) (*Outline, error) {
	api, planned, err := prepare(ctx, cfg, fsys)
	if err != nil {
		return nil, err
	}
	o := &Outline{Title: api.Title, Name: planned.API.Name, Pattern: api.Pattern}
	for _, v := range planned.API.Versions {
		o.Versions = append(o.Versions, VersionOutline{v.Token, v.Stability, v.Package.Dir})
	}
	for _, s := range api.Servers {
		o.Servers = append(o.Servers, s.URL)
	}
	return o, nil
}
