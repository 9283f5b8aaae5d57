package generator

import (
	"context"
	"fmt"
	"io/fs"
	"path"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/oapi"
	"github.com/stratagen/strata/generator/plan"
)

// OapiFolder is where the modules of the second target stand below Config.Out,
// and below Config.Module.
const OapiFolder = "oapi-codegen"

// OapiCodegen is [Generate] with oapi-codegen as the printer: each version's
// document becomes one module. Its names are oapi-codegen's, so there is no
// Result.Lock and no core. The error is as for [Split]; a mistake in the section
// oapi-codegen of the configuration is a config.Faults.
func OapiCodegen(ctx context.Context, cfg *config.Config, fsys fs.FS) (*Result, error) {
	settings, err := oapi.Configure(cfg, fsys)
	if err != nil {
		return nil, err
	}
	versions, err := load.Split(cfg, fsys)
	if err != nil {
		return nil, err
	}
	res := &Result{Files: map[string][]byte{}}
	for i, v := range versions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		client, doc, err := oapiClient(cfg, settings, versions, i)
		if err != nil {
			var faults model.Faults
			faults.Add(model.Pos{File: cfg.Spec}, "%s", err) // oapi-codegen keeps no lines
			return nil, faults
		}
		for name, text := range client.Files {
			res.Files[path.Join(client.Name, name)] = text
		}
		res.Counts = append(res.Counts, plan.Count{Version: v.Token, Package: client.Name, Operations: doc.Operations(), Types: client.Types})
		for _, imp := range client.Unknown {
			at := settings.Place()
			res.Notes = append(res.Notes, model.Note{
				Pos:  model.Pos{File: at.File, Line: at.Line, Column: at.Column},
				Text: client.Name + " imports " + imp + ": go mod tidy adds its module",
			})
		}
	}
	return res, nil
}

func oapiClient(cfg *config.Config, settings *oapi.Settings, versions []*load.VersionDocument, i int) (*oapi.Client, *oapi.Document, error) {
	doc, err := oapi.Read(versions[i].Text)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", versions[i].Name, err)
	}
	client, err := settings.Client(doc, oapiPackage(cfg, doc.Title, versions, i))
	return client, doc, err
}

// oapiPackage names the package of a version, as the first target does.
func oapiPackage(cfg *config.Config, title string, versions []*load.VersionDocument, i int) oapi.Package {
	name := plan.Name(cfg, title)
	p := oapi.Package{Name: name, Token: versions[i].Token, MediaType: versions[i].MediaType}
	if len(versions) > 1 {
		p.Name = plan.VersionName(name, p.Token)
	}
	p.ImportPath = path.Join(cfg.ModulePath(name), OapiFolder, p.Name)
	return p
}
