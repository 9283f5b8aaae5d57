package naming

import "strings"

// invariable nouns end in s and are no plural, or are their own plural.
var invariable = set(`
	alias analytics as atlas aws axis basis bias bonus bus campus canvas chaos chassis christmas class corps cors css
	diagnostics dns economics ethics gas gps gymnastics has headquarters https ics ios is its js kubernetes lens
	logistics mathematics means news nexus os paas physics plus politics previous redis rss saas sales series sms
	species ssms sus this tls tos us was yes`)

// irregular plurals, and those that a rule below would get wrong.
var irregular = map[string]string{
	"children": "child", "people": "person", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth",
	"mice": "mouse", "geese": "goose", "criteria": "criterion", "phenomena": "phenomenon",
	"indices": "index", "matrices": "matrix", "vertices": "vertex", "vortices": "vortex", "appendices": "appendix",
	"analyses": "analysis", "axes": "axis", "crises": "crisis", "diagnoses": "diagnosis", "hypotheses": "hypothesis",
	"parentheses": "parenthesis", "synopses": "synopsis", "theses": "thesis",
	"aliases": "alias", "atlases": "atlas", "biases": "bias", "canvases": "canvas", "gases": "gas", "lenses": "lens",
	"irises": "iris", "quizzes": "quiz", "uses": "use", "reuses": "reuse", "excuses": "excuse", "fuses": "fuse",
	"caches": "cache", "niches": "niche", "headaches": "headache", "shoes": "shoe", "toes": "toe",
	"movies": "movie", "cookies": "cookie", "ties": "tie", "pies": "pie", "dies": "die", "lies": "lie",
	"calories": "calorie", "zombies": "zombie", "selfies": "selfie", "prairies": "prairie",
	"leaves": "leaf", "shelves": "shelf", "halves": "half", "wolves": "wolf", "knives": "knife", "lives": "life",
	"wives": "wife", "selves": "self", "calves": "calf", "loaves": "loaf", "thieves": "thief",
}

// plurals are endings and what the singular has in their place, the first that
// fits. An ending that stays itself belongs to a singular.
var plurals = []struct{ plural, singular string }{
	{"ss", "ss"}, {"us", "us"}, {"is", "is"}, // address, status, analysis
	{"ies", "y"},
	{"sses", "ss"}, {"xes", "x"}, {"shes", "sh"}, {"ches", "ch"}, {"zzes", "zz"},
	{"ouses", "ouse"}, {"auses", "ause"}, {"uses", "us"}, // warehouse, cause, but status
	{"toes", "to"}, {"roes", "ro"}, // potato, hero
	{"s", ""},
}

// Singular gives the singular of a noun, or of the last word of a name, in its
// own spelling (UserGroups: UserGroup, Statuses: Status). A word that is no
// plural stays. It knows the English of API nouns, not all of English.
func Singular(word string) string {
	spans := split(word)
	if len(spans) == 0 || spans[len(spans)-1].end != len(word) {
		return word
	}
	last := spans[len(spans)-1]
	return word[:last.start] + singular(last.text)
}

// singular of one word.
func singular(word string) string {
	lower := strings.ToLower(word)
	if invariable[lower] || len(lower) < 3 || len(lower) != len(word) {
		return word
	}
	if s, ok := irregular[lower]; ok {
		return spelledLike(word, s)
	}
	if _, ok := initialisms[lower]; ok {
		return word
	}
	if _, ok := initialisms[strings.TrimSuffix(lower, "s")]; ok {
		return word[:len(word)-1]
	}
	for _, p := range plurals {
		stem, ok := strings.CutSuffix(lower, p.plural)
		if ok && stem != "" {
			return word[:len(stem)] + cased(p.singular, word)
		}
	}
	return word
}

// spelledLike writes s with the capitals of word: its first letter, or all.
func spelledLike(word, s string) string {
	if word[:1] == strings.ToUpper(word[:1]) {
		return strings.ToUpper(s[:1]) + cased(s[1:], word)
	}
	return s
}

// cased writes an ending in capitals if the whole word is.
func cased(ending, word string) string {
	if shouted(word) {
		return strings.ToUpper(ending)
	}
	return ending
}
