package oapi

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stratagen/strata/generator/config"
)

// Settings are what gen.yaml says about this target.
type Settings struct {
	oapi  codegen.Configuration
	query config.Query
	place config.Place
}

// Place is where the section stands in the configuration.
func (s *Settings) Place() config.Place { return s.place }

// Configure reads the section oapi-codegen of a configuration: the
// configuration of oapi-codegen itself, without what is ours to say. Templates
// that it names are read from fsys. The error is config.Faults.
func Configure(cfg *config.Config, fsys fs.FS) (*Settings, error) {
	s := &Settings{query: cfg.Query, place: cfg.At(section)}
	if err := cfg.Oapi.Decode(&s.oapi); err != nil {
		return nil, err
	}
	faults := append(ours(cfg, &s.oapi), s.templates(cfg, fsys)...)
	s.defaults()
	if err := s.configuration("name").Validate(); err != nil && faults == nil {
		faults = append(faults, cfg.Oapi.Faultf(nil, "%s: %s", section, strings.ReplaceAll(err.Error(), "\n", "; ")))
	}
	if faults != nil {
		faults.Sort()
		return nil, faults
	}
	return s, nil
}

const section = "oapi-codegen"

// ours are the keys that another part of gen.yaml stands for.
func ours(cfg *config.Config, c *codegen.Configuration) (faults config.Faults) {
	refuse := func(given bool, why string, path ...string) {
		if given {
			faults = append(faults, cfg.Oapi.Faultf(path, "%s.%s: %s", section, strings.Join(path, "."), why))
		}
	}
	refuse(c.PackageName != "", "a package per version, named by name", "package")
	refuse(c.AllowRemoteRefsFrom != nil, "the document of a version refers to nothing outside", "allow-remote-refs-from")
	refuse(c.OutputOptions.Overlay != (codegen.OutputOptionsOverlay{}), "see overlays", "output-options", "overlay")
	return faults
}

// templates replaces the files that user-templates names by their text:
// oapi-codegen would look for them in the working directory, then fetch them.
func (s *Settings) templates(cfg *config.Config, fsys fs.FS) (faults config.Faults) {
	texts := maps.Clone(s.oapi.OutputOptions.UserTemplates)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if strings.Contains(texts[name], "\n") {
			continue // the text itself
		}
		text, err := fs.ReadFile(fsys, texts[name])
		if err != nil {
			path := []string{"output-options", "user-templates", name}
			faults = append(faults, cfg.Oapi.Faultf(path, "%s.%s: %q: no such file beside this one", section, strings.Join(path, "."), texts[name]))
			continue
		}
		texts[name] = string(text) + "\n" // a line break is how oapi-codegen knows a text
	}
	s.oapi.OutputOptions.UserTemplates = texts
	return faults
}

// defaults are what differs from oapi-codegen's own: a client, and in it no name
// given twice and no number rounded.
func (s *Settings) defaults() {
	if s.oapi.Generate == (codegen.GenerateOptions{}) {
		s.oapi.Generate = codegen.GenerateOptions{Client: true, Models: true}
	}
	o := &s.oapi.OutputOptions
	o.ResolveTypeNameCollisions = true
	if o.ResponseTypeSuffix == "" {
		o.ResponseTypeSuffix = "Response" // said, because the library remembers the last one
	}
	types := codegen.TypeMapping{}
	if o.TypeMapping != nil {
		types = *o.TypeMapping
	}
	if types.Number.Default.Type == "" {
		types.Number.Default.Type = "float64"
	}
	o.TypeMapping = &types
}

func (s *Settings) configuration(pkg string) codegen.Configuration {
	c := s.oapi
	c.PackageName = pkg
	c.OutputOptions.UserTemplates = maps.Clone(c.OutputOptions.UserTemplates)
	return c
}
