package drift

import (
	"regexp"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/surface"
)

// credentials is one alternative of what a call must show: schemes, each with
// its scopes.
type credentials map[string][]string

// readCredentials takes a fact apart: "http:bearer", "oauth2(read,write)", several
// joined by "+", "none".
func readCredentials(text string) credentials {
	all := credentials{}
	if text == "none" {
		return all
	}
	for _, part := range scheme.FindAllString(text, -1) {
		name, scopes, ok := strings.Cut(strings.TrimSuffix(part, ")"), "(")
		if all[name] = nil; ok {
			all[name] = strings.Split(scopes, ",")
		}
	}
	return all
}

// scheme is one scheme with its scopes, in which "+" may stand (RFC 6749, 3.3).
var scheme = regexp.MustCompile(`[^+(]+(\([^)]*\))?`)

// enough reports whether who shows these may come in where need is asked for.
func (have credentials) enough(need credentials, scopes bool) bool {
	for scheme, asked := range need {
		held, ok := have[scheme]
		if !ok {
			return false
		}
		for _, scope := range asked {
			if scopes && !slices.Contains(held, scope) {
				return false
			}
		}
	}
	return true
}

// security compares what a call must show. It breaks where what was enough is
// not any more.
func (d *laneDiff) security(a, b *node) {
	was, is := a.values(surface.Security), b.values(surface.Security)
	if slices.Equal(was, is) {
		return
	}
	id := "O10"
	switch {
	case !allEnough(was, is, false):
		id = "O09"
	case !allEnough(was, is, true):
		id = "O11"
	case allEnough(is, was, false) && len(is) == len(was):
		id = "O12"
	}
	d.found(rule(id, ""), b.place, strings.Join(was, " or "), strings.Join(is, " or "), a.pos(surface.Security), b.pos(surface.Security))
}

// allEnough reports whether each of the alternatives held still opens a door.
func allEnough(held, doors []string, scopes bool) bool {
	for _, h := range held {
		have := readCredentials(h)
		if !slices.ContainsFunc(doors, func(door string) bool { return have.enough(readCredentials(door), scopes) }) {
			return false
		}
	}
	return true
}
