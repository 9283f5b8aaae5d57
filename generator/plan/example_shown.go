package plan

// Values that the document shows, as Go: an example that does not fit what it
// stands for is noted and nothing else.

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
)

// exampler makes the values of one example.
type exampler struct {
	*version
	left int // values it may still make
}

// maxShown bounds a value that the document shows: one that is longer tells a
// reader little, and trying it with every variant of a union takes long.
const maxShown = 500

// firstShown gives the first of examples that fits type t, nil where none does.
// The others before it are noted.
func (v *version) firstShown(examples []model.Example, s *model.Schema, t ir.Expr) ir.Value {
	for _, e := range examples {
		x := exampler{version: v, left: maxShown}
		value, err := x.shownText(e.Value, s, t)
		if err == nil {
			return value
		}
		v.p.note(e.Pos, fmt.Sprintf("the example does not fit: %v", err))
	}
	return nil
}

// shownText is shown for a literal of the model.
func (x *exampler) shownText(text string, s *model.Schema, t ir.Expr) (ir.Value, error) {
	if r, ok := t.(*ir.Prim); ok && *r == *readerType {
		return streamOf(text)
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var data any
	if err := dec.Decode(&data); err != nil {
		return nil, err
	}
	return x.shown(data, s, t)
}

// streamOf is a body that is no JSON: its text.
func streamOf(text string) (ir.Value, error) {
	var s string
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, errors.New("it is no text")
	}
	return &ir.Stream{Text: s}, nil
}

// misfit says what was found instead of what.
func misfit(data any, want string) error {
	text, err := json.Marshal(data)
	if err != nil || len(text) > 40 {
		return fmt.Errorf("want %s", want)
	}
	return fmt.Errorf("want %s, not %s", want, text)
}

// shown gives data, decoded JSON, as a value of type t, which was declared for s.
func (x *exampler) shown(data any, s *model.Schema, t ir.Expr) (ir.Value, error) {
	if x.left--; x.left < 0 {
		return nil, errors.New("it is too large")
	}
	switch t := t.(type) {
	case *ir.Ptr:
		value, err := x.shown(data, s, t.Elem)
		return pointerTo(value, t.Elem), err
	case *ir.Nullable:
		if data == nil {
			return &ir.Null{Elem: x.own(t.Elem)}, nil
		}
		value, err := x.shown(data, s, t.Elem)
		return setTo(value, t.Elem), err
	case *ir.Slice:
		if exprName(t) == "[]byte" {
			return shownBytes(data)
		}
		return x.shownList(data, s, t)
	case *ir.Map:
		return x.shownMap(data, s, t)
	case *ir.Named:
		return x.shownNamed(data, s, x.byName[t.GoName])
	case *ir.Prim:
		return shownPrim(data, t)
	}
	panic("BUG: an expression of no known kind")
}

func pointerTo(value ir.Value, t ir.Expr) ir.Value {
	if c, ok := value.(*ir.Composite); ok {
		if _, named := c.Type.(*ir.Named); named {
			return &ir.Composite{Type: c.Type, Pointer: true, Members: c.Members}
		}
	}
	return &ir.PtrTo{Value: ofType(value, t)}
}

func setTo(value ir.Value, t ir.Expr) ir.Value { return &ir.Set{Value: ofType(value, t)} }

// ofType gives a numeral its type where Go would infer another.
func ofType(value ir.Value, t ir.Expr) ir.Value {
	word, ok := value.(*ir.Word)
	if name := exprName(t); !ok || name == "bool" || name == "float64" && strings.ContainsAny(word.Text, ".eE") {
		return value
	}
	return &ir.Convert{Type: t, Value: value}
}

// own is a type by its name in the package of v, which has aliases of the types
// of others.
func (v *version) own(t ir.Expr) ir.Expr {
	switch t := t.(type) {
	case *ir.Named:
		return &ir.Named{ImportPath: v.pkg.ImportPath, GoName: t.GoName}
	case *ir.Slice:
		return &ir.Slice{Elem: v.own(t.Elem)}
	case *ir.Map:
		return &ir.Map{Elem: v.own(t.Elem)}
	case *ir.Ptr:
		return &ir.Ptr{Elem: v.own(t.Elem)}
	case *ir.Nullable:
		return &ir.Nullable{Elem: v.own(t.Elem)}
	}
	return t
}

func shownBytes(data any) (ir.Value, error) {
	text, ok := data.(string)
	if !ok {
		return nil, misfit(data, "a string")
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, misfit(data, "base64")
	}
	return &ir.Bytes{Text: string(raw)}, nil
}

func (x *exampler) shownList(data any, s *model.Schema, t *ir.Slice) (ir.Value, error) {
	list, ok := data.([]any)
	if !ok {
		return nil, misfit(data, "a list")
	}
	out := &ir.Composite{Type: x.own(t)}
	for i, elem := range list {
		value, err := x.shown(elem, schemaOf(s.Items), t.Elem)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		out.Members = append(out.Members, ir.Member{Value: value})
	}
	return out, nil
}

