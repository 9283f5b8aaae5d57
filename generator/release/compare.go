package release

// A module at its last tag, and as it is now.

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/plan/tags"
)

// compare gives m the reasons of its next version.
func (p *planner) compare(ctx context.Context, m *Module, g generator.Module, before *past, now *present) error {
	found, err := p.changes(ctx, before, now)
	if err != nil {
		return err
	}
	w := &why{m: m, found: found, pkg: unversioned(now.bases, g.Path), methods: g.Methods, before: before.methods(m.Token)}
	if !g.Core {
		w.wire()
	}
	w.exported()
	p.dependencies(m, before, now)
	mod := goMods{before.plain[m.Folder+"/go.mod"], now.plain[m.Folder+"/go.mod"]}
	mod.reasons(m)
	w.files(before.plain, now.plain, mod)
	return nil
}

// methods are the operations of a version as programs called them.
func (b *past) methods(token string) map[string]string {
	for _, g := range b.made.Modules() {
		if g.Version == token && !g.Core {
			return g.Methods
		}
	}
	return nil
}

// changes compares two trees, once.
func (p *planner) changes(ctx context.Context, before *past, now *present) (*changes, error) {
	if c := before.changes[now]; c != nil {
		return c, nil
	}
	// What is gone was taken when the document was.
	d, err := generator.Diff(ctx, before.side, generator.Side{Config: p.Config, Files: p.Files}, generator.Taken{Shrink: true})
	if err != nil {
		return nil, err
	}
	c := &changes{wire: d.Report.Report}
	if c.goapi, err = goapi.Compare(ctx, p.Std, goFiles(before.plain), goFiles(now.plain)); err != nil {
		return nil, err
	}
	known := bases(before.made.Files)
	was := before.made.Places().Unversioned(func(at string) string { return unversioned(known, at) })
	c.blamed = goapi.Blame(c.goapi, was, now.places, c.wire)
	before.changes[now] = c
	return c, nil
}

// goFiles are the files that Go is made of.
func goFiles(files map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, text := range files {
		if strings.HasSuffix(name, ".go") || path.Base(name) == "go.mod" {
			out[name] = text
		}
	}
	return out
}

// dependencies: the exported names of a module are made of those of the modules it
// requires, so that the next major version of one is a break of the other.
func (p *planner) dependencies(m *Module, before *past, now *present) {
	was := map[string]string{} // base path -> required version
	for at, version := range requires(before.files[m.Folder+"/go.mod"]) {
		was[unversioned(before.bases, at)] = version
	}
	for _, folder := range m.Requires {
		i := slices.IndexFunc(p.plan.Modules, func(d *Module) bool { return d.Folder == folder })
		d := p.plan.Modules[i]
		old := was[unversioned(now.bases, d.Path)]
		if old == "" || tags.Suffix(old) == tags.Suffix(d.Next) {
			continue
		}
		m.Why = append(m.Why, Reason{
			Kind: Dependency, Level: Break, Names: []string{d.Folder}, Before: old, After: d.Next, Breaks: true,
			Text: fmt.Sprintf("%s, of whose types it is made, goes from %s to %s", d.Folder, old, d.Next),
		})
	}
}

// files adds a reason where the files of the module are not the same and no other
// reason says why. Where they are the same, something of the wire that breaks
// nobody is no reason.
func (w *why) files(before, now map[string][]byte, mod goMods) {
	changed, behaves := !mod.same(), false
	for name := range union(before, now) {
		rest, own := strings.CutPrefix(name, w.m.Folder+"/")
		if !own || rest == "go.mod" || slices.Contains(followers, rest) || bytes.Equal(before[name], now[name]) {
			continue
		}
		changed = true
		behaves = behaves || path.Ext(rest) == ".go" && !strings.HasSuffix(rest, "_test.go") && !sameCode(before[name], now[name])
	}
	switch {
	case !changed && !slices.ContainsFunc(w.m.Why, Reason.tells):
		w.m.Why = nil
	case changed && len(w.m.Why) == 0 && behaves:
		w.m.Why = []Reason{{Kind: Files, Level: Fix, Text: "what is behind the names changed"}}
	case changed && len(w.m.Why) == 0:
		w.m.Why = []Reason{{Kind: Files, Level: Fix, Text: "comments, examples or tests changed"}}
	}
}

// tells reports whether a program can tell, even where the files of the module are
// the same: an alias stands for what is elsewhere.
func (r Reason) tells() bool { return r.Kind != Wire || r.Level == Break || len(r.Names) > 0 }

// followers are the files of a module that only follow others; see the decision.
var followers = []string{"README.md", "version.go", "CHANGELOG.md"}

