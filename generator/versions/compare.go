package versions

import (
	"slices"

	"github.com/stratagen/strata/generator/ir"
)

// The respects in which a call can differ between two versions, in the order in
// which they are listed.
const (
	ServiceDiffers   = "service"   // another field of the client
	NameDiffers      = "name"      // another method
	ArgumentsDiffers = "arguments" // other positional path parameters
	ParamsDiffers    = "params"    // another type of the query and header parameters
	InputDiffers     = "input"     // another type of the body, or it is required in one only
	OutputDiffers    = "output"    // another type of the result
	PagingDiffers    = "paging"    // other methods that go through the pages
	WireDiffers      = "wire path" // another HTTP method or path; no change of Go
)

// CallChange is one respect in which a call differs.
type CallChange struct {
	What string `json:"what"` // a respect, [ServiceDiffers] and the others
	From string `json:"from"` // in Go; empty: there is none
	To   string `json:"to"`
}

// compare lists how a call of a differs from one of b. What types are made of is
// compared by what they are: two names of one declaration are the same type.
func compare(a, b *lane) []CallChange {
	var changes []CallChange
	note := func(what string, same bool, describe func(*lane) string) {
		if !same {
			changes = append(changes, CallChange{what, describe(a), describe(b)})
		}
	}
	note(ServiceDiffers, a.service.GoName == b.service.GoName, func(l *lane) string { return l.service.GoName })
	note(NameDiffers, a.GoName == b.GoName, func(l *lane) string { return l.GoName })
	note(ArgumentsDiffers, sameArguments(a, b), (*lane).arguments)
	note(ParamsDiffers, a.paramsDecl() == b.paramsDecl(), (*lane).paramsType)
	note(InputDiffers, sameBody(a, b), (*lane).bodyType)
	note(OutputDiffers, sameResult(a, b), (*lane).resultType)
	note(PagingDiffers, a.paging() == b.paging(), (*lane).paging)
	note(WireDiffers, a.route() == b.route(), (*lane).route)
	return changes
}

// sameArguments compares by position, names included: two strings that change
// places compile and ask for something else.
func sameArguments(a, b *lane) bool {
	return slices.EqualFunc(a.PathParams, b.PathParams, func(p, q *ir.PathParam) bool {
		return p.Name == q.Name && identical(a.decls, p.Type, b.decls, q.Type)
	})
}

func sameBody(a, b *lane) bool {
	if a.Body == nil || b.Body == nil {
		return a.Body == b.Body
	}
	return a.Body.Stream == b.Body.Stream && a.Body.Required == b.Body.Required &&
		identical(a.decls, a.Body.Type, b.decls, b.Body.Type)
}

func sameResult(a, b *lane) bool {
	if a.Result == nil || b.Result == nil {
		return a.Result == b.Result
	}
	return a.Result.Stream == b.Result.Stream && a.Result.Pointer == b.Result.Pointer &&
		identical(a.decls, a.Result.Type, b.decls, b.Result.Type)
}

// identical is Go's identity of types: an alias is what it stands for.
func identical(da *declarations, a ir.Expr, db *declarations, b ir.Expr) bool {
	if na, ok := a.(*ir.Named); ok {
		nb, ok := b.(*ir.Named)
		return ok && da.root(na) == db.root(nb)
	}
	if pa, ok := a.(*ir.Prim); ok {
		pb, ok := b.(*ir.Prim)
		return ok && *pa == *pb
	}
	if a == nil || b == nil {
		return a == b // the type of a stream
	}
	wa, ea := unwrap(a)
	wb, eb := unwrap(b)
	return wa == wb && identical(da, ea, db, eb)
}

// unwrap takes off the outermost constructor of a type: how it is written, with %
// for what it is made of; and that. A name has none.
func unwrap(e ir.Expr) (wrapper string, elem ir.Expr) {
	switch e := e.(type) {
	case *ir.Slice:
		return "[]%", e.Elem
	case *ir.Map:
		return "map[string]%", e.Elem
	case *ir.Ptr:
		return "*%", e.Elem
	case *ir.Nullable:
		return "Nullable[%]", e.Elem
	case *ir.Named, *ir.Prim:
		return "", nil
	}
	panic("BUG: versions: no such type expression")
}
