package plan

import (
	"fmt"
	"maps"
	"slices"

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
		p.stray(p.hasComponent(component), "no operation reaches a component of this name", "names", "types", component)
	}
	for i, sel := range p.Config.Selectors {
		p.stray(p.hasType(sel.Union), "no union has this Go name: "+sel.Union, "selectors", fmt.Sprint(i), "union")
	}
}

func (p *planner) stray(found bool, text string, path ...string) {
	if found {
		return
	}
	at := p.Config.At(path...)
	p.note(model.Pos{File: at.File, Line: at.Line, Column: at.Column}, path[0]+"."+path[1]+": "+text)
}

func (p *planner) hasType(name string) bool {
	return slices.ContainsFunc(p.versions, func(v *version) bool {
		return v.byName[name] != nil && v.byName[name].schema().Kind == model.Union
	})
}
