package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
)

// paragraphs splits prose at empty lines and joins the lines of each part, those
// of a list aside. Other Markdown is left as it is.
func paragraphs(text string) []string {
	var out []string
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(text)
	for _, part := range strings.Split(text, "\n\n") {
		if part = joinLines(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// listItem begins a line that Markdown does not join with the one before
// (CommonMark 0.31, 5.2).
var listItem = regexp.MustCompile(`^([-*+]|[0-9]{1,9}[.)]) `)

func joinLines(part string) string {
	var b strings.Builder
	for line := range strings.Lines(part) {
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case line == "":
			continue
		case b.Len() > 0 && listItem.MatchString(line):
			b.WriteByte('\n')
		case b.Len() > 0:
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

// deprecatedByAPI is the reason where the document gives none.
const deprecatedByAPI = "the API marks it as deprecated."

// sentence ends text with a full stop.
func sentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if end, _ := utf8.DecodeLastRuneInString(text); text == "" || strings.ContainsRune(".!?:。！？", end) {
		return text
	}
	return text + "."
}

// operationDoc says what a method does, where it goes and what is known of it.
func (v *version) operationDoc(op *model.Operation, out *ir.Operation) []string {
	doc := summaryDoc(op, out)
	if op.Summary != "" {
		doc = append(doc, paragraphs(op.Description)...)
	} else if rest := paragraphs(op.Description); len(rest) > 1 {
		doc = append(doc, rest[1:]...)
	}
	doc = append(append(doc, v.lateDoc(op, out)...), v.wireDoc(op))
	if r := out.RateLimit; r.Requests > 0 {
		doc = append(doc, fmt.Sprintf("The API allows %d calls a %s.", r.Requests, strings.ToLower(r.Per)))
	}
	return doc
}

// summaryDoc makes a sentence that starts with the method's name: of "Create a
// source", "Create creates a source." A summary that is no imperative follows in
// a paragraph of its own.
func summaryDoc(op *model.Operation, out *ir.Operation) []string {
	summary := strings.Join(strings.Fields(op.Summary), " ")
	if summary == "" {
		if first := paragraphs(op.Description); len(first) > 0 {
			summary = first[0]
		}
	}
	verb, rest, _ := strings.Cut(summary, " ")
	switch {
	case summary == "":
		return []string{fmt.Sprintf("%s calls %s.", out.GoName, op.ID)}
	case isVerb(verb):
		return []string{sentence(out.GoName + " " + thirdPerson(strings.ToLower(verb)) + " " + moreVerbs(rest))}
	case strings.HasSuffix(verb, "s") && isVerb(strings.TrimSuffix(verb, "s")):
		return []string{sentence(out.GoName + " " + lowerFirst(summary))}
	default:
		return []string{fmt.Sprintf("%s calls %s.", out.GoName, op.ID), sentence(summary)}
	}
}

// moreVerbs conjugates what goes on from a verb: "or change rules" gives "or
// changes rules".
func moreVerbs(rest string) string {
	words := strings.Split(rest, " ")
	for i := 0; i+1 < len(words); i += 2 {
		if slices.Contains(particles, words[i]) {
			i++
		}
		if i+1 >= len(words) || (words[i] != "or" && words[i] != "and") || !isVerb(words[i+1]) {
			break
		}
		words[i+1] = thirdPerson(words[i+1])
	}
	return strings.Join(words, " ")
}

// particles belong to the verb before them: "set up or tear down".
var particles = []string{"up", "down", "in", "out", "on", "off"}

// verbs are what summaries begin with, in the imperative.
const verbs = " accept acknowledge activate add adjust allow analyze append apply approve archive assign associate attach " +
	"authenticate authorize batch begin block build bulk calculate call cancel capture change check choose claim " +
	"clear clone close commit compare complete compute configure confirm connect convert copy count create deactivate " +
	"decline define delete deliver deny deploy deprovision describe destroy detach detect determine disable " +
	"disassociate disconnect dismiss download drop duplicate echo edit enable end enqueue ensure estimate evaluate " +
	"exchange execute expand expire export extend extract fetch filter finalize find finish flush follow force " +
	"generate get give grant handle hide identify ignore import increment index initialize initiate insert inspect " +
	"install invalidate invite invoke issue join keep kick kill launch leave link list load lock log look make manage " +
	"mark match merge migrate modify monitor move mute notify obtain open overwrite patch pause perform pin ping play " +
	"poll post predict prepare preview process promote provision publish pull purge push put query queue reactivate " +
	"read rebuild receive recover redeem refresh refund register reject release reload remove rename render renew " +
	"reopen reorder replace replay reply report request resend reset resize resolve restart restore resume retrieve " +
	"retry return revert review revoke rotate run save scale scan schedule search select send set share show sign " +
	"simulate skip sort split star start stop store stream submit subscribe suggest summarize suppress suspend swap " +
	"switch sync synchronize tag take tear terminate test toggle trace track transfer transform translate trigger truncate " +
	"try unarchive unassign unblock undo unfollow uninstall unlink unlock unmute unpin unpublish unregister unshare " +
	"unstar unsubscribe update upgrade upload upsert use validate verify view void vote wait watch withdraw write "

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
	if v.p.single {
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

// typeDoc starts with a sentence about the type: the first of its prose where
// that reads so, else what the type is for.
func (v *version) typeDoc(t *typ) []string {
	text := paragraphs(t.schema().Description)
	if len(text) > 0 && beginsWithNoun(t.name, text[0]) {
		text[0] = named(t.name, text[0])
		return text
	}
	return append([]string{v.purpose(t)}, text...)
}

// purpose says what a type is for.
func (v *version) purpose(t *typ) string {
	s := t.schema()
	switch s.Kind {
	case model.Union:
		return t.name + " is one of several shapes."
	case model.String:
		return t.name + " is one of a set of strings."
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
	return t.name + " is " + role + method + "."
}

// beginsWithNoun reports whether text can follow "X is".
func beginsWithNoun(name, text string) bool {
	first, _, _ := strings.Cut(text, " ")
	if first == name {
		return true
	}
	opening, _, _ := strings.Cut(text, ". ")
	return slices.Contains([]string{"A", "An", "The", "One"}, first) && !finiteVerb.MatchString(opening)
}

// finiteVerb finds sentences that are complete without a name before them.
var finiteVerb = regexp.MustCompile(`\b(is|are|was|were|has|have|had|can|may|must|will|should|holds|contains|means|describes|represents)\b`)

// named joins a name and prose about it into one sentence.
func named(name, text string) string {
	first, _, _ := strings.Cut(text, " ")
	switch {
	case first == name:
		return sentence(text)
	case beginsWithNoun(name, text):
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

func paramDoc(goName string, prm *model.Parameter) []string {
	text := paragraphs(prm.Description)
	switch {
	case len(text) > 0 && prm.Required:
		text[0] = named(goName, text[0]) + " It is required."
	case len(text) > 0:
		text[0] = named(goName, text[0])
	case prm.Required:
		text = []string{goName + " is required."}
	}
	return text
}

func paramsDoc(v *version, op *model.Operation) []string {
	m := v.p.methodOf[op.ID]
	return []string{fmt.Sprintf("%s are the parameters of %s.%s.", v.p.paramsName(op), m.service.goName, m.name)}
}

const cursorDoc = " is the page to start with, from the result of the call before; zero: the first."

func countDoc(s *model.Schema, pg *ir.Page) string {
	doc := " is the number of items a page"
	if c := s.Constraints; c.Minimum != "" && c.Maximum != "" {
		doc += ", " + c.Minimum + " to " + c.Maximum
	}
	return doc + fmt.Sprintf("; zero leaves it to the API, or is %d where a count must be sent.", pg.DefaultCount)
}

// packageDoc is the document's own introduction.
func (v *version) packageDoc() []string { return paragraphs(v.p.API.Description) }
