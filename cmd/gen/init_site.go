package main

// What gen init finds: modules, repository, document.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"go/parser"
	"go/token"
	"go/version"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/generator/scaffold"
	"github.com/stratagen/strata/generator/upstream/fetch"
)

// initFlags makes the flags of init.
func (c *command) initFlags(o *initOptions) *flag.FlagSet {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.StringVar(&o.out, "out", "", "`folder` for the clients, below this one; default: client")
	f.StringVar(&o.module, "module", "", "import `path` of that folder; default: as go.mod has it")
	f.StringVar(&o.name, "name", "", "`name` of the core package; default: from the document's title")
	f.StringVar(&o.layout, "layout", "", "packages of your module, or modules to publish: `kind`; default: packages")
	f.StringVar(&o.upstream, "upstream", "", "`URL` at which newer documents appear; default: SPEC, if that is one")
	f.StringVar(&o.tool, "tool", "", "`version` of gen for tools/go.mod, or a folder with its source; default: this one's, else latest")
	f.BoolVar(&o.lenient, "lenient", false, "leave out, and list, operations with constructs that are not supported")
	f.BoolVar(&o.dry, "dry-run", false, "do everything but write")
	return f
}

// site is where init is called.
type site struct {
	top          string // the repository, or without one the module
	folder       string // where init is called, relative to top, with slashes
	moduleDir    string // of go.mod
	moduleFolder string // the same, relative to top, with slashes
	below        string // where init is called, relative to moduleDir, with slashes
	goMod        scaffold.GoMod
	workspace    bool     // a go.work is in force
	there        []string // files of a tool module that has the tool
}

// findSite looks around, from here upwards.
func findSite() (site, error) {
	here, err := filepath.Abs(".")
	if err != nil {
		return site{}, err
	}
	p := site{moduleDir: above(here, "go.mod")}
	if p.moduleDir == "" {
		return p, usagef("gen init: no go.mod here or above: the clients are Go packages of your module; make it first, for example: go mod init example.com/%s", path.Base(filepath.ToSlash(here)))
	}
	name := filepath.Join(p.moduleDir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return p, usageError{err}
	}
	if p.goMod, err = scaffold.ReadGoMod(display(name), text); err != nil {
		return p, usageError{err}
	}
	p.top = p.moduleDir
	if git := above(here, ".git"); git != "" && len(git) < len(p.top) {
		p.top = git
	}
	p.workspace = os.Getenv("GOWORK") != "off" && above(here, "go.work") != ""
	if p.folder, err = relative(p.top, here); err != nil {
		return p, err
	}
	if p.moduleFolder, err = relative(p.top, p.moduleDir); err != nil {
		return p, err
	}
	p.below, err = relative(p.moduleDir, here)
	return p, err
}

// above is the nearest folder, dir or one above it, that has a file; empty: none.
func above(dir, name string) string {
	for {
		if exists(filepath.Join(dir, name)) {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// document finds the document: the one that is named, else that of gen.yaml, else
// the only one here. Beside gen.yaml nothing is fetched.
func (s *start) document(ctx context.Context, std streams) error {
	switch {
	case isURL(s.spec):
		return s.fetch(ctx, std)
	case s.spec != "":
		if why := unreadable(folder{}, filepath.ToSlash(s.spec)); why != "" {
			return &config.Fault{Place: config.Place{File: s.spec}, Text: why}
		}
		if filepath.IsAbs(s.spec) {
			return usagef("gen init: %s: want a path relative to this folder", s.spec)
		}
		s.spec = path.Clean(filepath.ToSlash(s.spec))
		return nil
	case s.cfg != nil:
		s.spec = s.cfg.Spec
		return nil
	}
	found, err := openapiFiles(".")
	switch {
	case err != nil:
		return err
	case len(found) == 0:
		return usagef("gen init: no OpenAPI document in this folder: name one, a file or a URL")
	case len(found) > 1:
		return usagef("gen init: several OpenAPI documents in this folder (%s): name one", strings.Join(found, ", "))
	}
	s.spec = found[0]
	return nil
}

func isURL(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }

// fetch takes the document from a URL, if it is not here yet.
func (s *start) fetch(ctx context.Context, std streams) error {
	src, err := fetch.ParseSource(s.spec)
	if err != nil {
		return err
	}
	s.upstream = cmp.Or(s.upstream, s.spec)
	u, err := url.Parse(s.spec)
	if err != nil {
		return usageError{err}
	}
	if s.cfg != nil {
		s.spec = s.cfg.Spec
		return nil
	}
	base := path.Base(u.Path)
	if s.spec = base; documentName.MatchString(base) && exists(base) {
		return nil
	}
	res, err := fetch.Get(ctx, src, fetch.Stamp{}, fetch.Options{
		Limits: fetchLimits, Progress: func(text string) { printLine(std.err, oneLine(text)) },
	})
	if err != nil {
		return err
	}
	if !documentName.MatchString(base) {
		s.spec = "openapi.yaml"
		if bytes.HasPrefix(bytes.TrimSpace(res.Data), []byte("{")) {
			s.spec = "openapi.json"
		}
	}
	s.fetched = res.Data
	return nil
}

var documentName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*\.(yaml|yml|json)$`)

// openapiKey is the key by which an OpenAPI document is known (OpenAPI 3.0, 4.7.1),
// at the top of a file in YAML or JSON.
var openapiKey = regexp.MustCompile(`(?m)^(openapi|"openapi"|'openapi')[ \t]*:|^\s*\{\s*"openapi"\s*:|^ {1,4}"openapi"\s*:`)

// openapiFiles lists the documents in dir, by name.
func openapiFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		if !documentName.MatchString(e.Name()) || e.Name() == configName || e.IsDir() {
			continue
		}
		text, err := contentOf(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, usagef("%s: %w", e.Name(), err)
		}
		if openapiKey.Match(text) {
			found = append(found, e.Name())
		}
	}
	return found, nil
}

// packageIn is the package of the Go files in a folder, generate.go aside; empty:
// there are none.
func packageIn(dir string) (string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if name := e.Name(); filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || e.IsDir() || name == "generate.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, parser.PackageClauseOnly)
		if err == nil {
			return file.Name.Name, nil
		}
	}
	return "", nil
}

// olderGo compares versions as go.mod has them. Nothing said is old (go.dev/ref/mod,
// go directive).
func olderGo(have, want string) bool {
	return version.Compare("go"+cmp.Or(have, "1.16"), "go"+want) < 0
}

func oneLine(text string) string { return model.OneLine(text) }
