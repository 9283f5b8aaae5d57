package main

// gen init: flags -> what is there -> scaffold -> output -> print.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/output"
	"github.com/stratagen/strata/generator/scaffold"
	"github.com/stratagen/strata/generator/upstream"
)

const initArgs = "[SPEC] [-out DIR] [-module PATH] [-name NAME] [-layout packages|modules] [-upstream URL] [-tool VERSION|DIR] [-lenient] [-dry-run]"

const initAbout = `SPEC is a file, or a URL from which it is taken; default: the one OpenAPI document in
this folder. Versions, servers and name are those of the document, the module path is
that of go.mod. What is written: gen.yaml; tools/go.mod and go.sum, which keep the
generator's requirements out of yours; the go:generate line, beside the clients; the
workflow spec-sync. A file that is there already is never overwritten, and a second
run changes nothing: it says what differs. To have a file anew, remove it first.
`

// initOptions are the flags of init.
type initOptions struct {
	options
	name, layout, upstream, tool string
	dry                          bool
}

// start is everything init found, and all that it will write.
type start struct {
	initOptions
	site
	client   scaffold.Client
	cfg      *config.Config
	fetched  []byte            // a document that came from a URL; nil: it is there
	files    map[string][]byte // by path relative to top
	replaced map[string]bool   // those that are there, and change
}

func (c *command) parseInit(args []string, std streams) (initOptions, error) {
	var o initOptions
	f := c.initFlags(&o)
	if err := c.read(f, &o.options, initAbout, args, std); err != nil {
		return o, err
	}
	switch {
	case o.layout != "" && o.layout != config.LayoutPackages && o.layout != config.LayoutModules:
		return o, usagef("gen init: -layout %q is not %s or %s; see gen init -h", o.layout, config.LayoutPackages, config.LayoutModules)
	case o.module != "" && !config.IsModulePath(o.module):
		return o, usagef("gen init: -module %q is not a module path; see gen init -h", o.module)
	case o.out != "" && !filepath.IsLocal(o.out):
		return o, usagef("gen init: -out %q is not below this folder; see gen init -h", o.out)
	}
	return o, nil
}

// initialize sets up the folder it is called in.
func initialize(ctx context.Context, c *command, args []string, std streams) error {
	o, err := c.parseInit(args, std)
	if err != nil {
		return err
	}
	s := &start{initOptions: o, files: map[string][]byte{}, replaced: map[string]bool{}}
	if s.site, err = findSite(); err != nil {
		return err
	}
	lock := output.Lock
	if o.dry {
		lock = output.RLock
	}
	l, err := lock(slices.Compact([]string{s.top, "."})...)
	if err != nil {
		return err
	}
	return errors.Join(s.run(ctx, l, std), l.Unlock())
}

// run finds, writes and reports, while others are kept out.
func (s *start) run(ctx context.Context, l *output.Locked, std streams) error {
	if err := s.describe(ctx, std); err != nil {
		return err
	}
	if err := s.collect(ctx, std); err != nil {
		return err
	}
	report, err := l.Check(output.Tree{Dir: s.top, Files: s.files})
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.dry {
		if _, err := l.Write(output.Tree{Dir: s.top, Files: s.wanted(report)}); err != nil {
			return err
		}
	}
	s.list(std.out, report)
	s.next(std.out)
	return nil
}

// wanted are the files that are not there, and those that change.
func (s *start) wanted(report output.Report) map[string][]byte {
	files := maps.Clone(s.files)
	for _, f := range report {
		if f.State == output.Differs && !s.replaced[f.Path] {
			delete(files, f.Path)
		}
	}
	return files
}

// describe reads the document, as gen.yaml says where there is one.
func (s *start) describe(ctx context.Context, std streams) error {
	if name := lookup(); name != "" {
		cfg, err := readConfig(name)
		if err != nil {
			return err
		}
		s.cfg, s.config = cfg, name
	}
	if err := s.document(ctx, std); err != nil {
		return err
	}
	s.settle()
	cfg := s.cfg
	if cfg == nil {
		cfg = config.Default(s.spec)
		cfg.Spec, cfg.Name, cfg.Module, cfg.Layout = s.spec, s.name, s.module, s.layout
		if cfg.Name != "" && !config.IsPackageName(cfg.Name) {
			return usagef("gen init: -name %q is not one: lower-case letters and digits; see gen init -h", cfg.Name)
		}
	}
	cfg.Lenient = s.lenient
	dir := filepath.Dir(cmp.Or(s.config, configName))
	var files fs.FS = folder{dir: dir, lock: dir}
	if s.fetched != nil {
		files = generator.Documents{{Name: s.spec, Text: s.fetched}}
	}
	outline, err := untilInterrupted(ctx, func() (*generator.Outline, error) { return generator.Describe(ctx, cfg, files) })
	if err != nil {
		return relocated{err, display(dir), files}
	}
	s.client = scaffold.Client{Outline: outline, Spec: s.spec, Out: s.out, Module: s.module, Layout: s.layout, Upstream: s.upstream}
	return nil
}

// settle gives every flag that was not given its default: what gen.yaml says, else
// what was detected.
func (s *start) settle() {
	was := new(config.Config)
	if s.cfg != nil {
		was = s.cfg
	}
	s.out = path.Clean(filepath.ToSlash(cmp.Or(s.out, was.Out, "client")))
	s.module = cmp.Or(s.module, was.Module, path.Join(s.goMod.Path, s.below, s.out))
	s.layout = cmp.Or(s.layout, was.Layout, config.LayoutPackages)
	s.name = cmp.Or(s.name, was.Name)
	s.upstream = cmp.Or(s.upstream, was.Upstream.URL)
}

