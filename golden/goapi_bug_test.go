package golden

import (
	"bytes"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/spec"
)

// TestGoBugIsFound plants what a faulty generator would do to one declaration of
// the shipped API. All that the document could say elsewhere does not explain it;
// one finding at the right place does.
func TestGoBugIsFound(t *testing.T) {
	cfg, _, _ := shippedInput(t)
	res, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	facts, places := surfaces(t, cfg, spec.FS), res.Places()
	for _, c := range []struct {
		object    string
		in        string // where its file matches
		from, to  string
		operation string // where it stands
		place     string // of the finding that would explain it, path of a body; empty: the operation
	}{
		{"Source.Enabled", "type Source struct", `(type Source struct {(?s:.*?)\tEnabled +)bool`, "${1}string", "getSource", "data.source.enabled"},
		{"Source.Enabled", "type Source struct", "(type Source struct {(?s:.*?)`json:\")enabled\"", "${1}Enabled\"", "getSource", "data.source.enabled"},
		{"SourcesService.Get", "type SourcesService struct", `\(s \*SourcesService\) Get\(`, "(s *SourcesService) Fetch(", "getSource", ""},
		{"SourcesService.Get", "type SourcesService struct", `(\(s \*SourcesService\) Get\(ctx context.Context, sourceID) string`, "${1} any", "getSource", ""},
		{"RuleTypeTrack", "type RuleType string", `(RuleTypeTrack +RuleType = )"TRACK"`, `${1}"track"`, "listRulesFromTrackingPlan", "data.rules[].type"},
	} {
		t.Run(c.object, func(t *testing.T) {
			changes, err := goapi.Compare(t.Context(), &std, res.Files, faulty(t, res.Files, c.in, c.from, c.to))
			if err != nil {
				t.Fatal(err)
			}
			var elsewhere, there []goapi.Reached
			for _, v := range facts {
				for _, f := range v.Facts {
					r := goapi.Reached{Version: v.Token, Place: f.Place}
					switch {
					case v.Token == "v1" && f.Operation == c.operation && (string(f.Path) == c.place):
						there = append(there, r)
					case v.Token != "v1" || strings.Contains(f.Operation, "Label") || f.Operation == c.operation && (f.Status != "200" && f.Status != ""):
						elsewhere = append(elsewhere, r)
					}
				}
			}
			if len(goapi.Incompatible(changes)) == 0 || len(elsewhere) < 10000 || len(there) == 0 {
				t.Fatalf("%d changes, %d facts elsewhere, %d there: nothing to see", len(changes), len(elsewhere), len(there))
			}
			if left := goapi.Explain(changes, places, places, elsewhere); len(left) == 0 || left[0].Object != c.object {
				t.Errorf("unexplained are %v, want %s", left, c.object)
			}
			if left := goapi.Explain(changes, places, places, there); len(left) > 0 {
				t.Errorf("not explained by %v: %v", there[0].Place, left)
			}
		})
	}
}

// faulty replaces the one match in the files of v1 that hold some words.
func faulty(t *testing.T, files map[string][]byte, in, from, to string) map[string][]byte {
	t.Helper()
	out, re, found := maps.Clone(files), regexp.MustCompile(from), 0
	for name, text := range files {
		if strings.HasPrefix(name, "segmentv1/") && bytes.Contains(text, []byte(in)) && re.Match(text) {
			out[name] = re.ReplaceAll(text, []byte(to))
			found++
		}
	}
	if found != 1 {
		t.Fatalf("%q is in %d files", from, found)
	}
	return out
}

// TestGoOfNames: a name that the configuration gives is no fact of the document,
// so what it renames is not explained, and the hint says what it is called now.
func TestGoOfNames(t *testing.T) {
	cfg, doc, overlay := shippedInput(t)
	before, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Names.Operations["getSource"] = "Fetch"
	cfg.Names.Types["WorkspaceV1"] = "Place"
	after := shippedRun(t, cfg, doc, overlay, before.Lock)
	changes, err := goapi.Compare(t.Context(), &std, before.Files, after.Files)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[string]string{}
	for _, u := range goapi.Explain(changes, before.Places(), after.Places(), nil) {
		if u.Version == "v1" {
			hints[u.Object] = u.Hint
		}
	}
	for object, want := range map[string]string{"SourcesService.Get": "it is called SourcesService.Fetch now", "Workspace": "it is called Place now"} {
		if !strings.HasPrefix(hints[object], want) || !strings.HasSuffix(hints[object], "names.lock or gen.yaml changed") {
			t.Errorf("%s: have %q, want %q; all are %v", object, hints[object], want, hints)
		}
	}
}
