package plan

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

// paragraphs splits prose at empty lines and joins the lines of each part.
// Markdown is left as it is.
func paragraphs(text string) []string {
	var out []string
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(text)
	for _, part := range strings.Split(text, "\n\n") {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// sentence ends text with a full stop.
func sentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" || strings.ContainsRune(".!?:", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}

// operationDoc says what a method does, where it goes and what is known of it.
func (v *version) operationDoc(op *model.Operation, out *ir.Operation) []string {
	doc := []string{summaryDoc(op, out)}
	if op.Summary != "" {
		doc = append(doc, paragraphs(op.Description)...)
	} else if rest := paragraphs(op.Description); len(rest) > 1 {
		doc = append(doc, rest[1:]...)
	}
	doc = append(doc, v.wireDoc(op))
	if r := out.RateLimit; r.Requests > 0 {
		doc = append(doc, fmt.Sprintf("The API allows %d calls a %s.", r.Requests, strings.ToLower(r.Per)))
	}
	return doc
}

// summaryDoc makes a sentence that starts with the method's name: of "Create a
// source", "Create creates a source."
func summaryDoc(op *model.Operation, out *ir.Operation) string {
	summary := strings.Join(strings.Fields(op.Summary), " ")
	if summary == "" {
		if first := paragraphs(op.Description); len(first) > 0 {
			summary = first[0]
		}
	}
	verb, rest, _ := strings.Cut(summary, " ")
	words := naming.Words(op.ID)
	switch {
	case summary == "":
		return fmt.Sprintf("%s calls %s.", out.GoName, op.ID)
	case isVerb(verb) || len(words) > 0 && strings.EqualFold(verb, words[0]):
		return sentence(out.GoName + " " + thirdPerson(strings.ToLower(verb)) + " " + rest)
	case strings.HasSuffix(verb, "s") && isVerb(strings.TrimSuffix(verb, "s")):
		return sentence(out.GoName + " " + lowerFirst(summary))
	default:
		return sentence(out.GoName + ": " + summary)
	}
}

const verbs = " accept activate add apply archive attach batch begin build call cancel check clear clone close complete confirm" +
	" connect copy count create deactivate delete describe detach disable disconnect download echo edit enable end execute export fetch" +
	" find force generate get import insert install invite invoke join leave list lock look make merge modify move obtain open patch" +
	" pause ping post preview publish push put query read refresh register reject release remove rename replace request reset resolve" +
	" restore resume retrieve return revoke rotate run save schedule search send set share show sign start stop submit suppress sync" +
	" test toggle track transfer trigger undo uninstall unlock unregister update upload upsert use validate verify view watch write "

func isVerb(word string) bool {
	return word != "" && strings.Contains(verbs, " "+strings.ToLower(word)+" ")
}

func thirdPerson(verb string) string {
	switch {
	case hasAnySuffix(verb, "s", "sh", "ch", "x", "z", "o"):
		return verb + "es"
	case strings.HasSuffix(verb, "y") && !hasAnySuffix(verb, "ay", "ey", "oy", "uy"):
		return strings.TrimSuffix(verb, "y") + "ies"
	default:
		return verb + "s"
	}
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// wireDoc is the line that says where a call goes: "GET /sources/{sourceId} · v1
// (stable) · also in v1beta, v1alpha".
func (v *version) wireDoc(op *model.Operation) string {
	line := op.Method + " " + op.Path
	if v.Token == "" {
		return line
	}
	line += " · " + v.label()
	var also []string
	for _, w := range v.p.versions {
		if w != v && w.offers(op.ID) {
			also = append(also, w.Token)
		}
	}
	if len(also) == 0 {
		return line + " · in no other version"
	}
	return line + " · also in " + strings.Join(also, ", ")
}

func (v *version) offers(id string) bool {
	for _, op := range v.Operations {
		if op.ID == id {
			return true
		}
	}
	return false
}

// typeDoc starts with the name of the type; without prose it says what the type
// is for.
func (v *version) typeDoc(t *typ) []string {
	s := t.schema()
	if text := paragraphs(s.Description); len(text) > 0 {
		text[0] = named(t.name, text[0])
		return text
	}
	switch s.Kind {
	case model.Union:
		return []string{t.name + " is one of several shapes."}
	case model.String:
		return []string{t.name + " is one of a set of strings."}
	}
	pl := t.places()[0]
	method := ""
	if m := v.p.methodOf[pl.root]; m != nil {
		method = m.service.goName + "." + m.name
	}
	role := "the result of "
	if pl.side == "body" || strings.HasPrefix(pl.side, "param:") {
		role = "the input of "
	}
	if pl.parent != nil {
		role = "part of " + role
	}
	return []string{t.name + " is " + role + method + "."}
}

// named joins a name and prose about it into one sentence.
func named(name, text string) string {
	first, _, _ := strings.Cut(text, " ")
	switch {
	case first == name:
		return sentence(text)
	case strings.Contains(" A An The One ", " "+first+" "):
		return sentence(name + " is " + lowerFirst(text))
	default:
		return sentence(name + ": " + text)
	}
}

func fieldDoc(goName string, prop *model.Property) []string {
	if s := prop.Use.Schema; declared(s) && s.Description == prop.Use.Description {
		return nil // the type says it
	}
	text := paragraphs(prop.Use.Description)
	if len(text) > 0 {
		text[0] = named(goName, text[0])
	}
	return text
}

func paramDoc(prm *model.Parameter) []string {
	text := paragraphs(prm.Description)
	if len(text) > 0 {
		text[0] = sentence(text[0])
	}
	if prm.Required {
		text = append(text, "Required.")
	}
	return text
}

func paramsDoc(v *version, op *model.Operation) []string {
	m := v.p.methodOf[op.ID]
	return []string{fmt.Sprintf("%s are the parameters of %s.%s.", v.p.paramsName(op), m.service.goName, m.name)}
}

const cursorDoc = "The page to start with, from the result of the call before; zero: the first."

func countDoc(s *model.Schema, pg *ir.Page) string {
	doc := "Items a page"
	if c := s.Constraints; c.Minimum != "" && c.Maximum != "" {
		doc += ", " + c.Minimum + " to " + c.Maximum
	}
	return doc + fmt.Sprintf("; zero leaves it to the API, or is %d where a count must be sent.", pg.DefaultCount)
}

// packageDoc is the document's own introduction.
func (v *version) packageDoc() []string { return paragraphs(v.p.API.Description) }
