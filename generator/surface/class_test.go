package surface

import (
	"testing"

	"github.com/stratagen/strata/generator/model"
)

// classOf gives the class of a schema in a document of its own.
func classOf(s *model.Schema) class {
	b := newBuilder(answering(s))
	return b.classes[s]
}

// sample has something of every kind.
func sample() *model.Schema {
	text := &model.Schema{Kind: model.String, Enum: []string{"A", "B"}}
	cat := &model.Schema{Kind: model.Object, Properties: []*model.Property{property("purrs", &model.Schema{Kind: model.Boolean}, 1)}}
	dog := &model.Schema{Kind: model.Object, Properties: []*model.Property{property("barks", &model.Schema{Kind: model.Boolean}, 1)}}
	return &model.Schema{Kind: model.Object, Properties: []*model.Property{
		property("text", text, 1),
		property("pet", &model.Schema{Kind: model.Union, OneOf: true, Variants: []*model.Use{use(cat), use(dog)}, Discriminator: &model.Discriminator{
			Property: "kind", Mapping: []model.Mapping{{Value: "cat", Variant: 0}, {Value: "dog", Variant: 1}},
		}}, 2),
		property("list", &model.Schema{Kind: model.Array, Items: use(&model.Schema{Kind: model.Integer})}, 3),
	}}
}

// TestClassTellsApart: whatever is a fact is in the class.
func TestClassTellsApart(t *testing.T) {
	same := classOf(sample())
	for name, edit := range map[string]func(s, text, pet, list *model.Schema){
		"property":      func(s, _, _, _ *model.Schema) { s.Properties = s.Properties[:2] },
		"name":          func(s, _, _, _ *model.Schema) { s.Properties[0].Name = "Text" },
		"required":      func(s, _, _, _ *model.Schema) { s.Properties[0].Required = true },
		"nullable":      func(s, _, _, _ *model.Schema) { s.Properties[0].Use.Nullable = true },
		"readOnly":      func(s, _, _, _ *model.Schema) { s.Properties[0].Use.ReadOnly = true },
		"writeOnly":     func(s, _, _, _ *model.Schema) { s.Properties[0].Use.WriteOnly = true },
		"deprecated":    func(s, _, _, _ *model.Schema) { s.Properties[0].Use.Deprecated = true },
		"default":       func(s, _, _, _ *model.Schema) { v := `"A"`; s.Properties[0].Use.Default = &v },
		"kind":          func(_, text, _, _ *model.Schema) { text.Kind = model.Integer },
		"format":        func(_, text, _, _ *model.Schema) { text.Format = "uuid" },
		"enum":          func(_, text, _, _ *model.Schema) { text.Enum = []string{"A"} },
		"pattern":       func(_, text, _, _ *model.Schema) { text.Constraints.Pattern = "a" },
		"limit":         func(_, text, _, _ *model.Schema) { text.Constraints.MaxLength = "3" },
		"closed":        func(s, _, _, _ *model.Schema) { s.Closed = true },
		"open":          func(s, _, _, _ *model.Schema) { s.Additional = use(&model.Schema{}) },
		"additional":    func(s, _, _, _ *model.Schema) { s.Additional = use(&model.Schema{Kind: model.String}) },
		"items":         func(_, _, _, list *model.Schema) { list.Items.Schema.Kind = model.Number },
		"items null":    func(_, _, _, list *model.Schema) { list.Items.Nullable = true },
		"anyOf":         func(_, _, pet, _ *model.Schema) { pet.OneOf = false },
		"variant":       func(_, _, pet, _ *model.Schema) { pet.Variants[0].Schema.Properties = nil },
		"discriminator": func(_, _, pet, _ *model.Schema) { pet.Discriminator.Property = "type" },
		"mapping": func(_, _, pet, _ *model.Schema) {
			pet.Discriminator.Mapping[0].Variant, pet.Discriminator.Mapping[1].Variant = 1, 0
		},
	} {
		s := sample()
		edit(s, s.Properties[0].Use.Schema, s.Properties[1].Use.Schema, s.Properties[2].Use.Schema)
		if classOf(s) == same {
			t.Errorf("%s makes no difference", name)
		}
	}
}

// TestClassIsStructure: names, prose, order and how a cycle is written make no
// difference.
func TestClassIsStructure(t *testing.T) {
	s := sample()
	s.Component, s.Title, s.Description = "Other", "Other", "Other"
	s.Properties[0], s.Properties[2] = s.Properties[2], s.Properties[0]
	pet := s.Properties[1].Use.Schema
	pet.Variants[0], pet.Variants[1] = pet.Variants[1], pet.Variants[0]
	pet.Discriminator.Mapping[0].Variant, pet.Discriminator.Mapping[1].Variant = 1, 0
	s.Properties[2].Use.Schema.Enum = []string{"B", "A"}
	if classOf(s) != classOf(sample()) {
		t.Error("order or names make a difference")
	}

	loop := func(steps int) *model.Schema {
		first := &model.Schema{Kind: model.Object}
		last := first
		for range steps {
			next := &model.Schema{Kind: model.Object, Properties: []*model.Property{property("next", last, 1)}}
			last = next
		}
		first.Properties = []*model.Property{property("next", last, 1)}
		return first
	}
	b := newBuilder(answering(loop(0), loop(3)))
	classes := map[class]bool{}
	for _, c := range b.classes {
		classes[c] = true
	}
	if len(b.classes) != 5 || len(classes) != 1 {
		t.Errorf("%d schemas of %d classes, want 5 of 1", len(b.classes), len(classes))
	}
}

// TestClassIsLocal: a schema that reaches itself has the class it has, whatever
// else is in the document and however many rounds that takes.
func TestClassIsLocal(t *testing.T) {
	self := func() *model.Schema {
		s := &model.Schema{Kind: model.Object}
		s.Properties = []*model.Property{property("self", s, 1)}
		return s
	}
	chain := self()
	chain.Closed = true
	for range 10 { // each link is told apart a round later than the one below it
		chain = &model.Schema{Kind: model.Object, Properties: []*model.Property{property("self", chain, 1)}}
	}
	alone, beside := self(), self()
	if classOf(alone) != newBuilder(answering(beside, chain)).classes[beside] {
		t.Error("the class of a schema hangs on another schema")
	}
}
