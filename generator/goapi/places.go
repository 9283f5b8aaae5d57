package goapi

import (
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/surface"
)

// Places tells which places of a document each exported object stands for.
type Places struct {
	of   map[Object][]spot
	core map[string]bool // import paths of packages that hold the runtime, or what fakes stand on
}

// spot is a place that decides an object: what is said there and of what holds
// it, and with below of what it holds.
type spot struct {
	version string
	surface.Place
	below bool
}

// NewPlaces reads the places of a plan: api is what was printed, types and stands
// are plan.Result.Types and surface.Stands of the same model.
func NewPlaces(api *ir.API, types map[string]map[*model.Schema]string, stands map[string][]*surface.Stand) *Places {
	p := &Places{of: map[Object][]spot{}, core: map[string]bool{}}
	for _, v := range api.Versions {
		b := newBuilder(p, v, types[v.Token])
		for _, s := range v.Services {
			b.service(s)
		}
		for _, st := range stands[v.Token] {
			b.stand(st)
		}
	}
	for _, v := range api.Versions {
		p.share(v)
	}
	p.core[api.Core.ImportPath] = true
	if api.Fake != nil {
		p.core[api.Fake.ImportPath] = true
	}
	for o, spots := range p.of {
		p.of[o] = compact(spots)
	}
	return p
}

// share gives an alias, and what it exports again, the places of what it stands
// for: its declaration hangs on both.
func (p *Places) share(v *ir.Version) {
	for _, t := range v.Types {
		if t.Alias != nil {
			p.shareWith(v.Package.ImportPath, t.GoName, t.Alias.ImportPath)
		}
	}
	for _, s := range v.Services {
		for _, op := range s.Operations {
			if op.Params != nil && op.Params.Alias != nil {
				p.shareWith(v.Package.ImportPath, op.Params.GoName, op.Params.Alias.ImportPath)
			}
		}
	}
}

func (p *Places) shareWith(from, name, to string) {
	at := Object{from, name}
	p.of[at] = append(p.of[at], p.of[Object{to, name}]...)
}

func compact(spots []spot) []spot {
	slices.SortFunc(spots, func(a, b spot) int {
		if c := strings.Compare(a.version, b.version); c != 0 {
			return c
		}
		if c := a.Place.Compare(b.Place); c != 0 || a.below == b.below {
			return c
		}
		if a.below {
			return -1
		}
		return 1
	})
	return slices.Compact(spots)
}

// builder gathers the places of the objects of one version.
type builder struct {
	*Places
	*ir.Version
	names map[*model.Schema]string // of declared schemas
	types map[string]*ir.Type
	ops   map[string]*ir.Operation // by id
	homes map[string]*ir.Service   // by operation id
}

func newBuilder(p *Places, v *ir.Version, names map[*model.Schema]string) *builder {
	b := &builder{Places: p, Version: v, names: names, types: map[string]*ir.Type{}, ops: map[string]*ir.Operation{}, homes: map[string]*ir.Service{}}
	for _, t := range v.Types {
		b.types[t.GoName] = t
	}
	for _, s := range v.Services {
		for _, op := range s.Operations {
			b.ops[op.ID], b.homes[op.ID] = op, s
		}
	}
	return b
}

func (b *builder) add(name string, at surface.Place, below bool) {
	o := Object{b.Package.ImportPath, name}
	b.of[o] = append(b.of[o], spot{b.Token, at, below})
}

func (b *builder) addFake(name string, at surface.Place, below bool) {
	if b.Fake != nil {
		o := Object{b.Fake.ImportPath, name}
		b.of[o] = append(b.of[o], spot{b.Token, at, below})
	}
}

// service adds what is there because operations are.
func (b *builder) service(s *ir.Service) {
	b.add(revision, surface.Place{}, false)
	b.add("Stability", surface.Place{}, false)
	b.add("API", surface.Place{}, false)
	for _, op := range s.Operations {
		at := surface.Place{Operation: op.ID}
		b.add(s.TypeName, at, false)
		b.add("Client."+s.GoName, at, false) // API, in a package that has the core in it
		b.add("API."+s.GoName, at, false)
		b.addFake(s.Fake.GoName, at, false)
		b.addFake("Server."+s.Fake.Field, at, false)
		b.method(op.ID, at, false)
		if op.Params != nil {
			b.add(op.Params.GoName, at, false)
			b.add(op.Params.GoName+".EncodeParams", at, false)
		}
	}
}

// method adds a place that decides the signature of an operation; paging tells
// that only what goes through its pages hangs on it.
func (b *builder) method(id string, at surface.Place, paging bool) {
	op, s := b.ops[id], b.homes[id]
	if !paging {
		b.add(s.TypeName+"."+op.GoName, at, false)
		b.addFake(s.Fake.GoName+"."+op.GoName, at, false)
	}
	if op.Paging != nil {
		b.add(s.TypeName+"."+op.Paging.PagesName, at, false)
		if op.Paging.AllName != "" {
			b.add(s.TypeName+"."+op.Paging.AllName, at, false)
		}
	}
}
