package verify

// A program that uses a module as its users may: it names every exported
// constant, variable, function, type, field and method of the packages, with the
// type that each has, and compiles only where all of them are there and are so.
//
//	const _ = acmev1.StatusOpen
//	var _ func(*acmev1.PetsService, context.Context, string) (*acmev1.Pet, error) = (*acmev1.PetsService).Get
//	var _ = func(x *acmev1.Pet) *string { return &x.Name }

import (
	"bytes"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// program writes the file of a program that uses packages. own are those of one
// module. all are those of every module: of the others the core's are named, and a
// type of another version by the alias that own has for it, since that two versions
// share a type is not promised.
type program struct {
	own, core []*types.Package
	names     map[*types.Package]string // as they are imported
	used      map[*types.Package]bool
	lines     bytes.Buffer
}

// newProgram prepares a program.
func newProgram(own, core []*types.Package) *program {
	return &program{own: own, core: core, names: map[*types.Package]string{}, used: map[*types.Package]bool{}}
}

// write gives the file.
func (p *program) write() []byte {
	for _, pkg := range p.own {
		for _, name := range pkg.Scope().Names() {
			if o := pkg.Scope().Lookup(name); o.Exported() {
				p.object(o)
			}
		}
	}
	var b bytes.Buffer
	b.WriteString("package main\n\nimport (\n")
	for _, pkg := range p.own { // also where nothing of it is exported
		if !p.used[pkg] {
			fmt.Fprintf(&b, "\t_ %q\n", pkg.Path())
		}
	}
	for _, pkg := range slices.SortedFunc(maps.Keys(p.used), func(x, y *types.Package) int { return strings.Compare(x.Path(), y.Path()) }) {
		fmt.Fprintf(&b, "\t%s %q\n", p.names[pkg], pkg.Path())
	}
	b.WriteString(")\n\n")
	return append(b.Bytes(), p.lines.Bytes()...)
}

func (p *program) line(format string, args ...any) { fmt.Fprintf(&p.lines, format+"\n", args...) }

func (p *program) object(o types.Object) {
	name := p.name(o.Pkg()) + "." + o.Name()
	switch o := o.(type) {
	case *types.Const:
		p.typed(o.Type(), name)
	case *types.Var:
		p.typed(types.NewPointer(o.Type()), "&"+name)
	case *types.Func:
		p.function(name, o.Type().(*types.Signature))
	case *types.TypeName:
		p.declared(name, o.Type())
	}
}

// typed uses a value where one of that type is wanted; the value alone, where the
// type cannot be named.
func (p *program) typed(t types.Type, value string) {
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		p.line("const _ = %s", value)
		return
	}
	text, ok := p.text(t)
	if !ok {
		text = ""
	}
	p.line("var _ %s = %s", text, value)
}

// function uses a function; one with type parameters for strings, which most
// constraints allow.
func (p *program) function(name string, sig *types.Signature) {
	if n := sig.TypeParams().Len(); n > 0 {
		t, err := types.Instantiate(nil, sig, ofStrings(n), true)
		if err != nil {
			return
		}
		name += arguments(n)
		sig = t.(*types.Signature)
	}
	p.typed(unnamed(nil, sig), name)
}

// ofStrings are the types of n type arguments.
func ofStrings(n int) []types.Type {
	return slices.Repeat([]types.Type{types.Typ[types.String]}, n)
}

// arguments are n type arguments.
func arguments(n int) string {
	return "[" + strings.Join(slices.Repeat([]string{"string"}, n), ", ") + "]"
}

