package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/stratagen/strata/generator/config"
)

// faultLine is how every complaint begins.
var faultLine = regexp.MustCompile(`^gen\.yaml(:[1-9][0-9]*:[1-9][0-9]*)?: .`)

// FuzzParse: whatever the bytes, the answer is a configuration, the same each
// time, or faults with their places, one line each.
func FuzzParse(f *testing.F) {
	f.Add(full)
	paths, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("spec: a\nservers: &a {x: *a}\n")
	f.Add("spec: a\n\"a\\nb\": 1\nservers: {\"a\\nb\": \"c\\nd\"}\nversions: {known: [\"\\0\"], stability: {\"\\u2028\": x}}\n")
	f.Add("spec: a\nservers: {\"a\\nb\": \"c\\nd\"}\nversions: {known: [\"\\0\"], stability: {\"\\u2028\": x, \"a b\": beta}}\n")
	f.Add("? [a]\n: b\n")
	f.Add("&a a: *a\n*a : b\n<<: {spec: x}\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := config.Parse("gen.yaml", []byte(text))
		again, errAgain := config.Parse("gen.yaml", []byte(text))
		if d := cmp.Diff(c, again, cmpopts.IgnoreUnexported(config.Config{}, config.Section{})); d != "" || (err == nil) != (errAgain == nil) {
			t.Errorf("not the same again: %s %v %v", d, err, errAgain)
		}
		if err == nil {
			return
		}
		var faults config.Faults
		if !errors.As(err, &faults) || c != nil {
			t.Fatalf("no faults: %v", err)
		}
		for line := range strings.SplitSeq(err.Error(), "\n") {
			if !faultLine.MatchString(line) {
				t.Errorf("no place: %q", line)
			}
		}
	})
}
