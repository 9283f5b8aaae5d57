package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stratagen/strata/generator/config"
)

const full = `spec: api.yaml
overlays: [overlay.yaml]
out: ../generated
module: example.org/pets/generated
name: pets
versions:
  from: media-type
  pattern: application/vnd.pets.{version}+json
  known: [v1, v1beta, 2025-03-12]
  stability: {2025-03-12: stable}
servers: {US: https://api.example.org, EU: https://eu1.api.example.org}
envelope: data
errors: {list: errors, type: type, message: message, field: field, data: data, status: status}
retryAfter: [{body: errors.0.data.wait, unit: ms}, {header: Retry-After}, {header: X-Reset, format: rfc5322}]
pagination: [{param: pagination, cursor: cursor, count: count, next: pagination.next}]
query: {object: dots, array: dots}
types: {date-time: string}
names:
  operations: {getPet: Get}
selectors:
  - union: Schedule
    property: strategy
    values: {DAILY: DailySchedule}
upstream: {redoc: https://docs.example.org, words: ours, hosts: [cdn.example.org, "b.example.org:8443"], tokenEnv: PETS_TOKEN}
surfaces: ../surface
fakes: false
layout: packages
`

func TestParseFull(t *testing.T) {
	got, err := config.Parse("gen.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := &config.Config{
		File: "gen.yaml", Spec: "api.yaml", Overlays: []string{"overlay.yaml"}, Out: "../generated",
		Module: "example.org/pets/generated", Layout: config.LayoutPackages, Name: "pets",
		Versions: config.Versions{
			From: config.FromMediaType, Pattern: "application/vnd.pets.{version}+json",
			Known: []string{"v1", "v1beta", "2025-03-12"}, Stability: map[string]string{"2025-03-12": "stable"},
		},
		Servers:  map[string]string{"US": "https://api.example.org", "EU": "https://eu1.api.example.org"},
		Default:  "US",
		Envelope: "data",
		Errors:   config.Errors{List: "errors", Type: "type", Message: "message", Field: "field", Data: "data", Status: "status"},
		RetryAfter: []config.RetryAfter{
			{Body: "errors.0.data.wait", Unit: "ms"},
			{Header: "Retry-After", Unit: "s", Format: "seconds"},
			{Header: "X-Reset", Unit: "s", Format: "rfc5322"},
		},
		Pagination: []config.Pagination{{Param: "pagination", Cursor: "cursor", Count: "count", Next: "pagination.next"}},
		Query:      config.Query{Object: "dots", Array: "dots", Scalar: "form"},
		Types:      map[string]string{"date-time": "string"},
		Names:      config.Names{Operations: map[string]string{"getPet": "Get"}},
		Selectors:  []config.Selector{{Union: "Schedule", Property: "strategy", Values: map[string]string{"DAILY": "DailySchedule"}}},
		Surfaces:   "../surface",
		Upstream: config.Upstream{
			Redoc: "https://docs.example.org", Words: "ours",
			Hosts: []string{"cdn.example.org", "b.example.org:8443"}, TokenEnv: "PETS_TOKEN",
		},
		Fakes: new(bool),
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(config.Config{}, config.Section{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A file that only names the document means what Default means.
func TestDefaults(t *testing.T) {
	yes := true
	want := &config.Config{
		File: "pets.yaml", Spec: "pets.yaml", Out: "generated", Layout: config.LayoutModules,
		Errors:     config.Errors{Type: "type", Message: "message"},
		RetryAfter: []config.RetryAfter{{Header: "Retry-After", Unit: "s", Format: "seconds"}},
		Query:      config.Query{Object: "brackets", Array: "repeat", Scalar: "form"},
		Fakes:      &yes,
	}
	opts := cmpopts.IgnoreUnexported(config.Config{}, config.Section{})
	if diff := cmp.Diff(want, config.Default("some/where/pets.yaml"), opts); diff != "" {
		t.Errorf("Default: -want +got:\n%s", diff)
	}
	got, err := config.Parse("pets.yaml", []byte("spec: pets.yaml\nname:\n"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Errorf("Parse: -want +got:\n%s", diff)
	}
	if got := got.ModulePath("pets"); got != "example.com/pets" {
		t.Errorf("ModulePath = %q", got)
	}
}

// TestFaults reads testdata/*.yaml, each of which has every fault listed in the
// .want file beside it.
func TestFaults(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = config.Parse("gen.yaml", data)
			var faults config.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("error is %T, want config.Faults", err)
			}
			want, err := os.ReadFile(strings.TrimSuffix(path, ".yaml") + ".want")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), faults.Error()+"\n"); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Where a document comes from, and how it can be asked for there. What may be a
// credential is in no message.
func TestUpstream(t *testing.T) {
	for text, want := range map[string]string{
		"url: https://a.example.org/x?y=z":                        "",
		"url: http://127.0.0.1:8080/x, tokenEnv: A_1":             "",
		"redoc: http://localhost/x":                               "",
		"git: \"origin/main:api/a.yaml\"":                         "",
		"file: ../a.yaml":                                         "",
		"url: http://a.example.org/hush":                          `gen.yaml:2:17: upstream.url: "http://a.example.org" must be https`,
		"redoc: docs.example.org":                                 `gen.yaml:2:19: upstream.redoc: is no URL of a host`,
		"url: \"https://hush:hush@a.example.org\"":                `gen.yaml:2:17: upstream.url: must be without user and password; name an environment variable in tokenEnv`,
		"file: /etc/a.yaml":                                       `gen.yaml:2:18: upstream.file: "/etc/a.yaml" must be relative to this file, with slashes`,
		"git: main":                                               `gen.yaml:2:17: upstream.git: "main" must be REF:PATH`,
		"git: \"--output=x:y\"":                                   `gen.yaml:2:17: upstream.git: "--output=x:y" must be REF:PATH`,
		"git: \"a:b\", hosts: [a], tokenEnv: A":                   "gen.yaml:2:31: upstream.hosts: needs redoc or url\ngen.yaml:2:46: upstream.tokenEnv: needs redoc or url",
		"url: https://a.example.org, tokenEnv: sk-hush":           `gen.yaml:2:50: upstream.tokenEnv: must be the name of an environment variable`,
		"url: https://a.example.org, hosts: [\"*.b\", b/c, b, b]": "gen.yaml:2:48: upstream.hosts.0: \"*.b\" must be the name of a host in lower case, or a name and a port\n" + "gen.yaml:2:55: upstream.hosts.1: \"b/c\" must be the name of a host in lower case, or a name and a port\n" + "gen.yaml:2:63: upstream.hosts.3: \"b\" is listed twice",
		"tokenEnv: A":                                             "gen.yaml:2:11: upstream: needs exactly one of redoc, url, file and git\ngen.yaml:2:22: upstream.tokenEnv: needs redoc or url",
	} {
		_, err := config.Parse("gen.yaml", []byte("spec: a.yaml\nupstream: {"+text+"}\n"))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", text, got, want)
		}
		if strings.Contains(got, "hush") {
			t.Errorf("%s: a credential may be in it: %s", text, got)
		}
	}
}

func TestAt(t *testing.T) {
	c, err := config.Parse("gen.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		path []string
		want string
	}{
		{[]string{"spec"}, "gen.yaml:1:7"},
		{[]string{"versions", "pattern"}, "gen.yaml:8:12"},
		{[]string{"names", "operations", "getPet"}, "gen.yaml:19:24"},
		{[]string{"names", "operations", "absent"}, "gen.yaml:19:15"},
		{[]string{"absent"}, "gen.yaml:1:1"},
	} {
		if got := c.At(tc.path...).String(); got != tc.want {
			t.Errorf("At(%v) = %s, want %s", tc.path, got, tc.want)
		}
	}
	if got := config.Default("x.yaml").At("spec").String(); got != "x.yaml" {
		t.Errorf("At without a file = %s", got)
	}
}

// A section is read by whom it is for, as strictly as the rest.
func TestSection(t *testing.T) {
	type theirs struct {
		Name  string `yaml:"name,omitempty"`
		Inner *struct {
			On bool `yaml:"on"`
		} `yaml:"inner"`
	}
	read := func(text string) (*config.Config, theirs, error) {
		c, err := config.Parse("gen.yaml", []byte("spec: a.yaml\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		var got theirs
		err = c.Oapi.Decode(&got)
		return c, got, err
	}
	c, got, err := read("oapi-codegen: {name: x, inner: {on: true}}\n")
	if err != nil || got.Name != "x" || got.Inner == nil || !got.Inner.On {
		t.Errorf("%+v, %v", got, err)
	}
	for path, want := range map[string]string{"inner.on": "2:37", "inner.off": "2:32", "name": "2:22", "": "2:15"} {
		if f := c.Oapi.Faultf(strings.Split(path, "."), "x"); f.String() != "gen.yaml:"+want {
			t.Errorf("%s is at %s, want %s", path, f, want)
		}
	}
	_, _, err = read("oapi-codegen:\n  nam: x\n  inner: {on: 1}\n")
	want := `gen.yaml:3:3: unknown key "nam" in oapi-codegen; known: inner, name
gen.yaml:4:15: oapi-codegen.inner.on must be true or false`
	if err == nil || err.Error() != want {
		t.Errorf("error:\n%v\nwant:\n%s", err, want)
	}
	if _, got, err = read(""); err != nil || got.Inner != nil {
		t.Errorf("no section: %+v, %v", got, err)
	}
}
