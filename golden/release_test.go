package golden

// gen release on published documents, in a repository of its own: what sync takes
// over, plan writes and tag tags.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/drift"
	"github.com/stratagen/strata/spec"
)

// checkout is a git repository on the disk, and the command that works in it.
type checkout struct {
	t        *testing.T
	dir, gen string
}

func newCheckout(t *testing.T) *checkout {
	t.Helper()
	c := &checkout{t: t, dir: t.TempDir(), gen: filepath.Join(t.TempDir(), "gen")}
	build := exec.Command("go", "build", "-o", c.gen, "../cmd/gen")
	build.Env = append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := spec.FS.ReadFile("gen.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var kept []string // what is of the shipped release, and of its repository, aside
	for line := range strings.Lines(string(text)) {
		if !slices.ContainsFunc([]string{"overlays:", "upstream:", "surfaces:"}, func(key string) bool { return strings.HasPrefix(line, key) }) {
			kept = append(kept, line)
		}
	}
	c.file("spec/gen.yaml", strings.Join(kept, ""))
	c.file("LICENSE", "A license.\n")
	c.git("init", "-q", "--initial-branch=main")
	c.git("config", "user.name", "Tester")
	c.git("config", "user.email", "tester@example.org")
	return c
}

func (c *checkout) file(name, text string) {
	c.t.Helper()
	at := filepath.Join(c.dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(at), 0o777), os.WriteFile(at, []byte(text), 0o666)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *checkout) git(args ...string) string { return c.run(0, "git", args...) }

// run runs a program and wants its exit code; it gives what it prints.
func (c *checkout) run(code int, name string, args ...string) string {
	c.t.Helper()
	cmd := exec.CommandContext(c.t.Context(), name, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GITHUB_ACTIONS=")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != code {
		c.t.Fatalf("%s %q: %v, want exit code %d\n%s", name, args, err, code, said.String())
	}
	return out.String()
}

// releasedModule is a module of a plan, of its JSON.
type releasedModule struct {
	Module, Version, Stability, Last, Next, Level string
	Changed                                       bool
	Why                                           []struct {
		Kind, Level, Rule string
		Operations, Names []string
	}
}

// release takes a document over, plans, and tags; it gives the plan, and what there
// is to read of it.
func (c *checkout) release(code int, doc, day string) (modules []releasedModule, text string) {
	c.t.Helper()
	c.run(code, c.gen, "sync", "-write-blocked", "-from", filepath.Join(corpus(c.t), doc))
	text = c.run(0, c.gen, "release", "plan", "-write", "-date", day)
	var plan struct{ Modules []releasedModule }
	if err := json.Unmarshal([]byte(c.run(0, c.gen, "release", "plan", "-exit-code", "-json")), &plan); err != nil {
		c.t.Fatal(err)
	}
	if again := c.run(0, c.gen, "release", "plan"); again != text {
		c.t.Errorf("planned again:\n%s", lineDiff([]byte(text), []byte(again)))
	}
	c.git("add", "-A")
	c.git("commit", "-q", "-m", doc)
	c.run(0, c.gen, "release", "check")
	text += "\n" + c.run(0, c.gen, "release", "tag")
	for _, m := range plan.Modules {
		if log, err := os.ReadFile(filepath.Join(c.dir, "generated", m.Module, "CHANGELOG.md")); err == nil {
			text += "\n-- " + m.Module + "/CHANGELOG.md --\n" + string(log)
		}
	}
	if left := c.git("status", "--porcelain"); left != "" {
		c.t.Errorf("not committed: %s", left)
	}
	return plan.Modules, text
}

// TestReleaseOfHistory releases one document after the other, and pins versions and
// changelogs: names and facts, no text of the documents. What breaks a beta or an
// alpha never raises the stable module.
func TestReleaseOfHistory(t *testing.T) {
	withoutRace(t)
	corpus(t)
	c := newCheckout(t)
	before, with, without := "", 0, 0
	for i, version := range []string{"58.0.1", "62.0.5", "73.2.0"} {
		code := 0
		if i == 2 {
			code = 1 // there is a break of v1 in it, which is taken all the same
		}
		doc := "segment-facts-" + version + ".yaml"
		modules, text := c.release(code, doc, "2026-01-0"+string(rune('1'+i)))
		pinned := "releases/" + version + ".txt"
		if *update {
			if err := errors.Join(os.MkdirAll("releases", 0o777), os.WriteFile(pinned, []byte(text), 0o666)); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(pinned)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != text {
			t.Errorf("%s differs; run make golden and read the diff\n%s", pinned, lineDiff(want, []byte(text)))
		}
		if before != "" {
			with += stableMajors(t, modules)
			without += majorsOfWire(t, before, doc)
		}
		before = doc
	}
	t.Logf("major versions that the stable module needs in 2 steps: %d; where nothing is held: %d", with, without)
	if with > without {
		t.Errorf("%d major versions of the stable module, but %d steps that break it", with, without)
	}
}

// stableMajors counts the major versions of stable modules, and wants each for a
// reason of the module's own.
func stableMajors(t *testing.T, modules []releasedModule) int {
	t.Helper()
	n := 0
	for _, m := range modules {
		if m.Stability != "stable" || m.Version == "" {
			continue
		}
		breaks := 0
		for _, r := range m.Why {
			if r.Level == "break" {
				breaks++
			}
		}
		major, _, _ := strings.Cut(m.Next, ".")
		if raised := !strings.HasPrefix(m.Last, major+"."); raised != (breaks > 0) {
			t.Errorf("%s goes from %s to %s with %d breaks", m.Module, m.Last, m.Next, breaks)
		} else if raised {
			n++
		}
	}
	return n
}

// majorsOfWire counts the stable versions that drift raises where nothing is held,
// asked of the documents alone.
func majorsOfWire(t *testing.T, old, now string) int {
	t.Helper()
	side := func(name string) generator.Side {
		cfg := published(t)
		cfg.Spec = name
		return generator.Side{Config: cfg, Files: os.DirFS(corpus(t))}
	}
	d, err := generator.Diff(context.Background(), side(old), side(now), generator.Taken{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, v := range d.Versions {
		if v.Bump == drift.Major {
			n++
		}
	}
	return n
}
