package surface

// One line of the text: words -> the facts of a place.

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

var (
	statusForm = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)
	methodForm = regexp.MustCompile(`^[A-Z]+$`)
	pathForm   = sync.OnceValue(func() *regexp.Regexp { // its letters are a table of a megabyte
		name := `(?:[\p{L}\p{Nd}_$@-]+|"(?:[^"\\]|\\.)*")` // see word
		step := `(?:\[\]|\{\}|\|\+?` + name + `(?:[/=]` + name + `)?)`
		return regexp.MustCompile(`^(?:\.|(?:` + name + `|` + step + `)(?:\.` + name + `|` + step + `)*)$`)
	})
)

// The attributes that own lines give the version, an operation, and a member.
var (
	ofAll    = []Attribute{Offered, Stability, ServerURL, Security}
	ofCall   = []Attribute{Security, Tag, Reason, Sunset, RateLimit}
	ofMember = own[slices.Index(own, Media):]
)

// line takes up what a line says.
func (p *parser) line(l *textLine) {
	if len(l.words) == 0 {
		return
	}
	op, ok := operation(l.words[0])
	switch {
	case !ok:
		p.wrong(l, 0, "an operation")
	case len(l.words) == 1:
		p.faults.Add(l.pos, "nothing is said of %s", l.words[0])
	case op == Everywhere:
		p.ofAll(l)
	default:
		p.ofOperation(l, op)
	}
}

// operation reads the first word of a line.
func operation(w string) (string, bool) {
	if w == "*" {
		return Everywhere, true
	}
	op, ok := unquoted(w)
	return op, ok && op != ""
}

// ofAll reads what is written of "*".
func (p *parser) ofAll(l *textLine) {
	w := l.words
	switch {
	case slices.Contains(ofAll, Attribute(w[1])):
		p.own(l, 1, Place{})
	case statusForm.MatchString(w[1]) && len(w) > 2:
		p.ofStatus(l, Place{Side: Side{Status: w[1]}})
	default:
		p.wrong(l, 1, "an attribute of the version, or a status and its part")
	}
}

// ofOperation reads what is written of an operation.
func (p *parser) ofOperation(l *textLine, op string) {
	w := l.words
	place := Place{Operation: op}
	switch {
	case w[1] == string(As) && len(w) == 3:
		if token, ok := p.value(l, 2); ok {
			p.v.Same[op] = token
			p.same[op] = l.pos
		}
	case slices.Contains(ofCall, Attribute(w[1])):
		p.own(l, 1, place)
	case isPart(w[1], InPath, InQuery, InHeader, InCookie, InBody):
		p.ofPart(l, 1, place)
	case statusForm.MatchString(w[1]):
		place.Status = w[1]
		p.answer(l, place)
	case methodForm.MatchString(w[1]) && len(w) > 2:
		if template, ok := p.value(l, 2); ok && p.say(l, place) {
			p.add(l, place, Method, w[1])
			p.add(l, place, PathTemplate, template)
			p.flags(l, 3, place, []Attribute{Deprecated})
		}
	default:
		p.wrong(l, 1, "a method and path, an attribute, a part or a status")
	}
}

// answer reads an answer of an operation, or that it is the usual one.
func (p *parser) answer(l *textLine, place Place) {
	switch w := l.words; {
	case len(w) == 2 || len(w) == 4 && w[2] == string(As) && w[3] == "*":
		if p.say(l, place) {
			p.add(l, place, Answered, "")
		}
		if len(w) == 4 {
			p.usual[place] = l.pos
		}
	default:
		p.ofStatus(l, place)
	}
}

// ofStatus reads the part of an answer.
func (p *parser) ofStatus(l *textLine, place Place) {
	if !isPart(l.words[2], InHeader, InBody) {
		p.wrong(l, 2, "header or body")
		return
	}
	p.ofPart(l, 2, place)
}

