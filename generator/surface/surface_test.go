package surface

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/model"
)

// answering makes a document with an operation for each schema, which answers it.
func answering(schemas ...*model.Schema) *model.API {
	v := &model.Version{Token: "v1", Stability: model.Stable}
	for i, s := range schemas {
		v.Operations = append(v.Operations, &model.Operation{
			ID: fmt.Sprintf("get%02d", i), Method: "GET", Path: fmt.Sprintf("/%d", i), Responses: []*model.Response{
				{Status: "200", Contents: []*model.Content{{MediaType: "application/json", Use: use(s)}}},
			},
		})
	}
	return &model.API{File: "api.yaml", Versions: []*model.Version{v}}
}

func use(s *model.Schema) *model.Use { return &model.Use{Schema: s, Pos: s.Pos} }

func property(name string, s *model.Schema, line int) *model.Property {
	return &model.Property{Name: name, Use: use(s), Pos: model.Pos{File: "api.yaml", Line: line}}
}

func line(n int) model.Pos { return model.Pos{File: "api.yaml", Line: n} }

// ladder is a schema that refers twice to the next one, and so on: written out
// it doubles with each step.
func ladder(steps int) []*model.Schema {
	s := &model.Schema{Kind: model.String}
	for range steps {
		s = &model.Schema{Kind: model.Object, Properties: []*model.Property{property("a", s, 1), property("b", s, 2)}}
	}
	return []*model.Schema{s}
}

// mesh are schemas that all refer to each other.
func mesh(n int) []*model.Schema {
	list := make([]*model.Schema, n)
	for i := range list {
		list[i] = &model.Schema{Kind: model.Object, Properties: []*model.Property{property(fmt.Sprintf("own%d", i), &model.Schema{Kind: model.String}, i)}}
	}
	for i, s := range list {
		for j, other := range list {
			s.Properties = append(s.Properties, property(fmt.Sprintf("to%d", j), other, i*n+j))
		}
	}
	return list
}

// TestBounded: what refers to itself all over is written once, and one property
// more is one line more.
func TestBounded(t *testing.T) {
	for _, c := range []struct {
		name     string
		make     func() []*model.Schema
		maxLines int
	}{
		{"ladder", func() []*model.Schema { return ladder(60) }, 2000},
		{"mesh", func() []*model.Schema { return mesh(40) }, 2000},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := lines(Of(answering(c.make()...)))
			if n := len(before); n > c.maxLines || n < 100 {
				t.Errorf("%d lines, want at most %d", n, c.maxLines)
			}
			schemas := c.make()
			reverse(schemas[0], map[*model.Schema]bool{})
			if !slices.Equal(before, lines(Of(answering(schemas...)))) {
				t.Error("the order of properties decides where a schema is written")
			}
			schemas = c.make()
			last := schemas[len(schemas)-1]
			last.Properties = append(last.Properties, property("more", &model.Schema{Kind: model.String}, 9))
			after := lines(Of(answering(schemas...)))
			var changed []string
			for _, l := range after {
				if _, known := slices.BinarySearch(before, l); !known {
					changed = append(changed, l)
				}
			}
			if len(changed) != 1 || len(after) != len(before)+1 || !strings.HasSuffix(changed[0], "more string") {
				t.Errorf("%d lines, then %d; new: %q", len(before), len(after), changed)
			}
		})
	}
}

// reverse turns the order of properties around, wherever there are any.
func reverse(s *model.Schema, seen map[*model.Schema]bool) {
	if seen[s] {
		return
	}
	seen[s] = true
	slices.Reverse(s.Properties)
	for _, p := range s.Properties {
		reverse(p.Use.Schema, seen)
	}
}

func lines(list []*Version) []string {
	return strings.Split(strings.TrimSpace(string(list[0].Text())), "\n")
}

// TestPositions: what a shared component says has its place there, wherever it is
// used; where it is used stands beside it.
func TestPositions(t *testing.T) {
	shared := &model.Schema{Kind: model.String, Enum: []string{"A"}, Pos: line(50)}
	holder := func(n int) *model.Schema {
		p := property("kind", shared, n)
		p.Required = true
		p.Use.Nullable, p.Use.NullableAt = true, line(51)
		return &model.Schema{Kind: model.Object, Properties: []*model.Property{p}, Pos: line(n - 1)}
	}
	v := Of(answering(holder(10), holder(20)))[0]
	want := map[Attribute]int{Type: 50, Enum: 50, Nullable: 51}
	for i, at := range []int{10, 20} {
		found := 0
		for _, f := range v.Facts {
			if f.Operation != fmt.Sprintf("get%02d", i) || f.Path != "kind" {
				continue
			}
			found++
			if pos, ok := want[f.Attribute]; ok && f.Pos.Line != pos || f.Attribute == Required && f.Pos.Line != at {
				t.Errorf("%s %s is said on line %d", f.Place, f.Attribute, f.Pos.Line)
			}
			if f.At.Line != at {
				t.Errorf("%s stands on line %d, want %d", f.Place, f.At.Line, at)
			}
		}
		if found != 4 {
			t.Errorf("%d facts about kind, want 4", found)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		p, q Path
		want bool
	}{
		{"a", "a", true}, {"a.b", "a", true}, {"a[]", "a", true}, {"a{}.b", "a", true}, {"a|+x.b", "a", true},
		{"ab", "a", false}, {`a."b.c"`, "a", true}, {`"a.b"`, "a", false}, {"a", "a.b", false}, {"a", Whole, true}, {"[]", Whole, true},
	} {
		if got := c.p.Within(c.q); got != c.want {
			t.Errorf("%s within %s: %t", c.p, c.q, got)
		}
	}
}

// TestAttributesHaveARank: an attribute without one would hide among the first.
func TestAttributesHaveARank(t *testing.T) {
	list := slices.Concat(words, own)
	if len(ranks) != len(list) {
		t.Errorf("%d ranks for %d attributes", len(ranks), len(list))
	}
	v := Of(answering(mesh(3)...))[0]
	for _, f := range v.Facts {
		if !slices.Contains(list, f.Attribute) {
			t.Errorf("%s has no rank", f.Attribute)
		}
	}
	if !slices.IsSortedFunc(v.Facts, func(a, b Fact) int { return a.compare(&b) }) {
		t.Error("facts are not sorted")
	}
}

func TestNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"1": "1", "1.0": "1", "1e3": "1000", "0.50": "0.5", "": "", "9007199254740993": "9007199254740993", "-1": "-1", "1e400": "1e400",
	} {
		if got := number(in); got != want {
			t.Errorf("%s is written %s, want %s", in, got, want)
		}
	}
}
