// Package prose counts which words of a document changed: titles, summaries,
// descriptions and examples at the same place of two documents. They change what
// people read and nothing else, so they are counted and never reported one by one.
package prose

import (
	"fmt"
	"slices"

	"github.com/stratagen/strata/generator/model"
)

// Counts says how many texts are not what they were, by what they are about. A
// text that many operations share counts once; one that came or went with its
// place does not count.
type Counts struct {
	Document   int `json:"document"`   // title and description of the whole, of tags and servers
	Operations int `json:"operations"` // of bodies and answers too
	Parameters int `json:"parameters"`
	Schemas    int `json:"schemas"` // of their properties too
	Examples   int `json:"examples"`
}

// Total is the sum.
func (c Counts) Total() int { return c.Document + c.Operations + c.Parameters + c.Schemas + c.Examples }

// Changed counts the texts that changed from old to now.
func Changed(old, now *model.API) Counts {
	w := walker{texts: map[place]bool{}, schemas: map[[2]*model.Schema]bool{}}
	w.document(old, now)
	operations := byID(old)
	for id, b := range byID(now) {
		for token, y := range b {
			if x := operations[id][token]; x != nil {
				w.operation(x, y)
			}
		}
	}
	return w.Counts
}

// byID gives the operations of all versions, by operationId and version.
func byID(api *model.API) map[string]map[string]*model.Operation {
	all := map[string]map[string]*model.Operation{}
	for _, v := range api.Versions {
		for _, op := range v.Operations {
			if all[op.ID] == nil {
				all[op.ID] = map[string]*model.Operation{}
			}
			all[op.ID][v.Token] = op
		}
	}
	return all
}

// place is a text of both documents: what it is, and where what it is of stands.
type place struct {
	what     string
	old, now model.Pos
}

// walker goes through two documents at once.
type walker struct {
	Counts
	texts   map[place]bool
	schemas map[[2]*model.Schema]bool
}

// text counts a text of a place, once however many ways lead to it.
func (w *walker) text(count *int, what string, old, now model.Pos, was, is string) {
	p := place{what, old, now}
	if was != is && !w.texts[p] {
		w.texts[p] = true
		*count++
	}
}

func (w *walker) document(old, now *model.API) {
	top := func(what, was, is string) { w.text(&w.Document, what, model.Pos{}, model.Pos{}, was, is) }
	top("title", old.Title, now.Title)
	top("description", old.Description, now.Description)
	for _, y := range now.Tags {
		for _, x := range old.Tags {
			if x.Name == y.Name {
				top("tag "+y.Name, x.Description, y.Description)
			}
		}
	}
	for _, y := range now.Servers {
		for _, x := range old.Servers {
			if x.URL == y.URL {
				top("server "+y.URL, x.Description, y.Description)
			}
		}
	}
}

func (w *walker) operation(old, now *model.Operation) {
	w.text(&w.Operations, "summary", old.Pos, now.Pos, old.Summary, now.Summary)
	w.text(&w.Operations, "description", old.Pos, now.Pos, old.Description, now.Description)
	for _, y := range now.Parameters {
		for _, x := range old.Parameters {
			if x.Name == y.Name && x.In == y.In {
				w.text(&w.Parameters, "description", x.Pos, y.Pos, x.Description, y.Description)
				w.examples(x.Pos, y.Pos, x.Examples, y.Examples)
				w.use(x.Use, y.Use)
			}
		}
	}
	if x, y := old.Body, now.Body; x != nil && y != nil {
		w.text(&w.Operations, "body", x.Pos, y.Pos, x.Description, y.Description)
		w.contents(x.Contents, y.Contents)
	}
	for _, y := range now.Responses {
		for _, x := range old.Responses {
			if x.Status == y.Status {
				w.response(x, y)
			}
		}
	}
}

func (w *walker) response(old, now *model.Response) {
	w.text(&w.Operations, "response", old.Pos, now.Pos, old.Description, now.Description)
	w.contents(old.Contents, now.Contents)
	for _, y := range now.Headers {
		for _, x := range old.Headers {
			if x.Name == y.Name {
				w.use(x.Use, y.Use)
			}
		}
	}
}

func (w *walker) contents(old, now []*model.Content) {
	for _, y := range now {
		for _, x := range old {
			if x.MediaType == y.MediaType {
				w.examples(x.Pos, y.Pos, x.Examples, y.Examples)
				w.use(x.Use, y.Use)
			}
		}
	}
}

// use compares what a place says, and the schema there. A description that is only
// the schema's own is the schema's.
func (w *walker) use(old, now *model.Use) {
	if old == nil || now == nil {
		return
	}
	if old.Description != old.Schema.Description || now.Description != now.Schema.Description {
		w.text(&w.Schemas, "place", old.Pos, now.Pos, old.Description, now.Description)
	}
	w.examples(old.Pos, now.Pos, old.Examples, now.Examples)
	w.schema(old.Schema, now.Schema)
}

func (w *walker) schema(old, now *model.Schema) {
	pair := [2]*model.Schema{old, now}
	if w.schemas[pair] {
		return
	}
	w.schemas[pair] = true
	w.text(&w.Schemas, "title", old.Pos, now.Pos, old.Title, now.Title)
	w.text(&w.Schemas, "description", old.Pos, now.Pos, old.Description, now.Description)
	w.values(old, now)
	w.examples(old.Pos, now.Pos, old.Examples, now.Examples)
	for _, y := range now.Properties {
		for _, x := range old.Properties {
			if x.Name == y.Name {
				w.use(x.Use, y.Use)
			}
		}
	}
	w.use(old.Items, now.Items)
	w.use(old.Additional, now.Additional)
	w.alternatives(old.Variants, now.Variants)
}

// values compares what is said of each value that both have.
func (w *walker) values(old, now *model.Schema) {
	of := func(s *model.Schema, i int) string {
		if i >= len(s.EnumDocs) {
			return ""
		}
		return s.EnumDocs[i]
	}
	for i, value := range now.Enum {
		if j := slices.Index(old.Enum, value); j >= 0 {
			w.text(&w.Schemas, "value "+value, old.Pos, now.Pos, of(old, j), of(now, i))
		}
	}
}

// alternatives pairs those of two unions, whose order means nothing: those that say
// the same in the same words, then those that only say the same.
func (w *walker) alternatives(old, now []*model.Use) {
	for _, key := range []func(*model.Use) string{worded, members} {
		var left []*model.Use
		for _, y := range now {
			i := slices.IndexFunc(old, func(x *model.Use) bool { return key(x) == key(y) })
			if i < 0 {
				left = append(left, y)
				continue
			}
			w.use(old[i], y)
			old = slices.Concat(old[:i], old[i+1:])
		}
		now = left
	}
}

// members tells alternatives apart by what is in them.
func members(u *model.Use) string {
	s := u.Schema
	names := []string{fmt.Sprint(s.Kind), s.Format}
	for _, p := range s.Properties {
		names = append(names, p.Name)
	}
	slices.Sort(names[2:])
	return fmt.Sprintf("%q", slices.Concat(names, slices.Sorted(slices.Values(s.Enum))))
}

// worded tells them apart by their own words too.
func worded(u *model.Use) string {
	return fmt.Sprintf("%s %q", members(u), []string{u.Description, u.Schema.Title, u.Schema.Description})
}

// examples counts the examples of a place as one text.
func (w *walker) examples(old, now model.Pos, was, is []model.Example) {
	var a, b string
	for _, e := range was {
		a += e.Value + "\n"
	}
	for _, e := range is {
		b += e.Value + "\n"
	}
	w.text(&w.Examples, "examples", old, now, a, b)
}
