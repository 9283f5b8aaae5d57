// Package scaffold is what a repository needs to have a client generated in it:
// gen.yaml, a module for the tool, the line that go generate runs, a workflow. It
// is given what was found in the repository and in the document, and promises the
// text of each file; the same input gives the same bytes. What is there already is
// for the caller to keep.
package scaffold

import (
	"bytes"
	"fmt"
	"go/format"
	"path"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"github.com/stratagen/strata/generator"
	"github.com/stratagen/strata/generator/config"
	"github.com/stratagen/strata/generator/model"
	"github.com/stratagen/strata/templates"
)

// Repository is where everything stands. All paths are slash-separated; those of
// folders are relative to Top.
type Repository struct {
	Folder string // of the configuration
	Module string // of the user's go.mod
	Config string // base name of the configuration
	Locks  []string
}

// Client is what was detected, and what was asked for.
type Client struct {
	*generator.Outline
	Spec     string // relative to Repository.Folder
	Out      string // relative to Repository.Folder
	Module   string // import path of Out
	Layout   string
	Upstream string // URL; empty: none
}

// parsed are the files with holes. The delimiters are those that no workflow and
// no shell has.
var parsed = template.Must(template.New("").Delims("<<", ">>").ParseFS(templates.FS, "init/*.tmpl"))

