package load_test

import (
	"testing"
	"testing/fstest"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/load"
)

// TestServerVariables: variables are replaced at once, so that their order in the
// document, and a default that looks like a variable, mean nothing.
func TestServerVariables(t *testing.T) {
	for _, variables := range []string{`a: {default: "{b}"}, b: {default: x}`, `b: {default: x}, a: {default: "{b}"}`} {
		doc := "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n" +
			"servers: [{url: 'https://{a}.{b}.example', variables: {" + variables + "}}]\n"
		api, err := load.Document(&config.Config{Spec: "api.yaml"}, fstest.MapFS{"api.yaml": {Data: []byte(doc)}})
		if err != nil {
			t.Fatal(err)
		}
		if got := api.Servers[0].URL; got != "https://{b}.x.example" {
			t.Errorf("%s: %s", variables, got)
		}
	}
}
