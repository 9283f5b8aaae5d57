package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stratagen/strata/bench/calls"
)

// The program is asked by lines and answers by lines, for all calls of a sample
// together; what goes wrong in it is reported in its own words.
func TestMeter(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	program := filepath.Join(t.TempDir(), "program")
	script := "#!/bin/sh\nread name op way && echo \"$name $op $way\" >&2 && echo 200000 4000 && read more && echo so >&2 && exit 3\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	m, err := startMeter(program, "http://example.com")
	if err != nil {
		t.Fatal(err)
	}
	op := calls.Operation{Name: "get", N: 20}
	s, err := m.side("ours", op, calls.Memory)()
	if err != nil || s.wall != 10*time.Microsecond || s.allocs != 200 {
		t.Errorf("%+v, %v", s, err)
	}
	_, err = m.side("ours", op, calls.Memory)()
	if err = m.stop(err); err == nil || !strings.Contains(err.Error(), "ours get memory") || !strings.Contains(err.Error(), "so") {
		t.Errorf("%v", err)
	}
}

// What is copied beside the yardstick compiles there, so it imports nothing of
// this module, and no test.
func TestCopySource(t *testing.T) {
	dir := t.TempDir()
	if err := copySource(dir); err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(os.DirFS(dir), "*")
	if err != nil || len(names) < 4 {
		t.Fatalf("%v, %v", names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || strings.Contains(string(data), strataModule+"/bench") {
			t.Errorf("%s does not belong there", name)
		}
	}
}

func TestAhead(t *testing.T) {
	for ratio, want := range map[float64]verdict{0.99: within, 1: beyond} {
		if got := spreadOf([]float64{ratio, ratio}).judge(ahead); got != want {
			t.Errorf("%v: %s, want %s", ratio, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for _, c := range []struct {
		ours int64
		want verdict
	}{{6_600_000, within}, {6_600_001, beyond}, {5_000_000, within}} {
		if s := newSize("a program", c.ours, 6_000_000, 0.6); s.verdict != c.want {
			t.Errorf("%s, want %s", s, c.want)
		}
	}
}