func (x *exampler) shownMap(data any, s *model.Schema, t *ir.Map) (ir.Value, error) {
	object, ok := data.(map[string]any)
	if !ok {
		return nil, misfit(data, "an object")
	}
	out := &ir.Composite{Type: x.own(t)}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		value, err := x.shown(object[key], schemaOf(s.Additional), t.Elem)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		out.Members = append(out.Members, ir.Member{Key: &ir.Text{Text: key}, Value: value})
	}
	return out, nil
}

func (x *exampler) shownNamed(data any, s *model.Schema, t *typ) (ir.Value, error) {
	switch d := t.decl.(type) {
	case *ir.Struct:
		return x.shownStruct(data, s, t, d)
	case *ir.UnionDecl:
		return x.shownUnion(data, s, t, d)
	case *ir.Enum:
		text, ok := data.(string)
		for _, c := range d.Values {
			if ok && c.Value == text {
				return &ir.Const{ImportPath: x.pkg.ImportPath, GoName: c.GoName}, nil
			}
		}
		return nil, misfit(data, "a value of the enum")
	}
	panic("BUG: a declaration of no known kind")
}

func (x *exampler) shownStruct(data any, s *model.Schema, t *typ, d *ir.Struct) (ir.Value, error) {
	object, ok := data.(map[string]any)
	if !ok {
		return nil, misfit(data, "an object")
	}
	out := &ir.Composite{Type: x.own(t.named())}
	rest := maps.Clone(object)
	for _, f := range d.Fields {
		delete(rest, f.Name)
		elem, there := object[f.Name]
		prop := propertyOf(s, f.Name)
		switch {
		case !there && f.Required:
			return nil, fmt.Errorf("%s is missing", f.Name)
		case !there && f.Omit == ir.OmitNever: // optional by now, and sent in any case
			if value := x.made(prop.Use, f.Type, prop.Name, nil); value != nil {
				out.Members = append(out.Members, ir.Member{Field: f.GoName, Value: value})
			}
			continue
		case !there, prop.Use.ReadOnly: // nobody sends it
			continue
		}
		value, err := x.shown(elem, prop.Use.Schema, f.Type)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		out.Members = append(out.Members, ir.Member{Field: f.GoName, Value: value})
	}
	return x.shownRest(out, rest, s, d)
}

// shownRest adds the members without a field, which have their place in Extra.
func (x *exampler) shownRest(out *ir.Composite, rest map[string]any, s *model.Schema, d *ir.Struct) (ir.Value, error) {
	if len(rest) == 0 {
		return out, nil
	}
	if d.Extra == nil {
		return nil, fmt.Errorf("%s is no property", slices.Min(slices.Collect(maps.Keys(rest))))
	}
	extra, err := x.shownMap(rest, s, &ir.Map{Elem: d.Extra})
	if err != nil {
		return nil, err
	}
	out.Members = append(out.Members, ir.Member{Field: "Extra", Value: extra})
	return out, nil
}

// propertyOf finds a member of s; one that is not there can be anything.
func propertyOf(s *model.Schema, name string) *model.Property {
	for _, prop := range s.Properties {
		if prop.Name == name {
			return prop
		}
	}
	return &model.Property{Name: name, Use: &model.Use{Schema: new(model.Schema)}}
}

// shownUnion takes the variant that the discriminator names, else the first that
// fits.
func (x *exampler) shownUnion(data any, s *model.Schema, t *typ, d *ir.UnionDecl) (ir.Value, error) {
	object, _ := data.(map[string]any)
	kind, _ := object[d.Discriminator].(string)
	for _, vr := range d.Variants {
		if d.Discriminator != "" && !slices.Contains(vr.Values, kind) {
			continue
		}
		if value, err := x.shown(data, x.variantSchema(s, vr), vr.Type); err == nil {
			return x.variantValue(t, vr, value), nil
		}
	}
	return nil, misfit(data, "one of the variants")
}

func (v *version) variantValue(t *typ, vr *ir.Variant, value ir.Value) ir.Value {
	return &ir.Composite{Type: v.own(t.named()), Members: []ir.Member{{Field: vr.GoName, Value: pointerTo(value, vr.Type)}}}
}

// variantSchema is the schema that became a variant of a union.
func (v *version) variantSchema(s *model.Schema, vr *ir.Variant) *model.Schema {
	for _, i := range v.steadyOrder(s.Variants) {
		if exprName(unformatted(v.expr(s.Variants[i].Schema))) == exprName(unformatted(vr.Type)) {
			return s.Variants[i].Schema
		}
	}
	return new(model.Schema)
}
