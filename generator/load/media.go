package load

import (
	"maps"
	"mime"
	"regexp"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"

	"github.com/stratagen/strata/generator/config"
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

func parseFamily(pattern string) (family, bool) {
	before, after, ok := strings.Cut(pattern, config.VersionHole)
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
	first := map[family]*model.Content{} // readable families, where they begin
	var unreadable *model.Content
	for c := range allContents(operations) {
		m := vendorJSON.FindStringSubmatch(essence(c.MediaType))
		if m == nil {
			continue
		}
		if !r.readable(m[2]) {
			unreadable = earlier(unreadable, c)
			continue
		}
		f := family{m[1], "+json"}
		first[f] = earlier(first[f], c)
	}
	return r.decideFamily(first, unreadable)
}

func (r *reader) decideFamily(first map[family]*model.Content, unreadable *model.Content) (family, bool) {
	families := slices.SortedFunc(maps.Keys(first), func(a, b family) int { return first[a].Pos.Compare(first[b].Pos) })
	switch {
	case len(families) > 1:
		c := first[families[1]]
		r.note(c.Pos, "media type %s is of another family than %s; the document is read without versions (versions.pattern chooses one)",
			c.MediaType, first[families[0]].MediaType)
		return family{}, false
	case unreadable != nil && (len(families) == 0 || strings.HasPrefix(essence(unreadable.MediaType), families[0].prefix)):
		r.note(unreadable.Pos, "media type %s names no readable version; the document is read without versions", unreadable.MediaType)
		return family{}, false
	case len(families) == 0:
		return family{}, false
	}
	return families[0], true
}

// earlier gives the one that stands first; a may be nil.
func earlier(a, b *model.Content) *model.Content {
	if a == nil || b.Pos.Compare(a.Pos) < 0 {
		return b
	}
	return a
}

// readable reports whether the stability of a token is known.
func (r *reader) readable(token string) bool {
	s, _, _ := model.ReadToken(token)
	return s != model.Unknown || r.cfg.Versions.Stability[token] != ""
}
