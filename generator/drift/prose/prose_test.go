package prose_test

import (
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/drift/prose"
	"github.com/stratagen/strata/generator/model"
)

// words are the texts of a document, one of each kind.
type words struct{ title, tag, summary, answer, parameter, place, component, example string }

// document is a document in two versions that share everything, and whose two
// operations share a component that refers to itself.
func document(w words) *model.API {
	at := func(line int) model.Pos { return model.Pos{File: "api.yaml", Line: line, Column: 1} }
	widget := &model.Schema{Kind: model.Object, Description: w.component, Pos: at(10)}
	widget.Properties = []*model.Property{
		{Name: "parent", Use: &model.Use{Schema: widget, Description: w.component, Pos: at(11)}},
		{Name: "name", Use: &model.Use{
			Schema: &model.Schema{Kind: model.String, Pos: at(12)}, Description: w.place, Examples: []model.Example{{Value: w.example}}, Pos: at(12),
		}},
	}
	lane := func(id string, line int) *model.Operation {
		return &model.Operation{
			ID: id, Summary: w.summary + id, Pos: at(line),
			Parameters: []*model.Parameter{{
				Name: "q", In: "query", Description: w.parameter, Pos: at(5), // a component of its own
				Use: &model.Use{Schema: &model.Schema{Kind: model.String, Pos: at(5)}, Pos: at(5)},
			}},
			Responses: []*model.Response{{
				Status: "200", Description: w.answer, Pos: at(line + 1),
				Contents: []*model.Content{{MediaType: "application/json", Use: &model.Use{Schema: widget, Description: w.component, Pos: at(line + 2)}}},
			}},
		}
	}
	operations := []*model.Operation{lane("a", 20), lane("b", 30)}
	return &model.API{
		Title: w.title, Tags: []*model.Tag{{Name: "t", Description: w.tag}},
		Versions: []*model.Version{{Token: "v1", Operations: operations}, {Token: "v1beta", Operations: []*model.Operation{lane("a", 20)}}},
	}
}

// TestChanged: a text counts once, however many ways lead to it.
func TestChanged(t *testing.T) {
	was := words{"t", "g", "s", "a", "p", "l", "c", `"e"`}
	for _, c := range []struct {
		name string
		edit func(w *words)
		want prose.Counts
	}{
		{"nothing", func(*words) {}, prose.Counts{}},
		{"title and tag", func(w *words) { w.title, w.tag = "x", "x" }, prose.Counts{Document: 2}},
		{"summaries", func(w *words) { w.summary = "x" }, prose.Counts{Operations: 2}},
		{"answers", func(w *words) { w.answer = "x" }, prose.Counts{Operations: 2}},
		{"a shared parameter", func(w *words) { w.parameter = "x" }, prose.Counts{Parameters: 1}},
		{"a property", func(w *words) { w.place = "x" }, prose.Counts{Schemas: 1}},
		{"a component", func(w *words) { w.component = "x" }, prose.Counts{Schemas: 1}},
		{"an example", func(w *words) { w.example = "1" }, prose.Counts{Examples: 1}},
		{"all", func(w *words) { *w = words{} }, prose.Counts{Document: 2, Operations: 4, Parameters: 1, Schemas: 2, Examples: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := was
			c.edit(&is)
			if have := prose.Changed(document(was), document(is)); have != c.want {
				t.Errorf("have %+v, want %+v", have, c.want)
			}
			if have := prose.Changed(document(is), document(was)); have != c.want {
				t.Errorf("backwards: %+v, want %+v", have, c.want)
			}
		})
	}
}

// TestGone: what has no counterpart has no changed words.
func TestGone(t *testing.T) {
	now := document(words{title: "x"})
	now.Versions = now.Versions[1:]
	if have, want := prose.Changed(document(words{title: "t"}), now), (prose.Counts{Document: 1}); have != want || have.Total() != 1 {
		t.Errorf("%+v, want %+v", have, want)
	}
}

// TestAlternatives: in whatever order, each is compared with its own.
func TestAlternatives(t *testing.T) {
	alternative := func(description, member string) *model.Use {
		s := &model.Schema{Kind: model.Object, Description: description, Properties: []*model.Property{{Name: member, Use: &model.Use{Schema: &model.Schema{}}}}}
		return &model.Use{Schema: s, Description: description}
	}
	api := func(list ...*model.Use) *model.API {
		for i, u := range list {
			u.Schema.Pos = model.Pos{File: "spec.yaml", Line: i + 1}
		}
		content := []*model.Content{{MediaType: "application/json", Use: &model.Use{Schema: &model.Schema{Kind: model.Union, Variants: list}}}}
		op := &model.Operation{ID: "a", Responses: []*model.Response{{Status: "200", Contents: content}}}
		return &model.API{Versions: []*model.Version{{Operations: []*model.Operation{op}}}}
	}
	old := func() *model.API {
		return api(alternative("one", "a"), alternative("two", "a"), alternative("three", "b"))
	}
	for _, c := range []struct {
		name string
		now  *model.API
		want int
	}{
		{"the same", old(), 0},
		{"reordered", api(alternative("three", "b"), alternative("two", "a"), alternative("one", "a")), 0},
		{"reordered, one in other words", api(alternative("3", "b"), alternative("two", "a"), alternative("one", "a")), 1},
		{"one of two in other words", api(alternative("2", "a"), alternative("one", "a"), alternative("three", "b")), 1},
		{"one gone", api(alternative("3", "b"), alternative("one", "a")), 1},
		{"one new", api(alternative("new", "c"), alternative("one", "a"), alternative("two", "a"), alternative("three", "b")), 0},
	} {
		if have := prose.Changed(old(), c.now); have != (prose.Counts{Schemas: c.want}) {
			t.Errorf("%s: have %+v, want %d of schemas", c.name, have, c.want)
		}
	}
}

// TestValues: what is said of a value counts, wherever it stands among the others.
func TestValues(t *testing.T) {
	api := func(values, docs string) *model.API {
		s := &model.Schema{Enum: strings.Fields(values), EnumDocs: strings.Fields(docs)}
		op := &model.Operation{ID: "a", Parameters: []*model.Parameter{{Name: "p", Use: &model.Use{Schema: s}}}}
		return &model.API{Versions: []*model.Version{{Operations: []*model.Operation{op}}}}
	}
	for _, c := range []struct {
		values, docs string
		want         int
	}{
		{"a b", "x y", 0}, {"b a", "y x", 0}, {"b c a", "y z x", 0}, {"b", "y", 0}, {"b a", "x y", 2}, {"a b", "x z", 1}, {"a b", "", 2},
	} {
		if have := prose.Changed(api("a b", "x y"), api(c.values, c.docs)); have != (prose.Counts{Schemas: c.want}) {
			t.Errorf("%s (%s): have %+v, want %d of schemas", c.values, c.docs, have, c.want)
		}
	}
}
