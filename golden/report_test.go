package golden

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
)

// TestReportCases compares two small documents. A case is a txtar archive:
// old.yaml and new.yaml, and where needed gen.yaml and accept.yaml; the day is
// 2026-11-30. Expected: the report in each form.
func TestReportCases(t *testing.T) {
	paths, err := filepath.Glob("cases/report/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := forms(t, diffOf(t, inputs(a)))
			if *update {
				rewrite(t, name, a, got)
				return
			}
			compare(t, got, wanted(a))
		})
	}
}

// diffOf compares the documents of a case.
func diffOf(t *testing.T, fsys fstest.MapFS) *generator.Difference {
	t.Helper()
	side := func(name string) generator.Side {
		cfg := caseConfig(t, fsys)
		cfg.Spec = name
		return generator.Side{Config: cfg, Files: fsys}
	}
	taken := generator.Taken{Today: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)}
	if f := fsys["accept.yaml"]; f != nil {
		var err error
		if taken.Accept, err = config.ParseAcceptances("accept.yaml", f.Data); err != nil {
			t.Fatal(err)
		}
	}
	d, err := generator.Diff(t.Context(), side("old.yaml"), side("new.yaml"), taken)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// forms gives a report in every form.
func forms(t *testing.T, d *generator.Difference) map[string][]byte {
	t.Helper()
	got := map[string][]byte{}
	for name, write := range map[string]func(io.Writer) error{
		"text":    func(w io.Writer) error { return d.Text(w, false) },
		"json":    d.JSON,
		"body.md": func(w io.Writer) error { return d.Markdown(w, generator.MaxMarkdown) },
		"github":  d.Annotations,
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		got[name] = b.Bytes()
	}
	return got
}
