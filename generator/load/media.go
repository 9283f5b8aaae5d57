package load

import (
	"mime"
	"regexp"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/model"
)

// mediaType checks a media type as a document writes it.
func (r *reader) mediaType(where string, key *yaml.Node) string {
	t := strings.TrimSpace(key.Value)
	parsed, _, err := mime.ParseMediaType(t)
	switch {
	case err != nil || !strings.Contains(parsed, "/"):
		r.note(r.at(key), "%s: %q is not a media type", where, key.Value)
		if e := essence(t); strings.Contains(e, "/") {
			return e
		}
	case strings.Contains(parsed, "*"):
		r.note(r.at(key), "%s: %s is a range of media types", where, t)
	}
	return t
}

// essence is a media type without parameters, in lower case.
func essence(mediaType string) string {
	t, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// isJSON reports whether a media type holds JSON.
func isJSON(mediaType string) bool {
	e := essence(mediaType)
	return e == "application/json" || e == "text/json" || e == "*/*" || e == "application/*" || strings.HasSuffix(e, "+json")
}

// family is the form of the media types that name a version:
// application/vnd.acme.{version}+json. Other suffixes belong to it too, so a
// version may answer application/vnd.acme.v1+pdf.
type family struct {
	prefix string // "application/vnd.acme."
	suffix string // "+json"
}

const versionHole = "{version}"

func parseFamily(pattern string) (family, bool) {
	before, after, ok := strings.Cut(pattern, versionHole)
	return family{strings.ToLower(before), strings.ToLower(after)}, ok
}

// mediaType is the one that stands for a version.
func (f family) mediaType(token string) string { return f.prefix + token + f.suffix }

// token reads the version a media type names. Where the token ends in nothing
// but a suffix (+json) any other suffix ends it as well.
func (f family) token(mediaType string) (string, bool) {
	rest, ok := strings.CutPrefix(essence(mediaType), f.prefix)
	if !ok || rest == "" {
		return "", false
	}
	if token, ok := strings.CutSuffix(rest, f.suffix); ok && f.suffix != "" && token != "" {
		return token, true
	}
	if f.suffix == "" || strings.HasPrefix(f.suffix, "+") {
		token, _, _ := strings.Cut(rest, "+")
		return token, token != ""
	}
	return "", false
}

var vendorJSON = regexp.MustCompile(`^(application/vnd\.[^+]*\.)([^.+]+)\+json$`)

// detectFamily finds the family whose tokens are versions. A document that has
// several, or one with tokens that say nothing of stability, is read without
// versions, with a note at the first media type that prevents it.
func (r *reader) detectFamily(operations []*model.Operation) (family, bool) {
	var found []family
	var unreadable *model.Content
	for c := range allContents(operations) {
		m := vendorJSON.FindStringSubmatch(essence(c.MediaType))
		if m == nil {
			continue
		}
		if !r.readable(m[2]) {
			if unreadable == nil || c.Pos.Compare(unreadable.Pos) < 0 {
				unreadable = c
			}
			continue
		}
		if f := (family{m[1], "+json"}); !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	return r.decideFamily(found, unreadable)
}

func (r *reader) decideFamily(found []family, unreadable *model.Content) (family, bool) {
	if unreadable != nil && (len(found) == 0 || len(found) == 1 && strings.HasPrefix(essence(unreadable.MediaType), found[0].prefix)) {
		r.note(unreadable.Pos, "media type %s names no readable version; the document is read without versions", unreadable.MediaType)
		return family{}, false
	}
	return append(found, family{})[0], len(found) == 1
}

// readable reports whether the stability of a token is known.
func (r *reader) readable(token string) bool {
	s, _, _ := model.ReadToken(token)
	return s != model.Unknown || r.cfg.Versions.Stability[token] != ""
}
