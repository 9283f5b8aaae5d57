package load_test

// The harness of this package's tests: documents inline, models as one line of
// text a reader can check by eye.

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
	"github.com/stratagen/strata/generator/model"
)

// document loads src as api.yaml; more are overlays, name and content by turns.
func document(t *testing.T, cfg config.Config, src string, more ...string) (*model.API, error) {
	t.Helper()
	cfg.Spec = "api.yaml"
	files := fstest.MapFS{"api.yaml": {Data: []byte(src)}}
	for i := 0; i+1 < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
		cfg.Overlays = append(cfg.Overlays, more[i])
	}
	api, err := load.Document(&cfg, files)
	var faults model.Faults
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("the error is no model.Faults: %v", err)
	}
	return api, err
}

// mustLoad loads a document that is right.
func mustLoad(t *testing.T, cfg config.Config, src string, more ...string) *model.API {
	t.Helper()
	api, err := document(t, cfg, src, more...)
	if err != nil {
		t.Fatalf("faults:\n%v", err)
	}
	return api
}

// operation gives an operation of a document's first version.
func operation(t *testing.T, api *model.API, id string) *model.Operation {
	t.Helper()
	for _, op := range api.Versions[0].Operations {
		if op.ID == id {
			return op
		}
	}
	t.Fatalf("no operation %s", id)
	return nil
}

func notes(list []model.Note) string {
	var lines []string
	for _, n := range list {
		lines = append(lines, n.String())
	}
	return strings.Join(lines, "\n")
}

// form writes a use as one line: str, int?, []num, Pet{id!:str}, (A | B).
// A trailing ? is nullable, a ! after a name required, * other properties, | a
// closed object; a component met again is its name.
func form(u *model.Use) string { return former{}.use(u) }

type former map[*model.Schema]bool

func (f former) use(u *model.Use) string {
	s := f.schema(u.Schema)
	if u.Nullable {
		s += "?"
	}
	return s
}

var kindNames = [...]string{"any", "bool", "int", "num", "str", "[]", "{}", "()", "null"}

func (f former) schema(s *model.Schema) string {
	if f[s] && (s.Component != "" || s.Kind >= model.Array) {
		return "^" + s.Component
	}
	f[s] = true
	text := s.Component
	switch s.Kind {
	case model.Array:
		text += "[]" + f.use(s.Items)
	case model.Object:
		text += f.object(s)
	case model.Union:
		text += f.union(s)
	default:
		text += strings.Repeat("=", min(len(s.Component), 1)) + kindNames[s.Kind]
	}
	if s.Format != "" {
		text += ":" + s.Format
	}
	if s.Enum != nil {
		text += fmt.Sprint(s.Enum)
	}
	return text
}

func (f former) object(s *model.Schema) string {
	var list []string
	for _, p := range s.Properties {
		mark := ""
		if p.Required {
			mark = "!"
		}
		list = append(list, p.Name+mark+":"+f.use(p.Use))
	}
	if s.Additional != nil {
		list = append(list, "*:"+f.use(s.Additional))
	}
	if s.Closed {
		list = append(list, "|")
	}
	return "{" + strings.Join(list, " ") + "}"
}

func (f former) union(s *model.Schema) string {
	var list []string
	for _, v := range s.Variants {
		list = append(list, f.use(v))
	}
	text := "(" + strings.Join(list, " | ") + ")"
	if d := s.Discriminator; d != nil {
		text += "by " + d.Property
		for _, m := range d.Mapping {
			text += fmt.Sprintf(" %s=%d", m.Value, m.Variant)
		}
	}
	return text
}
