package goapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/generator/surface"
)

const v1 = "example.com/acmev1"

// at reads a place: "get", "get 200 data.id", "put body id", "get query page".
func at(text string) surface.Place {
	words := strings.Fields(text)
	p := surface.Place{Operation: words[0]}
	for _, w := range words[1:] {
		switch {
		case w[0] >= '2' && w[0] <= '5':
			p.Status, p.Part = w, surface.InBody
		case w == "body" || w == "query" || w == "path":
			p.Part = surface.Part(w)
		default:
			p.Path = surface.Path(w)
		}
	}
	return p
}

// places are of an operation that answers a Source, whose kind is an enum, and
// which a second one is given.
func places() *Places {
	of := map[Object][]spot{}
	add := func(name string, below bool, list ...string) {
		for _, text := range list {
			of[Object{v1, name}] = append(of[Object{v1, name}], spot{"v1", at(text), below})
		}
	}
	add("Source", true, "get 200 data", "put body .")
	add("Source.ID", false, "get 200 data.id", "put body id")
	add("Source.Kind", false, "get 200 data.kind", "put body kind")
	add("Kind", true, "get 200 data.kind", "put body kind")
	add("KindWeb", false, "get 200 data.kind", "put body kind")
	add("SourcesService.Get", false, "get", "get path id", "get 200 .", "get 200 data")
	of[Object{v1, "Error"}] = []spot{{version: "v1", Place: surface.Place{Side: surface.Side{Status: "404", Part: surface.InBody}, Path: "errors"}}}
	of[Object{"example.com/acmev1beta", "Source.ID"}] = []spot{{"v1beta", at("get 200 data.id"), false}}
	return &Places{of: of, core: map[string]bool{"example.com/acme": true}}
}

func TestExplain(t *testing.T) {
	status := surface.Place{Operation: "get", Side: surface.Side{Status: "404"}}
	for _, c := range []struct {
		object  string
		types   []Object
		cycle   bool
		reached Reached
		want    bool // explained
	}{
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get 200 data.id")}, want: true},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("put body id")}, want: true},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get 200 data")}, want: true},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get")}, want: true},
		{object: "Source.ID", reached: Reached{Version: "v1beta", Place: at("get 200 data.id")}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get 200 data.kind")}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get 200 data.id2")}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get 201 data.id")}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get query data.id")}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("list 200 data.id")}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: status}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: surface.Place{}}},
		{object: "Source.ID", reached: Reached{Version: "v1", Place: at("get 200 data.id.x")}}, // below
		{object: "Source.ID", cycle: true, reached: Reached{Version: "v1", Place: at("get 200 data.id.x")}, want: true},
		{object: "Source.ID", types: []Object{{v1, "Kind"}}, reached: Reached{Version: "v1", Place: at("get 200 data.kind")}, want: true},

		{object: "Source", reached: Reached{Version: "v1", Place: at("get 200 data.id")}, want: true}, // its shape
		{object: "Source", reached: Reached{Version: "v1", Place: at("get 200 .")}, want: true},
		{object: "Source", reached: Reached{Version: "v1", Place: at("get 200 next")}},
		{object: "KindWeb", reached: Reached{Version: "v1", Place: at("put body kind")}, want: true},
		{object: "KindWeb", reached: Reached{Version: "v1", Place: at("put body id")}},

		{object: "SourcesService.Get", reached: Reached{Version: "v1", Place: at("get")}, want: true},
		{object: "SourcesService.Get", reached: Reached{Version: "v1", Place: at("get path id")}, want: true},
		{object: "SourcesService.Get", reached: Reached{Version: "v1", Place: at("get 200 data.id")}},
		{object: "SourcesService.Get", reached: Reached{Version: "v1", Place: status}},
		{object: "SourcesService.Get", reached: Reached{Version: "v1", Place: at("put")}},

		{object: "Error", reached: Reached{Version: "v1", Place: at("put 404 errors")}, want: true}, // as most operations answer
		{object: "Error", reached: Reached{Version: "v1", Place: at("put 404 .")}, want: true},
		{object: "Error", reached: Reached{Version: "v1", Place: at("put 400 errors")}},
		{object: "Error", reached: Reached{Version: "v1", Place: at("put")}},
		{object: "Nowhere", reached: Reached{Version: "v1", Place: at("get")}},
		{object: "", reached: Reached{Version: "v1", Place: at("get")}, want: true}, // the package
		{object: "", reached: Reached{Version: "v1", Place: at("get 200 data")}},
	} {
		change := Change{Package: v1, Version: "v1", Object: c.object, Message: "changed", types: c.types, cycle: c.cycle}
		left := Explain([]Change{change}, places(), places(), []Reached{c.reached})
		if got := len(left) == 0; got != c.want {
			t.Errorf("%s by %s %v: explained %t, want %t", c.object, c.reached.Version, c.reached.Place, got, c.want)
		}
		change.Compatible = true
		if left := Explain([]Change{change}, places(), places(), nil); left != nil {
			t.Errorf("%s: a compatible change needs no reason", c.object)
		}
	}
}

