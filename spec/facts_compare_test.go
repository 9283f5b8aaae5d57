package spec_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A comparison walks two documents side by side and collects what differs, as one line a fact:
//
//	listSources: query parameter pagination: required: true here, false in the facts
//
// Two references are followed once for each pair of components, so a schema that holds itself ends, and a
// difference inside a component is told once, at the component.
type comparison struct {
	ours, facts document
	names       map[string]string // name in the facts -> our name, where they differ
	renamed     map[string]bool   // our names that were needed
	seen        map[[2]string]bool
	complaints  []string
}

func newComparison(ours, facts document) *comparison {
	c := &comparison{ours: ours, facts: facts,
		names: map[string]string{}, renamed: map[string]bool{}, seen: map[[2]string]bool{}}
	for _, d := range differences {
		if d.ours != "" {
			c.names[d.facts] = d.ours
		}
	}
	return c
}

// prose are the keys that hold words, not facts.
var prose = []string{"description", "summary", "title", "example", "examples"}

// labels names the children of the objects whose keys are names, so that a property called description is
// not taken for prose.
var labels = map[string]string{
	"content":    "",
	"headers":    "header ",
	"parameters": "",
	"properties": "property ",
	"responses":  "response ",
}

func (c *comparison) complain(place, format string, args ...any) {
	c.complaints = append(c.complaints, place+": "+fmt.Sprintf(format, args...))
}

// value compares any two nodes that stand in the same place.
func (c *comparison) value(place string, ours, facts any) {
	ourRef, factRef := reference(ours), reference(facts)
	if ourRef != "" && factRef != "" {
		c.references(place, ourRef, factRef)
		return
	}
	ours, facts = c.ours.resolve(ours), c.facts.resolve(facts)
	if o, ok := ours.(map[string]any); ok {
		if f, ok := facts.(map[string]any); ok {
			c.object(place, o, f)
			return
		}
	}
	if o, ok := ours.([]any); ok {
		if f, ok := facts.([]any); ok {
			c.list(place, o, f)
			return
		}
	}
	if !reflect.DeepEqual(ours, facts) {
		c.complain(place, "%v here, %v in the facts", ours, facts)
	}
}

// references compares two components: their names, and once a pair their content.
func (c *comparison) references(place, ours, facts string) {
	ourName, factName := lastSegment(ours), lastSegment(facts)
	if want := c.ourName(factName); ourName != want {
		c.complain(place, "refers to %s here, to %s in the facts", ourName, want)
	}
	pair := [2]string{ours, facts}
	if c.seen[pair] {
		return
	}
	c.seen[pair] = true
	c.value("schema "+ourName, c.ours.target(ours), c.facts.target(facts))
}

// ourName is the name that a component of the facts has here.
func (c *comparison) ourName(facts string) string {
	if ours, ok := c.names[facts]; ok {
		c.renamed[ours] = true
		return ours
	}
	return facts
}

// object compares the keys of a schema, an operation, a parameter and the like.
func (c *comparison) object(place string, ours, facts map[string]any) {
	for _, key := range keys(ours, facts) {
		if slices.Contains(prose, key) {
			continue
		}
		o, inOurs := ours[key]
		f, inFacts := facts[key]
		label, named := labels[key]
		switch {
		case named: // none and an empty list are the same
			c.named(place, label, byName(c.ours, o), byName(c.facts, f))
		case !inOurs:
			c.complain(place, "%s: missing here, %v in the facts", key, f)
		case !inFacts:
			c.complain(place, "%s: %v here, missing in the facts", key, o)
		default:
			c.value(place+": "+key, o, f)
		}
	}
}

// named compares objects whose keys are names: properties, parameters, media types, codes.
func (c *comparison) named(place, label string, ours, facts map[string]any) {
	for _, name := range keys(ours, facts) {
		o, inOurs := ours[name]
		f, inFacts := facts[name]
		switch {
		case !inOurs:
			c.complain(place, "%s%s: missing here", label, name)
		case !inFacts:
			c.complain(place, "%s%s: missing in the facts", label, name)
		default:
			c.value(place+": "+label+name, o, f)
		}
	}
}

// list compares alternatives in their order, and lists of words (required, enum, tags) as sets.
func (c *comparison) list(place string, ours, facts []any) {
	if a, b := words(ours), words(facts); a != nil && b != nil {
		if !slices.Equal(a, b) {
			c.complain(place, "%s here, %s in the facts", strings.Join(a, " "), strings.Join(b, " "))
		}
		return
	}
	if len(ours) != len(facts) {
		c.complain(place, "%d entries here, %d in the facts", len(ours), len(facts))
		return
	}
	for i := range ours {
		c.value(fmt.Sprintf("%s %d", place, i+1), ours[i], facts[i])
	}
}

// words returns a list of strings sorted, or nil if something else is in it.
func words(list []any) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// keys returns the keys of both maps, each once, sorted.
func keys(a, b map[string]any) []string {
	both := map[string]any{}
	maps.Copy(both, a)
	maps.Copy(both, b)
	return slices.Sorted(maps.Keys(both))
}
