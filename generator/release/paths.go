package release

// A module has another path from its second major version on. What is compared are
// packages, whatever their module's version: a plan must not see the paths that an
// earlier plan brought.

import (
	"bytes"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	moduleLine  = regexp.MustCompile(`(?m)^module[ \t]+(\S+)`)
	majorSuffix = regexp.MustCompile(`/v[1-9][0-9]*$`)
)

// bases gives for the path of each module in files the one without its major
// suffix. files are those below an output folder.
func bases(files map[string][]byte) map[string]string {
	paths := map[string]string{}
	for name, text := range files {
		folder, rest, _ := strings.Cut(name, "/")
		if rest != "go.mod" {
			continue
		}
		m := moduleLine.FindSubmatch(text)
		if m == nil {
			continue
		}
		at := string(m[1])
		paths[at] = at
		// The folder of a module says whether the end of its path is a suffix.
		if base := majorSuffix.ReplaceAllString(at, ""); path.Base(base) == folder {
			paths[at] = base
		}
	}
	return paths
}

// unversioned gives the path of a package without the major suffix of its module.
func unversioned(bases map[string]string, at string) string {
	for module, base := range bases {
		if rest, ok := strings.CutPrefix(at, module); ok && (rest == "" || rest[0] == '/') {
			return base + rest
		}
	}
	return at
}

// plain gives the Go files and go.mod files of modules with no major suffix in
// them. Files that stand in no module are left out, and so are those of modules in
// modules: they are released by nobody here.
func plain(files map[string][]byte) map[string][]byte {
	known := bases(files)
	out := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		folder, rest, _ := strings.Cut(name, "/")
		if _, ok := files[folder+"/go.mod"]; !ok || rest == "" || nested(files, folder, rest) {
			continue
		}
		switch {
		case rest == "go.mod":
			m := moduleLine.FindSubmatch(files[name])
			if m == nil {
				continue
			}
			out[name] = bytes.Replace(files[name], m[0], []byte("module "+known[string(m[1])]), 1)
		case strings.HasSuffix(rest, ".go"):
			out[name] = unversionedImports(known, files[name])
		default:
			out[name] = files[name]
		}
	}
	return out
}

// nested reports whether a file stands in a module below that of its folder.
func nested(files map[string][]byte, folder, rest string) bool {
	for dir := path.Dir(rest); dir != "."; dir = path.Dir(dir) {
		if _, ok := files[folder+"/"+dir+"/go.mod"]; ok {
			return true
		}
	}
	return false
}

// unversionedImports takes the suffixes from the imports of a file; one that cannot
// be read stays as it is.
func unversionedImports(known map[string]string, text []byte) []byte {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", text, parser.ImportsOnly)
	if err != nil {
		return text
	}
	var out []byte
	done := 0
	for _, imp := range f.Imports {
		at, err := strconv.Unquote(imp.Path.Value)
		base := unversioned(known, at)
		if err != nil || base == at {
			continue
		}
		from, to := set.Position(imp.Path.Pos()).Offset, set.Position(imp.Path.End()).Offset
		out = append(append(out, text[done:from]...), strconv.Quote(base)...)
		done = to
	}
	return append(out, text[done:]...)
}
