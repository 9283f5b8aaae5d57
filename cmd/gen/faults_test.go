//go:build !windows

package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// limited is gen on a disk that takes no file over 600 bytes: the nearest thing
// to a full one that needs no rights.
func limited() {
	signal.Ignore(syscall.SIGXFSZ) // it would kill; a full disk only says no
	limit := syscall.Rlimit{Cur: 600, Max: 600}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		panic(err)
	}
	main()
}

// nobody is gen without the rights of root, which permissions do not bind.
func nobody() {
	const id = 65534
	if os.Geteuid() == 0 {
		for _, err := range []error{syscall.Setgroups(nil), syscall.Setgid(id), syscall.Setuid(id)} {
			if err != nil {
				panic(err)
			}
		}
	}
	main()
}

// project makes a folder with the configured project, and generates it in order
// to know what it becomes.
func project(t *testing.T) (dir string, want map[string]string) {
	t.Helper()
	dir, sample := t.TempDir(), t.TempDir()
	for _, d := range []string{dir, sample} {
		if err := os.CopyFS(d, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := gen(sample, "generate").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return dir, contentsOf(t, sample)
}

func gen(dir string, args ...string) *exec.Cmd { return program("gen", dir, args...) }

// program is one of the programs that TestMain knows.
func program(name, dir string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return cmd
}

func contentsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files[name[len(dir):]] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A signal ends a run whole: nothing is written, or everything, without another
// run to complete it. A kill leaves that to the next run, be it only a check.
func TestSignals(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL} {
		t.Run(sig.String(), func(t *testing.T) {
			dir, want := project(t)
			before := contentsOf(t, dir)
			outcomes := map[string]int{}
			for end := time.Now().Add(4 * time.Second); time.Now().Before(end); {
				out, code := interrupted(t, dir, sig)
				if sig == syscall.SIGKILL {
					if err := gen(dir, "check").Run(); code == -1 && exitCode(err) != exitDone && exitCode(err) != exitDifference {
						t.Fatalf("check after a kill: %v", err)
					}
				} else if code != exitDone && code != exitFailed && code != -1 {
					t.Fatalf("exit code %d: %s", code, out)
				}
				got := contentsOf(t, dir)
				switch fmt.Sprint(got) {
				case fmt.Sprint(before):
					outcomes["as before"]++
				case fmt.Sprint(want):
					outcomes["written"]++
				default:
					t.Fatalf("exit code %d: neither as before nor written: %d files, want %d or %d", code, len(got), len(before), len(want))
				}
				for _, name := range []string{"generated", "names.lock"} {
					if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				}
			}
			t.Log(outcomes)
		})
	}
}

// interrupted is a run that gets a signal at any moment. The exit code is -1 where
// the signal came before it was expected, or killed.
func interrupted(t *testing.T, dir string, sig syscall.Signal) (string, int) {
	t.Helper()
	cmd, out := gen(dir, "generate"), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Duration(rand.IntN(250)) * time.Millisecond)
	_ = cmd.Process.Signal(sig) // it may have ended
	return out.String(), exitCode(cmd.Wait())
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return exitDone
}
