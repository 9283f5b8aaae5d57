package surface

// The way back from the text: lines -> facts. What belongs to one line is in
// parse_line.go, what only all lines together show is here.

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/model"
)

// Parse reads back what [Version.Text] wrote; name is the file of the positions,
// which are lines of the text (a fact's column is 1). What the text says once of
// "*" comes back for each operation it holds for. The error is a [model.Faults]
// with every line that Text cannot have written; what Parse takes, Text gives back
// byte for byte.
//
// A text says at each place what a document may say once, in a component that many
// places use: positions of the text do not show that it is one cause.
//
// One thing is not in the text: the facts of operations of the default lane that
// equal a version. They are named in Same alone, so two default lanes of which one
// was read from text are compared by Same and [Version.Stated].
func Parse(name string, text []byte) (*Version, error) {
	p := &parser{
		file: name, v: &Version{Same: map[string]string{}},
		said: map[Place]model.Pos{}, usual: map[Place]model.Pos{}, same: map[string]model.Pos{},
	}
	if !utf8.Valid(text) || !bytes.HasSuffix(text, []byte("\n")) || len(text) == 1 {
		p.faults.Add(model.Pos{File: name, Line: 1, Column: 1}, "this is no surface: want lines of UTF-8, each with its end")
		return nil, p.faults.Err()
	}
	p.read(strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"))
	for _, step := range []func(){p.about, p.complete, p.repeat, p.v.sort, func() { p.asWritten(text) }} {
		if len(p.faults) == 0 { // else what is amiss may come of what is wrong already
			step()
		}
	}
	if err := p.faults.Err(); err != nil {
		return nil, err
	}
	return p.v, nil
}

// Stated gives the facts that stand in the text, those that it writes once for all
// operations included: all but those of operations of the default lane that equal
// a version. It is the same for a surface and for what [Parse] makes of its text.
func (v *Version) Stated() []Fact {
	return slices.DeleteFunc(slices.Clone(v.Facts), func(f Fact) bool { return v.Same[f.Operation] != "" })
}

// Operations lists the operations of v by name, also those of the default lane
// that equal a version.
func (v *Version) Operations() []string {
	var list []string
	for _, f := range v.Facts {
		if f.Operation != Everywhere {
			list = append(list, f.Operation)
		}
	}
	for op := range v.Same {
		list = append(list, op)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// parser gathers what the lines say.
type parser struct {
	file   string
	faults model.Faults
	v      *Version
	said   map[Place]model.Pos  // where the line of a place stands
	usual  map[Place]model.Pos  // statuses that are "as *"
	same   map[string]model.Pos // operations that are "as VERSION"
}

func (p *parser) read(text []string) {
	for i, s := range text {
		l := p.split(i+1, s)
		if i > 0 && s <= text[i-1] {
			p.faults.Add(l.pos, "the line before this one belongs behind it: want each line once, in the order of bytes")
		}
		p.line(l)
	}
}

// about takes up what the lines of "*" say of the version. The default lane is no
// version: it has no such line.
func (p *parser) about() {
	seen := map[Attribute]model.Pos{}
	for _, f := range p.v.everywhere {
		if f.Place != (Place{}) || f.Attribute == Security {
			continue
		}
		p.v.Facts = append(p.v.Facts, f)
		if _, ok := seen[f.Attribute]; ok && f.Attribute != ServerURL {
			p.faults.Add(f.Pos, "the %s is said twice", f.Attribute)
		}
		seen[f.Attribute] = f.Pos
		switch f.Attribute {
		case Offered:
			p.v.Token = f.Value
		case Stability:
			var ok bool
			if p.v.Stability, ok = model.ParseStability(f.Value); !ok {
				p.faults.Add(f.Pos, "%q is no stability", f.Value)
			}
		}
	}
	_, stated := seen[Stability]
	switch {
	case len(seen) == 0:
		p.v.Token, p.v.Default = "default", true
	case !stated:
		p.faults.Add(p.v.Facts[len(p.v.Facts)-1].Pos, "a version has a line * %s", Stability)
	default:
		p.v.Same = nil
	}
}

// complete checks that what the facts stand on is there, and tells them where the
// line of their place is.
func (p *parser) complete() {
	homes := map[string]bool{}
	for place := range p.said {
		homes[place.String()] = true
	}
	missing := map[Place]bool{}
	for _, list := range [][]Fact{p.v.Facts, p.v.everywhere} {
		for i, f := range list {
			for _, on := range f.standsOn() {
				if p.said[on].Line == 0 && !missing[on] {
					missing[on] = true
					p.faults.Add(f.Pos, "no line of %s itself", on)
				}
			}
			if f.Attribute == As && !homes[f.Value] {
				p.faults.Add(f.Pos, "as=%s: there is no such line", text(f.Value))
			}
			if at := p.said[f.Place]; at.Line > 0 {
				list[i].At = at
			}
		}
	}
	for op, pos := range p.same {
		if p.said[Place{Operation: op}].Line > 0 || !p.v.Default {
			p.faults.Add(pos, "%s: only an operation of the default lane can be as a version, and then has no other line", word(op))
		}
	}
}

// standsOn lists the places that must have a line where there is f.
func (f Fact) standsOn() []Place {
	var list []Place
	if f.Operation != Everywhere {
		list = append(list, Place{Operation: f.Operation})
		if f.Status != "" {
			list = append(list, Place{Operation: f.Operation, Side: Side{Status: f.Status}})
		}
	}
	if f.Path != "" {
		list = append(list, f.Place)
	}
	return list
}

// repeat gives each operation what the text says once for all.
func (p *parser) repeat() {
	common := map[string][]Fact{} // by status; "": the credentials
	for _, f := range p.v.everywhere {
		if f.Status != "" || f.Attribute == Security {
			common[f.Status] = append(common[f.Status], f)
		}
	}
	own := map[Place]bool{} // answers with lines, and operations with credentials
	for _, f := range p.v.Facts {
		if f.Status != "" && f.Part != "" || f.Attribute == Security {
			own[Place{Operation: f.Operation, Side: Side{Status: f.Status}}] = true
		}
	}
	for place, pos := range p.usual {
		if own[place] || common[place.Status] == nil {
			p.faults.Add(pos, "%s as *: want lines of * %s, and no other of this place", place, place.Status)
		}
		p.v.Facts = append(p.v.Facts, at(place.Operation, common[place.Status])...)
	}
	for place := range p.said {
		if place == (Place{Operation: place.Operation}) && !own[place] {
			p.v.Facts = append(p.v.Facts, at(place.Operation, common[""])...)
		}
	}
}

// asWritten reports the first line that says what Text would say otherwise.
func (p *parser) asWritten(text []byte) {
	want := strings.Split(string(p.v.Text()), "\n")
	for i, have := range strings.Split(string(text), "\n") {
		switch {
		case i >= len(want):
			p.faults.Add(model.Pos{File: p.file, Line: i + 1, Column: 1}, "%s: this goes without saying", have)
		case have != want[i]:
			p.faults.Add(model.Pos{File: p.file, Line: i + 1, Column: 1}, "this is written %s", want[i])
		default:
			continue
		}
		return
	}
}
