//go:build !windows

package main

import (
	"bytes"
	"context"
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

// project makes a folder with the configured project, and generates it elsewhere
// in order to know what it becomes, and in which time.
func project(t *testing.T) (dir string, want map[string]string, took time.Duration) {
	t.Helper()
	dir, sample := t.TempDir(), t.TempDir()
	for _, d := range []string{dir, sample} {
		if err := os.CopyFS(d, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
			t.Fatal(err)
		}
	}
	began := time.Now()
	if out, err := gen(sample, "generate").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took = time.Since(began)
	return dir, contentsOf(t, sample), took
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
			dir, want, took := project(t)
			before := contentsOf(t, dir)
			outcomes := map[string]int{}
			for end := time.Now().Add(4 * time.Second); time.Now().Before(end); {
				out, code := interrupted(t, dir, sig, 2*took)
				if sig == syscall.SIGKILL {
					if err := gen(dir, "check").Run(); code == -1 && exitCode(err) != exitDone && exitCode(err) != exitDifference {
						t.Fatalf("check after a kill: %v", err)
					}
				} else if code != exitDone && code != exitFailed && code != -1 {
					t.Fatalf("exit code %d: %s", code, out)
				}
				got := contentsOf(t, dir)
				if sig != syscall.SIGKILL && (code == exitDone) != (len(got) == len(want)) {
					t.Fatalf("exit code %d, and %d files of %d: %s", code, len(got), len(want), out)
				}
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

// A signal that comes before the writing: nothing is written, and it says so.
func TestInterruptedComputation(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, command := range []string{"generate", "check", "split"} {
		stopped(ctx, t, command, filepath.Join("testdata", "project", "api.yaml"))
	}
}

// A signal while a document is awaited that does not come.
func TestInterruptedReading(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "api.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"generate", "check", "split"} {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(20*time.Millisecond, cancel)
		stopped(ctx, t, command, pipe)
	}
}

func stopped(ctx context.Context, t *testing.T, command, document string) {
	t.Helper()
	dir := t.TempDir()
	var out, messages bytes.Buffer
	code := run(ctx, []string{command, document, "-out", filepath.Join(dir, "out")}, streams{&out, &messages})
	if code != exitFailed || messages.String() != "gen: interrupted; nothing was written\n" || len(contentsOf(t, dir)) > 0 {
		t.Errorf("%s: exit code %d, %q; files: %v", command, code, &messages, contentsOf(t, dir))
	}
}

// interrupted is a run that gets a signal at any moment. The exit code is -1 where
// the signal came before it was expected, or killed.
func interrupted(t *testing.T, dir string, sig syscall.Signal, within time.Duration) (string, int) {
	t.Helper()
	cmd, out := gen(dir, "generate"), new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(rand.N(within))
	_ = cmd.Process.Signal(sig) // it may have ended
	err := cmd.Wait()
	return out.String(), exitCode(err)
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return exitDone
}
