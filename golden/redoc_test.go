package golden

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/stratagen/strata/generator/upstream/redoc"
)

// What a page must give back unharmed: the ends of scripts and comments in texts,
// and an example that is a document itself.
const awkward = `openapi: 3.0.3
info: {title: "Acme </script> <!-- x --> \u2028 é", version: "1.0", description: "a {\"openapi\":\"3.0.0\",\"paths\":{}} and ${x} 'q' \\n <script>"}
paths:
  /a:
    get:
      operationId: a
      responses:
        "200": {description: ok, content: {application/json: {example: {openapi: "3.0.0", paths: {}, n: 1.5}}}}
components: {}
`

// TestRedocPages extracts documents from pages that Redocly's own program makes,
// with and without its scripts in the page.
func TestRedocPages(t *testing.T) {
	shipped, err := os.ReadFile("../spec/segment.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"awkward": []byte(awkward), "shipped": shipped} {
		for _, form := range []string{"--inlineBundle=false", "--inlineBundle=true"} {
			t.Run(name+" "+form, func(t *testing.T) {
				page := buildDocs(t, text, form)
				p, err := redoc.ReadPage(page)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Contains(page, p.Document) {
					t.Error("the document is not a part of the page, byte by byte")
				}
				if diff := cmp.Diff(yamlValue(t, text), jsonValue(t, p.Document)); diff != "" {
					t.Errorf("-document +page:\n%.2000s", diff)
				}
			})
		}
	}
}

// TestRedocBundle does the same on the other form: a script that has the state
// as a string, with everything that surrounds the document in the page.
func TestRedocBundle(t *testing.T) {
	text, err := os.ReadFile("../spec/segment.yaml")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(yamlValue(t, text))
	if err != nil {
		t.Fatal(err)
	}
	state, err := json.Marshal(`{"meta":{"title":"x"},"definition":{"data":` + string(doc) + `,"isLoading":false},"settings":{}}`)
	if err != nil {
		t.Fatal(err)
	}
	bundle := "const __redoc_state = JSON.parse(" + string(state) + ");\n"
	got, err := redoc.ReadBundles([]string{"redocly-state-1.js"}, [][]byte{[]byte(bundle)})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, doc) {
		t.Errorf("%d bytes, want the %d of the document", len(got), len(doc))
	}
}

// buildDocs has Redocly's program make a page of a document.
func buildDocs(t *testing.T, text []byte, form string) []byte {
	t.Helper()
	cli := redoclyCLI(t, "no page of documentation is made to extract a document from")
	in, out := filepath.Join(t.TempDir(), "api.yaml"), filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(in, text, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", cli, "build-docs", in, "--output="+out, form)
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	if log, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	page, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// yamlValue is what a YAML text means, as JSON would say it.
func yamlValue(t *testing.T, text []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return jsonValue(t, b)
}

func jsonValue(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}