// collect makes the text of every file. A configuration that is there already says
// what the others are.
func (s *start) collect(ctx context.Context, std streams) error {
	r := scaffold.Repository{Folder: s.folder, Module: s.moduleFolder, Config: configName, Locks: []string{generator.LockName, upstream.LockName}}
	if s.config == "" || filepath.Dir(s.config) == "." {
		text, err := scaffold.Configuration(s.client)
		if err != nil {
			return err
		}
		s.files[path.Join(s.folder, configName)] = text
		if s.cfg == nil {
			if s.cfg, err = config.Parse(configName, text); err != nil {
				return fmt.Errorf("the configuration made for this document is wrong: %w", err)
			}
		}
	} else { // spec/gen.yaml, which somebody wrote
		s.folder = path.Join(s.folder, filepath.ToSlash(filepath.Dir(s.config)))
		r.Folder = s.folder
	}
	if s.fetched != nil {
		s.files[path.Join(s.folder, s.spec)] = s.fetched
	}
	s.cfg.Lenient = s.lenient
	pkg, err := packageIn(filepath.Join(s.top, filepath.FromSlash(r.Home(s.cfg))))
	if err != nil {
		return err
	}
	more, err := scaffold.Files(r, s.client.Title, pkg, s.cfg)
	if err != nil {
		return err
	}
	maps.Copy(s.files, more)
	return s.addTool(ctx, r.Tools(), std)
}

// list prints what is done with each file. What differs and is kept is shown.
func (s *start) list(w io.Writer, report output.Report) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	var kept output.Report
	for _, f := range report {
		name := display(filepath.Join(f.Dir, filepath.FromSlash(f.Path)))
		switch {
		case f.State == output.Unchanged:
			printLine(t, name+"\tunchanged")
		case f.State == output.Differs && !s.replaced[f.Path]:
			kept = append(kept, f)
			printLine(t, name+"\tkept, though it differs")
		case s.dry:
			printLine(t, name+"\twould be written")
		default:
			printLine(t, name+"\twritten")
		}
	}
	for _, name := range s.there {
		printLine(t, name+"\tthere, with the tool")
	}
	_ = t.Flush() // see printLine
	for _, f := range kept {
		_, _ = io.WriteString(w, "\n"+f.Diff) // see printLine
	}
}

// next says what to do, in commands that can be copied.
func (s *start) next(w io.Writer) {
	var versions []string
	for _, v := range s.client.Versions {
		if v.Token != "" {
			versions = append(versions, fmt.Sprintf("%s (%s)", v.Token, v.Stability))
		}
	}
	summary := s.client.Title + ": one version"
	if versions != nil {
		summary = s.client.Title + ": " + strings.Join(versions, ", ")
	}
	printLine(w, "\n"+oneLine(summary)+"\n\nNext:")
	for i, step := range s.steps() {
		printLine(w, fmt.Sprintf("%d. %s", i+1, step[0]))
		for _, line := range step[1:] {
			printLine(w, "     "+line)
		}
	}
}

// steps are what to do: a sentence each, and commands.
func (s *start) steps() [][]string {
	home := display(filepath.Join(s.top, filepath.FromSlash(scaffold.Repository{Folder: s.folder}.Home(s.cfg))))
	if !strings.HasPrefix(home, ".") {
		home = "./" + home
	}
	work := ""
	if s.workspace {
		work = "GOWORK=off "
	}
	var steps [][]string
	if s.old() {
		steps = append(steps, []string{"The clients need Go " + generator.GoVersion + ", and go.mod asks for less:", "go get go@" + generator.GoVersion})
	}
	steps = append(steps, []string{"Write the clients, now and whenever the document or " + configName + " changes:", work + "go generate " + home})
	imports := []string{"Call them. Each has a README.md and, for tests, a fake beside it:"}
	for _, v := range s.client.Versions {
		imports = append(imports, fmt.Sprintf("import %q", path.Join(s.cfg.ModulePath(s.client.Name), v.Package)))
	}
	steps = append(steps, imports)
	if s.cfg.Layout == config.LayoutModules {
		out, _ := relative(s.moduleDir, filepath.Join(s.top, filepath.FromSlash(s.folder), filepath.FromSlash(s.cfg.Out)))
		c := s.client
		c.Module = s.cfg.ModulePath(c.Name)
		replace := []string{"Until they are published, say where they are; go mod tidy once a file imports one:"}
		for _, r := range scaffold.Replacements(c, out) {
			replace = append(replace, "go mod edit -replace="+r)
		}
		steps = append(steps, append(replace, "go mod tidy"))
	}
	steps = append(steps, []string{"Check in everything, " + generator.LockName + " too: it keeps the names. In CI, let this fail where the clients are not up to date:",
		work + "go tool -modfile=" + display(filepath.Join(s.moduleDir, "tools", "go.mod")) + " gen check"})
	if s.cfg.Upstream.IsZero() {
		steps = append(steps, []string{"To have newer documents come as pull requests, name the upstream in " + configName + "; until then the workflow does nothing."})
	} else {
		steps = append(steps, []string{"Newer documents come as pull requests, once GitHub Actions may create them (settings of the repository, Actions, General). To look now:",
			work + "go tool -modfile=" + display(filepath.Join(s.moduleDir, "tools", "go.mod")) + " gen sync -dry-run"})
	}
	return steps
}

// old reports whether the user's module is too old for the clients. What stands in
// it is compiled with its language version.
func (s *start) old() bool {
	return s.cfg.Layout == config.LayoutPackages && olderGo(s.goMod.Go, generator.GoVersion)
}

// exists reports whether there is a file or folder.
func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
