package verify

import (
	"context"
	"errors"
	"path"
	"strings"

	"github.com/stratagen/strata/generator/goapi"
)

// compare tells what breaks in Go that the version does not say. The plan has been
// made by the same comparison, of what the generator gave; this one is of what will
// be tagged.
func (c *checker) compare(ctx context.Context) error {
	before, after := map[string][]byte{}, map[string][]byte{}
	compared := false
	for i, r := range c.next {
		if old := c.last[i]; old != nil {
			compared = compared || r.Changed
			old.into(before)
		}
		r.into(after)
	}
	if !compared {
		return nil
	}
	changes, err := goapi.Compare(ctx, c.Std, before, after)
	var build *goapi.BuildError
	if errors.As(err, &build) {
		c.found(API, "", "cannot be compared with the last release: %v", err)
		return nil
	} else if err != nil {
		return err
	}
	for _, change := range goapi.Incompatible(changes) {
		for i, old := range c.last {
			if next := c.next[i]; old != nil && next.Changed && !breaks(old.Version, next.Version) && old.holds(change) {
				c.found(API, next.Folder, "%s breaks programs, and %s after %s says that nothing does", change, next.Version, old.Version)
			}
		}
	}
	return nil
}

// into adds the files of a release to those of a run: what the go command takes for
// its packages.
func (r *release) into(files map[string][]byte) {
	for name, text := range r.Files {
		if name == "go.mod" || strings.HasSuffix(name, ".go") && !r.apart(path.Dir(name)) {
			if r.Folder != "." {
				name = r.Folder + "/" + name
			}
			files[name] = text
		}
	}
}

// apart reports whether a folder is none of the module's packages.
func (r *release) apart(dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		name := path.Base(dir)
		if _, nested := r.Files[dir+"/go.mod"]; nested || name == "testdata" || name == "vendor" || name[0] == '_' || name[0] == '.' {
			return true
		}
	}
	return false
}

// holds reports whether a change is one of the module's packages.
func (r *release) holds(change goapi.Change) bool {
	for _, at := range append([]string{change.Package}, change.Reached...) {
		if r.contains(at) {
			return true
		}
	}
	return false
}

// contains reports whether a package is the module's.
func (r *release) contains(at string) bool {
	return r.path != "" && (at == r.path || strings.HasPrefix(at, r.path+"/"))
}