func union(a, b map[string][]byte) map[string][]byte {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// why gathers the reasons of a module.
type why struct {
	m       *Module
	found   *changes
	pkg     string            // without major suffix
	methods map[string]string // of the operations, now
	before  map[string]string // and before
}

// wire adds what drift found for the version, and the exported names that change
// with it.
func (w *why) wire() {
	by := map[*drift.Finding][]goapi.Change{} // what it is the first to explain
	for i, c := range w.found.goapi {
		if w.mine(c) {
			f := w.behind(c, w.found.blamed[i])
			by[f] = append(by[f], c)
		}
	}
	for _, f := range w.found.wire.Findings {
		most, rule := level(f, w.m.Token)
		if most == None || unfelt(rule) {
			continue
		}
		r := Reason{Kind: Wire, Level: most, Rule: rule.ID, Case: rule.Case, Text: rule.Title, Before: f.Before, After: f.After}
		for _, s := range f.Sites {
			if s.Version == w.m.Token && s.Place.Operation != "" {
				r.Operations = append(r.Operations, s.Place.Operation)
			}
		}
		w.complete(&r)
		for _, c := range by[f] {
			w.blame(&r, c)
		}
		w.keeps(&r, f)
		for _, list := range []*[]string{&r.Names, &r.came, &r.went} {
			slices.Sort(*list)
			*list = slices.Compact(*list)
		}
		w.m.Why = append(w.m.Why, r)
	}
}

// complete adds what the operations of a reason are called in Go.
func (w *why) complete(r *Reason) {
	slices.Sort(r.Operations)
	r.Operations = slices.Compact(r.Operations)
	for _, id := range r.Operations {
		if name := cmp.Or(w.methods[id], w.before[id]); name != "" {
			r.Methods = append(r.Methods, name)
		}
	}
}

// behind chooses among the findings that explain a change the one that it is told
// with: the first that does to Go what the change does. Nil: none of them does
// anything to the module itself.
func (w *why) behind(c goapi.Change, list []*drift.Finding) *drift.Finding {
	var other *drift.Finding
	for _, f := range list {
		most, rule := level(f, w.m.Token)
		switch {
		case most == None || unfelt(rule) || rule.Go <= drift.GoComment:
		case c.Compatible == (rule.Go == drift.GoAdded):
			return f
		case other == nil:
			other = f
		}
	}
	return other
}

// unfelt reports whether a rule is about what no program notices: neither one that
// was built before, nor its source. L14 is about programs that name no version, and
// ours always do.
func unfelt(r *drift.Rule) bool {
	return r.Go == drift.GoSame && r.Wire == drift.WireOK && r.Stable != drift.Add || r.ID == "L14"
}

// blame adds a change of Go to the finding behind it.
func (w *why) blame(r *Reason, c goapi.Change) {
	if c.Package == w.pkg || slices.Contains(c.Reached, w.pkg) {
		r.Names = append(r.Names, c.Object)
		switch c.Message {
		case "added":
			r.came = append(r.came, c.Object)
		case "removed":
			r.went = append(r.went, c.Object)
		}
	}
	r.Level = max(r.Level, goLevel(c))
	r.Breaks = r.Breaks || !c.Compatible
}

// mine reports whether who uses the module, or its fake, sees a change. The number
// of the document is there to change.
func (w *why) mine(c goapi.Change) bool {
	in := func(at string) bool { return at == w.pkg || strings.HasPrefix(at, w.pkg+"/") }
	return (in(c.Package) || slices.ContainsFunc(c.Reached, in)) && c.Object != "DocumentVersion"
}

// exported adds the changes of Go that no finding explains: one reason for what
// breaks of a type, and one for all that is new.
func (w *why) exported() {
	by := map[string]*Reason{}
	for i, c := range w.found.goapi {
		if !w.mine(c) || w.behind(c, w.found.blamed[i]) != nil {
			continue
		}
		name := c.Object
		if rest, fake := strings.CutPrefix(c.Package, w.pkg+"/"); fake && c.Package != w.pkg {
			name = strings.TrimSuffix(rest+"."+name, ".")
		}
		key, r := "", Reason{Kind: Go, Level: goLevel(c), Text: "new names"}
		switch {
		case !c.Compatible:
			owner, _, _ := strings.Cut(c.Object, ".")
			key, r.Text, r.Breaks = owner+"\x00"+c.Message, c.Message, true
		case r.Level == Fix:
			key, r.Text = "\x01", "other declarations, of which a program notices nothing"
		}
		if by[key] == nil {
			by[key] = &r
		}
		by[key].Names = append(by[key].Names, name)
	}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		slices.Sort(by[key].Names)
		w.m.Why = append(w.m.Why, *by[key])
	}
}

// goLevel is how much a change of Go is.
func goLevel(c goapi.Change) Level {
	switch {
	case !c.Compatible:
		return Break
	case c.Kind == goapi.API:
		return Add
	}
	return Fix
}

// level is how much a finding is for a version on the wire, and the rule that says
// so: its sites may be cases of their own.
func level(f *drift.Finding, token string) (most Level, rule *drift.Rule) {
	for _, s := range f.Sites {
		if s.Version != token {
			continue
		}
		v := s.Verdict
		if s.Rule.Go == drift.GoHold && s.Rule.Wire == drift.WireOK {
			v = s.Rule.Stable // that is of the wire alone; whether it breaks Go, Go says
		}
		l := None
		switch {
		case v >= drift.Break:
			l = Break
		case v == drift.Add, v == drift.Note:
			l = Add
		case v > drift.Nothing:
			l = Fix
		}
		if l > most {
			most, rule = l, s.Rule
		}
	}
	return most, rule
}
