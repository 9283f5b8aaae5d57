//go:build !windows

package output_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/output"
)

// A test runs itself in a process of its own, to be killed: the variable says
// what to do there.
const childVar = "STRATA_OUTPUT_TEST_CHILD"

func TestMain(m *testing.M) {
	what := strings.Fields(os.Getenv(childVar))
	if len(what) == 0 {
		// A program with the race detector sleeps a second at its end.
		if err := os.Setenv("GORACE", strings.TrimSpace(os.Getenv("GORACE")+" atexit_sleep_ms=50")); err != nil {
			panic(err)
		}
		os.Exit(m.Run())
	}
	dir, err := os.Getwd()
	if err == nil {
		err = child(dir, what[0], what[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(dir, what string, args []string) error {
	switch what {
	case "write": // and die at a step
		dieAt(args[0])
		_, err := output.Write(newTrees(dir)...)
		return err
	case "settle": // and die at a step
		dieAt(args[0])
		_, err := output.Check(newTrees(dir)...)
		return err
	case "flip": // between the trees, for ever
		for {
			for _, trees := range [][]output.Tree{newTrees(dir), oldTrees(dir)} {
				if _, err := output.Write(trees...); err != nil {
					return err
				}
			}
		}
	}
	return errors.New("what is " + what)
}

func dieAt(step string) {
	left, err := strconv.Atoi(step)
	if err != nil {
		panic(err)
	}
	output.Before(func(string, string) error {
		if left--; left == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // until it arrives
		}
		return nil
	})
}

func start(t *testing.T, dir, what string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd, stderr := exec.Command(self), new(bytes.Buffer)
	cmd.Dir, cmd.Stderr = dir, stderr
	cmd.Env = append(os.Environ(), childVar+"="+what)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, stderr
}

// killed runs a child to its end and reports whether that was the kill.
func killed(t *testing.T, dir, what string) bool {
	t.Helper()
	cmd, stderr := start(t, dir, what)
	err := cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return true
	}
	if err != nil {
		t.Fatalf("%s: %v: %s", what, err, stderr)
	}
	return false
}

// Killed at whichever step, and the next run, too: the one after it finds the old
// files or the new ones.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel() // what it does is done in children
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) {
			wanted := after(t, s)
			outcomes := map[bool]int{}
			for n, more := 1, true; more; n++ {
				dir := t.TempDir()
				s.start(t, dir)
				old := files(snapshot(t, dir))
				more = killed(t, dir, fmt.Sprintf("write %d", n))
				if n%2 == 0 {
					killed(t, dir, fmt.Sprintf("settle %d", 1+n/2%20))
				}
				if n%5 == 3 { // a run that has to do with one of the folders only
					if _, err := output.Check(output.Tree{Dir: filepath.Join(dir, "conf")}); err != nil {
						t.Error(err)
					}
					oldOrNew(t, dir, old, wanted)
				}
				settle(t, dir, n%3 == 0)
				isNew := oldOrNew(t, dir, old, wanted)
				if t.Failed() {
					t.Fatalf("killed at step %d", n)
				}
				outcomes[isNew]++
			}
			if outcomes[false] < 5 || outcomes[true] < 5 {
				t.Errorf("%d times old, %d times new: the kills were not all over the run", outcomes[false], outcomes[true])
			}
		})
	}
}

// Killed at any moment.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	end := time.Now().Add(10 * time.Second)
	if testing.Short() {
		end = time.Now().Add(time.Second)
	}
	dir := t.TempDir()
	later := scenes[1]
	wanted := after(t, later)
	later.start(t, dir)
	old := files(snapshot(t, dir))
	kills := 0
	for ; time.Now().Before(end); kills++ {
		cmd, stderr := start(t, dir, "flip")
		time.Sleep(time.Duration(10+rand.IntN(150)) * time.Millisecond) // may be before its first step
		_ = cmd.Process.Kill()
		if err := cmd.Wait(); err == nil || stderr.Len() > 0 {
			t.Fatalf("%v: %s", err, stderr)
		}
		settle(t, dir, kills%2 == 0)
		if oldOrNew(t, dir, old, wanted); t.Failed() {
			t.Fatalf("after %d kills", kills+1)
		}
	}
	t.Logf("%d kills", kills)
}
