package naming

import (
	"regexp"
	"strconv"
)

var (
	inlined  = regexp.MustCompile(`(?i)^inline_?(response|object|request)(_?(\d{3}|default))?(_?\d+)?$`)
	response = regexp.MustCompile(`^(.+?)(_([1-5]\d\d|[1-5][xX]{2}|default)_response(_\d+)?|([1-5]\d\d)Response\d*)$`)
	item     = regexp.MustCompile(`^(.+?)_inner(_\d+)?$`)
	counted  = regexp.MustCompile(`^(.+?)_([1-9]\d?)$`)
	numbered = regexp.MustCompile(`^(.*[^0-9_])([1-9]\d?)$`)
)

// Artefact reports whether a tool made a component's name, out of an
// operation and a status (listSources_200_response, ListSources200Response1),
// an array (suppressed_inner) or a running number (metadata_2, Definition1
// beside Definition, for which has is asked), and returns what is left of it:
// nothing for inline_response_200_2. The rest is a hint, no identity: the
// number may mean another schema in the next release.
func Artefact(component string, has func(name string) bool) (string, bool) {
	if inlined.MatchString(component) {
		return "", true
	}
	for _, made := range []*regexp.Regexp{response, item, counted} {
		if m := made.FindStringSubmatch(component); m != nil {
			return m[1], true
		}
	}
	if m := numbered.FindStringSubmatch(component); m != nil && runs(m[1], m[2], has) {
		return m[1], true
	}
	return component, false
}

// runs reports whether a number behind a name is one of a row: Definition,
// Definition1, Definition2; but Base64 beside Base is none.
func runs(name, number string, has func(name string) bool) bool {
	n, _ := strconv.Atoi(number)
	return has(name) && (n <= 1 || has(name+strconv.Itoa(n-1)))
}
