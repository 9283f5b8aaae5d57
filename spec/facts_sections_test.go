package spec_test

import (
	"maps"
	"slices"
)

// document compares all that is not a component: version, servers, security, tags, operations.
func (c *comparison) document() {
	ours, facts := c.ours.root, c.facts.root
	c.value("info: version", c.ours.target("#/info/version"), c.facts.target("#/info/version"))
	c.value("security", ours["security"], facts["security"])
	const schemes = "#/components/securitySchemes"
	c.value("security schemes", c.ours.target(schemes), c.facts.target(schemes))
	c.value("servers", column(ours["servers"], "url"), column(facts["servers"], "url"))
	c.value("tags", column(ours["tags"], "name"), column(facts["tags"], "name"))
	c.operations()
}

// column takes one field out of a list of objects.
func column(list any, field string) []any {
	var out []any
	entries, _ := list.([]any)
	for _, entry := range entries {
		object, _ := entry.(map[string]any)
		out = append(out, object[field])
	}
	return out
}

// operations compares them by method and path. The rate limit is no part of the facts document and has a
// test of its own.
func (c *comparison) operations() {
	ours, facts := c.ours.operations(), c.facts.operations()
	for _, place := range slices.Sorted(maps.Keys(ours)) {
		o := ours[place]
		f, ok := facts[place]
		if !ok {
			c.complain(o.id, "%s: missing in the facts", place)
			continue
		}
		node := maps.Clone(o.node)
		delete(node, "x-rate-limit")
		c.object(o.id, node, f.node)
	}
	for _, place := range slices.Sorted(maps.Keys(facts)) {
		if _, ok := ours[place]; !ok {
			c.complain(facts[place].id, "%s: missing here", place)
		}
	}
}

// components compares the schemas by name, also those that stand inline on one side.
func (c *comparison) components() {
	ours, facts, reached := c.ours.schemas(), c.facts.schemas(), c.facts.reached()
	const in = "#/components/schemas/"
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		our := c.ourName(name)
		_, ok := ours[our]
		switch {
		case ok:
			c.references("schema "+our, in+our, in+name)
		case reached[name]:
			c.complain("schema "+name, "missing, though operations of the facts reach it")
		default:
			c.complain("schema "+name, "missing, and no operation of the facts reaches it")
		}
	}
	known := slices.Collect(maps.Values(c.names))
	for _, name := range slices.Sorted(maps.Keys(ours)) {
		if _, ok := facts[name]; !ok && !slices.Contains(known, name) {
			c.complain("schema "+name, "missing in the facts")
		}
	}
}
