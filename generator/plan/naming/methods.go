package naming

// Method names: verb + object + phrases of an operation ID, less what the
// service and the path parameters already say.

import (
	"go/token"
	"slices"
	"strings"
)

// Operation is what naming a method takes to know of an operation.
type Operation struct {
	ID         string
	PathParams []string // names, as the path has them
	// Paged: XPages and XAll are generated beside method X.
	Paged bool
}

// Methods names the operations of one service: operation ID to method, unique
// in the service, whatever the order of ops.
//
// A method is the verb, the object and the phrases (From, In, For, To, By) of
// its operation ID. The object loses the service's noun, whole and at its start:
// in Sources, createSource is Create. A phrase goes when the service or the path
// parameters say all its nouns; ById always goes. Where that leaves two methods
// with one name, their phrases come back, then their objects. Overrides
// (operation ID to method) come first.
func Methods(tag string, ops []Operation, overrides map[string]string) map[string]string {
	svc := newService(tag, ops)
	scope := NewScope()
	methods := map[string]string{}
	var rest []*method
	for _, op := range sortedOps(ops) {
		if name, ok := overrides[op.ID]; ok {
			methods[op.ID] = scope.takeMethod(op, validMethod(name))
		} else {
			rest = append(rest, svc.parse(op))
		}
	}
	for restore(rest, scope) {
	}
	slices.SortStableFunc(rest, byUse(rest, scope))
	for _, m := range rest {
		methods[m.op.ID] = scope.takeMethod(m.op, m.name(), Spelled(m.op.ID))
	}
	return methods
}

// sortedOps sorts by ID and drops what comes twice.
func sortedOps(ops []Operation) []Operation {
	sorted := slices.SortedFunc(slices.Values(ops), func(a, b Operation) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(sorted, func(a, b Operation) bool { return a.ID == b.ID })
}

func validMethod(name string) string {
	if token.IsIdentifier(name) && token.IsExported(name) {
		return name
	}
	return Exported(name)
}

// family are the methods generated for one operation.
func family(op Operation, name string) []string {
	if op.Paged {
		return []string{name, name + "Pages", name + "All"}
	}
	return []string{name}
}

// takeMethod takes the first candidate whose whole family is free.
func (s *Scope) takeMethod(op Operation, candidates ...string) string {
	last := candidates[len(candidates)-1]
	for _, word := range append([]string{"Operation"}, others...) {
		candidates = append(candidates, last+word)
	}
	for _, name := range candidates {
		if !slices.ContainsFunc(family(op, name), s.Has) {
			for _, member := range family(op, name) {
				s.take(member)
			}
			return name
		}
	}
	return s.Take(last)
}
