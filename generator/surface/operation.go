package surface

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/model"
)

// root is where a side begins: a parameter, a header, a body, a status.
type root struct {
	side  Side
	path  Path
	name  string // of a parameter or a header, as the document spells it
	at    model.Pos
	list  []attribute  // what the place says beside the schema
	use   *model.Use   // nil: nothing below
	twins []*model.Use // of other media types that hold the same
}

// ofOperation gives what holds for an operation as a whole, security aside.
func ofOperation(op *model.Operation) []attribute {
	list := make([]attribute, 0, len("mpdrsr")+len(op.Tags))
	list = append(list, attribute{Name: Method, Value: op.Method}, attribute{Name: PathTemplate, Value: op.Path})
	if op.Deprecated {
		list = append(list, attribute{Name: Deprecated})
	}
	for _, a := range []attribute{{Name: Reason, Value: op.Reason}, {Name: Sunset, Value: op.Sunset}, {Name: RateLimit, Value: op.RateLimit}} {
		if a.Value != "" {
			list = append(list, a)
		}
	}
	for _, t := range op.Tags {
		list = append(list, attribute{Name: Tag, Value: t})
	}
	return list
}

// ofSecurity gives the alternatives of a call's credentials by what they are, not
// by what the document calls them: "http:bearer", "apiKey:header:x-key",
// "oauth2(read,write)", several joined by "+"; "none" where anyone may call.
func ofSecurity(op *model.Operation) []attribute {
	var list []attribute
	for _, req := range op.Security {
		var parts []string
		for _, c := range req {
			part := strings.TrimRight(strings.Join([]string{c.Scheme.Type, c.Scheme.Scheme + c.Scheme.In, c.Scheme.Param}, ":"), ":")
			if len(c.Scopes) > 0 {
				part += "(" + strings.Join(c.Scopes, ",") + ")"
			}
			parts = append(parts, part)
		}
		slices.Sort(parts)
		if len(parts) == 0 {
			parts = []string{"none"}
		}
		list = append(list, attribute{Security, strings.Join(parts, "+"), op.SecurityPos})
	}
	if list == nil {
		list = []attribute{{Security, "none", op.SecurityPos}}
	}
	slices.SortFunc(list, func(a, b attribute) int { return strings.Compare(a.Value, b.Value) })
	return slices.Compact(list)
}

// request gives the roots of what is sent.
func (b *builder) request(op *model.Operation) []root {
	list := make([]root, 0, len(op.Parameters)+1)
	for _, p := range op.Parameters {
		name := p.Name
		if p.In == "header" {
			name = http.CanonicalHeaderKey(name) // case means nothing in a header
		}
		list = append(list, root{
			side: Side{Part: Part(p.In)}, path: Path(word(name)), name: p.Name, at: p.Pos, list: ofParameter(p), use: p.Use,
		})
	}
	if op.Body != nil {
		list = append(list, b.contents(Side{Part: InBody}, op.Body.Contents, op.Body)...)
	}
	return list
}

func ofParameter(p *model.Parameter) []attribute {
	var list []attribute
	if p.Required {
		list = append(list, attribute{Name: Required})
	}
	if p.Deprecated && !p.Use.Deprecated && !p.Use.Schema.Deprecated {
		list = append(list, attribute{Name: Deprecated})
	}
	usual := "simple"
	if p.In == "query" || p.In == "cookie" {
		usual = "form"
	}
	if p.Style != usual {
		list = append(list, attribute{Name: Style, Value: p.Style})
	}
	if p.Explode != (p.Style == "form") {
		list = append(list, attribute{Name: Explode, Value: strconv.FormatBool(p.Explode)})
	}
	return list
}

// response gives the roots of an answer, its status apart.
func (b *builder) response(res *model.Response) []root {
	var list []root
	for _, h := range res.Headers {
		r := root{side: Side{Status: res.Status, Part: InHeader}, path: Path(word(http.CanonicalHeaderKey(h.Name))), at: h.Pos, use: h.Use}
		if h.Required {
			r.list = append(r.list, attribute{Name: Required})
		}
		list = append(list, r)
	}
	return append(list, b.contents(Side{Status: res.Status, Part: InBody}, res.Contents, nil)...)
}

// contents gives a body in all its media types. The first is the JSON one; the
// others stand beside it only where they hold something else.
func (b *builder) contents(side Side, list []*model.Content, body *model.Body) []root {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y *model.Content) int { return rank(x.MediaType) - rank(y.MediaType) })
	var roots []root
	for _, c := range list {
		media := attribute{Media, c.MediaType, c.Pos}
		if i := slices.IndexFunc(roots, func(r root) bool { return b.sameUse(r.use, c.Use) }); i >= 0 {
			roots[i].list = append(roots[i].list, media)
			if c.Use != nil {
				roots[i].twins = append(roots[i].twins, c.Use)
			}
			continue
		}
		r := root{side: side, path: Whole, at: c.Pos, list: []attribute{media}, use: c.Use}
		if len(roots) > 0 {
			r.side.Media = c.MediaType
		}
		if c.Use == nil {
			r.list = append(r.list, attribute{Name: Type, Value: "untyped"})
		}
		if body != nil && body.Required {
			r.list = append(r.list, attribute{Required, "", body.Pos})
		}
		roots = append(roots, r)
	}
	return roots
}

// rank puts JSON before all else.
func rank(mediaType string) int {
	essence, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	if essence = strings.TrimSpace(essence); essence == "application/json" || strings.HasSuffix(essence, "+json") {
		return 0
	}
	return 1
}
