package output_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/stratagen/strata/generator/output"
)

// Somebody works in the folder between the comparison and the moves: what is
// theirs stays, and the run changes nothing.
func TestChangedMeanwhile(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{"a file that is to be replaced", "gen/a/changes.go", "a/changes.go: somebody changed it"},
		{"a file that is to be removed", "gen/gone/deep/x.go", "gone/deep/x.go: somebody changed it"},
		{"a file where a new one is to be", "gen/b/c/new.go", "b/c/new.go: something else is in its place"},
		{"names.lock, in the other tree", "conf/names.lock", "names.lock: somebody changed it"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			scenes[1].start(t, dir)
			old := files(snapshot(t, dir))
			old[tc.file] = "somebody's"
			restore := output.Before(func(op, name string) error {
				if op == "rename" && strings.HasSuffix(name, "journal.new") {
					put(t, dir, map[string]string{tc.file: "somebody's"})
				}
				return nil
			})
			_, err := output.Write(newTrees(dir)...)
			restore()
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error is %v, want %q", err, tc.want)
			}
			if diff := cmp.Diff(old, files(snapshot(t, dir))); diff != "" {
				t.Errorf("-before +after:\n%s", diff)
			}
			tidy(t, dir)
		})
	}
}

// Not even a run that fails puts a file back over somebody else's. It says so, and
// the next run puts it back once there is room.
func TestInTheWayOfTheWayBack(t *testing.T) {
	dir := t.TempDir()
	scenes[1].start(t, dir)
	old := files(snapshot(t, dir))
	theirs := filepath.Join(dir, "gen", "keep", "x.go")
	restore := output.Before(func(op, name string) error {
		if _, err := os.Stat(theirs); err == nil || op != "rename" {
			return nil
		}
		put(t, dir, map[string]string{"gen/keep/x.go": "somebody's"})
		return errFull
	})
	_, err := output.Write(newTrees(dir)...)
	restore()
	if err == nil || !strings.Contains(err.Error(), "keep/x.go: something else is in its place") {
		t.Errorf("error is %v", err)
	}
	if data, err := os.ReadFile(theirs); string(data) != "somebody's" {
		t.Errorf("their file is %q, %v", data, err)
	}
	if err := os.Remove(theirs); err != nil {
		t.Fatal(err)
	}
	settle(t, dir, false)
	if diff := cmp.Diff(old, files(snapshot(t, dir))); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

// What the journal speaks of is on the device before it, and the moves before it
// goes: a power cut may lose what was not synced, in any order.
func TestSyncedInOrder(t *testing.T) {
	dir := t.TempDir()
	scenes[1].start(t, dir)
	var steps []string
	restore := output.Before(func(op, name string) error { steps = append(steps, op+" "+name); return nil })
	write(t, newTrees(dir)...)
	restore()
	appears := slices.Index(steps, "rename .strata-tmp/journal.new")
	goes := slices.Index(steps, "rename .strata-tmp/journal")
	if appears < 0 || goes < appears {
		t.Fatalf("journal appears at %d and goes at %d of %q", appears, goes, steps)
	}
	written := 0
	for i, s := range steps {
		name, is := strings.CutPrefix(s, "write ")
		if !is {
			continue
		}
		if written++; i > appears || steps[i+1] != "sync "+name {
			t.Errorf("%s is not synced, or after the journal", name)
		}
	}
	if last := slices.Index(steps[goes:], "sync .strata-tmp"); written < 8 || last != 1 {
		t.Errorf("%d files written; the end of the journal is synced %d steps after it", written, last)
	}
	for _, s := range []string{"sync .strata-tmp", "sync ."} {
		if n := count(steps[:appears], s); n != 2 {
			t.Errorf("%q %d times before the journal appears, want once in each tree", s, n)
		}
	}
	if steps[appears+1] != "sync .strata-tmp" {
		t.Errorf("after the journal appeared: %s", steps[appears+1])
	}
	for _, s := range []string{"sync .", "sync a", "sync b/c", "sync file"} {
		if !slices.Contains(steps[appears:goes], s) {
			t.Errorf("no %q after the moves", s)
		}
	}
}

func count(list []string, s string) int {
	n := 0
	for _, x := range list {
		if x == s {
			n++
		}
	}
	return n
}

// A journal, from wherever it came, moves nothing in folders that have no part in
// its run, and nothing out of the others.
func TestForeignJournal(t *testing.T) {
	for _, tc := range []struct{ name, trees string }{
		{"another folder", `{"Dir":".","Steps":null},{"Dir":"../other","Steps":[{"Do":"place","Path":"x","Temp":".strata-tmp/new-0"}]}`},
		{"above the folder", `{"Dir":".","Steps":[{"Do":"place","Path":"../other/x","Temp":".strata-tmp/new-0"}]}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, dir, map[string]string{
				"gen/.strata-tmp/origin":   `{"ID":"1","Home":"."}`,
				"gen/.strata-tmp/journal":  `{"ID":"1","Trees":[` + tc.trees + `]}`,
				"gen/.strata-tmp/new-0":    "planted",
				"other/.strata-tmp/new-0":  "planted",
				"other/.strata-tmp/origin": `{"ID":"2","Home":"."}`,
				"other/y":                  "mine",
			})
			_, err := output.Check(output.Tree{Dir: filepath.Join(dir, "gen")})
			if _, statErr := os.Stat(filepath.Join(dir, "other", "x")); statErr == nil {
				t.Errorf("a file was moved to the other folder; error is %v", err)
			}
		})
	}
}
