package surface

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stratagen/strata/generator/model"
)

// standsOf lists place, name and component of what stands in the answers of a
// document.
func standsOf(t *testing.T, api *model.API) []string {
	t.Helper()
	var list []string
	for _, st := range Stands(api)["v1"] {
		above := "-"
		if st.Above != nil {
			above = st.Above.Use.Schema.Component
		}
		list = append(list, fmt.Sprintf("%s %s %q in %s", st.Path, st.Use.Schema.Component, st.Name, above))
	}
	slices.Sort(list)
	return list
}

func named(component string, props ...*model.Property) *model.Schema {
	return &model.Schema{Component: component, Kind: model.Object, Properties: props}
}

// TestStands: schemas that say the same stand at one place, whichever of them the
// facts were written from.
func TestStands(t *testing.T) {
	leaf := func(name string) *model.Schema { return &model.Schema{Component: name, Kind: model.String} }
	union := func(variants ...*model.Schema) *model.Schema {
		u := &model.Schema{Component: "U", Kind: model.Union}
		for _, s := range variants {
			u.Variants = append(u.Variants, use(s))
		}
		return u
	}
	media := answering(named("A", property("id", leaf("a"), 1)))
	media.Versions[0].Operations[0].Responses[0].Contents = append(media.Versions[0].Operations[0].Responses[0].Contents,
		&model.Content{MediaType: "application/xml", Use: use(named("B", property("id", leaf("b"), 2)))})
	nested := answering(named("A", property("u", union(leaf("x"), named("X")), 1)))
	nested.Versions[0].Operations[0].Responses[0].Contents = append(nested.Versions[0].Operations[0].Responses[0].Contents,
		&model.Content{MediaType: "application/xml", Use: use(named("B", property("u", union(leaf("y"), named("Y"), named("Z")), 2)))})
	loop := named("A")
	loop.Properties = []*model.Property{property("next", named("B", property("next", loop, 1)), 1)}
	for _, c := range []struct {
		name string
		api  *model.API
		want []string
	}{
		{"members", answering(named("A", property("list", &model.Schema{Component: "l", Kind: model.Array, Items: use(leaf("i"))}, 1))), []string{
			`. A "" in -`, `list l "list" in A`, `list[] i "" in l`}},
		{"media types", media, []string{`. A "" in -`, `. B "" in -`, `id a "id" in A`, `id b "id" in B`}},
		{"alternatives", answering(union(named("A", property("id", leaf("a"), 1)), leaf("s"), named("B", property("id", leaf("b"), 2)))), []string{
			`. U "" in -`, `|object A "" in U`, `|object B "" in U`, `|object.id a "id" in A`, `|object.id b "id" in B`, `|string s "" in U`}},
		{"alternatives of another media type", nested, []string{
			`. A "" in -`, `. B "" in -`, `u U "u" in A`, `u U "u" in B`,
			`u|object X "" in U`, `u|object Y "" in U`, `u|object Z "" in U`, `u|string x "" in U`, `u|string y "" in U`}},
		{"circles", answering(loop), []string{
			`. A "" in -`, `. A "next" in B`, `. B "next" in A`, `next A "next" in B`, `next B "next" in A`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := standsOf(t, c.api); !slices.Equal(got, c.want) {
				t.Errorf("have %q, want %q", got, c.want)
			}
		})
	}
}

func TestAbove(t *testing.T) {
	body := Side{Status: "200", Part: InBody}
	op, status, member := Place{Operation: "get"}, Place{Operation: "get", Side: Side{Status: "200"}}, Place{"get", body, "data.id"}
	for _, c := range []struct {
		p, q Place
		want bool
	}{
		{op, op, true}, {op, status, true}, {op, member, true}, {status, member, true}, {member, member, true},
		{Place{"get", body, Whole}, member, true}, {Place{"get", body, "data"}, member, true},
		{Place{"get", body, "dat"}, member, false}, {member, Place{"get", body, "data"}, false}, {member, op, false},
		{Place{Operation: "put"}, member, false}, {Place{Operation: Everywhere}, member, false},
		{Place{Operation: "get", Side: Side{Status: "404"}}, member, false}, {Place{"get", Side{Part: InBody}, Whole}, member, false},
	} {
		if got := c.p.Above(c.q); got != c.want {
			t.Errorf("%v above %v: %t", c.p, c.q, got)
		}
	}
}
