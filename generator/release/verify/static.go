package verify

// What can be said of a module without building it: its path, version and go.mod.

import (
	"errors"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// release is a module at one version.
type release struct {
	Module
	path string        // of its go.mod; empty: it has none that can be read
	mod  *modfile.File // likewise
	bad  error         // why
	zip  []byte
}

func newRelease(m Module) *release {
	r := &release{Module: m}
	text, ok := m.Files["go.mod"]
	if !ok {
		r.bad = errors.New("there is no go.mod")
		return r
	}
	if r.mod, r.bad = modfile.Parse("go.mod", text, nil); r.bad != nil {
		return r
	}
	if r.mod.Module == nil {
		r.bad = errors.New("go.mod names no module")
		return r
	}
	r.path = r.mod.Module.Mod.Path
	return r
}

func (r *release) key() key { return key{r.path, r.Version} }

// base is the path of a module without its major suffix.
func base(at string) string {
	prefix, _, ok := module.SplitPathVersion(at)
	if !ok {
		return at
	}
	return prefix
}

// static looks at a module that gets a tag.
func (c *checker) static(r *release) {
	c.version(r)
	if r.bad != nil {
		c.found(Path, r.Folder, "%v", r.bad)
		return
	}
	c.location(r)
	c.replaced(r)
	c.required(r)
	c.imported(r)
	c.archive(r)
}

// version looks at the number of the next tag.
func (c *checker) version(r *release) {
	t := Tag{r.Folder, r.Version}
	switch {
	case !semver.IsValid(r.Version) || semver.Canonical(r.Version) != r.Version || semver.Prerelease(r.Version) != "":
		c.found(Version, r.Folder, "%q is not a version as v1.2.3", r.Version)
	case c.tags[t]:
		c.found(Version, r.Folder, "the tag %s exists already; a tag is never moved", t.Name())
	case r.Last != "" && semver.Compare(r.Version, r.Last) <= 0:
		c.found(Version, r.Folder, "%s does not come after %s", r.Version, r.Last)
	}
}

// location looks at the path of a module: the go command must find the tag by it
// (go.dev/ref/mod#vcs-find).
func (c *checker) location(r *release) {
	if err := module.CheckPath(r.path); err != nil {
		c.found(Path, r.Folder, "%v", err)
		return
	}
	if err := module.Check(r.path, r.Version); err != nil {
		c.found(Path, r.Folder, "%v", err)
	}
	folder := r.Folder
	if host, _, _ := strings.Cut(r.path, "/"); !slices.Contains(hosts, host) {
		folder = path.Base(folder) // the page behind the path may say which folder it begins in
	}
	if folder != "." && !strings.HasSuffix(base(r.path), "/"+folder) {
		c.found(Path, r.Folder, "the path %s does not end in %s, so the go command looks for another tag than %s", base(r.path), folder, Tag{r.Folder, r.Version}.Name())
	}
}

// hosts are those where the path of a module goes on with the folder in the
// repository. Elsewhere a page can name a folder to begin with
// (go.dev/ref/mod#vcs-find, since Go 1.25).
var hosts = []string{"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"}

// replaced looks at the replace lines. Who depends on a module does not see them;
// those of siblings make it build before anything is tagged, any other would hide
// what users get.
func (c *checker) replaced(r *release) {
	for _, line := range r.mod.Replace {
		s := c.sibling(line.Old.Path)
		var want string
		if s != nil {
			want = relative(r.Folder, s.Folder)
		}
		if s == nil || s.path != line.Old.Path || line.New.Path != want || line.Old.Version != "" {
			c.found(Replace, r.Folder, "go.mod:%d: %s is replaced by %s, which is not the folder of a sibling", line.Syntax.Start.Line, line.Old.Path, line.New.Path)
		}
	}
}

// relative is one folder of the repository as seen from another, as go.mod has it.
func relative(from, to string) string {
	up := 0
	for ; from != "." && to != from && !strings.HasPrefix(to, from+"/"); from = path.Dir(from) {
		up++
	}
	if from != "." {
		to = strings.TrimPrefix(to, from+"/")
	}
	if up == 0 {
		return "./" + to
	}
	return path.Join(strings.Repeat("../", up), to)
}

// required looks at the siblings in go.mod: a module is generated with them as they
// are now, so it requires what they will be.
func (c *checker) required(r *release) {
	position := func(x *release) int { return slices.Index(c.next, x) }
	for _, line := range r.mod.Require {
		at, v := line.Mod.Path, line.Mod.Version
		s := c.sibling(at)
		switch {
		case s == nil:
			c.found(Require, r.Folder, "go.mod:%d: %s is required, which is no module of this release", line.Syntax.Start.Line, at)
		case semver.Compare(v, s.Version) > 0:
			c.found(Require, r.Folder, "go.mod:%d: %s %s is required, and this release has %s only", line.Syntax.Start.Line, at, v, s.Version)
		case at != s.path || v != s.Version:
			c.found(Require, r.Folder, "go.mod:%d: %s %s is required, but it is generated with %s %s", line.Syntax.Start.Line, at, v, s.path, s.Version)
		case s.Changed && position(s) > position(r):
			c.found(Order, r.Folder, "is tagged before %s, which it requires", s.Folder)
		}
	}
}

// imported looks at what the packages import, their tests included: with a workspace,
// or a newest version that the go command may add, they would compile without the
// requirement.
func (c *checker) imported(r *release) {
	said := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(r.Files)) {
		if !strings.HasSuffix(name, ".go") || r.apart(path.Dir(name)) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, r.Files[name], parser.ImportsOnly)
		if err != nil {
			continue // the go command says it better
		}
		for _, imp := range f.Imports {
			at, err := strconv.Unquote(imp.Path.Value)
			first, _, _ := strings.Cut(at, "/")
			required := func(line *modfile.Require) bool {
				return at == line.Mod.Path || strings.HasPrefix(at, line.Mod.Path+"/")
			}
			if err == nil && strings.Contains(first, ".") && !r.contains(at) && !slices.ContainsFunc(r.mod.Require, required) && !said[at] {
				said[at] = true
				c.found(Require, r.Folder, "%s imports %s, of which go.mod requires no module", name, at)
			}
		}
	}
}
