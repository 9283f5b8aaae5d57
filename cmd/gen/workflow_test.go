//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v4"
)

// TestSchedule runs what the scheduled workflow does around sync and with what it
// wrote: testdata/workflow/*.txtar, each in a folder of its own, with programs that
// write down how they are called.
func TestSchedule(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "workflow"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			env.Setenv("PATH", filepath.Join(env.WorkDir, "bin")+string(os.PathListSeparator)+os.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exec-code": execCode, "set": setFromFile},
	})
}

// setFromFile is "set NAME FILE": an environment variable from the text of a file.
func setFromFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: set NAME FILE")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile(args[1])))
}

// TestWorkflows: what CI runs in a shell is a target of the Makefile, so that it
// is what people and tests run; and what comes from outside reaches no shell but
// through the environment.
func TestWorkflows(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join("..", "..", ".github", "workflows", "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	steps := 0
	for _, name := range files {
		for _, run := range shellSteps(t, name) {
			steps++
			target, ok := strings.CutPrefix(strings.TrimSpace(run), "make ")
			if !ok || !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(target)+`:`).Match(makefile) {
				t.Errorf("%s runs %q, want one target of the Makefile", name, run)
			}
		}
	}
	if steps < len(files) {
		t.Errorf("%d steps found in %d workflows", steps, len(files))
	}
}

func shellSteps(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Run string `yaml:"run"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal(data, &workflow); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var list []string
	for _, job := range workflow.Jobs {
		for _, s := range job.Steps {
			if s.Run != "" {
				list = append(list, s.Run)
			}
		}
	}
	return list
}
