// Package verify tells whether modules can be released as they are: whether they
// are what their tags will say, and work for who gets them. It is given the files
// of each module at the commit to be tagged, its version, and what was tagged
// before; it promises every finding it can make, in the order of the modules, or
// none. It runs the go command in a folder that it is given, without network and
// without what the user's environment says of modules, and changes nothing else
// but the build cache.
//
// The checks are those of docs/decisions/0037-release-check.md.
package verify

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/stratagen/strata/generator/goapi"
)

// Input is a release before it is tagged.
type Input struct {
	Modules []Module // in the order in which they will be tagged
	Tags    []Tag    // all that there are, of these modules and of those before them
	// At gives a module as it was at a tag; its Version and Last are not read.
	At func(context.Context, Tag) (Module, error)

	Std *goapi.Standard
	Dir string // an empty folder to work in
}

// Module is one module: what its next tag would hold if Changed, else what its last
// one holds.
type Module struct {
	Folder  string            // in the repository, with slashes: "generated/acmev1"; "." is the root
	Core    bool              // it is for others to import, and does nothing alone
	Version string            // of its next tag; Last where nothing changed
	Last    string            // the version that it is compared with; empty: never released
	Changed bool              // it gets a tag
	Files   map[string][]byte // below Folder, by path; not read where nothing changed
	License []byte            // the LICENSE at the root of the repository; nil: there is none
}

// Tag is a version of a module that has been released.
type Tag struct{ Folder, Version string }

// Name is the name of the tag in git (go.dev/ref/mod#vcs-version): the folder of
// a module that does not stand at the root comes first, without major suffix.
func (t Tag) Name() string {
	if t.Folder == "." {
		return t.Version
	}
	return t.Folder + "/" + t.Version
}

// Finding is a reason not to release.
type Finding struct {
	Check  Check
	Folder string // of the module; empty: of several together
	Text   string // may have several lines, as what the go command says
}

func (f Finding) String() string {
	text := strings.TrimSpace(f.Text)
	if f.Folder != "" {
		text = f.Folder + ": " + text
	}
	return text + " [" + string(f.Check) + "]"
}

// Check is what was looked at.
type Check string

// The checks.
const (
	Path     Check = "path"     // the module's path is one, and that of its folder and version
	Version  Check = "version"  // there is no such tag yet, and it follows the last one
	Replace  Check = "replace"  // go.mod replaces siblings by their folders, and nothing else
	Require  Check = "require"  // go.mod requires siblings at versions that there are or will be
	Order    Check = "order"    // what a module requires is tagged before it
	Licensed Check = "license"  // there is a LICENSE
	Archive  Check = "zip"      // the files make a module zip
	Consumer Check = "consumer" // programs that get the modules compile and start
	Previous Check = "previous" // programs of the last release compile, where nothing may break
	Mixed    Check = "mixed"    // the last release of a module compiles beside newer siblings
	API      Check = "api"      // nothing breaks that the version does not say
)

// Run makes all checks. Findings are of the release; the error is of the checks
// themselves: no go command, a tag that cannot be read, the end of ctx.
func Run(ctx context.Context, in Input) ([]Finding, error) {
	c := &checker{Input: in, tags: map[Tag]bool{}, zips: map[key]*release{}}
	for _, t := range in.Tags {
		c.tags[t] = true
	}
	if err := c.gather(ctx); err != nil {
		return nil, err
	}
	for _, r := range c.next {
		if r.Changed {
			c.static(r)
		}
	}
	if err := c.resolve(ctx); err != nil {
		return nil, err
	}
	whole := len(c.findings) == 0
	if err := c.compare(ctx); err != nil {
		return c.findings, err
	}
	// What has no zip or requires what there is not would fail again, in other words.
	if whole {
		return c.findings, c.consumers(ctx)
	}
	return c.findings, nil
}

// checker makes the checks of one release.
type checker struct {
	Input
	tags     map[Tag]bool
	next     []*release       // each module as it will be at its last tag
	last     []*release       // each as it is at the tag that it is compared with; nil: none
	zips     map[key]*release // what the proxy will have
	findings []Finding
}

// key names a release as the go command does.
type key struct{ path, version string }

func (c *checker) found(check Check, folder, format string, args ...any) {
	c.findings = append(c.findings, Finding{check, folder, fmt.Sprintf(format, args...)})
}

// gather reads the modules and their last releases.
func (c *checker) gather(ctx context.Context) error {
	for _, m := range c.Modules {
		var before *release
		if m.Last != "" {
			var err error
			if before, err = c.at(ctx, Tag{m.Folder, m.Last}); err != nil {
				return err
			}
		}
		after := newRelease(m)
		if !m.Changed {
			after = before
		}
		if after == nil {
			return fmt.Errorf("BUG: %s has no tag and gets none", m.Folder)
		}
		c.last, c.next = append(c.last, before), append(c.next, after)
	}
	return nil
}

// at reads a release.
func (c *checker) at(ctx context.Context, t Tag) (*release, error) {
	m, err := c.At(ctx, t)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.Name(), err)
	}
	m.Folder, m.Version, m.Last, m.Changed = t.Folder, t.Version, t.Version, false
	for _, now := range c.Modules {
		m.Core = m.Core || now.Folder == m.Folder && now.Core
	}
	r := newRelease(m)
	if r.bad != nil {
		return nil, fmt.Errorf("%s: %w", t.Name(), r.bad)
	}
	return r, nil
}

// sibling finds the module behind a path, be it of another major version.
func (c *checker) sibling(at string) *release {
	for _, r := range c.next {
		if base(r.path) == base(at) {
			return r
		}
	}
	return nil
}

// breaks reports whether a version may break what the one before it promised.
func breaks(last, next string) bool {
	if semver.Major(last) == "v0" && semver.Major(next) == "v0" {
		return semver.MajorMinor(last) != semver.MajorMinor(next)
	}
	return semver.Major(last) != semver.Major(next)
}