// TestExplainOwnVersion: what a more stable version says does not explain a less
// stable one.
func TestExplainOwnVersion(t *testing.T) {
	change := []Change{{Package: "example.com/acmev1beta", Version: "v1beta", Object: "Source.ID", Message: "removed"}}
	for version, want := range map[string]int{"v1": 1, "v1beta": 0, "v1alpha": 1} {
		if left := Explain(change, places(), places(), []Reached{{Version: version, Place: at("get 200 data.id")}}); len(left) != want {
			t.Errorf("%s: %d are left, want %d", version, len(left), want)
		}
	}
}

// TestExplainCore: what no version has goes back to what the document says of
// itself.
func TestExplainCore(t *testing.T) {
	change := []Change{{Package: "example.com/acme", Object: "RegionEU", Message: "removed"}}
	for _, c := range []struct {
		Reached
		want int
	}{
		{Reached{Version: "v1", Rule: "O08"}, 0},
		{Reached{Version: "v1", Place: at("get"), Rule: "O09"}, 0},
		{Reached{Version: "v1", Place: at("get"), Rule: "L01"}, 1},
	} {
		if left := Explain(change, places(), places(), []Reached{c.Reached}); len(left) != c.want {
			t.Errorf("%v: %d are left, want %d", c.Reached, len(left), c.want)
		}
	}
}

// TestCauses: what leaves Go as it is explains nothing in it, and an operation that
// was renamed is found under both ids.
func TestCauses(t *testing.T) {
	finding := func(id string, effect drift.Go, place string) *drift.Finding {
		rule := &drift.Rule{ID: id, Go: effect}
		return &drift.Finding{Rule: rule, Sites: []drift.Site{{Version: "v1", Place: at(place), Rule: rule}}}
	}
	renamed := finding("O03", drift.GoAdded, "read")
	renamed.Before, renamed.After = "get", "read"
	report := &drift.Report{Findings: []*drift.Finding{
		finding("L08", drift.GoComment, "put"), finding("P16", drift.GoSame, "put body id"), finding("O09", drift.GoSame, "put"),
		finding("R14", drift.GoAdded, "put 200 kind"), finding("R03", drift.GoBreak, "read 200 data.id"), renamed,
	}}
	want := []Reached{
		{"v1", at("put"), "O09"}, {"v1", at("put 200 kind"), "R14"}, {"v1", at("read 200 data.id"), "R03"}, {"v1", at("get 200 data.id"), "R03"},
	}
	if got := Causes(report); !slices.Equal(got, want) {
		t.Errorf("have %v, want %v", got, want)
	}
}

// TestHint: a name that another one has taken the place of is a matter of names.
func TestHint(t *testing.T) {
	after := places()
	after.of[Object{v1, "Zebra"}] = after.of[Object{v1, "Source"}]
	delete(after.of, Object{v1, "Source"})
	after.of[Object{v1, "Source.Identity"}] = after.of[Object{v1, "Source.ID"}]
	delete(after.of, Object{v1, "Source.ID"})
	left := Explain([]Change{
		{Package: v1, Version: "v1", Object: "Source", Message: "removed"},
		{Package: v1, Version: "v1", Object: "Source.ID", Message: "removed"},
		{Package: v1, Version: "v1", Object: "Source.Kind", Message: "removed"},
	}, places(), after, nil)
	want := []string{"it is called Zebra now: " + hintNames, "it is called Source.Identity now: " + hintNames, hintGenerator}
	if len(left) != len(want) {
		t.Fatalf("have %v", left)
	}
	for i, u := range left {
		if u.Hint != want[i] {
			t.Errorf("%s: have %q, want %q", u.Object, u.Hint, want[i])
		}
	}
	if got := left[0].Error(); !strings.Contains(got, "acmev1.Source: removed: no change of the document explains this; it is called Zebra now") {
		t.Errorf("have %q", got)
	}
}
