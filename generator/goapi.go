package generator

import (
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/surface"
)

// Places tells which places of the document the exported Go names of the run
// stand for; see goapi.Explain.
func (r *Result) Places() *goapi.Places {
	return goapi.NewPlaces(r.planned.API, r.planned.Types, surface.Stands(r.api))
}