// declared uses a type with its fields and methods.
func (p *program) declared(name string, t types.Type) {
	if g, ok := t.(interface{ TypeParams() *types.TypeParamList }); ok && g.TypeParams().Len() > 0 {
		n := g.TypeParams().Len()
		instance, err := types.Instantiate(nil, t, ofStrings(n), true)
		if err != nil {
			return
		}
		name, t = name+arguments(n), instance
	}
	p.line("var _ *%s", name)
	receiver := types.Type(types.NewPointer(t))
	expr := "(*" + name + ")"
	if types.IsInterface(t) {
		receiver, expr = t, name
	}
	set := types.NewMethodSet(receiver)
	for i := range set.Len() {
		if m := set.At(i).Obj(); m.Exported() {
			p.typed(unnamed(receiver, set.At(i).Type().(*types.Signature)), expr+"."+m.Name())
		}
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i := range s.NumFields() {
		if f := s.Field(i); f.Exported() {
			p.field(name, f)
		}
	}
}

func (p *program) field(name string, f *types.Var) {
	if text, ok := p.text(f.Type()); ok {
		p.line("var _ = func(x *%s) *%s { return &x.%s }", name, parenthesized(text), f.Name())
		return
	}
	p.line("var _ = func(x *%s) { _ = x.%s }", name, f.Name())
}

// parenthesized keeps the results of a function type from ending a pointer's.
func parenthesized(text string) string { return "(" + text + ")" }

// unnamed is a function type without the names of parameters, which are the
// declaration's own; recv, if any, is the first of them.
func unnamed(recv types.Type, sig *types.Signature) *types.Signature {
	var params, results []*types.Var
	add := func(list *[]*types.Var, t types.Type) {
		*list = append(*list, types.NewParam(token.NoPos, nil, "", t))
	}
	if recv != nil {
		add(&params, recv)
	}
	for v := range sig.Params().Variables() {
		add(&params, v.Type())
	}
	for v := range sig.Results().Variables() {
		add(&results, v.Type())
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), types.NewTuple(results...), sig.Variadic())
}

// text spells a type as the program can; false: it cannot name it.
func (p *program) text(t types.Type) (string, bool) {
	pkgs := map[*types.Package]bool{}
	if !p.nameable(t, pkgs, map[types.Type]bool{}) {
		return "", false
	}
	return types.TypeString(t, func(pkg *types.Package) string { return p.name(p.home(pkg)) }), true
}

// nameable reports whether all names in a type can be written in the program.
func (p *program) nameable(t types.Type, pkgs map[*types.Package]bool, seen map[types.Type]bool) bool {
	if seen[t] {
		return true
	}
	seen[t] = true
	all := func(list ...types.Type) bool {
		return !slices.ContainsFunc(list, func(t types.Type) bool { return !p.nameable(t, pkgs, seen) })
	}
	switch t := t.(type) {
	case *types.Basic:
		return true
	case *types.Alias:
		return p.has(t.Obj(), t) && all(slices.Collect(t.TypeArgs().Types())...)
	case *types.Named:
		return p.has(t.Obj(), t) && all(slices.Collect(t.TypeArgs().Types())...)
	case *types.Pointer:
		return all(t.Elem())
	case *types.Slice:
		return all(t.Elem())
	case *types.Array:
		return all(t.Elem())
	case *types.Chan:
		return all(t.Elem())
	case *types.Map:
		return all(t.Key(), t.Elem())
	case *types.Signature:
		return all(variables(t.Params())...) && all(variables(t.Results())...)
	case *types.Interface:
		return t.Empty()
	}
	return false // a struct has no name, and unexported fields are another package's
}

func variables(t *types.Tuple) []types.Type {
	var list []types.Type
	for v := range t.Variables() {
		list = append(list, v.Type())
	}
	return list
}

// has reports whether the program can write the name of a type.
func (p *program) has(o *types.TypeName, t types.Type) bool {
	if o.Pkg() == nil { // error, any
		return true
	}
	if !o.Exported() || o.Parent() != o.Pkg().Scope() || strings.Contains(o.Pkg().Path()+"/", "/internal/") {
		return false
	}
	home := p.home(o.Pkg())
	if home == o.Pkg() {
		return true
	}
	here := home.Scope().Lookup(o.Name())
	return here != nil && types.Identical(here.Type(), t)
}

// home is the package by which the program knows the types of pkg: those of another
// version are known by the aliases of the module's first package.
func (p *program) home(pkg *types.Package) *types.Package {
	first, _, _ := strings.Cut(pkg.Path(), "/")
	if slices.Contains(p.own, pkg) || slices.Contains(p.core, pkg) || !strings.Contains(first, ".") {
		return pkg
	}
	return p.own[0]
}

// name is how the program calls a package.
func (p *program) name(pkg *types.Package) string {
	p.used[pkg] = true
	if name := p.names[pkg]; name != "" {
		return name
	}
	name := pkg.Name()
	taken := slices.Sorted(maps.Values(p.names))
	for i := 2; slices.Contains(taken, name); i++ {
		name = fmt.Sprint(pkg.Name(), i)
	}
	p.names[pkg] = name
	return name
}
