package plan

// Values that nobody shows, made of what a schema says, so that a reader sees
// what goes where.

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
)

// maxMade bounds what one call is made of; what is beyond stays out.
const maxMade = 60

// args are the arguments of the call of c, after the context: what the document
// shows, else what can be made.
func (x *exampler) args(c *candidate) []ir.Value {
	var args []ir.Value
	for i, prm := range pathParams(c.op) {
		value := c.params[prm]
		if t := c.out.PathParams[i].Type; value == nil {
			value = orZero(x.made(prm.Use, t, prm.Name, nil), t)
		}
		args = append(args, value)
	}
	if c.out.Body != nil {
		args = append(args, x.body(c))
	}
	if c.out.Params != nil {
		args = append(args, x.params(c))
	}
	return args
}

func orZero(value ir.Value, t ir.Expr) ir.Value {
	if value == nil {
		return &ir.Zero{Type: t}
	}
	return value
}

func (x *exampler) body(c *candidate) ir.Value {
	switch content := bodyContent(c.op); {
	case c.body != nil:
		return c.body
	case c.out.Body.Stream:
		return &ir.Stream{Text: "data"}
	case content.Use == nil:
		return &ir.Text{Text: "value"}
	default:
		return orZero(x.made(content.Use, c.out.Body.Type, "body", nil), x.own(c.out.Body.Type))
	}
}

// params is the struct of the parameters: those required and those shown. Without
// any it is nil.
func (x *exampler) params(c *candidate) ir.Value {
	out := &ir.Composite{Type: &ir.Named{ImportPath: x.pkg.ImportPath, GoName: c.out.Params.GoName}, Pointer: true}
	for _, f := range c.out.Params.Fields {
		prm := fieldParameter(c.op, f)
		value := c.params[prm]
		switch {
		case f.Page != nil:
			value = x.count(c, prm, f)
		case value == nil && f.Required:
			value = x.made(prm.Use, f.Type, prm.Name, nil)
		}
		if value != nil {
			out.Members = append(out.Members, ir.Member{Field: f.GoName, Value: value})
		}
	}
	if len(out.Members) == 0 {
		return &ir.Word{Text: "nil"}
	}
	return out
}

// count is how many items a page has, where the document shows it. A cursor is
// nobody's to show: it comes from the page before.
func (x *exampler) count(c *candidate, prm *model.Parameter, f *ir.ParamField) ir.Value {
	if f.PageRole != "count" {
		return nil
	}
	examples := slices.Concat(prm.Examples, prm.Use.Examples)
	if page := c.out.Params.Pages[*f.Page]; page.Param != "" {
		for _, e := range examples {
			var shown map[string]json.RawMessage
			if json.Unmarshal([]byte(e.Value), &shown) == nil && shown[page.Count] != nil {
				examples = []model.Example{{Value: string(shown[page.Count]), Pos: e.Pos}}
				return x.firstShown(examples, prm.Use.Schema, f.Type)
			}
		}
		examples = propertyOf(prm.Use.Schema, page.Count).Use.Examples
	}
	return x.firstShown(examples, prm.Use.Schema, f.Type)
}

// made is a value of type t for a place called name: the example of its schema,
// else its default, else one of its kind. Nil: there is none. above are the types
// that hold it.
func (x *exampler) made(use *model.Use, t ir.Expr, name string, above []*typ) ir.Value {
	if x.left--; x.left < 0 {
		return nil
	}
	if value := x.firstShown(use.Examples, use.Schema, t); value != nil {
		return value
	}
	if use.Default != nil && *use.Default != "null" {
		sub := exampler{version: x.version, left: maxShown}
		if value, err := sub.shownText(*use.Default, use.Schema, t); err == nil {
			return value
		}
	}
	return x.madeKind(use.Schema, t, name, above)
}

func (x *exampler) madeKind(s *model.Schema, t ir.Expr, name string, above []*typ) ir.Value {
	switch t := t.(type) {
	case *ir.Ptr:
		if value := x.madeKind(s, t.Elem, name, above); value != nil {
			return pointerTo(value, t.Elem)
		}
		return nil
	case *ir.Nullable:
		if value := x.madeKind(s, t.Elem, name, above); value != nil {
			return setTo(value, t.Elem)
		}
		return nil
	case *ir.Slice:
		return x.madeList(s, t, name, above)
	case *ir.Map:
		out := &ir.Composite{Type: x.own(t)}
		if value := x.made(useOf(s.Additional), t.Elem, "value", above); value != nil {
			out.Members = []ir.Member{{Key: &ir.Text{Text: "key"}, Value: value}}
		}
		return out
	case *ir.Named:
		return x.madeNamed(s, x.byName[t.GoName], name, above)
	case *ir.Prim:
		return madePrim(s, t, name)
	}
	panic("BUG: an expression of no known kind")
}

func useOf(use *model.Use) *model.Use {
	if use == nil {
		return &model.Use{Schema: new(model.Schema)}
	}
	return use
}

func (x *exampler) madeList(s *model.Schema, t *ir.Slice, name string, above []*typ) ir.Value {
	if exprName(t) == "[]byte" {
		return &ir.Bytes{Text: madeText(s, name)}
	}
	out := &ir.Composite{Type: x.own(t)}
	if value := x.made(useOf(s.Items), t.Elem, singular(name), above); value != nil {
		out.Members = []ir.Member{{Value: value}}
	}
	return out
}

