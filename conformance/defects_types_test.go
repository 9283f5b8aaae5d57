package conformance

// Defects of what is declared: names, imports, the shape of methods and files.
// See defects_test.go.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var defectsOfTypes = []defect{
	{
		name:   "11 names have running numbers",
		ours:   func(t *testing.T) error { return areStable(generatedPackages(t)) },
		theirs: func(t *testing.T) error { return areStable(written(t, `type DeleteLabel200Response1 struct{}`)) },
	},
	{
		name: "12 constants have no prefix",
		ours: func(t *testing.T) error { return areNamedAfterTheirType(generatedPackages(t)) },
		theirs: func(t *testing.T) error {
			return areNamedAfterTheirType(written(t, "type ActionType string\nconst DROP ActionType = \"DROP\""))
		},
	},
	{
		name: "13 fakes and other versions are linked into programs",
		ours: func(t *testing.T) error { return importLittle(generatedPackages(t)) },
		theirs: func(t *testing.T) error {
			return importLittle(written(t, "import \"net/http/httptest\"\nvar Fake httptest.Server"))
		},
	},
	{
		name:   "15 results come with a body to close",
		ours:   func(*testing.T) error { return returnTwo(versions(nil)) },
		theirs: func(*testing.T) error { return returnTwo(map[string]any{"naive": &struct{ Sources *threeResults }{}}) },
	},
	{
		name: "15 fields have getters",
		ours: func(t *testing.T) error { return haveNoGetters(generatedPackages(t)) },
		theirs: func(t *testing.T) error {
			return haveNoGetters(written(t, "type Label struct { Key string }\nfunc (l *Label) GetKey() string { return l.Key }"))
		},
	},
	{
		name:   "15 files are too long to read",
		ours:   func(t *testing.T) error { return areShort(generatedPackages(t)) },
		theirs: func(t *testing.T) error { return areShort(written(t, strings.Repeat("\n", 47_000))) },
	},
}

// Defect 17 is the generator's: what was refused or did not compile are documents
// here, each generated and type-checked by the tests in golden.
func TestDocumentsThatOthersCannotCompile(t *testing.T) {
	for _, name := range []string{"model-recursive", "alias-recursive", "name-property-collision", "name-property-odd", "name-property-empty", "name-enum-constants", "model-extra", "error-endless"} {
		if _, err := os.Stat("../golden/cases/" + name + ".txtar"); err != nil {
			t.Error(err)
		}
	}
}

// file is a source file of a package, by the name of its folder.
type file struct {
	pkg, name string
	lines     int
	tree      *ast.File
}

func parse(pkg, name string, src any) (file, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	return file{pkg, filepath.Base(name), fset.File(tree.FileStart).LineCount(), tree}, nil
}

// written is a package of one file with this in it.
func written(t *testing.T, code string) []file {
	t.Helper()
	f, err := parse("segmentv1", "naive.go", "package naive\n"+code)
	if err != nil {
		t.Fatal(err)
	}
	return []file{f}
}

