package conformance

import (
	"context"
	"errors"
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generated/segment"
	"github.com/stratagen/strata/generated/segmentv1"
	"github.com/stratagen/strata/generated/segmentv1/segmentv1test"
)

// rename reports whether there was a source to rename.
func rename(ctx context.Context, v1 *segmentv1.Client, id, name string) (bool, error) {
	_, err := v1.Sources.Update(ctx, id, &segmentv1.UpdateSourceInput{Name: segment.Ptr(name)})
	if errors.Is(err, segment.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func TestRename(t *testing.T) {
	fake := &segmentv1test.Server{Sources: segmentv1test.Sources{
		Update: func(_ context.Context, id string, in *segmentv1.UpdateSourceInput) (*segmentv1.UpdateSourceOutput, error) {
			if id != "web" {
				return nil, segmentv1test.Fail(http.StatusNotFound, segment.ErrorDetail{Message: "no such source"})
			}
			return &segmentv1.UpdateSourceOutput{Source: segmentv1.Source{ID: id, Name: in.Name}}, nil
		},
	}}
	v1 := segmentv1.New(fake.NewClient(t))
	for id, want := range map[string]bool{"web": true, "gone": false} {
		if got, err := rename(t.Context(), v1, id, "Web"); err != nil || got != want {
			t.Errorf("rename(%q) = %v, %v", id, got, err)
		}
	}
}

// The test that runs is the README's.
func TestFakeExampleIsTheREADMEs(t *testing.T) {
	ours, err := os.ReadFile("fake_example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	blocks := goBlocks(t, "../README.md")
	if len(blocks) < 2 {
		t.Fatal("the README shows no test")
	}
	for _, name := range []string{"rename", "TestRename"} {
		if diff := cmp.Diff(body(t, blocks[1].code, name), body(t, string(ours), name)); diff != "" {
			t.Errorf("%s (-README +example):\n%s", name, diff)
		}
	}
}
