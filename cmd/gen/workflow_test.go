//go:build unix

package main

import (
	"fmt"
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exec-code": execCode, "set": setFromFile, "step": stepOf},
	})
}

// setFromFile is "set NAME FILE": an environment variable from the text of a file.
func setFromFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: set NAME FILE")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile(args[1])))
}

// stepOf is "step NAME WORKFLOW FILE": what the step of that name runs.
func stepOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: step NAME WORKFLOW FILE")
	}
	steps, err := stepsOf(args[1])
	ts.Check(err)
	for _, s := range steps {
		if s.Name == args[0] && s.Run != "" {
			ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(s.Run), 0o600))
			return
		}
	}
	ts.Fatalf("%s: no step %q", args[1], args[0])
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
	steps, err := stepsOf(name)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range steps {
		if s.Run != "" {
			list = append(list, s.Run)
		}
	}
	return list
}

// step is one of a job of a workflow.
type step struct {
	Name string `yaml:"name"`
	Run  string `yaml:"run"`
}

// stepsOf lists the steps of all jobs of a workflow.
func stepsOf(name string) ([]step, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []step `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal(data, &workflow); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var list []step
	for _, job := range workflow.Jobs {
		list = append(list, job.Steps...)
	}
	return list, nil
}
