package load_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
)

// corpus lists the real documents in the folder STRATA_SPECS and below it.
func corpus(t testing.TB) []string {
	dir := os.Getenv("STRATA_SPECS")
	if dir == "" {
		t.Skip("STRATA_SPECS is not set: no real documents to read")
	}
	var files []string
	for _, pattern := range []string{"*.yaml", "public/*.yaml", "public/*.json"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatalf("STRATA_SPECS=%s holds no documents", dir)
	}
	return files
}

// broken are the documents that cannot be read even with operations left out.
var broken = map[string]bool{
	"sw2-petstore.json": true, // OpenAPI 2
}

// TestCorpus reads real documents. Left out what nobody can generate, each but
// the broken ones gives a model that keeps its promises.
func TestCorpus(t *testing.T) {
	for _, file := range corpus(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			cfg := &config.Config{Spec: filepath.Base(file), Lenient: true}
			api, err := load.Document(cfg, os.DirFS(filepath.Dir(file)))
			var faults model.Faults
			if errors.As(err, &faults) {
				for _, f := range faults {
					if f.Pos.Line == 0 || f.Pos.Column == 0 {
						t.Errorf("a fault without a place: %s", f)
					}
				}
			}
			if broken[filepath.Base(file)] != (len(faults) > 0) {
				t.Fatalf("%d faults: %v", len(faults), faults)
			}
			if len(faults) > 0 {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkAPI(t, api)
		})
	}
}

// checkAPI checks what the model promises of any document.
func checkAPI(t *testing.T, api *model.API) {
	if !slices.IsSortedFunc(api.Versions, model.CompareVersions) || len(api.Versions) == 0 {
		t.Error("versions are not sorted")
	}
	c := checker{t, map[*model.Schema]bool{}}
	for _, v := range api.Versions {
		if !slices.IsSortedFunc(v.Operations, func(a, b *model.Operation) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("operations of %q are not sorted", v.Token)
		}
		for _, op := range v.Operations {
			c.operation(op)
		}
	}
}

type checker struct {
	t    *testing.T
	seen map[*model.Schema]bool
}

func (c checker) operation(op *model.Operation) {
	if op.ID == "" || !strings.HasPrefix(op.Path, "/") || op.Pos.Line == 0 {
		c.t.Errorf("operation %+v", op)
	}
	for _, p := range op.Parameters {
		if p.Style == "" || p.In == "path" && !p.Required {
			c.t.Errorf("%s: parameter %+v", op.ID, p)
		}
		c.use(op.ID+" "+p.Name, p.Use)
	}
	for _, r := range op.Responses {
		for _, h := range r.Headers {
			c.use(op.ID+" "+h.Name, h.Use)
		}
		c.contents(op.ID+" "+r.Status, r.Contents)
	}
	if op.Body != nil {
		c.contents(op.ID+" body", op.Body.Contents)
	}
}

func (c checker) contents(where string, contents []*model.Content) {
	for _, content := range contents {
		if content.MediaType == "" {
			c.t.Errorf("%s: no media type", where)
		}
		if content.Use != nil {
			c.use(where, content.Use)
		}
	}
}

func (c checker) use(where string, u *model.Use) {
	if u == nil || u.Schema == nil || u.Pos.Line == 0 {
		c.t.Errorf("%s: a use without schema or place", where)
		return
	}
	s := u.Schema
	if c.seen[s] {
		return
	}
	c.seen[s] = true
	c.schema(where, s)
	for _, p := range s.Properties {
		c.use(where+"."+p.Name, p.Use)
	}
	if s.Additional != nil {
		c.use(where+".*", s.Additional)
	}
	if s.Items != nil {
		c.use(where+"[]", s.Items)
	}
	for _, v := range s.Variants {
		c.use(where+"|", v)
	}
}

func (c checker) schema(where string, s *model.Schema) {
	switch {
	case s.Kind == model.Array && s.Items == nil,
		s.Kind == model.Union && len(s.Variants) < 2,
		s.Kind != model.Union && len(s.Variants) > 0,
		s.Kind != model.Object && (len(s.Properties) > 0 || s.Additional != nil),
		s.Closed && s.Additional != nil,
		s.EnumNames != nil && len(s.EnumNames) != len(s.Enum):
		c.t.Errorf("%s: %s: %+v", where, s.Pos, s)
	}
	if d := s.Discriminator; d != nil {
		for _, m := range d.Mapping {
			if m.Variant < 0 || m.Variant >= len(s.Variants) {
				c.t.Errorf("%s: discriminator %+v", where, d)
			}
		}
	}
}

// BenchmarkDocument reads the documents of more than a megabyte.
func BenchmarkDocument(b *testing.B) {
	for _, file := range corpus(b) {
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		if info.Size() < 1_000_000 {
			continue
		}
		b.Run(filepath.Base(file), func(b *testing.B) {
			cfg := &config.Config{Spec: filepath.Base(file), Lenient: true}
			fsys := os.DirFS(filepath.Dir(file))
			b.SetBytes(info.Size())
			for b.Loop() {
				if _, err := load.Document(cfg, fsys); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
