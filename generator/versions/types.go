package versions

import (
	"cmp"
	"slices"

	"github.com/stratagen/strata/generator/ir"
)

// TypeChange is one declared type that is not the same in two versions.
type TypeChange struct {
	From     string `json:"from"`     // Go name in the version left
	To       string `json:"to"`       // Go name in the version gone to
	FromKind string `json:"fromKind"` // "struct", "enum", "union", "params"
	ToKind   string `json:"toKind"`
	At       string `json:"at"` // the first place it is reached at: "GetSourceOutput.Source.Labels"
	// Members that differ. Empty: it is declared alike, but holds another of the
	// differing types, or tells its variants apart in another way: values do not pass.
	Members []MemberChange `json:"members"`
}

// MemberChange is a field, variant or value that differs.
type MemberChange struct {
	// Name is that on the wire of a field ("query page" of a parameter), the value
	// of an enum, the Go name of a variant; empty for what has no field of its own.
	Name string  `json:"name"`
	From *Member `json:"from,omitempty"` // absent: it is added
	To   *Member `json:"to,omitempty"`   // absent: it is removed
	rest bool    // the members that have no field; a property may have an empty name too
}

// is reports whether two versions mean the same member.
func (c MemberChange) is(d MemberChange) bool { return c.Name == d.Name && c.rest == d.rest }

// Member is a field, variant or value as Go has it in one version.
type Member struct {
	Name     string `json:"name"`               // of the field, the variant or the constant
	Type     string `json:"type,omitempty"`     // of the field or the variant
	Required *bool  `json:"required,omitempty"` // of the field
	expr     ir.Expr
}

// must reports whether a field is required.
func (m *Member) must() bool { return m.Required != nil && *m.Required }

// walk compares what two lanes reach, breadth first: a type is told of at the
// shortest way to it, and once.
type walk struct {
	from, to *lane
	queue    []func()
	seen     map[[2]*ir.Type]bool
	found    []TypeChange
}

// typeChanges lists the types, reached by both, that are not the same.
func typeChanges(from, to *lane) []TypeChange {
	w := &walk{from: from, to: to, seen: map[[2]*ir.Type]bool{}, found: []TypeChange{}}
	if a, b := from.paramsDecl(), to.paramsDecl(); a != nil && b != nil && a != b {
		w.declared(TypeChange{From: from.Params.GoName, To: to.Params.GoName, FromKind: "params", ToKind: "params"},
			paramMembers(a), paramMembers(b))
	}
	if from.Body != nil && to.Body != nil {
		w.expr(from.Body.Type, to.Body.Type, "")
	}
	if from.Result != nil && to.Result != nil {
		w.expr(from.Result.Type, to.Result.Type, "")
	}
	for len(w.queue) > 0 {
		next := w.queue[0]
		w.queue = w.queue[1:]
		next()
	}
	return w.found
}

// expr compares the declared types that two uses come down to, if both do.
func (w *walk) expr(a, b ir.Expr, at string) {
	na, nb := named(a), named(b)
	if na == nil || nb == nil {
		return
	}
	ra, rb := w.from.decls.root(na), w.to.decls.root(nb)
	if ra == rb || w.seen[[2]*ir.Type{ra, rb}] {
		return
	}
	w.seen[[2]*ir.Type{ra, rb}] = true
	w.queue = append(w.queue, func() {
		fromKind, from := members(w.from.decls.decl(na))
		toKind, to := members(w.to.decls.decl(nb))
		w.declared(TypeChange{From: na.GoName, To: nb.GoName, FromKind: fromKind, ToKind: toKind, At: at}, from, to)
	})
}

// named is the declared type that e is made of; nil: none.
func named(e ir.Expr) *ir.Named {
	for e != nil {
		if n, ok := e.(*ir.Named); ok {
			return n
		}
		_, e = unwrap(e)
	}
	return nil
}

// declared compares two declarations member by member, and goes on below those
// that both have.
func (w *walk) declared(t TypeChange, from, to []MemberChange) {
	t.Members = []MemberChange{}
	for _, m := range from {
		i := slices.IndexFunc(to, m.is)
		if i < 0 || t.FromKind != t.ToKind {
			t.Members = append(t.Members, m)
			continue
		}
		a, b := m.From, to[i].From
		if a.Name != b.Name || a.Type != b.Type || a.must() != b.must() {
			t.Members = append(t.Members, MemberChange{Name: m.Name, From: a, To: b})
		}
		w.expr(a.expr, b.expr, cmp.Or(t.At, t.From)+"."+a.Name)
	}
	for _, m := range to {
		if t.FromKind != t.ToKind || !slices.ContainsFunc(from, m.is) {
			t.Members = append(t.Members, MemberChange{Name: m.Name, To: m.From})
		}
	}
	w.found = append(w.found, t)
}

// members lists what a declaration is made of, each as if it were removed.
func members(t *ir.Type) (kind string, list []MemberChange) {
	switch d := t.Decl.(type) {
	case *ir.Struct:
		for _, f := range d.Fields {
			list = append(list, member(f.Name, f.GoName, f.Type, &f.Required))
		}
		if d.Extra != nil {
			rest := member("", "Extra", &ir.Map{Elem: d.Extra}, nil)
			rest.rest = true
			list = append(list, rest)
		}
		return "struct", list
	case *ir.UnionDecl:
		for _, v := range d.Variants {
			list = append(list, member(v.GoName, v.GoName, &ir.Ptr{Elem: v.Type}, nil))
		}
		return "union", list
	case *ir.Enum:
		for _, v := range d.Values {
			list = append(list, MemberChange{Name: v.Value, From: &Member{Name: v.GoName}})
		}
		return "enum", list
	}
	panic("BUG: versions: type " + t.GoName + ": no such declaration")
}

func paramMembers(p *ir.Params) []MemberChange {
	var list []MemberChange
	for _, f := range p.Fields {
		list = append(list, member(f.In+" "+onTheWire(p, f), f.GoName, f.Type, &f.Required))
	}
	return list
}

// onTheWire names a parameter; the two halves of a pagination are one parameter.
func onTheWire(p *ir.Params, f *ir.ParamField) string {
	if f.Page == nil {
		return f.Name
	}
	page := p.Pages[*f.Page]
	name := page.Cursor
	if f.PageRole == "count" {
		name = page.Count
	}
	if page.Param == "" {
		return name
	}
	return page.Param + "." + name
}

func member(name, goName string, typ ir.Expr, required *bool) MemberChange {
	return MemberChange{Name: name, From: &Member{Name: goName, Type: spell(typ), Required: required, expr: typ}}
}
