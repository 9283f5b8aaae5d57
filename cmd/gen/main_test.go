package main

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/output"
)

func TestMain(m *testing.M) {
	// A program with the race detector sleeps a second at its end.
	if err := os.Setenv("GORACE", strings.TrimSpace(os.Getenv("GORACE")+" atexit_sleep_ms=50")); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){"gen": main, "gen-limited": limited, "gen-nobody": nobody})
}

// TestScripts runs testdata/*.txtar, each in a folder of its own that holds a
// copy of testdata/project: a small document in two versions, configured.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exec-code": execCode, "same-tree": sameTree, "without": without, "hold": hold, "parallel": parallel,
			"unchanged": unchanged, "rejected": rejected,
		},
		Setup: func(env *testscript.Env) error {
			env.Values[heldKey{}] = new(*output.Locked)
			env.Setenv("GORACE", os.Getenv("GORACE"))
			for name, value := range goEnv() { // HOME is a folder of its own, where nothing is compiled yet
				env.Setenv(name, value)
			}
			return os.CopyFS(filepath.Join(env.WorkDir, "project"), os.DirFS(filepath.Join("testdata", "project")))
		},
	})
}

// execCode is "exec-code N program args...": exec that wants exit code N.
func execCode(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil {
		ts.Fatalf("usage: exec-code N program args...")
	}
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != want {
		ts.Fatalf("%v: %v, want exit code %d", args[1:], err, want)
	}
}

// hold is "hold write|read DIR...": another run is at work in the folders until
// the script ends or says "hold none".
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if l, ok := ts.Value(heldKey{}).(**output.Locked); ok && *l != nil {
		ts.Check((*l).Unlock())
		*l = nil
	}
	if args[0] == "none" {
		return
	}
	lock := output.Lock
	if args[0] == "read" {
		lock = output.RLock
	}
	var dirs []string
	for _, dir := range args[1:] {
		dirs = append(dirs, ts.MkAbs(dir))
	}
	l, err := lock(dirs...)
	ts.Check(err)
	*ts.Value(heldKey{}).(**output.Locked) = l
	ts.Defer(func() {
		if l := *ts.Value(heldKey{}).(**output.Locked); l != nil {
			ts.Check(l.Unlock())
		}
	})
}

type heldKey struct{}

// parallel is "parallel N program args...": N at once, of which each succeeds or
// ends with exit code 8, and one at least succeeds.
func parallel(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	var wg sync.WaitGroup
	ends := make([]int, n)
	said := make([]string, n)
	for i := range n {
		cmd := exec.Command(filepath.Join(strings.Split(ts.Getenv("PATH"), string(os.PathListSeparator))[0], args[1]), args[2:]...)
		cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "PATH="+ts.Getenv("PATH"))
		wg.Go(func() {
			out, err := cmd.CombinedOutput()
			said[i] = string(out)
			var exit *exec.ExitError
			switch {
			case errors.As(err, &exit):
				ends[i] = exit.ExitCode()
			case err != nil:
				ends[i], said[i] = -1, err.Error()
			}
		})
	}
	wg.Wait()
	for i, code := range ends {
		if code != exitDone && code != exitBusy {
			ts.Fatalf("exit code %d: %s", code, said[i])
		}
	}
	if !slices.Contains(ends, exitDone) {
		ts.Fatalf("none of %d runs succeeded", n)
	}
	ts.Logf("%v", ends)
}

// unchanged is "unchanged N PATTERNS...": gen generate ends with code N, says each
// of the patterns, and leaves every file below the folder as it was.
func unchanged(ts *testscript.TestScript, _ bool, args []string) {
	fails(ts, args[0], args[1:], "generate")
}

// rejected is "rejected SPEC PATTERNS...": the same for a document, with code 6.
func rejected(ts *testscript.TestScript, _ bool, args []string) {
	fails(ts, "6", args[1:], "generate", args[0], "-out", "generated")
}

func fails(ts *testscript.TestScript, code string, patterns []string, args ...string) {
	before := allFiles(ts, ".")
	execCode(ts, false, append([]string{code, "gen"}, args...))
	if after := allFiles(ts, "."); !maps.Equal(before, after) {
		ts.Fatalf("gen %q changed the files", args)
	}
	said := ts.ReadFile("stderr")
	for _, p := range patterns {
		if !regexp.MustCompile("(?m)" + p).MatchString(said) {
			ts.Fatalf("gen %q: no match for %s", args, p)
		}
	}
}

// sameTree is "same-tree A B": the folders hold the same files.
func sameTree(ts *testscript.TestScript, _ bool, args []string) {
	a, b := tree(ts, args[0]), tree(ts, args[1])
	for name := range b {
		if _, ok := a[name]; !ok {
			ts.Fatalf("%s is only in %s", name, args[1])
		}
	}
	for name, data := range a {
		if b[name] != data {
			ts.Fatalf("%s is not the same in %s", name, args[1])
		}
	}
}

// without is "without DIR TEXT": no file below the folder holds the text.
func without(ts *testscript.TestScript, _ bool, args []string) {
	for name, data := range tree(ts, args[0]) {
		if strings.Contains(data, args[1]) {
			ts.Fatalf("%s holds %q", name, args[1])
		}
	}
}

// tree are the files below a folder by name, but for its lock: where that stands
// depends on the call.
func tree(ts *testscript.TestScript, dir string) map[string]string {
	files := allFiles(ts, dir)
	delete(files, generator.LockName)
	if len(files) == 0 {
		ts.Fatalf("%s is empty", dir)
	}
	return files
}

func allFiles(ts *testscript.TestScript, dir string) map[string]string {
	files := map[string]string{}
	root := os.DirFS(ts.MkAbs(dir))
	ts.Check(fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = string(data)
		return err
	}))
	return files
}

// TestHelp: every command has help of its own, and it is the same whichever way it
// is asked for.
func TestHelp(t *testing.T) {
	for _, c := range commands {
		var asked, flagged, complaints bytes.Buffer
		for out, args := range map[*bytes.Buffer][]string{&asked: {"help", c.name}, &flagged: {c.name, "-h"}} {
			if code := run(t.Context(), args, streams{out, &complaints}); code != exitDone {
				t.Errorf("gen %v: exit code %d: %s", args, code, &complaints)
			}
		}
		if !strings.HasPrefix(asked.String(), "gen "+c.name+" "+c.args+"\n") || asked.String() != flagged.String() {
			t.Errorf("gen help %s:\n%s\ngen %[1]s -h:\n%s", c.name, &asked, &flagged)
		}
	}
}
