package verify

// Programs that get the modules as users do: from a proxy, into an empty cache,
// outside of any workspace.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/types"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/stratagen/strata/generator/goapi"
)

// consumer is one program and what it gets.
type consumer struct {
	check Check
	about string // the module, if it is of one
	what  string // in a finding: "a program that imports acmev1 v1.0.0"
	gets  []*release
	vets  []*release // of which all packages are checked, their tests included
	files map[string][]byte
}

// consumers makes and runs the programs.
func (c *checker) consumers(ctx context.Context) error {
	list, err := c.programs(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return err
	}
	if err := c.proxy(filepath.Join(dir, "proxy")); err != nil {
		return err
	}
	for i, one := range list {
		if err := c.run(ctx, one, dir, filepath.Join(dir, fmt.Sprint("program", i))); err != nil {
			return err
		}
	}
	return nil
}

// programs lists the consumers: those of the release, then those of what is out.
func (c *checker) programs(ctx context.Context) ([]consumer, error) {
	if !slices.ContainsFunc(c.next, func(r *release) bool { return r.Changed }) {
		return nil, nil
	}
	now, err := c.packages(ctx, c.next)
	if err != nil || now == nil {
		return nil, err
	}
	list := now.fresh()
	before, err := c.packages(ctx, c.last)
	if err != nil || before == nil {
		return list, err
	}
	for i, old := range c.last {
		next := c.next[i]
		if old == nil || !next.Changed {
			continue
		}
		if !breaks(old.Version, next.Version) {
			list = append(list, consumer{
				check: Previous, about: next.Folder, gets: []*release{next}, files: before.program(old),
				what: fmt.Sprintf("a program that was written for %s, with %s", old.name(), next.Version),
			})
		}
	}
	return append(list, c.mixed(before)...), nil
}

// mixed lists the programs that have a module at its last release and its siblings
// at their next ones, which the go command chooses for whoever needs them elsewhere
// (go.dev/ref/mod#minimal-version-selection).
func (c *checker) mixed(before *set) []consumer {
	var list []consumer
	for i, old := range c.last {
		if old == nil {
			continue
		}
		gets := []*release{old}
		for _, line := range old.mod.Require {
			for _, s := range c.next {
				if s.path == line.Mod.Path && semver.Compare(s.Version, line.Mod.Version) > 0 {
					gets = append(gets, s)
				}
			}
		}
		if c.next[i].Core || len(gets) == 1 {
			continue
		}
		list = append(list, consumer{
			check: Mixed, about: old.Folder, gets: gets, vets: gets[:1], files: before.imports(old),
			what: "a program that has " + names(gets[:1]) + " with " + names(gets[1:]),
		})
	}
	return list
}

// set is modules with their packages.
type set struct {
	releases []*release
	pkgs     []*types.Package
}

// packages reads the declarations of modules; nil: there is a finding instead.
func (c *checker) packages(ctx context.Context, releases []*release) (*set, error) {
	files := map[string][]byte{}
	s := &set{}
	for _, r := range releases {
		if r != nil {
			r.into(files)
			s.releases = append(s.releases, r)
		}
	}
	var err error
	var build *goapi.BuildError
	if s.pkgs, err = goapi.Packages(ctx, c.Std, files); errors.As(err, &build) {
		c.found(Consumer, "", "%v", err)
		return nil, nil
	}
	return s, err
}

// fresh are the programs of a release: the most stable version alone, the least
// stable one alone, and everything at once.
func (s *set) fresh() []consumer {
	var alone []*release
	for _, r := range s.releases {
		if !r.Core || len(s.releases) == 1 {
			alone = append(alone, r)
		}
	}
	if len(alone) > 2 {
		alone = []*release{alone[0], alone[len(alone)-1]}
	}
	var list []consumer
	for _, r := range alone {
		list = append(list, consumer{check: Consumer, about: r.Folder, gets: []*release{r}, vets: []*release{r}, files: s.program(r), what: "a program that has " + r.name()})
	}
	if len(s.releases) > 1 {
		list = append(list, consumer{check: Consumer, gets: s.releases, vets: s.releases, files: s.program(s.releases...), what: "a program that has " + names(s.releases)})
	}
	return list
}

