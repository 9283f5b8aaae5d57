package main

// What a run tells GitHub Actions: outputs of the step, its summary, annotations.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/diagnostic"
)

// actions is the surrounding workflow. Outside of one it does nothing.
type actions struct{ output, summary string } // files that GitHub reads; empty: none

// newActions finds the workflow in the environment.
func newActions(env func(string) string) *actions {
	if env("GITHUB_ACTIONS") != "true" {
		return nil // whose methods do nothing
	}
	return &actions{output: env("GITHUB_OUTPUT"), summary: env("GITHUB_STEP_SUMMARY")}
}

func (a *actions) on() bool { return a != nil }

// outcome is what a workflow can decide by.
type outcome struct {
	result   string // none, unchanged, cosmetic, changed; of a failure as failures says
	changed  bool   // files were written
	blocked  bool
	from, to string // info.version
	title    string
	report   string // file
	markdown []byte // the report itself
}

// failures are the results of runs that failed, by exit code.
var failures = map[int]string{
	exitUsage: "misconfigured", exitUnavailable: "unavailable", exitRejected: "rejected", exitFailed: "failed", exitBusy: "busy",
}

// ended writes the outputs of the step, and its summary.
func (a *actions) ended(o outcome, failure error) error {
	if a == nil {
		return nil
	}
	if failure != nil && !errors.Is(failure, errBlocked) {
		o.result = failures[exitCodeOf(failure)]
	}
	var b strings.Builder
	for _, v := range [][2]string{
		{"result", o.result}, {"changed", strconv.FormatBool(o.changed)}, {"blocked", strconv.FormatBool(o.blocked)},
		{"title", o.title}, {"report", o.report}, {"from", o.from}, {"to", o.to},
	} {
		setOutput(&b, v[0], v[1])
	}
	return errors.Join(appendTo(a.output, b.String()), appendTo(a.summary, string(o.markdown)))
}

// setOutput writes a value in the form that takes any: between lines that cannot
// be in it.
func setOutput(b *strings.Builder, name, value string) {
	end := "end-" + rand.Text()
	fmt.Fprintf(b, "%s<<%s\n%s\n%s\n", name, end, value, end)
}

func appendTo(name, text string) error {
	if name == "" || text == "" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// failed shows why a run failed where people look first.
func (a *actions) failed(w io.Writer, failure error) {
	if a == nil || errors.Is(failure, errBlocked) {
		return
	}
	const most = 10 // GitHub shows no more
	for i, m := range diagnostic.Of(failure) {
		if i == most {
			break
		}
		text := m.Text
		if m.Pos.File != "" {
			text = m.Pos.String() + ": " + text
		}
		printLine(w, "::error title=gen sync::"+escapeData.Replace(text))
	}
}

// escapeData is what @actions/toolkit does to the text of a command.
var escapeData = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
