package golden

import (
	"bytes"
	"context"
	"fmt"
	"go/types"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

// shipped generates the modules of the embedded document, once for all tests.
var shipped = sync.OnceValues(func() (*generator.Result, error) {
	data, err := spec.FS.ReadFile("gen.yaml")
	if err != nil {
		return nil, err
	}
	cfg, err := config.Parse("gen.yaml", data)
	if err != nil {
		return nil, err
	}
	return generator.Generate(context.Background(), cfg, spec.FS)
})

// TestAPI pins the exported surface of every generated package, in the manner of
// Go's own api/*.txt: a change shows as lines that came and went.
func TestAPI(t *testing.T) {
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	pkgs := typecheck(t, res.Files)
	if len(pkgs) < 8 {
		t.Fatalf("%d packages: %v", len(pkgs), slices.Sorted(maps.Keys(pkgs)))
	}
	for dir, pkg := range pkgs {
		pin(t, "api/"+path.Base(dir)+".txt", apiText(pkg))
	}
}

// pin compares got with a golden file, or rewrites it.
func pin(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run make golden and read the diff:\n%s", name, lineDiff(want, got))
	}
}

// lineDiff lists the lines that only one of two sorted texts has, the first 40.
func lineDiff(want, got []byte) string {
	w, g := lines(want), lines(got)
	var out []string
	for _, l := range slices.Sorted(maps.Keys(w)) {
		if !g[l] {
			out = append(out, "- "+l)
		}
	}
	for _, l := range slices.Sorted(maps.Keys(g)) {
		if !w[l] {
			out = append(out, "+ "+l)
		}
	}
	return strings.Join(out[:min(len(out), 40)], "\n")
}

func lines(text []byte) map[string]bool {
	set := map[string]bool{}
	for l := range strings.Lines(string(text)) {
		set[strings.TrimSuffix(l, "\n")] = true
	}
	return set
}

// apiText lists what pkg exports, one fact a line.
func apiText(pkg *types.Package) []byte {
	qualify := func(p *types.Package) string {
		if p == pkg {
			return ""
		}
		return p.Name()
	}
	var facts []string
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		facts = append(facts, objectFacts(obj, qualify)...)
	}
	slices.Sort(facts)
	return []byte(strings.Join(facts, "\n") + "\n")
}

func objectFacts(obj types.Object, q types.Qualifier) []string {
	switch o := obj.(type) {
	case *types.Const:
		return []string{fmt.Sprintf("const %s %s = %s", o.Name(), types.TypeString(o.Type(), q), o.Val().ExactString())}
	case *types.Var:
		return []string{"var " + o.Name() + " " + types.TypeString(o.Type(), q)}
	case *types.Func:
		return []string{"func " + o.Name() + strings.TrimPrefix(types.TypeString(o.Type(), q), "func")}
	case *types.TypeName:
		if o.IsAlias() {
			return []string{"type " + o.Name() + " = " + types.TypeString(types.Unalias(o.Type()), q)}
		}
		return typeFacts(o, q)
	}
	return nil
}

func typeFacts(o *types.TypeName, q types.Qualifier) []string {
	named := o.Type().(*types.Named)
	facts := []string{"type " + o.Name() + " " + kindOf(named.Underlying(), q)}
	if s, ok := named.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if f := s.Field(i); f.Exported() {
				facts = append(facts, fmt.Sprintf("type %s struct, %s %s %s", o.Name(), f.Name(), types.TypeString(f.Type(), q), s.Tag(i)))
			}
		}
	}
	for m := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		if m.Obj().Exported() {
			facts = append(facts, "method (*"+o.Name()+") "+m.Obj().Name()+strings.TrimPrefix(types.TypeString(m.Type(), q), "func"))
		}
	}
	return facts
}

func kindOf(t types.Type, q types.Qualifier) string {
	switch t.(type) {
	case *types.Struct:
		return "struct"
	case *types.Interface:
		return "interface"
	}
	return types.TypeString(t, q)
}
