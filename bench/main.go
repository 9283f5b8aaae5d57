// Command bench compares the generator with a yardstick, and with itself at
// other sizes, and prints the tables of docs/performance.md. Every figure is a
// ratio of two things measured in turn in one run, so that it means the same on
// a slow machine and on a fast one; the times beside it are for orientation.
// Sizes of programs, which are the same on every run, are the exception.
//
// The generated client is compared too: with one written by hand (package calls)
// and with the yardstick's, in time and allocations, and by what it adds to a
// program (the commands in link/).
//
// The yardstick is oapi-codegen, built once from the version in go.mod. The
// document is segment-32.0.4.yaml in the folder that STRATA_SPECS names, else the
// one that Strata ships with. gen diff has a yardstick of its own, see [bench.diff].
//
// Exit codes: 0 no ratio is beyond its limit; 1 one is; 2 nothing was measured.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stratagen/strata/spec"
)

// sections are the parts of a run, in the order of the report. Peak memory comes
// first: see [timed].
var sections = []struct {
	name string
	run  func(*bench) error
}{
	{"generate", (*bench).generate},
	{"diff", (*bench).diff},
	{"check", (*bench).check},
	{"compile", (*bench).compile},
	{"scaling", (*bench).scaling},
	{"stages", (*bench).stages},
	{"clients", (*bench).clients},
	{"link", (*bench).link},
}

// bench is one run of this program.
type bench struct {
	pairs    int
	dir      string // scratch folder, removed at the end
	document string // the file that is generated from
	label    string // what the report calls it
	tools
	table
	count int // scratch folders so far
}

func main() {
	var b bench
	flag.IntVar(&b.pairs, "pairs", 10, "measure each comparison `N` times")
	flag.StringVar(&b.document, "doc", "", "OpenAPI `file` to generate from; default: see the package's documentation")
	flag.StringVar(&b.gen, "gen", "", "measure this build of the `command`; default: the one of this checkout")
	only := flag.String("only", "", "comma-separated `sections` to run: "+strings.Join(names(), ", ")+"; default: all")
	flag.Parse()
	code, err := b.run(*only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		code = 2
	}
	os.Exit(code)
}

func names() []string {
	var list []string
	for _, s := range sections {
		list = append(list, s.name)
	}
	return list
}

// run does the sections named in only and prints the report.
func (b *bench) run(only string) (int, error) {
	chosen := names()
	if only != "" {
		chosen = strings.Split(only, ",")
	}
	for _, name := range chosen {
		if !slices.Contains(names(), name) {
			return 0, fmt.Errorf("there is no section %q", name)
		}
	}
	if b.pairs < 1 {
		return 0, fmt.Errorf("%d pairs are too few", b.pairs)
	}
	defer func() { _ = os.RemoveAll(b.dir) }() // scratch: the system cleans what is left
	if err := b.prepare(); err != nil {
		return 0, err
	}
	for _, s := range sections {
		if !slices.Contains(chosen, s.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "bench:", s.name)
		if err := s.run(b); err != nil {
			return 0, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	fmt.Print(b.report())
	if b.beyond() {
		return 1, nil
	}
	return 0, nil
}

func (b *bench) prepare() error {
	var err error
	if b.dir, err = os.MkdirTemp("", "strata-bench-"); err != nil {
		return err
	}
	if b.document == "" {
		err = b.choose()
	} else if b.label = filepath.Base(b.document); !filepath.IsAbs(b.document) {
		b.document, err = filepath.Abs(b.document)
	}
	if err != nil {
		return err
	}
	return b.build(b.dir)
}

// choose finds the document that nobody named.
func (b *bench) choose() error {
	const name = "segment-32.0.4.yaml"
	if specs := os.Getenv("STRATA_SPECS"); specs != "" {
		b.document, b.label = filepath.Join(specs, name), "Segment 32.0.4"
		_, err := os.Stat(b.document)
		return err
	}
	data, err := spec.FS.ReadFile(shipped)
	if err != nil {
		return err
	}
	b.document, b.label = filepath.Join(b.dir, shipped), "spec/"+shipped
	return os.WriteFile(b.document, data, 0o644)
}

// shipped is the document that Strata ships with.
const shipped = "segment.yaml"

// folder makes a new scratch folder; its name tells it from all others of the run.
func (b *bench) folder() (string, error) {
	b.count++
	dir := filepath.Join(b.dir, fmt.Sprintf("run%d", b.count))
	return dir, os.Mkdir(dir, 0o755)
}