// parsed are the files that programs link: tests, and packages for tests, aside.
var parsed = sync.OnceValues(func() (files []file, err error) {
	for _, pkg := range []string{"segment", "segmentv1", "segmentv1beta", "segmentv1alpha"} {
		names, err := filepath.Glob("../generated/" + pkg + "/*.go")
		if err != nil || len(names) < 10 {
			return nil, wrong("%s: %v, %v", pkg, names, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parse(pkg, name, nil)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	return files, nil
})

func generatedPackages(t *testing.T) []file {
	t.Helper()
	files, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// declared calls f with every exported name at the top of files and, of a
// constant, the name of its type.
func declared(files []file, f func(in file, kind token.Token, name, typ string) error) error {
	for _, in := range files {
		for _, d := range in.tree.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				for name, typ := range namesOf(s) {
					if !ast.IsExported(name) {
						continue
					}
					if err := f(in, g.Tok, name, typ); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// namesOf are the names that s declares, with the names of their types.
func namesOf(s ast.Spec) map[string]string {
	names := map[string]string{}
	switch s := s.(type) {
	case *ast.TypeSpec:
		names[s.Name.Name] = ""
	case *ast.ValueSpec:
		for _, name := range s.Names {
			names[name.Name] = ""
			if typ, ok := s.Type.(*ast.Ident); ok {
				names[name.Name] = typ.Name
			}
		}
	}
	return names
}

var artefact = regexp.MustCompile(`[a-z_][0-9]+$|[0-9]{3}Response|V[0-9]+(Alpha|Beta)?(Input|Output)?$|_`)

// areStable: no name counts, or says a version or a status.
func areStable(files []file) error {
	return declared(files, func(in file, kind token.Token, name, _ string) error {
		// Constants are named after their values, which may be numbers.
		if kind != token.CONST && artefact.MatchString(name) {
			return wrong("%s.%s", in.pkg, name)
		}
		return nil
	})
}

// areNamedAfterTheirType: constants of a type begin with its name.
func areNamedAfterTheirType(files []file) error {
	found := 0
	err := declared(files, func(in file, _ token.Token, name, typ string) error {
		if typ == "" || typ == "Style" { // the styles are the core's own vocabulary
			return nil
		}
		if found++; !strings.HasPrefix(name, typ) {
			return wrong("%s.%s is a %s", in.pkg, name, typ)
		}
		return nil
	})
	if err == nil && found < 100 {
		return wrong("only %d constants", found)
	}
	return err
}

// importLittle: the standard library without anything for tests, and packages of
// more stable versions, never of less stable ones.
func importLittle(files []file) error {
	allowed := map[string]string{"segment": "", "segmentv1": "segment", "segmentv1beta": "segment segmentv1", "segmentv1alpha": "segment segmentv1 segmentv1beta"}
	for _, in := range files {
		for _, s := range in.tree.Imports {
			path, err := strconv.Unquote(s.Path.Value)
			if err != nil {
				return err
			}
			own, ours := strings.CutPrefix(path, "github.com/stratagen/strata/generated/")
			switch {
			case ours && !strings.Contains(" "+allowed[in.pkg]+" ", " "+own+" "),
				!ours && strings.Contains(path, "."), strings.HasSuffix(path, "test"), path == "testing":
				return wrong("%s/%s imports %s", in.pkg, in.name, path)
			}
		}
	}
	return nil
}

// threeResults is a service as others have it.
type threeResults struct{}

// Get returns a body to close.
func (*threeResults) Get() (*int, *http.Response, error) { return nil, nil, nil }

// returnTwo: a method gives a result and an error, or a sequence of them.
func returnTwo(clients map[string]any) error {
	found := 0
	for version, client := range clients {
		var bad []string
		methods(client, func(name string, _, method reflect.Value, _ reflect.Method) {
			found++
			typ := method.Type()
			if n := typ.NumOut(); n != 1 && (n != 2 || typ.Out(1) != reflect.TypeFor[error]()) {
				bad = append(bad, name)
			}
		})
		if bad != nil {
			return wrong("%s: %v", version, bad)
		}
	}
	if found < 440 {
		return wrong("only %d methods", found)
	}
	return nil
}

// haveNoGetters: fields are read as fields.
func haveNoGetters(files []file) error {
	for _, in := range files {
		for _, d := range in.tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv != nil && f.Type.Params.NumFields() == 0 && strings.HasPrefix(f.Name.Name, "Get") && f.Name.Name != "Get" {
				return wrong("%s/%s: %s", in.pkg, in.name, f.Name.Name)
			}
		}
	}
	return nil
}

// areShort: a file is something to read.
func areShort(files []file) error {
	for _, in := range files {
		if in.lines > 800 {
			return wrong("%s/%s has %d lines", in.pkg, in.name, in.lines)
		}
	}
	return nil
}
