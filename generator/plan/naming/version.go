package naming

import (
	"slices"
	"strings"
)

// roles are the words a version stands before as well as at the end:
// CreateSourceV1Input.
var roles = set("input output request response params parameters query body payload")

// StripVersion removes from a component's name the words that only say its
// version: at the end, or before a last word such as Input or Response, never
// the first word. Tokens are the versions of the document; v1beta is written
// V1Beta or Beta. It returns the name without them (SourceV1: Source,
// CreateSourceAlphaInput: CreateSourceInput) and the token they stand for, or
// the name as it was and "".
func StripVersion(component string, tokens []string) (name, token string) {
	spans := split(component)
	n := len(spans)
	for _, end := range []int{n, n - 1} {
		if end < 2 || end < n && !roles[strings.ToLower(spans[end].text)] {
			continue
		}
		token, size := versionAt(spans[:end], tokens)
		if size > 0 {
			return component[:spans[end-size-1].end] + component[spans[end-1].end:], token
		}
	}
	return component, ""
}

// versionAt finds the token that the last words of a name stand for, and how
// many words it takes; it leaves one word at least. The longest suffix wins,
// then the first token in alphabetical order.
func versionAt(spans []span, tokens []string) (token string, size int) {
	for _, t := range slices.Sorted(slices.Values(tokens)) {
		for _, form := range tokenForms(t) {
			n := matchEnd(spans, form)
			if n > size && n < len(spans) {
				token, size = t, n
			}
		}
	}
	return token, size
}

// tokenForms are the ways a name writes a version: all of it, and the
// stability alone.
func tokenForms(token string) []string {
	lower := strings.ToLower(strings.Join(Words(token), ""))
	if lower == "" {
		return nil
	}
	forms := []string{lower}
	for _, stability := range []string{"alpha", "beta"} {
		if i := strings.Index(lower, stability); i > 0 {
			forms = append(forms, lower[i:])
		}
	}
	return forms
}

// matchEnd reports how many words at the end of a name spell a form: V1Beta is
// two, V1beta one.
func matchEnd(spans []span, form string) int {
	text := ""
	for n := 1; n <= len(spans); n++ {
		text = strings.ToLower(spans[len(spans)-n].text) + text
		if text == form {
			return n
		}
		if len(text) >= len(form) {
			break
		}
	}
	return 0
}
