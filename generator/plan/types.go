package plan

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/lock"
	"github.com/stratagen/strata/generator/plan/naming"
)

// typ is a Go type of one version: all nodes that share a name and a shape.
type typ struct {
	v      *version
	name   string
	nodes  []*node
	alias  *typ // in a more stable version
	input  bool // sent by some operation of some version
	output bool // received from one
	names  *lock.Type
	file   string
	decl   ir.Decl
	loops  map[*typ]bool // types it must point at: holding them would never end; see byRef

	sent, received   bool          // as input and output, by operations of its own version
	locked           bool          // has an entry of its own version in names.lock
	holds, wouldHold map[*typ]bool // types it has as a value; wouldHold: were nothing kept a pointer
	circles          map[*typ]bool // what loops were then
	pending          []Pending     // fields that are kept
}

// schema is the node whose members are declared: the one used most, so that the
// order of a document has no say.
func (t *typ) schema() *model.Schema { return t.nodes[0].schema }

func (t *typ) class() class { return t.v.p.classes[t.schema()] }

func (t *typ) root() *typ {
	if t.alias != nil {
		return t.alias.root()
	}
	return t
}

func (t *typ) named() *ir.Named {
	return &ir.Named{ImportPath: t.v.pkg.ImportPath, GoName: t.name}
}

// places lists the places of all nodes of t.
func (t *typ) places() []place {
	var ps []place
	for _, n := range t.nodes {
		ps = append(ps, n.places...)
	}
	slices.SortFunc(ps, comparePlaces)
	return ps
}

// nameTypes gives every node of v its type. Claims are heard in this order: the
// configuration, the lock, types already named in more stable versions, then
// components and last what has no name and is named after where it stands.
func (v *version) nameTypes() {
	n := &namer{v: v, scope: naming.NewScope(v.reserved()...), todo: slices.Clone(v.nodes)}
	n.byOverride()
	n.byLock()
	n.byEarlier()
	n.byComponent()
	n.byPlace()
	for _, name := range slices.Sorted(maps.Keys(v.byName)) {
		t := v.byName[name]
		slices.SortStableFunc(t.nodes, func(a, b *node) int {
			return cmp.Or(cmp.Compare(len(b.places), len(a.places)), comparePlaces(a.places[0], b.places[0]),
				strings.Compare(prose(a.schema), prose(b.schema)))
		})
		t.names, t.locked = v.lockedType(name), v.p.Lock.Type(v.Token, name) != nil
	}
}

// prose is what a schema says of itself and its members, by name: the last thing
// that can tell two schemas apart whose types are the same.
func prose(s *model.Schema) string {
	var parts []string
	for _, prop := range s.Properties {
		parts = append(parts, prop.Name+" "+prop.Use.Description)
	}
	slices.Sort(parts)
	return s.Description + strings.Join(parts, " ")
}

// reserved lists what a package declares beside its models.
func (v *version) reserved() []string {
	names := []string{"Client", "New", "Stability", "DocumentVersion", "API"}
	if v.p.single {
		names = append(append(names, v.p.Reserved...), v.p.printed()...)
	}
	for _, s := range v.p.services {
		names = append(names, s.typeName())
	}
	for _, op := range v.Operations {
		if hasParams(op) {
			names = append(names, v.p.paramsName(op))
		}
	}
	return names
}

// printed lists what the dialect adds to the runtime's package.
func (p *planner) printed() []string {
	d := p.dialect()
	names := []string{"NewClient", "Region", "WithRegion", "WithToken", "WithBasic", "WithAPIKey"}
	for _, s := range d.Servers {
		names = append(names, s.GoName)
	}
	for _, s := range d.Auth.Schemes {
		names = append(names, "With"+s.GoName)
	}
	return names
}

// namer hands out the type names of one version.
type namer struct {
	v     *version
	scope *naming.Scope
	todo  []*node // without a type yet, by first place
}

// give puts n under name if the name is free or belongs to the same shape.
func (nr *namer) give(n *node, name string) bool {
	v := nr.v
	t := v.byName[name]
	switch {
	case t == nil && nr.scope.Has(name):
		return false
	case t == nil:
		nr.scope.Take(name)
		t = &typ{v: v, name: name}
		v.byName[name] = t
	case t.class() != v.p.classes[n.schema]:
		return false
	}
	t.nodes = append(t.nodes, n)
	v.types[n.schema] = t
	return true
}

