package release

// A plan for people and for machines.

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/stratagen/strata/generator/model"
)

// maxReasons is how many reasons the text gives of a module that has more than one
// more. JSON is the form that leaves nothing out.
const maxReasons = 15

// Text prints the plan for people: what is tagged next, and why.
func (p *Plan) Text(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var same []string
	for _, m := range p.Modules {
		if !m.Changed {
			same = append(same, m.Folder+" "+m.Last)
			continue
		}
		from := m.Last
		if from == "" {
			from = "new"
		}
		lines := append([]string{fmt.Sprintf("%s\t%s -> %s\t%s", m.Folder, from, m.Next, m.Level)}, m.reasons()...)
		if _, err := io.WriteString(t, strings.Join(lines, "\n  ")+"\n"); err != nil {
			return err
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, g := range p.Gone {
		same = append(same, g.Folder+" "+g.Version+" (no longer generated)")
	}
	if len(same) > 0 {
		if _, err := fmt.Fprintf(w, "no new tag: %s\n", strings.Join(same, ", ")); err != nil {
			return err
		}
	}
	return p.waits(w)
}

// waits lists what modules keep.
func (p *Plan) waits(w io.Writer) error {
	var list []string
	for _, m := range p.Modules {
		for _, kept := range m.Pending {
			list = append(list, model.OneLine(kept.String()))
		}
	}
	if list == nil {
		return nil
	}
	if n := len(list) - maxReasons; n > 1 {
		list = append(list[:maxReasons:maxReasons], fmt.Sprintf("and %d more", n))
	}
	_, err := fmt.Fprintf(w, "kept until the next major version:\n  %s\n", strings.Join(list, "\n  "))
	return err
}

// reasons are a line each.
func (m *Module) reasons() []string {
	var list []string
	for _, r := range m.Why {
		list = append(list, model.OneLine(r.String()))
	}
	list = slices.Compact(list) // sites of one operation may be causes of their own
	if n := len(list) - maxReasons; n > 1 {
		list = append(list[:maxReasons:maxReasons], fmt.Sprintf("and %d more", n))
	}
	return list
}

// String writes r on a line: how much it is, of what rule, what happened to what.
func (r Reason) String() string {
	parts := []string{r.Level.String() + ":"}
	if r.Rule != "" {
		parts = append(parts, r.Rule)
	}
	parts = append(parts, r.Text)
	text := strings.Join(parts, " ")
	names := r.Names
	if r.whole() || len(names) == 0 {
		names = r.Methods
	} else if members := r.members(); len(members) > 0 {
		names = members
	}
	switch {
	case r.Kind == Retraction:
		text = fmt.Sprintf("%s: %s is retracted: %s", r.Level, r.Names[0], r.Text)
	case r.Kind == Dependency:
	case len(names) > 0:
		text += ": " + few(names)
	}
	if len(r.Operations) > 0 {
		text += " (" + few(r.Operations) + ")"
	}
	return text
}

// few lists a few names, and how many there are.
func few(names []string) string {
	if len(names) <= maxSubjects+1 {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxSubjects], ", "), len(names)-maxSubjects)
}

// planJSON is the plan for machines; docs/publishing.md has the members.
type planJSON struct {
	Modules []moduleJSON `json:"modules"`
	Gone    []goneJSON   `json:"gone,omitempty"`
}

type moduleJSON struct {
	Module    string       `json:"module"` // folder
	Path      string       `json:"path"`
	Version   string       `json:"version,omitempty"` // token
	Stability string       `json:"stability"`
	Last      string       `json:"last,omitempty"`
	Next      string       `json:"next"`
	Changed   bool         `json:"changed"`
	Level     Level        `json:"level"`
	Requires  []string     `json:"requires,omitempty"`
	Why       []reasonJSON `json:"why,omitempty"`
	Pending   []keptJSON   `json:"pending,omitempty"`
}

type keptJSON struct {
	Name     string `json:"name"`
	Rule     string `json:"rule"`
	Case     string `json:"case,omitempty"`
	Declared string `json:"declared"`
	Wanted   string `json:"wanted"`
}

type reasonJSON struct {
	Kind       Kind     `json:"kind"`
	Level      Level    `json:"level"`
	Rule       string   `json:"rule,omitempty"`
	Case       string   `json:"case,omitempty"`
	Text       string   `json:"text"`
	Operations []string `json:"operations,omitempty"`
	Methods    []string `json:"methods,omitempty"`
	Names      []string `json:"names,omitempty"`
	Before     string   `json:"before,omitempty"`
	After      string   `json:"after,omitempty"`
}

type goneJSON struct {
	Module string `json:"module"`
	Last   string `json:"last"`
}

// JSON prints the plan for machines.
func (p *Plan) JSON(w io.Writer) error {
	out := planJSON{Modules: []moduleJSON{}}
	for _, m := range p.Modules {
		j := moduleJSON{
			Module: m.Folder, Path: m.Path, Version: m.Token, Stability: m.Stability.String(), Last: m.Last, Next: m.Next,
			Changed: m.Changed, Level: m.Level, Requires: m.Requires,
		}
		for _, r := range m.Why {
			j.Why = append(j.Why, reasonJSON{r.Kind, r.Level, r.Rule, r.Case, r.Text, r.Operations, r.Methods, r.Names, r.Before, r.After})
		}
		for _, k := range m.Pending {
			j.Pending = append(j.Pending, keptJSON{k.Object, k.Rule, k.Case, k.Declared, k.Wanted})
		}
		out.Modules = append(out.Modules, j)
	}
	for _, g := range p.Gone {
		out.Gone = append(out.Gone, goneJSON{g.Folder, g.Version})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
