package output_test

import (
	"errors"
	"testing"

	"github.com/stratagen/strata/generator/output"
)

// A tree that another kind wrote is neither compared nor changed, and says so.
func TestKinds(t *testing.T) {
	dir := t.TempDir()
	tree := func(kind, name string) output.Tree {
		return output.Tree{Dir: dir, Files: map[string][]byte{name: []byte("x\n")}, Owned: true, Kind: kind}
	}
	if _, err := output.Write(tree("second", "a.txt")); err != nil {
		t.Fatal(err)
	}
	for _, run := range []func(...output.Tree) (output.Report, error){output.Check, output.Write} {
		for _, kind := range []string{"", "third"} {
			var e *output.KindError
			if _, err := run(tree(kind, "b.txt")); !errors.As(err, &e) || e.Have != "second" || e.Want != kind {
				t.Errorf("kind %q: %v", kind, err)
			}
		}
	}
	report, err := output.Check(tree("second", "a.txt"))
	if err != nil || !report.Clean() {
		t.Errorf("%v, %v", report, err)
	}
}
