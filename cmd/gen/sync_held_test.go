package main

// A change that only Go would feel, in a module that is released and in one that
// is not.

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

const releasedLock = "module acme v1.0.0\nmodule acmev1 v1.2.0\nmodule acmev1beta v0.3.0\n"

// TestSyncHeld: what an answer always has from now on is no break of a module that
// keeps its pointer, and one of a module that does not.
func TestSyncHeld(t *testing.T) {
	repository(t)
	old := acmeNow()
	old.extra = "        size: {type: integer}\n"
	if code, out := synced(t, "-from", document(t, old.String())); code != exitDone {
		t.Fatalf("exit code %d: %s", code, out)
	}
	required := document(t, strings.Replace(old.String(), "required: [name]", "required: [name, size]", 1))
	before := state(t)
	code, out := synced(t, "-from", required)
	wants(t, code, exitPolicy, out, "R05 property became required", "v1 block")
	untouched(t, before)
	code, out = ran(t, "diff", "api.yaml", required)
	wants(t, code, exitPolicy, out, "v1 block")

	write(t, "release.lock", releasedLock)
	code, out = ran(t, "diff", "api.yaml", required)
	wants(t, code, exitDone, out, "v1 doc, v1beta break")
	var machine, logs bytes.Buffer
	var res struct{ Pending []string }
	run(t.Context(), []string{"sync", "-from", required, "-dry-run", "-json"}, streams{&machine, &logs})
	if err := json.Unmarshal(machine.Bytes(), &res); err != nil || !slices.Equal(res.Pending, []string{"acmev1 Thing.Size: *int64 -> int64 (R05)"}) {
		t.Errorf("%v, pending %v", err, res.Pending)
	}
	code, out = synced(t, "-from", required)
	wants(t, code, exitDone, out, "v1 doc, v1beta break", "held until the next major version (1)", "acmev1 Thing.Size: *int64 -> int64 (R05)")
	for _, name := range []string{"generated/acmev1/things.go", "names.lock"} {
		if text, err := os.ReadFile(name); err != nil || !bytes.Contains(text, []byte("*int64")) {
			t.Errorf("%s: %v, no *int64 in\n%s", name, err, text)
		}
	}
	code, out = ran(t, "check")
	wants(t, code, exitDone, out)
}

// TestReleasedUnreadable: a line of release.lock that says nothing ends diff and
// sync, with its place.
func TestReleasedUnreadable(t *testing.T) {
	repository(t)
	write(t, "release.lock", "module acmev1\n")
	next := document(t, strings.Replace(acmeNow().String(), "2.1.0", "2.2.0", 1))
	for _, args := range [][]string{{"diff", "api.yaml", next}, {"sync", "-from", next}} {
		code, out := ran(t, args...)
		wants(t, code, exitUsage, out, "release.lock:1:1: want module FOLDER VERSION")
	}
}

// wants fails unless a run ended with that exit code and said those words.
func wants(t *testing.T, code, want int, out string, words ...string) {
	t.Helper()
	silent := func(word string) bool { return !strings.Contains(out, word) }
	if i := slices.IndexFunc(words, silent); code != want || i >= 0 {
		t.Errorf("exit code %d, want %d, with %q:\n%s", code, want, words, out)
	}
}

// ran runs a command in this process. What it says is both streams.
func ran(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), args, streams{&out, &out})
	return code, out.String()
}
