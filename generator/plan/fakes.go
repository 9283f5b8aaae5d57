package plan

import (
	"path"
	"strings"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/generator/plan/naming"
)

// fake is the package of fakes below pkg; nil: none are wanted.
func (p *planner) fake(pkg ir.Package) *ir.Package {
	if p.Config.Fakes == nil || !*p.Config.Fakes {
		return nil
	}
	name := pkg.Name + "test"
	return &ir.Package{Name: name, ImportPath: path.Join(pkg.ImportPath, name), Dir: path.Join(pkg.Dir, name)}
}

// fakes names what stands in the fake of v. A service is called as in the
// client, unless the package of the fake has another use for the name.
func (v *version) fakes() {
	v.out.Fake = v.p.fake(v.pkg)
	if v.out.Fake == nil {
		return
	}
	fields := naming.NewScope("NewClient", "Routes")
	types := naming.NewScope("Server", "Fail", "Failure")
	files := naming.NewScope("doc", "server")
	if v.p.single {
		types = naming.NewScope(append(v.p.Fakes.Names, "Server")...)
		files = naming.NewScope(append(baseNames(v.p.Fakes.Files), "server")...)
	}
	fileOf := map[string]string{}
	file := func(of string) string {
		if fileOf[of] == "" {
			base := strings.TrimSuffix(of, ".go")
			fileOf[of] = files.Take(base, base+"_fake") + ".go"
		}
		return fileOf[of]
	}
	for _, s := range v.out.Services {
		s.Fake = ir.FakeService{Field: fields.Take(s.GoName, s.TypeName), GoName: types.Take(s.GoName, s.TypeName), File: file(s.File)}
		for _, op := range s.Operations {
			op.FakeFile = file(op.File)
		}
	}
}

// baseNames are the names of files without folders and endings.
func baseNames(paths []string) []string {
	var names []string
	for _, p := range paths {
		names = append(names, strings.TrimSuffix(path.Base(p), ".go"))
	}
	return names
}
