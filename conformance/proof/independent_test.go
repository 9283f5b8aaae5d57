package proof

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The decoder and what it stands on share no code with what they judge, and the
// decoder none with what escapes URLs either.
func TestDecoderIsIndependent(t *testing.T) {
	const root = "github.com/stratagen/strata/"
	for _, of := range []string{"wire", "sample", "fit", "value", "document"} {
		for _, p := range imports(t, "-deps", "{{.ImportPath}}", of) {
			if strings.HasPrefix(p, root+"generated/") || strings.HasPrefix(p, root+"templates/") {
				t.Errorf("%s needs %s", of, p)
			}
		}
	}
	if direct := imports(t, "-e", `{{join .Imports "\n"}}`, "wire"); slices.Contains(direct, "net/url") || len(direct) < 5 {
		t.Errorf("wire imports %v", direct)
	}
	if lane := imports(t, "-deps", "{{.ImportPath}}", "lane"); !slices.Contains(lane, root+"generated/segmentv1") {
		t.Error("this test does not see what lane needs")
	}
}

func imports(t *testing.T, flag, format, of string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", flag, "-f", format, "../"+of).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}