func fill(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := parsed.ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Configuration is the text of gen.yaml.
func Configuration(c Client) ([]byte, error) {
	var known, packages []string
	for _, v := range c.Versions {
		if v.Token != "" {
			known = append(known, scalar(v.Token))
		}
		packages = append(packages, v.Package)
	}
	return fill("gen.yaml.tmpl", map[string]any{
		"Title": comment(c.Title), "Spec": scalar(c.Spec), "Out": scalar(c.Out), "Module": scalar(c.Module), "Layout": c.Layout,
		"Inside": c.Layout == config.LayoutPackages, "Name": c.Name, "NameKey": scalar(c.Name), "Pattern": scalar(c.Pattern),
		"Known": strings.Join(known, ", "), "Packages": strings.Join(packages, ", "),
		"Servers": comments(c.Servers), "Upstream": scalar(c.Upstream),
	})
}

// plain is what YAML reads as itself and as a string, whatever stands around it,
// but for [words] and numbers.
var (
	plain = regexp.MustCompile(`^[A-Za-z./][A-Za-z0-9_./~+={}:-]*$`)
	words = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null|\.inf|\.nan)$`)
)

// scalar is a string in YAML; the empty one stays empty.
func scalar(s string) string {
	if s == "" || plain.MatchString(s) && !words.MatchString(s) && !strings.HasSuffix(s, ":") {
		return s
	}
	return strconv.Quote(s) // whose escapes YAML has too (YAML 1.2.2, 5.7)
}

// comment is text on one line of a comment.
func comment(s string) string { return strings.TrimSpace(model.OneLine(s)) }

func comments(list []string) []string {
	var lines []string
	for _, s := range list {
		lines = append(lines, comment(s))
	}
	return lines
}

// Files are the other files, by path relative to the top of the repository, apart
// from the module of the tool. cfg is the configuration as it stands or will stand
// on disk; pkg is the package of the Go files in its output folder, empty if there
// are none.
func Files(r Repository, title, pkg string, cfg *config.Config) (map[string][]byte, error) {
	home := r.Home(cfg)
	directive, err := r.directive(home, title, pkg, cfg)
	if err != nil {
		return nil, err
	}
	workflow, err := r.workflow(cfg)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{path.Join(home, "generate.go"): directive, r.Workflow(): workflow}, nil
}

// Home is the folder of the line that go generate runs, relative to Top: that of the
// clients, where the package is nobody else's, or if it lies above the configuration
// that of the configuration.
func (r Repository) Home(cfg *config.Config) string {
	if out := path.Clean(cfg.Out); out != ".." && !strings.HasPrefix(out, "../") {
		return path.Join(r.Folder, out)
	}
	return r.Folder
}

// Tools is the folder of the tool's module, relative to Top.
func (r Repository) Tools() string { return path.Join(r.Module, "tools") }

// branch is the workflow's name and that of the branch of its pull request. In a
// repository with several clients each has its own.
func (r Repository) branch() string {
	if r.Folder == "." {
		return "spec-sync"
	}
	return "spec-sync-" + unsafe.ReplaceAllString(r.Folder, "-")
}

// unsafe is what a shell, YAML or git may read as something else.
var unsafe = regexp.MustCompile(`[^A-Za-z0-9]+`)

// Workflow is the path of the workflow, relative to Top.
func (r Repository) Workflow() string { return ".github/workflows/" + r.branch() + ".yml" }

func (r Repository) directive(home, title, pkg string, cfg *config.Config) ([]byte, error) {
	if pkg == "" {
		pkg = packageOf(path.Base(path.Join("/client", home)))
	}
	config := relative(home, path.Join(r.Folder, r.Config))
	text, err := fill("generate.go.tmpl", map[string]string{
		"Package": pkg, "Title": comment(title), "Tools": goQuoted(relative(home, r.Tools()) + "/go.mod"), "Flags": flags(config, cfg),
	})
	if err != nil {
		return nil, err
	}
	return format.Source(text)
}

// flags are those of a call from another folder than that of the configuration.
func flags(name string, cfg *config.Config) string {
	var s string
	if name != "gen.yaml" && name != "spec/gen.yaml" {
		s += " -config " + goQuoted(name)
	}
	if cfg.Lenient {
		s += " -lenient"
	}
	return s
}

// goQuoted is a word of a go:generate line (go help generate).
func goQuoted(s string) string {
	if strings.ContainsAny(s, " \t\"") {
		return strconv.Quote(s)
	}
	return s
}

func (r Repository) workflow(cfg *config.Config) ([]byte, error) {
	written := []string{cfg.Spec, cfg.Out}
	if cfg.Surfaces != "" {
		written = append(written, cfg.Surfaces)
	}
	written = append(written, r.Locks...)
	for i, name := range written {
		written[i] = shellQuoted(path.Clean(name))
	}
	return fill("spec-sync.yml.tmpl", map[string]string{
		"Branch": r.branch(), "Config": comment(path.Join(r.Folder, r.Config)), "Folder": scalar(r.Folder), "ToolsFromTop": r.Tools(),
		"Tools": shellQuoted(relative(r.Folder, r.Tools()) + "/go.mod"), "Flags": flags(r.Config, cfg),
		"TokenEnv": cfg.Upstream.TokenEnv, "Written": strings.Join(written, " "),
	})
}

var shellPlain = regexp.MustCompile(`^[A-Za-z0-9_./-]+$`)

// shellQuoted is a word of a shell's command.
func shellQuoted(s string) string {
	if shellPlain.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// packageOf makes a package of a folder.
func packageOf(folder string) string {
	name := strings.ToLower(unsafe.ReplaceAllString(folder, ""))
	if name == "" || name[0] <= '9' {
		name = "client" + name
	}
	if keyword(name) || name == "main" {
		name += "client"
	}
	return name
}

// relative is name as seen from dir, both relative to the same folder and below it.
func relative(dir, name string) string {
	if dir == "." {
		return path.Clean(name)
	}
	from, to := strings.Split(path.Clean(dir), "/"), strings.Split(path.Clean(name), "/")
	for len(from) > 0 && len(to) > 1 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	return strings.Repeat("../", len(from)) + strings.Join(to, "/")
}

// Replacements are the lines that make the modules in out usable in the module
// around them before anything is published.
func Replacements(c Client, out string) []string {
	folders := []string{c.Name}
	for _, v := range c.Versions {
		if v.Package != c.Name {
			folders = append(folders, v.Package)
		}
	}
	var list []string
	for _, f := range folders {
		list = append(list, fmt.Sprintf("%s=./%s", path.Join(c.Module, f), path.Join(out, f)))
	}
	return list
}
