package emit

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"github.com/stratagen/strata/generator/ir"
	"github.com/stratagen/strata/templates"
)

// The files of a module that are the same but for a few words. Their text is in
// package templates; every word that depends on something is chosen here.

var files = template.Must(template.ParseFS(templates.FS, "*.tmpl"))

// moduleJobs are go.mod, where the package is a module, README.md, doc.go and
// version.go.
func moduleJobs(p printer, m ir.Module) []job {
	jobs := []job{
		in(p.pkg, "README.md", func() ([]byte, error) { return p.readme(m) }),
		in(p.pkg, "doc.go", func() ([]byte, error) {
			lines, err := p.packageDoc()
			if err != nil {
				return nil, err
			}
			return fill("doc.go.tmpl", docData{p.pkg.Name, lines})
		}),
		in(p.pkg, "version.go", func() ([]byte, error) {
			return fill("version.go.tmpl", versionData{p.pkg.Name, strconv.Quote(p.api.Revision)})
		}),
	}
	if !p.api.Inside {
		jobs = append(jobs, in(p.pkg, "go.mod", func() ([]byte, error) { return fill("go.mod.tmpl", goMod(m)) }))
	}
	return jobs
}

// modData fills go.mod.tmpl.
type modData struct {
	Path       string
	Directives []string // in the layout of go mod tidy
}

// goMod says which siblings m requires, and where they stand beside it.
func goMod(m ir.Module) modData {
	data := modData{Path: m.Path}
	if len(m.Requires) > 0 {
		data.Directives = siblings(m.Requires)
	}
	if len(m.Retract) > 0 {
		var lines []string
		for _, r := range m.Retract {
			lines = append(lines, r.Version+" // "+oneLineText(r.Reason))
		}
		data.Directives = append(data.Directives, directive("retract", lines))
	}
	return data
}

// siblings are the directives for the modules that one requires.
func siblings(requires []ir.Require) []string {
	var require, replace []string
	for _, r := range requires {
		line := r.Path + " " + r.Version
		if r.Indirect {
			line += " // indirect"
		}
		require = append(require, line)
		replace = append(replace, r.Path+" => "+r.Dir)
	}
	return []string{directive("require", require), directive("replace", replace)}
}

// directive is "require a v1.0.0", or a block where there are several.
func directive(verb string, lines []string) string {
	if len(lines) == 1 {
		return verb + " " + lines[0]
	}
	return verb + " (\n\t" + strings.Join(lines, "\n\t") + "\n)"
}

// docData fills doc.go.tmpl.
type docData struct {
	Name string
	Doc  []string // comment lines
}

// versionData fills version.go.tmpl.
type versionData struct {
	Name     string
	Revision string // a Go literal
}

// readmeData fills README.md.tmpl.
type readmeData struct {
	Name, Get, Summary, Notice, Example, Fake, Revision string
	Siblings                                            []sibling
}

// sibling is a module of the same API.
type sibling struct{ Path, Dir, Summary string }

// blank is what holes that stayed empty leave.
var blank = regexp.MustCompile(`\n{3,}`)

// fill executes a template.
func fill(name string, data any) ([]byte, error) {
	var buf bytes.Buffer
	if err := files.ExecuteTemplate(&buf, name, data); err != nil {
		return nil, err
	}
	out := blank.ReplaceAll(buf.Bytes(), []byte("\n\n"))
	out = append(bytes.TrimRight(out, "\n"), '\n')
	if strings.HasSuffix(name, ".go.tmpl") {
		return format.Source(out)
	}
	return out, nil
}

// summary says what a package is, to stand after "is".
func (p printer) summary() string {
	title := oneLineText(p.api.Title)
	switch {
	case p.v == nil:
		return "the core of the clients of " + title + ": client, authentication, transport, errors and paging"
	case p.v.Token == "":
		return "a client of " + title
	case p.v.Stability == "unknown":
		return fmt.Sprintf("a client of %s, version %s", title, p.v.Token)
	default:
		return fmt.Sprintf("a client of %s, version %s (%s)", title, p.v.Token, p.v.Stability)
	}
}

// notice says what the stability of a version promises.
func (p printer) notice() string {
	if p.v == nil {
		return "The operations stand in one package for each version of the API; all of them share one client of this package."
	}
	switch p.v.Stability {
	case "stable":
		return "This version is stable: the API promises not to break it."
	case "beta":
		return "This version is beta: the API may still change it, and so may this module."
	case "alpha":
		return "This version is alpha: the API may change or remove any of it without notice, and so may this module."
	default:
		if p.v.Token == "" {
			return ""
		}
		return "Nothing is known about the stability of this version."
	}
}

// readme prints README.md.
func (p printer) readme(m ir.Module) ([]byte, error) {
	example, err := p.example()
	if err != nil {
		return nil, err
	}
	siblings, err := p.siblings()
	if err != nil {
		return nil, err
	}
	return fill("README.md.tmpl", readmeData{
		Name: p.pkg.Name, Get: p.getPath(m), Summary: "Package `" + p.pkg.Name + "` is " + p.summary() + ".", Notice: p.notice(),
		Example: strings.TrimSpace(string(example)), Fake: p.fakeNotice(), Revision: oneLineText(p.api.Revision), Siblings: siblings,
	})
}

// fakeNotice says where tests find a fake.
func (p printer) fakeNotice() string {
	fake := p.api.Fake
	if p.v != nil {
		fake = p.v.Fake
	}
	switch {
	case fake == nil:
		return ""
	case p.v == nil:
		return fmt.Sprintf("Package [`%s`](%[1]s) makes one client of the fakes of several versions, for tests.", fake.Name)
	}
	return fmt.Sprintf("Package [`%s`](%[1]s) is a typed fake of it, for tests.", fake.Name)
}

// siblings lists the other packages of the API.
func (p printer) siblings() ([]sibling, error) {
	var out []sibling
	add := func(other printer) error {
		if other.pkg == p.pkg {
			return nil
		}
		dir, err := filepath.Rel("/"+p.pkg.Dir, "/"+other.pkg.Dir)
		out = append(out, sibling{other.pkg.ImportPath, path.Clean(filepath.ToSlash(dir)), other.summary()})
		return err
	}
	if err := add(printer{api: p.api, pkg: p.api.Core}); err != nil {
		return nil, err
	}
	for _, v := range p.api.Versions {
		if err := add(printer{api: p.api, pkg: v.Package, v: v}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// getPath is what to get first: a version, since the core comes with it. Nothing
// has to be got of the module that one is in.
func (p printer) getPath(m ir.Module) string {
	if p.api.Inside {
		return ""
	}
	if p.v == nil {
		return p.api.Versions[0].Package.ImportPath
	}
	return m.Path
}
