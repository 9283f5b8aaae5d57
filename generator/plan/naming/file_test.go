package naming

import (
	"go/build"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFile(t *testing.T) {
	for name, want := range map[string]string{
		"Tracking Plans": "tracking_plans", "IAM Groups": "iam_groups", "ReverseETL": "reverse_etl", "dbt": "dbt",
		"S3 Buckets": "s3_buckets", "": "empty", "+1": "plus_1", "_hidden": "hidden", ".profile": "profile",
		"Load Test": "loadtest", "Build Linux": "buildlinux", "chips AMD64": "chipsamd64", "linux": "linux",
		"test": "test", "build linux amd64": "build_linuxamd64", "node.js": "nodejs", "con": "con_file",
		"Über Uns": "über_uns", "a/b\\c": "a_b_c", "Deletion and Suppression": "deletion_and_suppression",
	} {
		if got := File(name); got != want {
			t.Errorf("File(%q) = %q, want %q", name, got, want)
		}
	}
}

// The go command decides what is constrained; its list is not exported.
func TestFileIsBuiltEverywhere(t *testing.T) {
	context := build.Default
	context.GOOS, context.GOARCH = "neither", "known"
	for ending := range constrained {
		for _, name := range []string{ending, "x_" + ending, "x " + ending + "_amd64", "x_y_" + ending + "_test"} {
			file := File(name) + ".go"
			dir := t.TempDir()
			if !matches(t, context, dir, file) || strings.HasSuffix(file, "_test.go") {
				t.Errorf("File(%q) = %q is left out of a build", name, file)
			}
		}
	}
}

func matches(t *testing.T, context build.Context, dir, file string) bool {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, file), []byte("package x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ok, err := context.MatchFile(dir, file)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func TestFileIsShort(t *testing.T) {
	for _, word := range []string{"long ", "ü", "ab linux "} {
		name := File(strings.Repeat(word, 200))
		if len(name) > maxFile || name == "" || strings.HasSuffix(name, "_") || strings.HasSuffix(name, "_linux") {
			t.Errorf("%d bytes: %q", len(name), name)
		}
	}
}

func TestPackage(t *testing.T) {
	for name, want := range map[string]string{
		"Swagger Petstore": "swaggerpetstore", "The API (v2)": "theapiv2", "3scale": "api3scale",
		"": "api", "名前": "api", "type": "typeapi", "main": "mainapi", "internal": "internalapi", "v2": "v2api",
		"Café": "caf", "OAuth2": "oauth2", "string": "string",
	} {
		if got := Package(name); got != want {
			t.Errorf("Package(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzPackage(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, name string) {
		if got := Package(name); !token.IsIdentifier(got) || got != strings.ToLower(got) {
			t.Errorf("Package(%q) = %q", name, got)
		}
		got := File(name)
		if got == "" || strings.ContainsAny(got[:1], "_.") || strings.ContainsAny(got, `/\. `) || strings.HasSuffix(got, "_test") {
			t.Errorf("File(%q) = %q", name, got)
		}
	})
}
