package goapi

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// source is the parsed files of one run.
type source struct {
	fset *token.FileSet
	pkgs map[string]*pkg // by import path
}

// pkg is the files of one package.
type pkg struct {
	path     string // import path
	language string // of its go.mod: "go1.24"
	files    []*ast.File
	tests    []*ast.File // of the external test package
}

var (
	moduleLine = regexp.MustCompile(`(?m)^module\s+(\S+)`)
	goLine     = regexp.MustCompile(`(?m)^go\s+(\S+)`)
)

// parse reads the Go files of all modules. The error is a [*BuildError].
func parse(files map[string][]byte) (*source, error) {
	s := &source{fset: token.NewFileSet(), pkgs: map[string]*pkg{}}
	modules := map[string]*pkg{} // by folder; only path and language are set
	names := make([]string, 0, len(files))
	for name, data := range files {
		names = append(names, name)
		if path.Base(name) == "go.mod" {
			modules[path.Dir(name)] = &pkg{path: first(moduleLine, data), language: "go" + first(goLine, data)}
		}
	}
	slices.Sort(names)
	var build BuildError
	for _, name := range names {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		p, err := s.pkg(modules, path.Dir(name))
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(s.fset, name, files[name], parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			build.add(err)
			continue
		}
		if strings.HasSuffix(file.Name.Name, "_test") {
			p.tests = append(p.tests, file)
		} else {
			p.files = append(p.files, file)
		}
	}
	return s, build.orNil()
}

// pkg is the package in a folder: its module is in the nearest folder above that
// has a go.mod.
func (s *source) pkg(modules map[string]*pkg, dir string) (*pkg, error) {
	for at := dir; ; at = path.Dir(at) {
		if m := modules[at]; m != nil {
			importPath := path.Join(m.path, strings.TrimPrefix(dir, at))
			if s.pkgs[importPath] == nil {
				s.pkgs[importPath] = &pkg{path: importPath, language: m.language}
			}
			return s.pkgs[importPath], nil
		}
		if at == "." || at == "/" {
			return nil, fmt.Errorf("%s: no go.mod above it", dir)
		}
	}
}

func first(re *regexp.Regexp, data []byte) string {
	if m := re.FindSubmatch(data); m != nil {
		return string(m[1])
	}
	return ""
}

// imports lists what the files import that is not among them, tests aside if not
// wanted.
func (s *source) imports(tests bool) []string {
	var list []string
	for _, p := range s.pkgs {
		files := p.files
		if tests {
			files = slices.Concat(p.files, p.tests)
		}
		for _, f := range files {
			for _, imp := range f.Imports {
				if at := importPath(imp); s.pkgs[at] == nil {
					list = append(list, at)
				}
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func importPath(imp *ast.ImportSpec) string {
	at, _ := strconv.Unquote(imp.Path.Value) // the parser has seen to it
	return at
}

// BuildError is why generated files do not compile.
type BuildError struct {
	Errors []error // each begins with file:line:col, the file as it is called in the run
}

// maxErrors is how many errors a message tells.
const maxErrors = 10

func (e *BuildError) Error() string {
	var text strings.Builder
	text.WriteString("the generated code does not compile:")
	for _, err := range e.Errors[:min(len(e.Errors), maxErrors)] {
		text.WriteString("\n" + err.Error())
	}
	if more := len(e.Errors) - maxErrors; more > 0 {
		fmt.Fprintf(&text, "\nand %d more", more)
	}
	return text.String()
}

func (e *BuildError) Unwrap() []error { return e.Errors }

func (e *BuildError) add(err error) { e.Errors = append(e.Errors, err) }

func (e *BuildError) orNil() error {
	if len(e.Errors) == 0 {
		return nil
	}
	return e
}
