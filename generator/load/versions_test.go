package load_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
)

// answers is a path whose GET answers 200 in the media types named.
func answers(path, id string, tokens ...string) string {
	var types []string
	for _, token := range tokens {
		types = append(types, "application/"+token+"+json: {schema: {type: string}}")
	}
	text := strings.ReplaceAll(strings.Join(types, ", "), "application/json+json", "application/json")
	return fmt.Sprintf("  %s: {get: {operationId: %s, responses: {\"200\": {description: ok, content: {%s}}}}}\n", path, id, text)
}

// lanes writes versions as v1(stable): a b; v1beta(beta): a.
func lanes(api *model.API) string {
	var list []string
	for _, v := range api.Versions {
		ids := ""
		for _, op := range v.Operations {
			ids += " " + op.ID
		}
		list = append(list, fmt.Sprintf("%s(%s):%s", v.Token, v.Stability, ids))
	}
	return strings.Join(list, "; ")
}

func TestVersions(t *testing.T) {
	const acme = "application/vnd.acme.{version}+json"
	overlap := head + "paths:\n" +
		answers("/b", "b", "vnd.acme.v2", "vnd.acme.v1alpha", "json", "vnd.acme.v1") +
		answers("/a", "a", "vnd.acme.v1beta", "vnd.acme.v1alpha") +
		"  /c: {delete: {operationId: c, responses: {\"204\": {description: ok}}}}\n"
	dated := head + "paths:\n" + answers("/a", "a", "vnd.acme.2025-03-12")
	for _, c := range []struct {
		name string
		cfg  config.Versions
		doc  string
		want string
	}{
		{"detected", config.Versions{}, overlap, "v1(stable): b c; v2(stable): b c; v1beta(beta): a c; v1alpha(alpha): a b c"},
		{"given", config.Versions{From: "media-type", Pattern: acme}, overlap, "v1(stable): b c; v2(stable): b c; v1beta(beta): a c; v1alpha(alpha): a b c"},
		{"none", config.Versions{From: "none"}, overlap, "(unknown): a b c"},
		{"no vendor type", config.Versions{}, head + "paths:\n" + answers("/a", "a", "json"), "(unknown): a"},
		{"dated", config.Versions{}, dated, "(unknown): a"},
		{"dated and named", config.Versions{From: "media-type", Pattern: acme, Stability: map[string]string{"2025-03-12": "stable"}}, dated, "2025-03-12(stable): a"},
		{"two families", config.Versions{}, head + "paths:\n" + answers("/a", "a", "vnd.acme.v1", "vnd.other.v1"), "(unknown): a"},
		{"two families, one chosen", config.Versions{Pattern: acme}, head + "paths:\n" + answers("/a", "a", "vnd.acme.v1", "vnd.other.v1"), "v1(stable): a"},
		{"no operations", config.Versions{}, head + "paths: {}\n", "(unknown):"},
	} {
		t.Run(c.name, func(t *testing.T) {
			api := mustLoad(t, config.Config{Versions: c.cfg}, c.doc)
			if got := lanes(api); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
	api := mustLoad(t, config.Config{}, overlap)
	if got := api.Versions[0].MediaType; got != "application/vnd.acme.v1+json" {
		t.Errorf("media type %s", got)
	}
	if got := operation(t, api, "b").Responses[0].Contents; len(got) != 1 || got[0].MediaType != "application/vnd.acme.v1+json" {
		t.Errorf("contents of a lane: %v", got)
	}
	api = mustLoad(t, config.Config{}, dated)
	if got, want := notes(api.Notes), "api.yaml:4:77: media type application/vnd.acme.2025-03-12+json names no readable version; the document is read without versions"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestVersionFaults(t *testing.T) {
	two := func(body string) string {
		return head + `paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {` + body + `}}
      responses:
        "200": {description: ok, content: {application/vnd.acme.v1+json: {}, application/json: {}}}
        "404": {description: no, content: {application/json: {}}}
`
	}
	for _, c := range []struct {
		name string
		cfg  config.Versions
		doc  string
		want string
	}{
		{"missing in the response", config.Versions{}, two("application/vnd.acme.v1+json: {}, application/vnd.acme.v1beta+json: {}"), "api.yaml:9:9: a: response 200 has no v1beta schema"},
		{"missing in the body", config.Versions{}, two("application/vnd.acme.v1beta+json: {}"), "api.yaml:7:7: a: request body has no v1 schema\napi.yaml:9:9: a: response 200 has no v1beta schema"},
		{"unreadable", config.Versions{From: "media-type", Pattern: "application/vnd.acme.{version}+json"}, head + "paths:\n" + answers("/a", "a", "vnd.acme.2025-03-12"),
			`api.yaml:4:77: a: version token "2025-03-12" is not readable: want v1, v1beta or v1alpha, or its name under versions.stability`},
		{"nothing matches", config.Versions{From: "media-type", Pattern: "application/vnd.acme.{version}+json"}, head + "paths:\n" + answers("/a", "a", "json"), "api.yaml:1:1: no media type of the document names a version"},
		{"strategy", config.Versions{From: "path"}, head + "paths: {}\n", "api.yaml:1:1: versions.from path is not supported yet: want media-type or none"},
		{"pattern", config.Versions{From: "media-type", Pattern: "application/json"}, head + "paths: {}\n", `api.yaml:1:1: versions.pattern "application/json": want a media type with {version}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := document(t, config.Config{Versions: c.cfg}, c.doc)
			if err == nil || err.Error() != c.want {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
	api := mustLoad(t, config.Config{}, two("application/json: {}"))
	op := operation(t, api, "a")
	if op.Body.Contents[0].MediaType != "application/json" || op.Responses[1].Contents[0].MediaType != "application/json" {
		t.Error("what has no version of its own must keep its plain contents")
	}
}

// TestSeveralFamilies: what stops detection is said where it stands.
func TestSeveralFamilies(t *testing.T) {
	api := mustLoad(t, config.Config{}, head+"paths:\n"+answers("/a", "a", "vnd.acme.v1", "vnd.other.v1"))
	want := "media type application/vnd.other.v1+json is of another family than application/vnd.acme.v1+json; the document is read without versions (versions.pattern chooses one)"
	if got := notes(api.Notes); !strings.HasPrefix(got, "api.yaml:4:") || !strings.HasSuffix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
