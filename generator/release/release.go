// Package release plans the next version of each generated module: what changed
// since its last tag, how much that is, and what its changelog says of it. It is
// given the configuration and the files of a tree, the tags, and the trees they
// are of; it promises the same plan for the same tags and tree, whatever an
// earlier plan wrote. It reads no repository and no clock and writes nothing.
//
// What changed is asked twice, of the wire and of Go, and the larger answer counts
// (docs/decisions/0032-releases.md).
package release

import (
	"context"
	"io/fs"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/goapi"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/plan"
	"github.com/stratagen/strata/generator/plan/tags"
)

// Input is what a plan is made of.
type Input struct {
	Config *config.Config
	Files  fs.FS             // beside the configuration, as generator.Generate reads them
	Output map[string][]byte // what stands below the output, by path
	// Current is what generator.Generate gives for the two, and what stands there.
	Current *generator.Result
	Std     *goapi.Standard

	ConfigName string // of the configuration in the repository, with slashes: "spec/gen.yaml"
	OutputName string // of the output folder in it: "generated"; "." is the root
	Tags       []Tag  // of modules
	// Tree gives the files of a commit.
	Tree func(ctx context.Context, commit string) (Tree, error)
}

// Tag is the tag of one version of a module.
type Tag struct{ Folder, Version, Commit string }

// Tree is the files of a commit, by their path in the repository.
type Tree interface {
	fs.FS
	// Under gives the files below a folder, by their path in it.
	Under(dir string) (map[string][]byte, error)
}

// Plan is what each module is at its next tag.
type Plan struct {
	Modules []*Module // in the order in which they are tagged: what is required comes first
	Gone    []Tag     // modules that are not generated any more, at their last tag
	// Written are the versions that release.lock has (nil: there is none), and Versions those that it
	// should have.
	Written, Versions tags.Versions
	Planned           *generator.Result // what the tree generates with Versions
}

// Module is a module and its next version.
type Module struct {
	Folder    string          // "acmev1"
	Path      string          // "example.com/acmev1/v2", at the next tag
	Token     string          // of its version; empty: the core, or a document without versions
	Stability model.Stability // of the version; the core counts as stable
	Order     int             // from 0: what a module requires has a lower one
	Requires  []string        // folders of the siblings in its go.mod

	Last    string // the version that it is compared with; empty: it has no tag
	Commit  string // of Last
	Next    string // Last, where nothing changed
	Changed bool
	Level   Level
	Why     []Reason       // the most serious first
	Pending []plan.Pending // what it keeps until its next major version, by name

	operations int
	tagged     []string // all versions that have a tag
	written    string   // the version in release.lock
}

// Tag is the name of the module's next tag: prefix is the output folder in the
// repository.
func (m *Module) Tag(output string) string { return TagName(output, m.Folder, m.Next) }

// TagName is the name of the tag of a version (go.dev/ref/mod#vcs-version): a module
// that does not stand at the root has its folder in it, without any major suffix.
func TagName(output, folder, version string) string {
	name := folder + "/" + version
	if output != "." {
		name = output + "/" + name
	}
	return name
}

// Level is how much a change is, from the least: what it raises depends on whether
// the module is at v1.
type Level uint8

// The levels.
const (
	None  Level = iota
	Fix         // a program cannot tell but by what it does, or reads
	Add         // something is new
	Break       // programs do not compile, or fail
)

var levelNames = [...]string{"none", "fix", "add", "break"}

func (l Level) String() string { return levelNames[l] }

// MarshalText writes the name, as String does.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Kind is where a reason comes from.
type Kind string

// The kinds of reasons.
const (
	First      Kind = "first"      // the module has no tag
	Wire       Kind = "wire"       // a finding of drift
	Go         Kind = "go"         // a change of exported names that no finding explains
	Dependency Kind = "dependency" // a sibling has another major version
	Retraction Kind = "retraction"
	Requires   Kind = "requires" // of the go command
	Files      Kind = "files"    // none of the above: comments, tests, what functions do
)

// Reason is one cause of a module's next version.
type Reason struct {
	Kind       Kind
	Level      Level
	Rule       string   // of a finding: "R05"
	Case       string   // of the rule; see drift.Rule
	Operations []string // ids, sorted
	Methods    []string // the same as Go has them: "Sources.List"; empty: not an operation of the module
	Names      []string // exported names that change, sorted: "Source.Enabled"
	Text       string   // what happened, in words; what a document says in it is quoted by nobody yet
	Before     string   // shapes or values; empty: none
	After      string
	Breaks     bool // a program that uses Names does not compile

	came, went []string // of Names
	kept       []string // how Names are declared until the next major version, if otherwise than the document has it
}