// settle gives each node the name that propose finds and keeps the rest in todo.
func (nr *namer) settle(propose func(*node) string) {
	rest := nr.todo[:0]
	for _, n := range nr.todo {
		if name := propose(n); name == "" || !nr.give(n, name) {
			rest = append(rest, n)
		}
	}
	nr.todo = rest
}

// byOverride serves names.types of the configuration and x-go-name.
func (nr *namer) byOverride() {
	nr.settle(func(n *node) string {
		if name := nr.v.p.Config.Names.Types[n.schema.Component]; name != "" && n.schema.Component != "" {
			return name
		}
		if n.schema.GoName != "" {
			return naming.Exported(n.schema.GoName)
		}
		return ""
	})
}

// byEarlier serves schemas that a more stable version has named: same candidate
// name, same shape.
func (nr *namer) byEarlier() {
	if nr.v.index == 0 {
		return // the most stable version
	}
	nr.settle(func(n *node) string {
		base, _ := nr.v.base(n)
		if base == "" {
			return ""
		}
		for _, w := range nr.v.p.versions[:nr.v.index] {
			if t := w.byName[base]; t != nil && t.class() == nr.v.p.classes[n.schema] {
				return base
			}
		}
		return ""
	})
}

func (nr *namer) sort() {
	slices.SortStableFunc(nr.todo, func(a, b *node) int { return comparePlaces(a.places[0], b.places[0]) })
}

// base is the name a component asks for, without what only says its version or
// was added by a tool; own tells that it says this version. It is empty for what
// has no name of its own.
func (v *version) base(n *node) (name string, own bool) {
	component := n.schema.Component
	if component == "" {
		return "", false
	}
	if artefact, was := naming.Artefact(component, v.p.hasComponent); was {
		if pl := n.places[0]; pl.depth == 0 && pl.side != "body" {
			return "", false // a wrapper of a result: named after the operation
		}
		if artefact == "" {
			return "", false
		}
		component = artefact
	}
	stripped, token := naming.StripVersion(component, v.p.tokens())
	return naming.Exported(stripped), token == v.Token && token != ""
}

// tokens are the versions that the name of a component may say, those the present
// ones will graduate to among them: BookV2 of v2beta1 is Book in v2.
func (p *planner) tokens() []string {
	var ts []string
	for _, v := range p.versions {
		ts = append(ts, v.Token)
		if _, major, _ := model.ReadToken(v.Token); major > 0 {
			ts = append(ts, "v"+strconv.Itoa(major))
		}
	}
	slices.Sort(ts)
	return slices.Compact(ts)
}

func (p *planner) hasComponent(name string) bool { return p.components[name] }

// byComponent shares out the names that components ask for: on a collision of
// shapes the version's own suffix wins, then the more widely used one.
func (nr *namer) byComponent() {
	winner := map[*node]string{}
	for base, claims := range nr.claims() {
		best := slices.MinFunc(slices.Collect(maps.Values(claims)), func(a, b *claim) int {
			return cmp.Or(compareBool(b.own, a.own), cmp.Compare(b.places, a.places),
				comparePlaces(a.nodes[0].places[0], b.nodes[0].places[0]), cmp.Compare(a.class, b.class))
		})
		for _, n := range best.nodes {
			winner[n] = base
		}
	}
	nr.settle(func(n *node) string { return winner[n] })
}

// claim is a shape that asks for a name.
type claim struct {
	class  class
	places int
	own    bool // by the suffix of this very version
	nodes  []*node
}

// claims gathers who asks for each name.
func (nr *namer) claims() map[string]map[class]*claim {
	byBase := map[string]map[class]*claim{}
	for _, n := range nr.todo {
		base, own := nr.v.base(n)
		if base == "" {
			continue
		}
		if byBase[base] == nil {
			byBase[base] = map[class]*claim{}
		}
		cl := nr.v.p.classes[n.schema]
		c := byBase[base][cl]
		if c == nil {
			c = &claim{class: cl}
			byBase[base][cl] = c
		}
		c.own = c.own || own
		c.places += len(n.places)
		c.nodes = append(c.nodes, n)
	}
	return byBase
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	default:
		return -1
	}
}

// join makes one identifier of words that are identifiers or wire names.
func join(words ...string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(naming.Exported(w))
	}
	return b.String()
}
