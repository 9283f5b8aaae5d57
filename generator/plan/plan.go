// Package plan turns the API as the wire has it into the API as Go will see it:
// model, configuration and lock go in, the ir and the new lock come out. Every
// name, type, file and sentence of the generated code is decided here and
// nowhere else. It promises the same result for the same facts, whatever their
// order in the document, as long as the lock is the same.
package plan

import (
	"slices"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/naming"
	"github.com/stratagen/strata/generator/plan/tags"
)

// Input is what a plan is made of.
type Input struct {
	API      *model.API
	Config   *config.Config
	Lock     *lock.Lock    // as it was; empty at first
	Tags     tags.Versions // of modules, at their next tag; nil: nothing was ever released
	Reserved []string      // names the runtime's package declares
	Files    []string      // paths of the runtime's files
	Fakes    Taken         // what fakes stand on
}

// Taken is what stands in the package of a fake already, where that has no core
// beside it.
type Taken struct {
	Names []string // declared
	Files []string // paths
}

// Result is a plan.
type Result struct {
	API     *ir.API
	Lock    *lock.Lock // as it is now
	Notes   []model.Note
	Counts  []Count
	Pending []Pending                           // by module, then by name
	Types   map[string]map[*model.Schema]string // by version: the Go name of each schema that is declared
}

// Count tells how much of a version is shared with more stable ones.
type Count struct {
	Version, Package  string
	Operations        int
	Types, Aliases    int
	Components        int // component schemas the version reaches that become a type
	ComponentsAliased int // those whose type is an alias
}

// API plans the Go packages of in.API. What load accepts, plan can name: there is
// no error.
func API(in Input) *Result {
	p := newPlanner(in)
	p.packages()
	p.hold()
	p.methods()
	for _, v := range p.versions {
		v.collect()
	}
	p.classify()
	for _, v := range p.versions {
		v.nameTypes()
		v.alias()
	}
	for _, v := range p.versions {
		v.markSides()
	}
	for _, v := range p.versions {
		v.breakCycles()
	}
	for _, v := range p.versions {
		v.declare()
		v.operations()
		v.prune()
		v.pendFields()
		v.files()
		v.fakes()
		v.examples()
	}
	p.strays()
	return p.result()
}

// planner holds what all versions share while a plan is made.
type planner struct {
	Input
	name       string
	core       ir.Package
	single     bool
	versions   []*version                // most stable first
	services   map[string]*service       // by the name that tags come down to
	children   map[*model.Schema][]child // see childrenOf
	opNames    map[string]string         // operation id -> exported name, unique
	methodOf   map[string]*method        // by operation id
	renamed    map[string]string         // operation id of the lock -> of the document, as in places
	classes    map[*model.Schema]class
	components map[string]bool // those an operation reaches
	lock       *lock.Lock      // the new one
	usage
	notes   []model.Note
	pending []Pending
}

// version is one version while it is planned.
type version struct {
	*model.Version
	p        *planner
	index    int
	pkg      ir.Package
	keeps    bool                          // what it is locked as; see hold
	late     map[string][]*model.Parameter // by operation id: what its method does not take yet
	nodes    []*node                       // declared schemas, by first place
	nodeOf   map[*model.Schema]*node
	visits   map[*model.Schema]int // how often collect came by each
	types    map[*model.Schema]*typ
	byName   map[string]*typ
	had      map[string][]string // see lockedPlaces
	params   map[string]*params  // by operation id
	pageVars *naming.Scope
	out      *ir.Version
	reached  map[*typ]bool
}

// usage is what of the configuration met something in the document; see strays.
type usage struct {
	unwrapped bool
	paged     map[int]bool    // index of a pagination
	selected  map[int]bool    // index of a selector
	variants  map[string]bool // Go names of the variants that selectors chose
}

func newPlanner(in Input) *planner {
	if in.Lock == nil {
		in.Lock = new(lock.Lock)
	}
	p := &planner{
		Input: in, lock: new(lock.Lock), single: len(in.API.Versions) == 1,
		services: map[string]*service{}, children: map[*model.Schema][]child{}, opNames: map[string]string{}, methodOf: map[string]*method{},
		renamed: map[string]string{}, components: map[string]bool{},
		usage: usage{paged: map[int]bool{}, selected: map[int]bool{}, variants: map[string]bool{}},
	}
	for i, mv := range in.API.Versions {
		p.versions = append(p.versions, &version{
			Version: mv, p: p, index: i,
			nodeOf: map[*model.Schema]*node{}, visits: map[*model.Schema]int{}, types: map[*model.Schema]*typ{},
			byName: map[string]*typ{}, params: map[string]*params{}, pageVars: naming.NewScope(), reached: map[*typ]bool{}, late: map[string][]*model.Parameter{},
		})
	}
	return p
}

// note records a remark, once: the versions share much of what can be remarked on.
func (p *planner) note(pos model.Pos, text string) {
	if n := (model.Note{Pos: pos, Text: model.OneLine(text)}); !slices.Contains(p.notes, n) {
		p.notes = append(p.notes, n)
	}
}
