package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/naming"
)

// service is a tag over all versions: a call keeps its name when it moves to a
// more stable one. Tags that differ in spelling only are one.
type service struct {
	tag    string   // the first of tags
	tags   []string // sorted
	goName string
	ops    map[string]*model.Operation // by id; the most stable version's
}

func (s *service) typeName() string { return s.goName + "Service" }

// method is an operation over all versions.
type method struct {
	service *service
	name    string
	args    map[string]string // path parameter -> Go name
	types   map[string]string // path parameter -> locked Go type
	lock    *lock.Method      // the new entry
}

// methods names services, methods and positional parameters.
func (p *planner) methods() {
	p.groupByTag()
	p.nameServices()
	for _, key := range slices.Sorted(maps.Keys(p.services)) {
		p.nameMethods(p.services[key])
	}
	for _, id := range slices.Sorted(maps.Keys(p.methodOf)) {
		m := p.methodOf[id]
		op := m.service.ops[id]
		m.lock = &lock.Method{ID: id, HTTP: op.Method, Path: op.Path, Service: m.service.goName, Name: m.name}
		p.lock.Methods = append(p.lock.Methods, m.lock)
	}
}

func (p *planner) groupByTag() {
	var ids []string
	for _, v := range p.versions {
		for _, op := range v.Operations {
			if p.methodOf[op.ID] != nil {
				continue
			}
			tag := tagOf(op)
			key := serviceKey(tag)
			s := p.services[key]
			if s == nil {
				s = &service{ops: map[string]*model.Operation{}}
				p.services[key] = s
			}
			if at, found := slices.BinarySearch(s.tags, tag); !found {
				s.tags = slices.Insert(s.tags, at, tag)
				s.tag = s.tags[0]
			}
			s.ops[op.ID] = op
			p.methodOf[op.ID] = &method{service: s, args: map[string]string{}, types: map[string]string{}}
			ids = append(ids, op.ID)
		}
	}
	slices.Sort(ids)
	scope := naming.NewScope()
	for _, id := range ids {
		name := naming.Exported(id)
		p.opNames[id] = scope.Take(name, name+"Operation")
	}
}

// serviceKey is what tags that are spelled differently have in common.
func serviceKey(tag string) string { return strings.ToLower(naming.Service(tag)) }

// tagOf is the group of op: its first tag, else the first fixed element of its
// path.
func tagOf(op *model.Operation) string {
	if len(op.Tags) > 0 && strings.TrimSpace(op.Tags[0]) != "" {
		return op.Tags[0]
	}
	for _, elem := range strings.Split(op.Path, "/") {
		if elem != "" && !strings.Contains(elem, "{") {
			return elem
		}
	}
	return "default"
}

// nameServices gives a tag the name most of its operations' services had, else
// one made of the tag.
func (p *planner) nameServices() {
	scope := naming.NewScope()
	for _, pass := range []func(*service) string{
		p.configuredService,
		p.lockedService,
		func(s *service) string { return naming.Service(s.tag) },
	} {
		for _, key := range slices.Sorted(maps.Keys(p.services)) {
			s := p.services[key]
			name := pass(s)
			if s.goName == "" && name != "" && !scope.Has(name) {
				s.goName = scope.Take(name)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.services)) {
		if s := p.services[key]; s.goName == "" {
			s.goName = scope.Take(naming.Service(s.tag)+"Operations", naming.Service(s.tag)+"Group")
		}
	}
}

func (p *planner) configuredService(s *service) string {
	for _, tag := range s.tags {
		if name := p.Config.Names.Services[tag]; name != "" {
			return name
		}
	}
	return ""
}

func (p *planner) lockedService(s *service) string {
	votes := map[string]int{}
	for id, op := range s.ops {
		if m := p.Lock.Method(id, op.Method, op.Path); m != nil {
			votes[m.Service]++
		}
	}
	best := ""
	for _, name := range slices.Sorted(maps.Keys(votes)) {
		if votes[name] > votes[best] {
			best = name
		}
	}
	return best
}

func (p *planner) nameMethods(s *service) {
	given := map[string]string{}
	var ops []naming.Operation
	for _, id := range slices.Sorted(maps.Keys(s.ops)) {
		op := s.ops[id]
		nop := naming.Operation{ID: id, Paged: p.takesPages(op)}
		for _, prm := range pathParams(op) {
			nop.PathParams = append(nop.PathParams, prm.Name)
		}
		ops = append(ops, nop)
		locked := p.Lock.Method(id, op.Method, op.Path)
		if locked != nil && locked.ID != id {
			p.renamed[escapeStep(locked.ID)] = escapeStep(id)
		}
		if name := cmp.Or(p.Config.Names.Operations[id], op.GoName); name != "" {
			given[id] = name
		} else if locked != nil && locked.Service == s.goName {
			given[id] = locked.Name
		}
		p.nameArgs(p.methodOf[id], op, locked)
	}
	for id, name := range naming.Methods(s.tag, ops, given) {
		p.methodOf[id].name = name
	}
}

// takesPages reports whether iterators may be generated beside a method.
func (p *planner) takesPages(op *model.Operation) bool {
	return flatPagination(p.Config, op) != nil || slices.ContainsFunc(op.Parameters, func(prm *model.Parameter) bool {
		return objectPagination(p.Config, prm) != nil
	})
}

// nameArgs names the positional parameters; they must not hide what a method
// uses.
func (p *planner) nameArgs(m *method, op *model.Operation, locked *lock.Method) {
	avoid := []string{"ctx", "opts", "in", "params", "s", "p", "e", "out", "version", "mediaType", "io", "iter", "http", "context", p.name}
	for _, v := range p.versions {
		avoid = append(avoid, v.pkg.Name)
	}
	params := pathParams(op)
	for i, prm := range params {
		name := ""
		if locked != nil && len(locked.Args) == len(params) {
			name, m.types[prm.Name] = locked.Args[i].Name, locked.Args[i].GoType
		}
		if name == "" || slices.Contains(avoid, name) {
			name = naming.Unexported(prm.Name, avoid...)
		}
		m.args[prm.Name] = name
		avoid = append(avoid, name)
	}
}

func pathParams(op *model.Operation) []*model.Parameter {
	return slices.Collect(func(yield func(*model.Parameter) bool) {
		for _, prm := range op.Parameters {
			if prm.In == "path" && !yield(prm) {
				return
			}
		}
	})
}

func hasParams(op *model.Operation) bool {
	return slices.ContainsFunc(op.Parameters, func(prm *model.Parameter) bool { return prm.In != "path" })
}

// paramsName is the name of the struct of parameters: the locked one, else that
// of the operation.
func (p *planner) paramsName(op *model.Operation) string {
	at := place{root: op.ID, side: paramsSide}.rootText()
	for _, v := range p.versions {
		if names := v.lockedPlaces()[at]; names != nil {
			return names[0]
		}
	}
	return p.opNames[op.ID] + "Params"
}

// paramsSide is the side of an operation where its struct of parameters stands.
const paramsSide = "params"
