package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// strays notes what the configuration names and the document does not have: a
// slip of the pen, or something upstream took away. It is no fault, since the
// second must not stop a team on the day it happens.
func (p *planner) strays() {
	names := p.Config.Names
	for _, id := range slices.Sorted(maps.Keys(names.Operations)) {
		m := p.methodOf[id]
		p.stray(m != nil, "no operation has this id", "names", "operations", id)
		p.stray(m == nil || m.name == names.Operations[id], "another operation of the service has this name", "names", "operations", id)
	}
	for _, tag := range slices.Sorted(maps.Keys(names.Services)) {
		s := p.services[serviceKey(tag)]
		p.stray(s != nil && slices.Contains(s.tags, tag), "no operation has this tag first", "names", "services", tag)
		p.stray(s == nil || s.goName == names.Services[tag], "another service has this name", "names", "services", tag)
	}
	for _, component := range slices.Sorted(maps.Keys(names.Types)) {
		p.stray(p.hasTypeName(names.Types[component]), "no operation reaches a component or type of this name", "names", "types", component)
	}
	for i, sel := range p.Config.Selectors {
		at := fmt.Sprint(i)
		p.stray(p.hasUnion(sel.Union), "no union has this Go name: "+sel.Union, "selectors", at, "union")
		p.stray(p.selected[i] || !p.hasUnion(sel.Union), "no union "+sel.Union+" stands beside a property "+sel.Property, "selectors", at, "property")
		for _, val := range slices.Sorted(maps.Keys(sel.Values)) {
			p.stray(p.variants[sel.Values[val]] || !p.selected[i], sel.Union+" has no variant "+sel.Values[val], "selectors", at, "values", val)
		}
	}
	p.stray(p.Config.Envelope == "" || p.unwrapped, "no result stands under this property alone", "envelope")
	for i := range p.Config.Pagination {
		p.stray(p.paged[i], "no operation pages like this", "pagination", fmt.Sprint(i))
	}
}

func (p *planner) stray(found bool, text string, path ...string) {
	if found {
		return
	}
	at := p.Config.At(path...)
	p.note(model.Pos{File: at.File, Line: at.Line, Column: at.Column}, strings.Join(path[:min(2, len(path))], ".")+": "+text)
}

func (p *planner) hasTypeName(name string) bool {
	return slices.ContainsFunc(p.versions, func(v *version) bool { return v.byName[name] != nil })
}

func (p *planner) hasUnion(name string) bool {
	return slices.ContainsFunc(p.versions, func(v *version) bool {
		return v.byName[name] != nil && v.byName[name].schema().Kind == model.Union
	})
}
