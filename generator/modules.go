package generator

import (
	"slices"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan"
)

// Module is one of the modules of a run.
type Module struct {
	Folder    string          // below the output, and its name in release.lock: "acmev1"
	Path      string          // "example.com/acmev1/v2"
	Core      bool            // what the modules of several versions share; it has no version
	Version   string          // token; empty: the core, or a document without versions
	Stability model.Stability // of the version; the core is as good as its most stable one
	Requires  []string        // folders of the siblings in its go.mod, sorted
	First     string          // what it begins at where nobody says otherwise: "v1.0.0"

	Operations int
	// Methods are the operations as a program calls them, by id: "Sources.List".
	Methods map[string]string
}

// Modules lists the modules of the run so that each comes after those it requires:
// the core, then the versions, most stable first.
func (r *Result) Modules() []Module {
	api := r.planned.API
	folders := map[string]string{api.Core.ImportPath: api.Core.Dir}
	for _, v := range api.Versions {
		folders[v.Module.Path] = v.Package.Dir
	}
	var list []Module
	if !api.Single {
		core := Module{Folder: api.Core.Dir, Path: api.Core.ImportPath, Core: true, Stability: model.Stable, First: plan.First(model.Stable)}
		list = append(list, core)
	}
	for i, v := range api.Versions {
		m := Module{Folder: v.Package.Dir, Path: v.Module.Path, Version: v.Token, Stability: r.api.Versions[i].Stability, Methods: methods(v)}
		m.First = plan.First(m.Stability)
		m.Operations = len(m.Methods)
		for _, q := range v.Module.Requires {
			m.Requires = append(m.Requires, folders[q.Path])
		}
		slices.Sort(m.Requires)
		list = append(list, m)
	}
	return list
}

func methods(v *ir.Version) map[string]string {
	names := map[string]string{}
	for _, s := range v.Services {
		for _, op := range s.Operations {
			names[op.ID] = s.GoName + "." + op.GoName
		}
	}
	return names
}
