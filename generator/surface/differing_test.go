package surface

import (
	"fmt"
	"testing"

	"github.com/stratagen/strata/generator/model"
)

// ring is a schema that leads through others, all of other names, back to itself.
func ring(last model.Kind) *model.Schema {
	const length = 4 * rounds
	first := &model.Schema{Kind: model.Object}
	s := first
	for i := range length {
		next := &model.Schema{Kind: model.Object}
		if i == length-1 {
			next = first
		}
		s.Properties = []*model.Property{property(fmt.Sprintf("p%d", i), next, 1)}
		if i == length-2 {
			s.Properties = append(s.Properties, property("last", &model.Schema{Kind: last}, 2))
		}
		s = next
	}
	return first
}

// TestDiffering: an operation that changes anywhere below is written whole in both
// documents, one that does not is not.
func TestDiffering(t *testing.T) {
	for name, c := range map[string]struct {
		now  *model.Schema
		same bool
	}{
		"nothing":              {ring(model.String), true},
		"far down in a circle": {ring(model.Integer), false},
	} {
		text := &model.Schema{Kind: model.String}
		a, b := Differing(answering(ring(model.String), text), answering(c.now, text))
		for _, list := range [][]*Version{a, b} {
			if got := count(list[0], "get00"); (got == 2) != c.same { // method and path
				t.Errorf("%s: %d facts of the operation that holds it", name, got)
			}
			if got := count(list[0], "get01"); got != 2 {
				t.Errorf("%s: %d facts of another operation, want 2", name, got)
			}
		}
	}
}

// TestDifferingHuge: with a huge schema all is written.
func TestDifferingHuge(t *testing.T) {
	text := &model.Schema{Kind: model.String}
	a, _ := Differing(answering(ladder(12)[0], text), answering(ladder(12)[0], text))
	if got, want := count(a[0], "get01"), count(Of(answering(ladder(12)[0], text))[0], "get01"); got != want {
		t.Errorf("%d facts, want %d", got, want)
	}
}

func count(v *Version, operation string) int {
	n := 0
	for _, f := range v.Facts {
		if f.Operation == operation {
			n++
		}
	}
	return n
}

// TestDifferingRenamed: a parameter of another name is another one.
func TestDifferingRenamed(t *testing.T) {
	asking := func(name string) *model.API {
		op := &model.Operation{ID: "getPets", Method: "GET", Path: "/pets", Parameters: []*model.Parameter{
			{Name: name, In: "query", Style: "form", Explode: true, Use: &model.Use{Schema: &model.Schema{Kind: model.String}}},
		}}
		return &model.API{Versions: []*model.Version{{Token: "v1", Operations: []*model.Operation{op}}}}
	}
	a, _ := Differing(asking("color"), asking("color"))
	if got := count(a[0], "getPets"); got != 2 { // method and path
		t.Errorf("%d facts of an operation that is the same", got)
	}
	a, _ = Differing(asking("color"), asking("colour"))
	if got := count(a[0], "getPets"); got < 3 {
		t.Errorf("%d facts of an operation with another parameter", got)
	}
}
