// Command report reads the output of "go test -json work" and says what matters:
// each failure with its output, and how much ran. It fails where a test failed,
// where nothing ran, where a package of go.work has no result (a run that was cut
// off), and where a module of the tree is not in go.work: what nobody tests must
// not look like what passes.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

func main() {
	r := newRun()
	if err := r.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
	modules, err := workspace()
	if err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
	text, ok := r.summary(modules)
	fmt.Print(text)
	if !ok {
		os.Exit(1)
	}
}

// event is one line of go test -json (go doc test2json, and go help buildjson).
type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of build-output and build-fail
	FailedBuild                   string // package whose build failed
	Elapsed                       float64
}

// run is what happened.
type run struct {
	output   map[[2]string]*strings.Builder // by package and test, or import path and "build"
	packages map[string]string              // package -> last action
	tested   map[string]bool                // packages with tests
	failures [][2]string                    // package and test; the test is empty for what failed around tests
	skipped  map[[2]string]string           // package and test -> what it lacks; what ran at another time is not in it
	took     map[string]float64             // package -> seconds, of all its runs
	passed   int
	failed   int
}

func newRun() *run {
	return &run{output: map[[2]string]*strings.Builder{}, packages: map[string]string{}, tested: map[string]bool{},
		skipped: map[[2]string]string{}, took: map[string]float64{}}
}

func (r *run) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		var e event
		if json.Unmarshal(line, &e) != nil {
			fmt.Print(string(line)) // not an event: the go command speaking for itself
			continue
		}
		r.event(e)
	}
}

func (r *run) event(e event) {
	switch e.Action {
	case "build-output":
		r.add(e.ImportPath, "build", e.Output)
	case "output":
		r.add(e.Package, e.Test, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e)
		} else {
			r.endTest(e)
		}
	}
}

func (r *run) add(pkg, test, text string) {
	k := [2]string{pkg, test}
	if r.output[k] == nil {
		r.output[k] = &strings.Builder{}
	}
	r.output[k].WriteString(text)
}

func (r *run) endTest(e event) {
	k := [2]string{e.Package, e.Test}
	r.tested[e.Package] = true
	switch e.Action {
	case "pass":
		r.passed++
		delete(r.skipped, k)
	case "fail":
		r.failed++
		r.failures = append(r.failures, k)
	case "skip":
		r.skipped[k] = ""
		for _, lack := range []string{"STRATA_SPECS", "no npm", "STRATA_PRISM"} {
			if b := r.output[k]; b != nil && strings.Contains(b.String(), lack) {
				r.skipped[k] = lack
			}
		}
	}
	if e.Action != "fail" {
		delete(r.output, k)
	}
}

func (r *run) endPackage(e event) {
	r.packages[e.Package] = e.Action
	r.took[e.Package] += e.Elapsed
	if e.Action != "fail" {
		return
	}
	r.failures = append(r.failures, [2]string{e.Package, ""})
	if e.FailedBuild != "" {
		r.failures = append(r.failures, [2]string{e.FailedBuild, "build"})
	}
	// A package that fails without a test that did (build, panic, TestMain,
	// time limit) counts as one failure.
	if !slices.ContainsFunc(r.failures, func(f [2]string) bool { return f[0] == e.Package && f[1] != "" }) {
		r.failed++
	}
}

// summary lists failures and counts, and tells whether all is well.
func (r *run) summary(modules []module) (string, bool) {
	w := new(strings.Builder)
	slices.SortFunc(r.failures, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, f := range slices.Compact(r.failures) {
		if text := r.said(f); text != "" {
			fmt.Fprintf(w, "--- FAIL %s %s\n%s\n", f[0], f[1], text)
		}
	}
	ok := r.failed == 0 && r.passed > 0
	for _, m := range modules {
		if why := r.untested(m); why != "" {
			fmt.Fprintf(w, "--- FAIL module %s: %s\n", m.Path, why)
			ok = false
		}
	}
	fmt.Fprintf(w, "%d modules, %d packages, %d of them with tests\n", len(modules), len(r.packages), len(r.tested))
	if n := r.lacking("STRATA_SPECS"); n > 0 {
		fmt.Fprintf(w, "%d tests were skipped because STRATA_SPECS names no folder with documents\n", n)
	}
	if n := r.lacking("no npm"); n > 0 {
		fmt.Fprintf(w, "%d tests were skipped for lack of npm: Redocly's linter looked at nothing\n", n)
	}
	if n := r.lacking("STRATA_PRISM"); n > 0 {
		fmt.Fprintf(w, "%d tests were skipped because they ask Prism: make e2e runs them\n", n)
	}
	fmt.Fprintf(w, "longest: %s\n", r.longest())
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", r.passed, r.failed, len(r.skipped))
	return w.String(), ok
}

// lacking counts the tests that never ran for want of something.
func (r *run) lacking(what string) int {
	n := 0
	for _, lack := range r.skipped {
		if lack == what {
			n++
		}
	}
	return n
}

// longest names the three packages that took most of the time.
func (r *run) longest() string {
	names := slices.SortedFunc(maps.Keys(r.took), func(a, b string) int { return cmp.Compare(r.took[b], r.took[a]) })
	var all []string
	for _, name := range names[:min(3, len(names))] {
		all = append(all, fmt.Sprintf("%s %.0f s", name, r.took[name]))
	}
	return strings.Join(all, ", ")
}

// said is the output of a failure without the lines that only say that it is
// one: a test with failing subtests has nothing of its own to tell.
func (r *run) said(failure [2]string) string {
	b := r.output[failure]
	if b == nil {
		return ""
	}
	var kept strings.Builder
	for line := range strings.Lines(b.String()) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word != "===" && word != "---" && word != "FAIL" && !strings.HasPrefix(line, "FAIL\t") {
			kept.WriteString(line)
		}
	}
	return strings.TrimRight(kept.String(), "\n")
}

// untested says why m counts as not tested; empty: it was.
func (r *run) untested(m module) string {
	if !m.inWork {
		return "is not in go.work"
	}
	if len(m.packages) == 0 {
		return "has no packages"
	}
	for _, pkg := range m.packages {
		if _, ok := r.packages[pkg]; !ok {
			return "has no result for " + pkg
		}
	}
	return ""
}