// program writes a program that uses all of some modules, a file for each.
func (s *set) program(of ...*release) map[string][]byte {
	files := map[string][]byte{"main.go": []byte("package main\n\nfunc main() {}\n")}
	var core []*types.Package
	for _, r := range s.releases {
		if r.Core {
			core = append(core, s.of(r)...)
		}
	}
	for i, r := range of {
		if own := s.of(r); len(own) > 0 {
			files[fmt.Sprintf("use%d.go", i)] = newProgram(own, core).write()
		}
	}
	return files
}

// imports writes a program that does no more than import a module.
func (s *set) imports(r *release) map[string][]byte {
	text := "package main\n\n"
	for _, p := range s.of(r) {
		text += fmt.Sprintf("import _ %q\n", p.Path())
	}
	return map[string][]byte{"main.go": []byte(text + "\nfunc main() {}\n")}
}

// of are the packages of a module that others can import, its first one first.
func (s *set) of(r *release) []*types.Package {
	return slices.DeleteFunc(slices.Clone(s.pkgs), func(p *types.Package) bool {
		return !r.contains(p.Path()) || p.Name() == "main" || slices.Contains(strings.Split(p.Path(), "/"), "internal")
	})
}

// name is a release for people.
func (r *release) name() string { return path.Base(r.Folder) + " " + r.Version }

func names(list []*release) string {
	var all []string
	for _, r := range list {
		all = append(all, r.name())
	}
	return strings.Join(all, ", ")
}

// run gets, compiles, vets and starts one program.
func (c *checker) run(ctx context.Context, one consumer, dir, at string) error {
	if err := os.MkdirAll(at, 0o777); err != nil {
		return err
	}
	one.files["go.mod"] = []byte("module consumer\n\ngo " + one.language() + "\n")
	for name, text := range one.files {
		if err := os.WriteFile(filepath.Join(at, name), text, 0o666); err != nil {
			return err
		}
	}
	for _, args := range one.steps(filepath.Join(at, "consumer.exe")) {
		said, err := goCommand(ctx, dir, at, args)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, exec.ErrNotFound):
			return fmt.Errorf("%s: %w", args[0], err)
		case err != nil:
			shown := args
			if len(shown) > 2 {
				shown = shown[:2]
			}
			c.found(one.check, one.about, "%s: %s fails:\n%s", one.what, path.Base(filepath.ToSlash(strings.Join(shown, " "))), said)
			return nil
		}
	}
	return nil
}

// language is the newest one that the modules ask for.
func (one consumer) language() string {
	newest := "1.21"
	for _, r := range one.gets {
		if r.mod.Go != nil && semver.Compare("v"+r.mod.Go.Version, "v"+newest) > 0 {
			newest = r.mod.Go.Version
		}
	}
	return newest
}

// steps are the commands of a consumer.
func (one consumer) steps(binary string) [][]string {
	get, vet := []string{"go", "get"}, []string{"go", "vet", "."}
	for _, r := range one.gets {
		get = append(get, r.path+"@"+r.Version)
	}
	for _, r := range one.vets {
		vet = append(vet, r.path+"/...")
	}
	return [][]string{get, vet, {"go", "build", "-o", binary, "."}, {binary}}
}

// goCommand runs a command in a program's folder. What is cached is found again by
// the next check, whatever folder that one works in: hence -trimpath.
func goCommand(ctx context.Context, dir, at string, args []string) (string, error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = at
	cmd.Env = append(os.Environ(),
		"GOPROXY="+fileURL(filepath.Join(dir, "proxy")), "GOMODCACHE="+filepath.Join(dir, "mod"),
		"GOFLAGS=-mod=mod -modcacherw -trimpath", "GOWORK=off", "GOENV=off", "GO111MODULE=on", "GOTOOLCHAIN=local",
		"GOSUMDB=off", "GONOSUMDB=", "GONOPROXY=none", "GOPRIVATE=", "GOVCS=*:off", "GOOS=", "GOARCH=")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := cmd.Run()
	return excerpt(strings.ReplaceAll(said.String(), dir+string(filepath.Separator), ""), err), err
}

// excerpt is the beginning of what a command said.
func excerpt(said string, err error) string {
	const most = 12
	said = strings.TrimSpace(said)
	if said == "" && err != nil {
		return err.Error()
	}
	lines := strings.Split(said, "\n")
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most], fmt.Sprintf("and %d more lines", more))
	}
	return strings.Join(lines, "\n")
}
