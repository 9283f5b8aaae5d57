package plan

import (
	"cmp"
	"path"
	"slices"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
	"github.com/stratagen/strata/generator/plan/tags"
)

// First versions of the modules. Beta and alpha stay below v1, the only thing
// the go command itself understands as unstable.
const (
	stableTag   = "v1.0.0"
	unstableTag = "v0.1.0"
)

// packages gives the core and each version its package. A module path may not
// end in /v1 (go.dev/ref/mod#major-version-suffixes), hence acmev1 and not
// acme/v1. The second major version of a module ends in /v2, in the same folder.
func (p *planner) packages() {
	p.name = Name(p.Config, p.API.Title)
	p.core = p.pkg(p.name)
	for _, v := range p.versions {
		v.pkg = p.core
		if !p.single {
			v.pkg = p.pkg(VersionName(p.name, v.Token))
		}
	}
}

// Name is what a client is called: the name of its core package, or of its only
// one. title is info.title.
func Name(cfg *config.Config, title string) string {
	return naming.Package(cmp.Or(cfg.Name, title, "client"))
}

// VersionName is the package of one version of the client called name.
func VersionName(name, token string) string { return naming.Package(name + token) }

func (p *planner) pkg(name string) ir.Package {
	return ir.Package{Name: name, Dir: name, ImportPath: p.base(name) + tags.Suffix(p.Tags[name])}
}

// base is the path of a module while it is below its second major version.
func (p *planner) base(name string) string { return path.Join(p.Config.ModulePath(p.name), name) }

// module gives the go.mod of v: the core and the versions it aliases.
func (v *version) module() ir.Module {
	m := ir.Module{Path: v.pkg.ImportPath, Retract: v.p.retract(v.pkg)}
	if v.p.single {
		return m
	}
	m.Requires = append(m.Requires, ir.Require{Path: v.p.core.ImportPath, Version: v.p.coreTag(), Dir: "../" + v.p.core.Dir})
	for _, w := range v.p.versions[:v.index] {
		if v.uses(w) {
			m.Requires = append(m.Requires, ir.Require{Path: w.pkg.ImportPath, Version: w.tag(), Dir: "../" + w.pkg.Dir, Indirect: !v.aliases(w)})
		}
	}
	return m
}

// retract lists the versions that the module of a package takes back. A go.mod may
// name those of its own path only: the second major version has another one.
func (p *planner) retract(pkg ir.Package) []ir.Retract {
	var list []ir.Retract
	for _, r := range p.Config.Retracted(pkg.Dir) {
		if p.base(pkg.Dir)+tags.Suffix(r.Version) == pkg.ImportPath {
			list = append(list, ir.Retract{Version: r.Version, Reason: r.Reason})
		}
	}
	slices.SortFunc(list, func(a, b ir.Retract) int { return tags.Compare(b.Version, a.Version) })
	return list
}

// uses reports whether v or one of the versions it uses aliases a type of w: go
// mod tidy lists indirect requirements too.
func (v *version) uses(w *version) bool {
	if v.aliases(w) {
		return true
	}
	for _, between := range v.p.versions[w.index+1 : v.index] {
		if v.aliases(between) && between.uses(w) {
			return true
		}
	}
	return false
}

func (v *version) aliases(w *version) bool {
	for _, t := range v.byName {
		if t.alias != nil && t.alias.root().v == w && v.reached[t] {
			return true
		}
	}
	for _, ps := range v.params {
		if ps.alias == w {
			return true
		}
	}
	return false
}

func (p *planner) coreTag() string { return cmp.Or(p.Tags[p.core.Dir], stableTag) }

func (v *version) tag() string { return cmp.Or(v.p.Tags[v.pkg.Dir], First(v.Stability)) }

// First is the version at which a module of that stability begins.
func First(s model.Stability) string {
	if s == model.Stable {
		return stableTag
	}
	return unstableTag
}

// result puts the plan together.
func (p *planner) result() *Result {
	api := &ir.API{Name: p.name, Title: p.API.Title, Revision: p.API.Revision, Core: p.core, Single: p.single, Inside: p.Config.Layout == config.LayoutPackages, Fake: p.fake(p.core), Retract: p.retract(p.core), Dialect: p.dialect()}
	sortPending(p.pending)
	r := &Result{API: api, Lock: p.lock, Notes: p.notes, Pending: p.pending, Types: map[string]map[*model.Schema]string{}}
	for _, v := range p.versions {
		v.out.Module = v.module()
		api.Versions = append(api.Versions, v.out)
		r.Counts = append(r.Counts, v.count())
		r.Types[v.Token] = map[*model.Schema]string{}
		for s, t := range v.types {
			r.Types[v.Token][s] = t.name
		}
	}
	return r
}

func (v *version) count() Count {
	c := Count{Version: v.Token, Package: v.pkg.Name, Operations: len(v.Operations)}
	for t := range v.reached {
		c.Types++
		if t.alias != nil {
			c.Aliases++
		}
	}
	for _, n := range v.nodes {
		if n.schema.Component == "" {
			continue
		}
		c.Components++
		if v.types[n.schema].alias != nil {
			c.ComponentsAliased++
		}
	}
	return c
}

// label names v for people: "v1beta (beta)".
func (v *version) label() string {
	return v.Token + " (" + v.Stability.String() + ")"
}
