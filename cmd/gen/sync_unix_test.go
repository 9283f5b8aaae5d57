//go:build !windows

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stratagen/strata/generator/output"
)

// bomb is 2 GiB of spaces in 2 MiB.
func bomb(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	zeros := bytes.Repeat([]byte(" "), 1<<20)
	for range 2 << 10 {
		if _, err := z.Write(zeros); err != nil || r.Context().Err() != nil {
			return
		}
	}
	_ = z.Close() // nobody may be listening any more
}

// TestSyncMemory: a bomb does not go off.
func TestSyncMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("another unit of memory")
	}
	dir := repository(t)
	s := httptest.NewServer(http.HandlerFunc(bomb))
	defer s.Close()
	cmd := gen(dir, "sync", "-from", s.URL)
	out, err := cmd.CombinedOutput()
	if exitCode(err) != exitRejected || !strings.Contains(string(out), "limit") {
		t.Fatalf("%v: %s", err, out)
	}
	const most = 200 << 10 // KiB
	if used := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss; used > most && !underRace {
		t.Errorf("%d KiB of memory, want at most %d", used, most)
	}
}

// TestSyncKilled: whenever a run is killed, what is there is all of the old or, at
// the latest after the next run, all of the new.
func TestSyncKilled(t *testing.T) {
	if underRace {
		t.Skip("the program that is killed is no better for the race detector")
	}
	dir := repository(t)
	before := contentsOf(t, dir)
	newer := document(t, acme{version: "2.2.0", operations: letters + "u", stable: letters}.String())
	began := time.Now()
	if out, err := gen(dir, "sync", "-from", newer).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took, want := time.Since(began), contentsOf(t, dir)
	outcomes := map[string]int{}
	for end := time.Now().Add(4 * time.Second); time.Now().Before(end); {
		restore(t, dir, before)
		cmd := gen(dir, "sync", "-from", newer)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took/2 + rand.N(took))
		_ = cmd.Process.Kill() // it may have ended
		killed := exitCode(cmd.Wait()) == -1
		if out, err := gen(dir, "check").CombinedOutput(); killed && err != nil {
			t.Fatalf("check: %v: %s", err, out)
		}
		// check knows nothing of surfaces: what was staged there, and is ignored, the
		// next sync removes.
		files := contentsOf(t, dir)
		maps.DeleteFunc(files, func(name, _ string) bool { return strings.HasPrefix(name, "/surface/.strata-tmp/") })
		switch fmt.Sprint(files) {
		case fmt.Sprint(before):
			outcomes["as before"]++
		case fmt.Sprint(want):
			outcomes["written"]++
		default:
			t.Fatal("neither the old tree nor the new one")
		}
		if out, err := gen(dir, "sync", "-from", newer).CombinedOutput(); err != nil || !maps.Equal(contentsOf(t, dir), want) {
			t.Fatalf("the next run: %v: %s", err, out)
		}
	}
	t.Log(outcomes)
}

func restore(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name := range contentsOf(t, dir) {
		if _, ok := files[name]; !ok {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
}

// TestSyncFull: a disk that takes no more.
func TestSyncFull(t *testing.T) {
	dir := repository(t)
	before := contentsOf(t, dir)
	out, err := program("gen-limited", dir, "sync", "-from", document(t, acme{version: "2.2.0", operations: letters + "u", stable: letters}.String())).CombinedOutput()
	if exitCode(err) != exitFailed || !strings.Contains(string(out), "file too large") || !maps.Equal(contentsOf(t, dir), before) {
		t.Errorf("%v: %s", err, out)
	}
}

// TestSyncBusy: two runs do not meet, and the second does not even ask.
func TestSyncBusy(t *testing.T) {
	dir := repository(t)
	asked := false
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	defer s.Close()
	l, err := output.Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	before := state(t)
	if code, said := synced(t, "-from", s.URL); code != exitBusy || asked {
		t.Errorf("exit code %d: %s", code, said)
	}
	untouched(t, before)
	if err := l.Unlock(); err != nil {
		t.Fatal(err)
	}
}

// TestSyncReport: a run that cannot write leaves no report that says it did, and one
// that cannot write its report writes nothing.
func TestSyncReport(t *testing.T) {
	repository(t)
	newer := document(t, acme{version: "2.2.0", operations: letters + "u", stable: letters}.String())
	inTheWay := filepath.Join("generated", "acmev1beta", "things.go")
	if err := os.Rename(inTheWay, "elsewhere"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("..", "..", "elsewhere"), inTheWay); err != nil {
		t.Fatal(err)
	}
	summary := filepath.Join(t.TempDir(), "summary")
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	for report, want := range map[string]string{filepath.Join(t.TempDir(), "report.md"): "symbolic link", filepath.Join("absent", "report.md"): "absent"} {
		before := contentsOf(t, ".")
		if code, said := synced(t, "-from", newer, "-report", report); code != exitFailed || !strings.Contains(said, want) || strings.Contains(said, "\nwritten") {
			t.Errorf("exit code %d: %s", code, said)
		}
		if !maps.Equal(contentsOf(t, "."), before) {
			t.Error("files were written")
		}
		for _, name := range []string{report, summary} {
			if _, err := os.Stat(name); err == nil {
				t.Errorf("there is %s", name)
			}
		}
	}
}

// TestSyncUnread: that nobody can read what a run says does not undo what it did.
func TestSyncUnread(t *testing.T) {
	dir := repository(t)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("no device that takes nothing: %v", err)
	}
	defer full.Close()
	cmd := gen(dir, "sync", "-from", document(t, acme{version: "2.2.0", operations: letters + "u", stable: letters}.String()))
	cmd.Stdout = full
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
	if !strings.Contains(read(t, "spec.lock"), "revision 2.2.0") {
		t.Error("nothing was written")
	}
}
