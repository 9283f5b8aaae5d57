package plan

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/plan/naming"
)

// dialect gathers what is particular to the API for the runtime.
func (p *planner) dialect() ir.Dialect {
	d := ir.Dialect{
		Envelope: p.Config.Envelope,
		Auth:     p.auth(),
		Servers:  p.servers(),
		Errors:   ir.ErrorShape(p.Config.Errors),
		Query:    ir.QueryForm(p.Config.Query),
	}
	for _, r := range p.Config.RetryAfter {
		d.RetryAfter = append(d.RetryAfter, ir.RetrySource(r))
	}
	return d
}

// servers takes the configured regions, the default one first, else the first
// absolute server of the document.
func (p *planner) servers() []ir.Server {
	var out []ir.Server
	for _, region := range slices.Sorted(maps.Keys(p.Config.Servers)) {
		out = append(out, ir.Server{Region: region, GoName: "Region" + naming.Spelled(region), URL: p.Config.Servers[region]})
	}
	if len(out) > 0 {
		slices.SortStableFunc(out, func(a, b ir.Server) int {
			return compareBool(b.Region == p.Config.Default, a.Region == p.Config.Default)
		})
		return out
	}
	for _, s := range p.API.Servers {
		if strings.HasPrefix(s.URL, "https://") || strings.HasPrefix(s.URL, "http://") {
			return []ir.Server{{URL: s.URL}}
		}
	}
	return nil
}

// auth reads the global security requirement: one scheme becomes an argument of
// the constructor, several become options.
func (p *planner) auth() ir.Auth {
	var a ir.Auth
	scope := naming.NewScope(p.credentialNames()...)
	for _, s := range p.API.Security {
		scheme := ir.Scheme{In: s.In, Name: s.Param, GoName: scope.Take(naming.Exported(s.Name), naming.Exported(s.Name)+"Credential")}
		switch {
		case s.Type == "http" && s.Scheme == "basic":
			scheme.Kind = "basic"
		case s.Type == "http" || s.Type == "oauth2" || s.Type == "openIdConnect":
			scheme.Kind = "bearer"
		case s.Type == "apiKey":
			scheme.Kind = "apiKey"
		default:
			p.note(s.Pos, "security scheme "+s.Name+": "+cmp.Or(s.Type, "no type")+" is left to the http.Client")
			continue
		}
		a.Schemes = append(a.Schemes, scheme)
	}
	return a
}

// credentialNames lists what schemes may not be called: a scheme called header
// would take the place of the runtime's WithHeader.
func (p *planner) credentialNames() []string {
	names := []string{"Region"}
	for _, name := range p.Reserved {
		if rest, ok := strings.CutPrefix(name, "With"); ok {
			names = append(names, rest)
		}
	}
	return names
}
