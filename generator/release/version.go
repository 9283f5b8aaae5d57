package release

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/stratagen/strata/generator/plan/tags"
)

// next is the version of a module after a change of some level (semver.org): from v1
// on a break is major and something new minor; below, a break is minor. What is
// tagged already, be it retracted, is stepped over with the next patch, as long as
// it is of the same major version.
func next(last string, level Level, tagged []string) string {
	if level == None {
		return last
	}
	v := numbers(last)
	switch {
	case level == Break && v[0] > 0:
		v = [3]int{v[0] + 1, 0, 0}
	case level == Break, level == Add && v[0] > 0:
		v = [3]int{v[0], v[1] + 1, 0}
	default:
		v[2]++
	}
	for _, t := range tagged {
		if w := numbers(t); w[0] == v[0] && slices.Compare(w[:], v[:]) >= 0 {
			v = [3]int{w[0], w[1], w[2] + 1}
		}
	}
	return fmt.Sprintf("v%d.%d.%d", v[0], v[1], v[2])
}

// numbers takes a version apart that tags.Valid accepts.
func numbers(version string) (v [3]int) {
	for i, part := range strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3) {
		v[i], _ = strconv.Atoi(part) // digits: the version is valid
	}
	return v
}

// last is the tag that a module is compared with: the highest one from v1 on that is
// not retracted, else the highest one there is. Nil: none.
func last(list []Tag, retracted []string) *Tag {
	var highest, kept *Tag
	for i := range list {
		t := &list[i]
		if highest == nil || tags.Compare(t.Version, highest.Version) > 0 {
			highest = t
		}
		if numbers(t.Version)[0] > 0 && !slices.Contains(retracted, t.Version) && (kept == nil || tags.Compare(t.Version, kept.Version) > 0) {
			kept = t
		}
	}
	return cmp.Or(kept, highest)
}

// ParseTag reads the name of a tag of a module below the output folder.
func ParseTag(output, name string) (folder, version string, ok bool) {
	if output != "." {
		if name, ok = strings.CutPrefix(name, output+"/"); !ok {
			return "", "", false
		}
	}
	folder, version, ok = strings.Cut(name, "/")
	return folder, version, ok && tags.Valid(version)
}
