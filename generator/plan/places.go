package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

// enumGroup is all inline enums of one property name and one value set: one type.
type enumGroup struct {
	label string
	class class
}

// enums is what must be known of all inline enums before one is named.
type enums struct {
	classes map[string]map[class]bool     // label -> the value sets it names
	parents map[enumGroup]map[string]bool // the types and operations that hold it
	name    map[enumGroup]string          // once given
	members map[enumGroup][]*node
}

// byPlace names the rest after where they stand. Nodes come by the depth of
// their first place, so what they stand in has its name already.
func (nr *namer) byPlace() {
	groups := nr.groupEnums()
	for _, n := range nr.todo {
		g, grouped := nr.v.group(n)
		if grouped && groups.name[g] != "" && nr.give(n, groups.name[g]) {
			continue
		}
		for _, name := range append(nr.v.short(n, groups), nr.v.candidates(n, groups)...) {
			if name = cmp.Or(nr.v.p.Config.Names.Types[name], name); nr.give(n, name) {
				if grouped {
					groups.name[g] = name
				}
				break
			}
		}
		if nr.v.types[n.schema] == nil { // every candidate is another shape's
			nr.give(n, nr.unused(nr.v.candidates(n, groups)))
		}
	}
	nr.todo = nil
}

// unused finds a free name without taking it.
func (nr *namer) unused(candidates []string) string {
	name := candidates[len(candidates)-1]
	for nr.scope.Has(name) {
		name += "Variant"
	}
	return name
}

func (nr *namer) groupEnums() *enums {
	e := &enums{classes: map[string]map[class]bool{}, parents: map[enumGroup]map[string]bool{}, name: map[enumGroup]string{}, members: map[enumGroup][]*node{}}
	for _, n := range nr.v.nodes {
		g, ok := nr.v.group(n)
		if !ok {
			continue
		}
		if e.classes[g.label] == nil {
			e.classes[g.label] = map[class]bool{}
		}
		e.classes[g.label][g.class] = true
		if e.parents[g] == nil {
			e.parents[g] = map[string]bool{}
		}
		for _, pl := range n.places {
			e.parents[g][nr.v.parent(pl)] = true
		}
		e.members[g] = append(e.members[g], n)
		if t := nr.v.types[n.schema]; t != nil {
			e.name[g] = t.name
		}
	}
	return e
}

// parent tells what holds a place: a type that has its name, the shape of one
// that has not, or the parameters of an operation.
func (v *version) parent(pl place) string {
	switch t := v.types[pl.parent]; {
	case pl.parent == nil:
		return pl.root
	case t != nil:
		return t.name
	default:
		return string(v.p.classes[pl.parent])
	}
}

func (v *version) group(n *node) (enumGroup, bool) {
	label := last(labelWords(n.places[0]))
	if n.schema.Kind != model.String || n.schema.Component != "" || label == "" {
		return enumGroup{}, false
	}
	return enumGroup{label, v.p.classes[n.schema]}, true
}

// short offers a name without a holder for an inline enum that several types
// hold: the bare property name where no other values go by it, value and
// property for a single value (SuccessStatus); or what a more stable version has
// for the same values.
func (v *version) short(n *node, e *enums) []string {
	g, ok := v.group(n)
	if !ok {
		return nil
	}
	for _, w := range v.p.versions[:v.index] {
		for _, name := range []string{g.label, join(strings.Join(n.schema.Enum, " "), g.label)} {
			if t := w.byName[name]; t != nil && t.class() == g.class {
				return []string{name}
			}
		}
	}
	switch {
	case len(e.parents[g]) < 2 && !v.sharedLater(g):
		return nil
	case len(n.schema.Enum) == 1:
		return []string{join(n.schema.Enum[0], g.label)}
	case len(e.classes[g.label]) == 1:
		return []string{g.label}
	}
	return nil
}

// sharedLater reports whether several types hold an enum in a less stable version,
// which then gives it a name without a holder: a call that graduates keeps it.
func (v *version) sharedLater(g enumGroup) bool {
	return slices.ContainsFunc(v.p.versions[v.index+1:], func(w *version) bool {
		holders, values := map[string]bool{}, map[class]bool{}
		for _, n := range w.nodes {
			if h, ok := w.group(n); ok && h.label == g.label {
				values[h.class] = true
				for _, pl := range n.places {
					holders[cmp.Or(string(w.p.classes[pl.parent]), pl.root)] = true
				}
			}
		}
		return len(values) == 1 && values[g.class] && len(holders) > 1
	})
}

