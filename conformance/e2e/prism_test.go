//go:build unix

package e2e

// Prism as a process: it is told which document to serve, says where it listens,
// and ends when the test does, however that ends.

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the variable that names Prism's program.
const program = "STRATA_PRISM"

// startLimit is how long Prism may take until it listens; it takes seconds.
const startLimit = 2 * time.Minute

// prism is a mock server that runs.
type prism struct {
	url    string
	server *exec.Cmd
	watch  *exec.Cmd
	leash  io.Closer // as long as it is open, the server runs
	log    journal
}

// serve starts Prism with a document. It ends with the test.
func serve(t testing.TB, document string) *prism {
	t.Helper()
	p, err := start(prismProgram(t), document)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Logf("the last that Prism said:\n%s", p.log.String())
		}
	})
	return p
}

// prismProgram is the path of Prism's program. Without one the test is skipped.
func prismProgram(t testing.TB) string {
	t.Helper()
	path := os.Getenv(program)
	if path == "" {
		t.Skipf("%s names no program: Prism is asked nothing; make e2e runs this test", program)
	}
	return path
}

// start runs Prism on a free port of the loopback. It returns when Prism
// listens.
func start(path, document string) (*prism, error) {
	if _, err := os.Stat(document); err != nil {
		return nil, err // which Prism would report as a document without operations
	}
	p := &prism{}
	if err := p.startWatch(); err != nil {
		return nil, err
	}
	out, err := p.startServer(path, document)
	if err == nil {
		err = p.listening(out)
	}
	if err != nil {
		p.stop()
		return nil, fmt.Errorf("%s: %w\n%s", path, err, p.log.String())
	}
	return p, nil
}

// startWatch starts a process that leads a process group and ends all of it
// when its standard input does. Our end of that pipe is closed by the system
// whatever ends this process: a panic, a time limit, a signal.
func (p *prism) startWatch() error {
	p.watch = exec.Command("/bin/sh", "-c", `read -r _; kill -KILL -$$`)
	p.watch.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p.watch.Stderr = os.Stderr
	leash, err := p.watch.StdinPipe()
	if err != nil {
		return err
	}
	p.leash = leash
	return p.watch.Start()
}

// startServer starts Prism in the group of the watch, and returns what it will
// write.
//
// Port 0 is any that is free. Examples are those of the document, else the same
// ones every time. Violations are reported beside the answer. One process is
// enough, and the default depends on the environment.
func (p *prism) startServer(path, document string) (io.Reader, error) {
	p.server = exec.Command(path, "mock", document, "--host=127.0.0.1", "--port=0",
		"--dynamic=false", "--errors=false", "--multiprocess=false", "--verboseLevel=info")
	p.server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pgid: p.watch.Process.Pid}
	p.server.Stderr = os.Stderr
	out, err := p.server.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return out, p.server.Start()
}

// listening waits until Prism says where it listens, and goes on reading what it
// says: it would stop at a full pipe.
func (p *prism) listening(out io.Reader) error {
	found := make(chan string, 1)
	go func() {
		defer close(found)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.log.add(lines.Bytes())
			if _, url, ok := strings.Cut(lines.Text(), "Prism is listening on "); ok {
				found <- strings.TrimSpace(url)
			}
		}
		_, _ = io.Copy(io.Discard, out) // a line too long for the scanner
	}()
	select {
	case url, ok := <-found:
		if !ok {
			return errors.New("it ended before it listened")
		}
		p.url = url
		return nil
	case <-time.After(startLimit):
		return fmt.Errorf("it does not listen after %v", startLimit)
	}
}

// stop ends the whole group, and returns when its processes are gone.
func (p *prism) stop() {
	_ = syscall.Kill(-p.watch.Process.Pid, syscall.SIGKILL)
	_ = p.leash.Close()
	if p.server != nil && p.server.Process != nil {
		_ = p.server.Wait()
	}
	_ = p.watch.Wait()
}

// journal keeps the end of what a process says.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

const journalSize = 16 << 10 // bytes

func (j *journal) add(line []byte) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Write(line)
	j.text.WriteByte('\n')
	if over := j.text.Len() - journalSize; over > 0 {
		j.text.Next(over)
	}
}

// String is what was said last.
func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
