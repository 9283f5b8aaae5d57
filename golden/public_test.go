package golden

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// TestFixtures takes small documents of other projects: what is generated is one
// module that builds and vets, what is not supported is named with its place.
func TestFixtures(t *testing.T) {
	withoutRace(t)
	for _, c := range []struct {
		name    string
		lenient int      // operations that a lenient run leaves out
		faults  []string // parts of the complaint
	}{
		{name: "fx-oai-petstore-expanded.yaml"},
		{name: "fx-oapi-naming-conflicts.yaml"},
		{name: "fx-rd-polymorphism.yaml"},
		{name: "fx-rd31-webhooks.yaml"},
		// Three of its schemas are made to contradict themselves.
		{name: "fx-rd31-schema-types.yaml", lenient: 3, faults: []string{"allOf"}},
		{name: "fx-ogen-form.json", faults: []string{"multipart/form-data", "application/x-www-form-urlencoded"}},
		{name: "fx-rd-parameters-style.yaml", faults: []string{"style label", "style matrix"}},
	} {
		t.Run(strings.TrimSuffix(c.name, filepath.Ext(c.name)), func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{c.name: {Data: document(t, filepath.Join("public", c.name))}}
			cfg := config.Default(c.name)
			res, err := generator.Generate(t.Context(), cfg, fsys)
			if c.faults != nil {
				rejected(t, c.name, err, c.faults)
				if c.lenient == 0 {
					return
				}
				cfg.Lenient = true
				res, err = generator.Generate(t.Context(), cfg, fsys)
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Skipped) != c.lenient {
				t.Errorf("%d operations left out, want %d: %v", len(res.Skipped), c.lenient, res.Skipped)
			}
			if n := len(typecheck(t, res.Files)); n != 2 {
				t.Errorf("%d packages, want the client and its fakes", n)
			}
			goTool(t, res.Files, "build", "vet")
		})
	}
}

// rejected checks that err names each of parts, and every line a place.
func rejected(t *testing.T, file string, err error, parts []string) {
	t.Helper()
	if err == nil {
		t.Fatal("no complaint")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("nothing about %q in:\n%v", part, err)
		}
	}
	for line := range strings.Lines(err.Error()) {
		if !strings.HasPrefix(line, file+":") {
			t.Errorf("no place in %q", line)
		}
	}
}

// TestPublicSettles takes documents of real APIs through a second run with the
// lock of the first, as they are and in other orders.
func TestPublicSettles(t *testing.T) {
	withoutRace(t)
	for _, name := range []string{"intercom-2.16.yaml", "notion.json", "oxide-nexus.json", "sumup.json"} {
		t.Run(strings.TrimSuffix(name, filepath.Ext(name)), func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{name: {Data: document(t, filepath.Join("public", name))}}
			cfg := config.Default(name)
			cfg.Lenient = true
			first, err := generator.Generate(t.Context(), cfg, fsys)
			if err != nil {
				t.Fatal(err)
			}
			settled(t, cfg, fsys, first)
		})
	}
}
