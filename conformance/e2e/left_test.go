//go:build unix

package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The variables that make TestNothingIsLeft start Prism and end in one of the ways
// in which a run of tests can end.
const (
	way       = "STRATA_E2E_WAY"
	served    = "STRATA_E2E_DOCUMENT" // that Prism serves
	temporary = "STRATA_E2E_TMP"      // where Prism puts temporary files
)

// TestNothingIsLeft runs this program again, once for every way to end: after
// it no process is left, nobody listens, and no temporary file is there.
func TestNothingIsLeft(t *testing.T) {
	if how := os.Getenv(way); how != "" {
		end(t, how)
		return
	}
	prismProgram(t)
	small := smallDocument(t)
	for how, sent := range map[string]os.Signal{
		"success": nil, "failure": nil, "panic": nil, "termination": syscall.SIGTERM, "kill": syscall.SIGKILL,
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0], "-test.run=^TestNothingIsLeft$")
			cmd.Env = append(os.Environ(), way+"="+how, served+"="+small)
			left := watched(t, cmd, temporary)
			url := cmdSays(t, cmd, "listens: ")
			if sent != nil {
				_ = cmd.Process.Signal(sent)
			}
			err := cmd.Wait()
			if (err == nil) != (how == "success") {
				t.Errorf("it ended with %v", err)
			}
			left(t)
			refused(t, strings.TrimPrefix(url, "http://"))
		})
	}
}

// refused checks that nobody listens. A process that ends closes what it wrote to
// before what it listened on.
func refused(t *testing.T, address string) {
	t.Helper()
	for limit := time.Now().Add(endLimit); ; time.Sleep(100 * time.Millisecond) {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_ = c.Close()
		if time.Now().After(limit) {
			t.Errorf("somebody listens on %s", address)
			return
		}
	}
}

// endLimit is how long processes may take to be gone.
const endLimit = 20 * time.Second

// end starts Prism, says where it listens, and ends.
//
// The folder is Prism's alone, because a library of the generator's makes a folder
// of its own in every test.
func end(t *testing.T, how string) {
	t.Setenv("TMPDIR", os.Getenv(temporary))
	p := serve(t, os.Getenv(served))
	fmt.Printf("listens: %s\n", p.url)
	switch how {
	case "success":
	case "failure":
		t.Fatal("as asked")
	case "panic": // as the test binary does when its time is up
		go panic("as asked")
		fallthrough
	default:
		time.Sleep(time.Minute)
	}
}

// watched prepares cmd, and returns what checks after its end that nothing is
// left of it: each of its processes holds its standard error, and makes its
// temporary files in the folder that the variable names.
func watched(t *testing.T, cmd *exec.Cmd, variable string) func(*testing.T) {
	t.Helper()
	tmp := t.TempDir()
	cmd.Env = append(cmd.Env, variable+"="+tmp)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = w
	t.Cleanup(func() { _ = r.Close() })
	return func(t *testing.T) {
		t.Helper()
		_ = w.Close()
		if err := r.SetReadDeadline(time.Now().Add(endLimit)); err != nil {
			t.Fatal(err)
		}
		if said, err := io.ReadAll(r); err != nil {
			t.Errorf("a process is left: %v\n%s", err, said)
		}
		if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) > 0 {
			t.Errorf("files are left: %q", left)
		}
	}
}

// cmdSays starts cmd and waits for a line; it returns what stands after prefix.
func cmdSays(t *testing.T, cmd *exec.Cmd, prefix string) string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	limit := time.AfterFunc(startLimit, func() { _ = cmd.Process.Kill() })
	defer limit.Stop()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), prefix); ok {
			return rest
		}
	}
	t.Fatalf("%s ended without a word", cmd.Path)
	return ""
}

// TestRunsAreStopped stops the script that make e2e runs while its tests do:
// they stop too, and what was generated for them is removed. The go command and
// the tests are played by a script, which is told where to put the tests.
func TestRunsAreStopped(t *testing.T) {
	fake := filepath.Join(t.TempDir(), "go")
	const script = `#!/bin/sh
mktemp >/dev/null # as the go command leaves when it is stopped
while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
printf '#!/bin/sh\necho "tests: run"\nexec sleep 60\n' >"$out"
chmod +x "$out"
`
	if err := os.WriteFile(fake, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, sent := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sent.String(), func(t *testing.T) {
			cmd := exec.Command("../../.ci/e2e")
			cmd.Env = append(os.Environ(), "GO="+fake, "STRATA_SPECS=")
			left := watched(t, cmd, "TMPDIR")
			// What was to be ignored when this program started stays ignored in
			// others that it starts, unless it is caught here.
			caught := make(chan os.Signal, 1)
			signal.Notify(caught, sent)
			defer signal.Stop(caught)
			cmdSays(t, cmd, "tests: run")
			_ = cmd.Process.Signal(sent)
			impatient := time.AfterFunc(endLimit, func() { _ = cmd.Process.Kill() })
			defer impatient.Stop()
			if err := cmd.Wait(); err == nil {
				t.Error("it ended well")
			}
			left(t)
		})
	}
}

// smallDocument is a document with one operation.
func smallDocument(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.yaml")
	const text = `openapi: 3.0.3
info: {title: Small, version: "1"}
paths:
  /:
    get: {operationId: get, responses: {"204": {description: nothing}}}
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
