package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan/naming"
)

// maxLines is about where a file is split.
const maxLines = 650

// prune finds the types that a reader of the package meets: those the methods
// name, and what these are made of. Merged schemas may leave others behind.
func (v *version) prune() {
	var reach func(s *model.Schema)
	seen := map[*model.Schema]bool{}
	reach = func(s *model.Schema) {
		if t := v.types[s]; t != nil {
			s = t.schema()
			v.reached[t] = true
		}
		if seen[s] {
			return
		}
		seen[s] = true
		for _, c := range v.p.childrenOf(s) {
			reach(c.use.Schema)
		}
	}
	for _, op := range v.Operations {
		for _, prm := range op.Parameters {
			if prm.Use != nil && objectPagination(v.p.Config, prm) == nil {
				reach(prm.Use.Schema)
			}
		}
		if c := bodyContent(op); c != nil && c.Use != nil {
			reach(c.Use.Schema)
		}
		if _, c := success(op); c != nil && c.Use != nil {
			use, _ := v.p.unwrap(c.Use)
			reach(use.Schema)
		}
	}
}

// files says where each type and method stands: what one service uses in its
// file, what several share in the file of the first by name. A file grown too
// long is split by name. The lock keeps every type where it is.
func (v *version) files() {
	names := naming.NewScope(v.reservedFiles()...)
	for _, s := range v.out.Services {
		s.File = names.Take(naming.File(s.GoName), naming.File(s.GoName)+"_service") + ".go"
	}
	byFile, held := map[string][]*typ{}, shelf{}
	for _, name := range slices.Sorted(maps.Keys(v.byName)) {
		t := v.byName[name]
		if !v.reached[t] {
			continue
		}
		if l := v.p.Lock.Type(v.Token, name); l != nil && v.mayHold(l.File) {
			held.put(t, l.File)
		}
		if t.file == "" {
			home := v.home(t)
			byFile[home] = append(byFile[home], t)
		}
		v.out.Types = append(v.out.Types, v.typeOut(t))
	}
	for _, s := range v.out.Services {
		v.split(s, byFile[s.File], held)
	}
	for _, t := range byFile["models.go"] {
		t.file = "models.go"
	}
	for _, out := range v.out.Types {
		t := v.byName[out.GoName]
		out.File = t.file
		v.p.lock.Types = append(v.p.lock.Types, t.record())
	}
}

// mayHold reports whether types may stand in a file: none of those that every
// package has, the one for models aside.
func (v *version) mayHold(file string) bool {
	return file == "models.go" || file != "" && !slices.Contains(v.reservedFiles(), strings.TrimSuffix(file, ".go"))
}

// reservedFiles lists the files that every package has, without their endings.
func (v *version) reservedFiles() []string {
	names := []string{"client", "doc", "version", "models", "dialect", "services"}
	if v.p.single {
		names = append(names, baseNames(v.p.Files)...)
	}
	return names
}

func (v *version) typeOut(t *typ) *ir.Type {
	out := &ir.Type{GoName: t.name, Doc: v.typeDoc(t), Decl: t.decl}
	if t.alias != nil {
		out.Alias = t.alias.root().named()
	}
	if t.schema().Deprecated {
		out.Deprecated = deprecatedByAPI
	}
	return out
}

// home is the file of the first service, by name, that uses t.
func (v *version) home(t *typ) string {
	first := ""
	for _, pl := range t.places() {
		if m := v.p.methodOf[pl.root]; m != nil && (first == "" || m.service.goName < first) {
			first = m.service.goName
		}
	}
	for _, s := range v.out.Services {
		if s.GoName == first {
			return s.File
		}
	}
	return "models.go"
}

// shelf counts the lines of the types in each file: those that the lock keeps
// there and, once they are put, the new ones.
type shelf map[string]int

func (h shelf) put(t *typ, file string) {
	t.file = file
	h[file] += t.v.lines(t)
}

// split spreads the methods of a service, and the types that are new at home with
// it, over files of a readable length.
func (v *version) split(s *ir.Service, types []*typ, held shelf) {
	base := strings.TrimSuffix(s.File, ".go")
	lines := splitMethods(s) + held[s.File]
	for _, t := range types {
		lines += v.lines(t)
	}
	apart := false
	for file := range held {
		apart = apart || strings.HasPrefix(file, base+"_types")
	}
	if lines > maxLines || apart {
		v.splitTypes(base+"_types", types, held)
		return
	}
	for _, t := range types {
		held.put(t, s.File)
	}
}

// splitMethods fills files in the order of names; a second one is named after its
// first method. It gives the length of the first.
func splitMethods(s *ir.Service) int {
	first, file, used := 0, s.File, 0
	for _, op := range s.Operations {
		if used > maxLines {
			file, used = fmt.Sprintf("%s_%s.go", strings.TrimSuffix(s.File, ".go"), naming.File(op.GoName)), 0
		}
		op.File = file
		used += operationLines(op)
		if file == s.File {
			first = used
		}
	}
	return first
}

// splitTypes fills files in the order of names, after what stands there already;
// a second one is named after the first word in it.
func (v *version) splitTypes(base string, types []*typ, held shelf) {
	file, taken := base+".go", map[string]bool{base + ".go": true}
	for _, t := range types {
		if used := held[file]; used > 0 && used+v.lines(t) > maxLines {
			file = fmt.Sprintf("%s_%s.go", base, naming.File(naming.Words(t.name)[0]))
			if taken[file] {
				file = fmt.Sprintf("%s_%s.go", base, naming.File(t.name))
			}
			taken[file] = true
		}
		held.put(t, file)
	}
}

// operationLines and lines guess lengths well enough to split files.
func operationLines(op *ir.Operation) int {
	n := 18 + docLines(op.Doc)
	if op.Params != nil && op.Params.Alias == nil {
		n += 16
		for _, f := range op.Params.Fields {
			n += 2 + docLines(f.Doc)
		}
	}
	if op.Paging != nil {
		n += 16
	}
	return n
}

// docLines counts the lines of paragraphs and of the spaces between them.
func docLines(doc []string) int {
	n := max(0, len(doc)-1)
	for _, text := range doc {
		n += 1 + len(text)/80
	}
	return n
}

func (v *version) lines(t *typ) int {
	n := 4 + docLines(v.typeDoc(t))
	if t.alias != nil {
		if e, ok := t.decl.(*ir.Enum); ok {
			n += 8 + len(e.Values)
		}
		return n
	}
	switch d := t.decl.(type) {
	case *ir.Struct:
		for _, f := range d.Fields {
			n += 1 + docLines(f.Doc)
		}
		if d.Extra != nil || d.Input {
			n += 24
		}
	case *ir.Enum:
		n += 12 + 2*len(d.Values)
	case *ir.UnionDecl:
		n += 24
		for _, vr := range d.Variants {
			n += 8 + (len(vr.Known)+len(vr.Required))/4 + 4*len(vr.Consts)
		}
	}
	return n
}
