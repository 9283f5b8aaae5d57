package golden

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi-validator/schema_validation"
	"github.com/pb33f/libopenapi/datamodel"
)

// openAPIValidator finds what is wrong with documents, by the names of their
// files. There are two that know nothing of each other, and neither of us.
type openAPIValidator struct {
	name     string
	validate func(t *testing.T, files map[string][]byte) map[string][]string
}

var validators = []openAPIValidator{{"libopenapi-validator", byLibopenapi}, {"redocly", byRedocly}}

// byLibopenapi validates against the schema of OpenAPI, once it is sure that
// every reference leads somewhere.
func byLibopenapi(_ *testing.T, files map[string][]byte) map[string][]string {
	found := map[string][]string{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for name, text := range files {
		wg.Go(func() {
			slots <- struct{}{}
			list := libopenapiProblems(text)
			<-slots
			mu.Lock()
			defer mu.Unlock()
			if len(list) > 0 {
				found[name] = list
			}
		})
	}
	wg.Wait()
	return found
}

func libopenapiProblems(text []byte) (list []string) {
	quiet := &datamodel.DocumentConfiguration{Logger: slog.New(slog.DiscardHandler), ExcludeExtensionRefs: true}
	doc, err := libopenapi.NewDocumentWithConfiguration(text, quiet)
	if err != nil {
		return []string{err.Error()}
	}
	if _, err := doc.BuildV3Model(); err != nil {
		return []string{err.Error()}
	}
	_, problems := schema_validation.ValidateOpenAPIDocument(doc)
	for _, p := range problems {
		list = append(list, p.Message+": "+p.Reason)
		for _, e := range p.SchemaValidationErrors {
			list = append(list, e.FieldPath+": "+e.Reason)
		}
	}
	return list
}

const tools = "../tools/npm"

// byRedocly runs the linter of Redocly, of which tools/npm/redocly.yaml asks for
// structure and references. It needs Node.js and what "make test" installs.
func byRedocly(t *testing.T, files map[string][]byte) map[string][]string {
	t.Helper()
	cli := redoclyCLI(t, "Redocly's linter does not look at split documents")
	_, paths := splitFiles(t, files)
	args := append([]string{cli, "lint", "--format=json", "--max-problems=1000", "--config=" + filepath.Join(tools, "redocly.yaml")}, paths...)
	cmd := exec.Command("node", args...)
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	reports, found := readReports(t, &stdout)
	if reports != len(files) {
		t.Fatalf("redocly reports on %d of %d documents: %v\n%s", reports, len(files), err, stderr.String())
	}
	return found
}

// redoclyCLI is the program of Redocly that "make test" installs. Without it the
// test is skipped; without says what that means.
func redoclyCLI(t *testing.T, without string) string {
	t.Helper()
	cli := filepath.Join(tools, "node_modules", "@redocly", "cli", "bin", "cli.js")
	_, noNode := exec.LookPath("node")
	if _, err := os.Stat(cli); err != nil || noNode != nil {
		why := "no npm: tools/npm is not installed, and " + without
		if os.Getenv("STRATA_NPM") == "required" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	return cli
}

// readReports reads one JSON report per document.
func readReports(t *testing.T, r io.Reader) (reports int, found map[string][]string) {
	t.Helper()
	found = map[string][]string{}
	for d := json.NewDecoder(r); ; reports++ {
		var report struct {
			Problems []struct {
				RuleID, Message string
				Location        []struct {
					Pointer string
					Source  struct{ Ref string }
				}
			}
		}
		if err := d.Decode(&report); errors.Is(err, io.EOF) {
			return reports, found
		} else if err != nil {
			t.Fatalf("redocly: %v", err)
		}
		for _, p := range report.Problems {
			at := p.Location[0]
			name := filepath.Base(at.Source.Ref)
			found[name] = append(found[name], fmt.Sprintf("%s: %s: %s", at.Pointer, p.RuleID, p.Message))
		}
	}
}

// TestSplitValid has both validators look at every split document: it is valid,
// unless the document that it was made of was not.
func TestSplitValid(t *testing.T) {
	withoutRace(t)
	before, after, from := map[string][]byte{}, map[string][]byte{}, map[string]string{}
	for _, s := range sources(t) {
		before[s.name+".yaml"] = s.text // JSON is YAML
		for _, d := range split(t, s) {
			name := s.name + "." + d.Name
			after[name], from[name] = d.Text, s.name+".yaml"
		}
	}
	for _, v := range validators {
		t.Run(v.name, func(t *testing.T) {
			wrongAfter := v.validate(t, after)
			t.Logf("%d documents, split into %d, %d of them not valid", len(before), len(after), len(wrongAfter))
			if len(wrongAfter) == 0 {
				return
			}
			origins := map[string][]byte{}
			for name := range wrongAfter {
				origins[from[name]] = before[from[name]]
			}
			wrongBefore := v.validate(t, origins)
			for name, list := range wrongAfter {
				switch was := wrongBefore[from[name]]; {
				case len(was) == 0 || len(list) > len(was):
					t.Errorf("%s:\n%s", name, strings.Join(list[:min(len(list), 10)], "\n"))
				default:
					t.Logf("%s, like its origin: %d problems, before %d, the first:\n%s", name, len(list), len(was), list[0])
				}
			}
		})
	}
}

// TestPlantedDefects: each validator sees what is wrong with a document, so that
// one which finds nothing has looked.
func TestPlantedDefects(t *testing.T) {
	withoutRace(t)
	var sound string
	for _, d := range split(t, sources(t)[0]) {
		sound = string(d.Text)
	}
	defects := []struct {
		name, old, new string
		validator      int // the one that must see it; -1: both
	}{
		{"no-description", "          description: OK\n", "", -1},
		{"dangling", "$ref: '#/components/schemas/Echo", "$ref: '#/components/schemas/Gone", -1},
		{"undeclared-path-parameter", "\n  /echo:\n", "\n  /echo/{loud}:\n", 1},
		{"bad-type", "\n          type: integer\n", "\n          type: objekt\n", -1},
		{"bad-place", "\n        in: query\n", "\n        in: nowhere\n", -1},
		{"no-paths", "\npaths:\n", "\nx-paths:\n", -1},
	}
	files := map[string][]byte{"sound.yaml": []byte(sound)}
	for _, d := range defects {
		if !strings.Contains(sound, d.old) {
			t.Fatalf("%s: nothing to break", d.name)
		}
		files[d.name+".yaml"] = []byte(strings.Replace(sound, d.old, d.new, 1))
	}
	for i, v := range validators {
		t.Run(v.name, func(t *testing.T) {
			found := v.validate(t, files)
			if list := found["sound.yaml"]; len(list) > 0 {
				t.Errorf("the sound document: %q", list)
			}
			for _, d := range defects {
				if len(found[d.name+".yaml"]) == 0 && (d.validator < 0 || d.validator == i) {
					t.Errorf("%s is not seen", d.name)
				}
			}
		})
	}
}
