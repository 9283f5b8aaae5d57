package plan

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// bodyContent is what a call sends; nil: nothing.
func bodyContent(op *model.Operation) *model.Content {
	if op.Body == nil {
		return nil
	}
	return content(op.Body.Contents)
}

// content picks the one media type a call uses: JSON where there is any, plain
// application/json before its relatives, else the first by name. Nil: none.
func content(contents []*model.Content) *model.Content {
	if len(contents) == 0 {
		return nil
	}
	rank := func(c *model.Content) int {
		switch t := baseType(c.MediaType); {
		case t == "application/json":
			return 0
		case isJSON(t) && !strings.Contains(t, "patch"):
			return 1
		case isJSON(t):
			return 2
		default:
			return 3
		}
	}
	return slices.MinFunc(contents, func(a, b *model.Content) int {
		if d := rank(a) - rank(b); d != 0 {
			return d
		}
		return strings.Compare(a.MediaType, b.MediaType)
	})
}

func baseType(mediaType string) string {
	if t, _, err := mime.ParseMediaType(mediaType); err == nil {
		return t
	}
	return strings.ToLower(strings.TrimSpace(mediaType))
}

// isJSON reports whether a media type is JSON, RFC 6839 suffixes included. A
// range that covers JSON is read as JSON.
func isJSON(mediaType string) bool {
	t := baseType(mediaType)
	return t == "application/json" || strings.HasSuffix(t, "+json") || t == "*/*" || t == "text/json" || t == "application/*"
}

// asked is the media type to put into a header: a range becomes JSON.
func asked(c *model.Content) string {
	if t := baseType(c.MediaType); strings.Contains(t, "*") {
		return "application/json"
	}
	return c.MediaType
}

// success picks the answer a method returns: the first 2xx by status that has a
// body, else the first 2xx; content is nil without a body.
func success(op *model.Operation) (*model.Response, *model.Content) {
	var first *model.Response
	for _, r := range op.Responses {
		if !r.Success() {
			continue
		}
		if c := content(r.Contents); c != nil {
			return r, c
		}
		if first == nil {
			first = r
		}
	}
	return first, nil
}

// status is that of the answer a method returns; 200 or, without a body, 204
// where the document leaves it open (2XX).
func status(op *model.Operation) int {
	r, c := success(op)
	if r != nil {
		if n, err := strconv.Atoi(r.Status); err == nil {
			return n
		}
	}
	if c == nil {
		return http.StatusNoContent
	}
	return http.StatusOK
}

// unwrap takes the envelope off a success body: an object whose one property is
// the configured one.
func (p *planner) unwrap(use *model.Use) (*model.Use, bool) {
	if use == nil || p.Config.Envelope == "" {
		return use, false
	}
	s := use.Schema
	if s.Kind == model.Object && len(s.Properties) == 1 && s.Properties[0].Name == p.Config.Envelope {
		return s.Properties[0].Use, true
	}
	return use, false
}