// isPart reports whether a word begins a place below one of the parts.
func isPart(w string, parts ...Part) bool {
	name, _, typed := strings.Cut(w, "=")
	return slices.Contains(parts, Part(name)) && (!typed || Part(name) == InBody)
}

// ofPart reads a part, the path of a member, and what is said of it.
func (p *parser) ofPart(l *textLine, i int, place Place) {
	w := l.words
	part, media, typed := strings.Cut(w[i], "=")
	media, ok := unquoted(media)
	switch place.Part, place.Media = Part(part), media; {
	case !ok || typed && media == "":
		p.wrong(l, i, "a media type behind the =")
	case i+1 == len(w) || !pathForm().MatchString(w[i+1]) || w[i+1] == string(Whole) && place.Part != InBody:
		p.wrong(l, i+1, "the path of a member")
	case i+2 == len(w) || !begins(w[i+2]):
		p.wrong(l, i+2, "a type or an attribute")
	default:
		place.Path = Path(w[i+1])
		p.ofPlace(l, i+2, place)
	}
}

// begins reports whether a word can stand behind a path.
func begins(w string) bool {
	return slices.Contains(ofMember, Attribute(w)) || slices.Contains(types, w)
}

// types are the values of Type.
var types = append(slices.Collect(maps.Values(kinds)), "oneOf", "anyOf", "untyped")

// ofPlace reads a type with its flags, or an attribute.
func (p *parser) ofPlace(l *textLine, i int, place Place) {
	if !slices.Contains(types, l.words[i]) {
		p.own(l, i, place)
		return
	}
	if p.say(l, place) {
		p.add(l, place, Type, l.words[i])
		p.flags(l, i+1, place, words[slices.Index(words, Required):])
	}
}

// own reads an attribute with a line of its own, and its value.
func (p *parser) own(l *textLine, i int, place Place) {
	if i+2 != len(l.words) {
		p.wrong(l, min(i+2, len(l.words)), "one value of "+l.words[i])
		return
	}
	if v, ok := p.value(l, i+1); ok {
		p.add(l, place, Attribute(l.words[i]), v)
	}
}

// flags reads the words behind a type.
func (p *parser) flags(l *textLine, i int, place Place, may []Attribute) {
	for ; i < len(l.words); i++ {
		name, v, valued := strings.Cut(l.words[i], "=")
		v, ok := unquoted(v)
		isFlag := ranks[Attribute(name)] <= ranks[Open]
		if !ok || !slices.Contains(may, Attribute(name)) || valued && isFlag {
			p.wrong(l, i, "an attribute of the place")
			continue
		}
		if Attribute(name) == Recursive && !place.Path.Within(Path(v)) {
			p.wrong(l, i, "the path of a place above")
			continue
		}
		p.add(l, place, Attribute(name), v)
	}
}

// value reads a value.
func (p *parser) value(l *textLine, i int) (string, bool) {
	v, ok := unquoted(l.words[i])
	if !ok {
		p.wrong(l, i, "a value, in quotes as a whole or not at all")
	}
	return v, ok
}

// say notes that l is the line of a place, of which there is one.
func (p *parser) say(l *textLine, place Place) bool {
	if first, ok := p.said[place]; ok {
		p.faults.Add(l.pos, "%s is on line %d already", place, first.Line)
		return false
	}
	p.said[place] = l.pos
	return true
}

func (p *parser) add(l *textLine, place Place, name Attribute, value string) {
	f := Fact{Place: place, Attribute: name, Value: value, At: l.pos, Pos: l.pos}
	if place.Operation == Everywhere {
		p.v.everywhere = append(p.v.everywhere, f)
	} else {
		p.v.Facts = append(p.v.Facts, f)
	}
}

// wrong reports a word that is not what should stand there.
func (p *parser) wrong(l *textLine, i int, want string) {
	pos, have := l.pos, "the line ends"
	if pos.Column = l.columns[i]; i < len(l.words) {
		have = l.words[i]
	}
	p.faults.Add(pos, "%s: want %s", have, want)
}