// candidates lists names for n from the best to the most certain.
func (v *version) candidates(n *node, e *enums) []string {
	var names []string
	if base, _ := v.base(n); base != "" && v.byName[base] == nil {
		names = append(names, base+"Body", base+"Model") // base is taken by what is no model
	}
	places := n.places
	if g, ok := v.group(n); ok { // a shared enum is named after the shortest holder
		places = nil
		for _, m := range e.members[g] {
			places = append(places, m.places...)
		}
		slices.SortFunc(places, func(a, b place) int {
			return cmp.Or(cmp.Compare(len(v.holder(a)), len(v.holder(b))), strings.Compare(v.holder(a), v.holder(b)), comparePlaces(a, b))
		})
	}
	if shared := v.sharedHolder(places); shared != "" {
		names = append(names, shared+join(labelWords(n.places[0])...))
	}
	for _, pl := range places[:min(len(places), 3)] {
		names = append(names, v.standing(n, pl))
	}
	return append(names, v.p.opNames[n.places[0].root]+sideWord(n.places[0])+join(labelWords(place{label: n.places[0].steps})...))
}

// sharedHolder is what the names of all holders end in: the settings of groups
// and of users hold a SettingsMode. It is empty for one holder, and where they
// have no more in common than the side they are on.
func (v *version) sharedHolder(places []place) string {
	var names [][]string
	for _, pl := range places {
		names = append(names, naming.Words(v.holder(pl)))
	}
	common := slices.Clone(names[0])
	for _, words := range names[1:] {
		n := 0
		for n < min(len(common), len(words)) && common[len(common)-1-n] == words[len(words)-1-n] {
			n++
		}
		common = common[len(common)-n:]
	}
	name := join(common...)
	if len(common) == len(names[0]) || slices.Contains([]string{"", "Input", "Output"}, name) {
		return ""
	}
	return name
}

// holder is the name of what a place stands in.
func (v *version) holder(pl place) string {
	if t := v.types[pl.parent]; t != nil {
		return t.name
	}
	return v.p.opNames[pl.root] + sideWord(pl)
}

// standing is the name of n after one of its places: holder and field.
func (v *version) standing(n *node, pl place) string {
	words := labelWords(pl)
	if len(pl.label) > 0 && strings.HasPrefix(last(pl.label), "|") {
		words = append(words, variantWord(n.schema))
	}
	return v.holder(pl) + join(words...)
}

func sideWord(pl place) string {
	switch {
	case pl.side == "body":
		return "Input"
	case strings.HasPrefix(pl.side, "param:"):
		return ""
	default:
		return "Output"
	}
}

// labelWords turns the steps of a place into words: an item is the singular of
// its list, a value of a map says so.
func labelWords(pl place) []string {
	var words []string
	for _, step := range pl.label {
		switch {
		case step == stepItem:
			words = itemWords(words)
		case step == stepValue:
			words = append(words, "Value")
		case strings.HasPrefix(step, "|"):
		default:
			words = append(words, naming.Exported(step))
		}
	}
	return words
}

func itemWords(words []string) []string {
	if len(words) == 0 {
		return []string{"Item"}
	}
	list := naming.Words(words[len(words)-1])
	if len(list) == 0 {
		return append(words, "Item")
	}
	one := naming.Singular(list[len(list)-1])
	if one == list[len(list)-1] {
		return append(words, "Item")
	}
	list[len(list)-1] = one
	return append(words[:len(words)-1:len(words)-1], naming.Exported(strings.Join(list, " ")))
}

// variantWord names a variant that has no name: its title, the value that marks
// it, or its first members.
func variantWord(s *model.Schema) string {
	if s.Title != "" {
		return s.Title
	}
	if s.Kind != model.Object {
		return kindName(s.Kind)
	}
	names := make([]string, 0, len(s.Properties))
	for _, prop := range s.Properties {
		if enum := prop.Use.Schema.Enum; len(enum) == 1 && prop.Required {
			return enum[0]
		}
		names = append(names, prop.Name)
	}
	slices.Sort(names)
	return "with " + strings.Join(names[:min(2, len(names))], " ")
}

func last(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}
