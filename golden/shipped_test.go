package golden

import (
	"bytes"
	"go/constant"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestShipped holds the shipped API to its figures.
func TestShipped(t *testing.T) {
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		version                         string
		operations, components, aliased int // the last two: at least
	}{
		{"v1", 126, 271, 0},
		{"v1beta", 126, 275, 252},
		{"v1alpha", 188, 414, 271},
	}
	if len(res.Counts) != len(want) {
		t.Fatalf("%d versions, want %d", len(res.Counts), len(want))
	}
	for i, w := range want {
		c := res.Counts[i]
		t.Logf("%s: %d operations; %d of %d types are aliases, counted over component schemas %d of %d",
			c.Version, c.Operations, c.Aliases, c.Types, c.ComponentsAliased, c.Components)
		if c.Version != w.version || c.Operations != w.operations || c.Components < w.components || c.ComponentsAliased < w.aliased {
			t.Errorf("have %+v, want %+v", c, w)
		}
	}
	if len(res.Notes) > 0 || len(res.Skipped) > 0 {
		t.Errorf("remarks on our own document: %v %v", res.Notes, res.Skipped)
	}
	t.Logf("%d lines of Go", goLines(t, res.Files))
	if !underRace {
		goTool(t, res.Files, "build", "vet")
	}
}

// TestNoArtefacts finds names that only a tool would give, and float32, which
// rounds what JSON does not.
func TestNoArtefacts(t *testing.T) {
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	numbered := regexp.MustCompile(`[0-9]$`)
	for dir, pkg := range typecheck(t, res.Files) {
		for _, name := range exported(pkg) {
			if numbered.MatchString(name) {
				t.Errorf("%s.%s ends in a number", dir, name)
			}
		}
	}
	for _, p := range slices.Sorted(maps.Keys(res.Files)) {
		if bytes.Contains(res.Files[p], []byte("float32")) {
			t.Errorf("%s mentions float32", p)
		}
	}
}

// exported lists what pkg exports, members of structs included.
func exported(pkg *types.Package) []string {
	var names []string
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		if c, ok := obj.(*types.Const); !ok || c.Val().Kind() != constant.String || !strings.HasSuffix(constant.StringVal(c.Val()), name[len(name)-1:]) {
			names = append(names, name) // a constant may end as its value does: BASE64
		}
		if s, ok := obj.Type().Underlying().(*types.Struct); ok {
			for f := range s.Fields() {
				names = append(names, name+"."+f.Name())
			}
		}
	}
	return names
}
