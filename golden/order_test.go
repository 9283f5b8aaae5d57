package golden

import (
	"bytes"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/spec"
)

var shuffles = flag.Int("shuffles", 4, "orders of the shipped document that TestShuffled tries")

// TestShuffled puts the maps of the shipped document, and the lists that are
// sets, into other orders, and gives every other time its components other names:
// with the same lock every byte is the same.
func TestShuffled(t *testing.T) {
	withoutRace(t)
	cfg, doc, overlay := shippedInput(t)
	want := shippedRun(t, cfg, doc, overlay, nil)
	hash := digest(want)
	fixed := func(name string) bool { // spoken of by name
		return cfg.Names.Types[name] != "" || bytes.Contains(overlay, []byte(name))
	}
	t.Run("seeds", func(t *testing.T) {
		for seed := range uint64(*shuffles) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				root := parse(t, doc)
				if seed%2 == 1 {
					rename(root, func(name string) string {
						if fixed(name) {
							return name
						}
						return fmt.Sprintf("Zz%x%s", seed, reversed(name))
					})
				}
				shuffle(root, "", rand.New(rand.NewPCG(seed, 1)))
				got := shippedRun(t, cfg, dump(t, root), overlay, want.Lock)
				if digest(got) != hash {
					same(t, want, got)
				}
			})
		}
	})
	if !t.Failed() {
		t.Logf("%d shuffles, one hash: %x", *shuffles, hash)
	}
}

// digest is one hash over a result: every file and the lock.
func digest(res *generator.Result) [sha256.Size]byte {
	all := fmt.Appendf(nil, "%d\n%s", len(res.Lock), res.Lock)
	for _, p := range slices.Sorted(maps.Keys(res.Files)) {
		all = fmt.Appendf(all, "%q %d\n%s", p, len(res.Files[p]), res.Files[p])
	}
	return sha256.Sum256(all)
}

// TestRenamed gives every component another name: with the same lock every byte
// is the same, since a component's name is a hint at first sight only.
func TestRenamed(t *testing.T) {
	cfg, doc, _ := shippedInput(t)
	cfg.Overlays = nil // its targets are names of components
	cfg.Names.Types = nil
	want := shippedRun(t, cfg, doc, nil, nil)
	root := parse(t, doc)
	rename(root, func(name string) string {
		r := rand.New(rand.NewPCG(uint64(len(name)), 7))
		return fmt.Sprintf("Zz%x%s", r.Uint32(), reversed(name))
	})
	same(t, want, shippedRun(t, cfg, dump(t, root), nil, want.Lock))
}

func shippedInput(t *testing.T) (cfg *config.Config, doc, overlay []byte) {
	t.Helper()
	read := func(name string) []byte {
		data, err := spec.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	cfg, err := config.Parse("gen.yaml", read("gen.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return cfg, read("segment.yaml"), read("overlay.yaml")
}

func shippedRun(t *testing.T, cfg *config.Config, doc, overlay, lock []byte) *generator.Result {
	t.Helper()
	fsys := fstest.MapFS{"segment.yaml": {Data: doc}, "overlay.yaml": {Data: overlay}}
	if lock != nil {
		fsys[generator.LockName] = &fstest.MapFile{Data: lock}
	}
	res, err := generator.Generate(context.Background(), cfg, fsys)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func same(t *testing.T, want, got *generator.Result) {
	t.Helper()
	if !bytes.Equal(want.Lock, got.Lock) {
		t.Errorf("names.lock differs:\n%s", lineDiff(want.Lock, got.Lock))
	}
	for _, p := range slices.Sorted(maps.Keys(want.Files)) {
		if !bytes.Equal(want.Files[p], got.Files[p]) {
			t.Errorf("%s differs:\n%s", p, lineDiff(want.Files[p], got.Files[p]))
		}
	}
	if len(want.Files) != len(got.Files) {
		t.Errorf("%d files, then %d", len(want.Files), len(got.Files))
	}
}

func parse(t *testing.T, doc []byte) *yaml.Node {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal(doc, &root); err != nil {
		t.Fatal(err)
	}
	return &root
}

func dump(t *testing.T, root *yaml.Node) []byte {
	t.Helper()
	out, err := yaml.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sets are the keys whose lists have no order (OpenAPI 3.0; JSON Schema
// Validation, 6.5.3 and 6.1.2). Tags of the document are one, those of an
// operation are not: the first names its group.
var sets = []string{"required", "enum", "parameters", "oneOf", "anyOf", "/tags"}

func shuffle(n *yaml.Node, at string, r *rand.Rand) {
	switch n.Kind {
	case yaml.DocumentNode:
		shuffle(n.Content[0], "", r)
	case yaml.MappingNode:
		r.Shuffle(len(n.Content)/2, func(i, j int) {
			c := n.Content
			c[2*i], c[2*i+1], c[2*j], c[2*j+1] = c[2*j], c[2*j+1], c[2*i], c[2*i+1]
		})
		for i := 0; i < len(n.Content); i += 2 {
			shuffle(n.Content[i+1], at+"/"+n.Content[i].Value, r)
		}
	case yaml.SequenceNode:
		if slices.Contains(sets, at) || slices.Contains(sets, at[strings.LastIndexByte(at, '/')+1:]) {
			r.Shuffle(len(n.Content), func(i, j int) { n.Content[i], n.Content[j] = n.Content[j], n.Content[i] })
		}
		for _, item := range n.Content {
			shuffle(item, at+"/-", r)
		}
	}
}

const schemas = "#/components/schemas/"

// rename gives the component schemas, and all references to them, other names.
func rename(root *yaml.Node, to func(string) string) {
	components := value(value(root.Content[0], "components"), "schemas")
	for i := 0; i < len(components.Content); i += 2 {
		components.Content[i].Value = to(components.Content[i].Value)
	}
	var refs func(n *yaml.Node)
	refs = func(n *yaml.Node) {
		if name, ok := strings.CutPrefix(n.Value, schemas); ok {
			n.Value = schemas + to(name)
		}
		for _, c := range n.Content {
			refs(c)
		}
	}
	refs(root)
}

func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}
