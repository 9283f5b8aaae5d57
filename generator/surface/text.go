package surface

import (
	"slices"
	"strings"
)

// Text writes the surface, a line for each place and for each attribute with
// lines of its own, in the order of bytes. What most operations have in common
// stands once, of "*", and an operation of the default lane that equals a
// version names it.
func (v *Version) Text() []byte {
	list := slices.DeleteFunc(slices.Clone(v.Facts), func(f Fact) bool {
		return f.Common || f.Operation == Everywhere || v.Same[f.Operation] != ""
	})
	w := writer{common: v.commonStatuses()}
	if len(list) > 0 || !v.Default {
		list = slices.Concat(list, v.everywhere)
	}
	w.facts(list)
	for op, token := range v.Same {
		w.lines = append(w.lines, word(op)+" as "+text(token))
	}
	slices.Sort(w.lines)
	return []byte(strings.Join(slices.Compact(w.lines), "\n") + "\n")
}

// commonStatuses are the answers of operations that "*" writes down.
func (v *Version) commonStatuses() map[Place]bool {
	set := map[Place]bool{}
	for _, f := range v.Facts {
		if f.Common && f.Status != "" {
			set[Place{Operation: f.Operation, Side: Side{Status: f.Status}}] = true
		}
	}
	return set
}

type writer struct {
	common map[Place]bool
	lines  []string
}

// facts writes sorted facts, place by place.
func (w *writer) facts(list []Fact) {
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Place == list[0].Place {
			n++
		}
		w.place(list[:n])
		list = list[n:]
	}
}

// place writes the facts of one place.
func (w *writer) place(list []Fact) {
	start := list[0].Place.String()
	line := ""
	for _, f := range list {
		if ranks[f.Attribute] < len(words) {
			line += f.word(w)
		} else {
			w.lines = append(w.lines, strings.TrimSuffix(start+" "+string(f.Attribute)+" "+text(f.Value), " "))
		}
	}
	if ranks[list[0].Attribute] < len(words) {
		w.lines = append(w.lines, start+line)
	}
}

// word writes an attribute that stands on the line of its place.
func (f Fact) word(w *writer) string {
	switch f.Attribute {
	case Method, PathTemplate, Type:
		return " " + text(f.Value)
	case Answered:
		if w.common[f.Place] {
			return " as *"
		}
		return ""
	}
	if f.Value == "" {
		return " " + string(f.Attribute)
	}
	return " " + string(f.Attribute) + "=" + text(f.Value)
}

// String writes a place as its lines begin.
func (p Place) String() string {
	parts := []string{"*"}
	if p.Operation != Everywhere {
		parts[0] = word(p.Operation)
	}
	part := string(p.Part)
	if p.Media != "" {
		part += "=" + text(p.Media)
	}
	for _, s := range []string{p.Status, part, string(p.Path)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}