// singular is a name of several things for one of them.
func singular(name string) string {
	if one, ok := strings.CutSuffix(name, "s"); ok && len(one) > 2 && !hasAnySuffix(one, "s", "u", "i") {
		return one
	}
	return name
}

func (x *exampler) madeNamed(s *model.Schema, t *typ, name string, above []*typ) ir.Value {
	if slices.Contains(above, t) {
		return nil
	}
	above = append(slices.Clip(above), t)
	switch d := t.decl.(type) {
	case *ir.Struct:
		return x.madeStruct(s, t, d, above)
	case *ir.UnionDecl:
		for _, vr := range d.Variants {
			schema := x.variantSchema(s, vr)
			if value := x.madeVariant(schema, d, vr, name, above); value != nil {
				return x.variantValue(t, vr, value)
			}
		}
		return nil
	case *ir.Enum:
		if len(d.Values) == 0 {
			return &ir.Convert{Type: x.own(t.named()), Value: &ir.Text{Text: madeText(s, name)}}
		}
		return &ir.Const{ImportPath: x.pkg.ImportPath, GoName: d.Values[0].GoName}
	}
	panic("BUG: a declaration of no known kind")
}

// madeVariant says in the discriminator which variant it is.
func (x *exampler) madeVariant(s *model.Schema, d *ir.UnionDecl, vr *ir.Variant, name string, above []*typ) ir.Value {
	value := x.madeKind(s, vr.Type, name, above)
	c, ok := value.(*ir.Composite)
	decl := x.structOf(vr.Type)
	if !ok || decl == nil || len(vr.Values) == 0 {
		return value
	}
	if f := fieldOf(decl, d.Discriminator); f != nil {
		if said, err := x.shown(vr.Values[0], propertyOf(s, f.Name).Use.Schema, f.Type); err == nil {
			setMember(c, f.GoName, said)
		}
	}
	return c
}

// setMember gives a field of c another value, or one at last.
func setMember(c *ir.Composite, field string, value ir.Value) {
	if m := memberOf(c, field); m != nil {
		m.Value = value
		return
	}
	c.Members = append(c.Members, ir.Member{Field: field, Value: value})
}

func memberOf(c *ir.Composite, field string) *ir.Member {
	i := slices.IndexFunc(c.Members, func(m ir.Member) bool { return m.Field == field })
	if i < 0 {
		return nil
	}
	return &c.Members[i]
}

// agree has the members that select the variants of their neighbours select those
// that were made.
func (x *exampler) agree(s *model.Schema, d *ir.Struct, c *ir.Composite) {
	for _, f := range d.Fields {
		if f.Selects == nil || memberOf(c, f.GoName) == nil {
			continue
		}
		m := memberOf(c, f.Selects.Union)
		if m == nil {
			continue
		}
		variant := variantOf(m.Value)
		for _, text := range slices.Sorted(maps.Keys(f.Selects.Values)) {
			if f.Selects.Values[text] != variant {
				continue
			}
			if said, err := x.shown(text, propertyOf(s, f.Name).Use.Schema, f.Type); err == nil {
				setMember(c, f.GoName, said)
				break
			}
		}
	}
}

// variantOf is the variant that a union, or the first of a list, is; empty: none.
func variantOf(value ir.Value) string {
	switch value := value.(type) {
	case *ir.Set:
		return variantOf(value.Value)
	case *ir.PtrTo:
		return variantOf(value.Value)
	case *ir.Composite:
		if len(value.Members) > 0 && value.Members[0].Field == "" {
			return variantOf(value.Members[0].Value)
		}
		if len(value.Members) == 1 {
			return value.Members[0].Field
		}
	}
	return ""
}

// madeStruct has what is required, sent in any case or shown; of an input that requires nothing, the
// member that says most.
func (x *exampler) madeStruct(s *model.Schema, t *typ, d *ir.Struct, above []*typ) ir.Value {
	out := &ir.Composite{Type: x.own(t.named())}
	add := func(f *ir.Field, prop *model.Property) {
		if value := x.made(prop.Use, f.Type, prop.Name, above); value != nil {
			out.Members = append(out.Members, ir.Member{Field: f.GoName, Value: value})
		}
	}
	for _, f := range d.Fields {
		if prop := propertyOf(s, f.Name); !prop.Use.ReadOnly && f.Deprecated == "" && (f.Required || f.Omit == ir.OmitNever || len(prop.Use.Examples) > 0) {
			add(f, prop)
		}
	}
	if f := x.telltale(s, d); len(out.Members) == 0 && len(above) == 1 && f != nil {
		add(f, propertyOf(s, f.Name))
	}
	x.agree(s, d, out)
	return out
}

// telltale is the member of an input that says most.
func (x *exampler) telltale(s *model.Schema, d *ir.Struct) *ir.Field {
	sent := slices.DeleteFunc(slices.Clone(d.Fields), func(f *ir.Field) bool {
		return f.Deprecated != "" || propertyOf(s, f.Name).Use.ReadOnly
	})
	for _, name := range tellingNames {
		for _, f := range sent {
			if strings.ToLower(f.Name) == name && x.isScalar(f.Type) {
				return f
			}
		}
	}
	for _, f := range sent {
		if x.isScalar(f.Type) {
			return f
		}
	}
	if len(sent) > 0 {
		return sent[0]
	}
	return nil
}
