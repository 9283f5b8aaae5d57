package main

// The module of the tool: which version, and what the go command adds to it.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/stratagen/strata/generator/scaffold"
)

// addTool adds go.mod and go.sum of the tool's module to the files, unless they
// have the tool.
func (s *start) addTool(ctx context.Context, tools string, std streams) error {
	name := path.Join(tools, "go.mod")
	file := filepath.Join(s.top, filepath.FromSlash(name))
	text, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	had := err == nil
	if had {
		has, err := scaffold.HasTool(display(file), text)
		if err != nil {
			return usageError{err}
		}
		if has {
			s.there = append(s.there, display(file))
			return nil
		}
	}
	work, err := os.MkdirTemp("", "gen-init-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }() // in the folder for what may stay
	if err := s.resolve(ctx, file, text, work, std); err != nil {
		return err
	}
	for _, base := range []string{"go.mod", "go.sum"} {
		made, err := os.ReadFile(filepath.Join(work, base))
		if errors.Is(err, fs.ErrNotExist) {
			continue // a tool without requirements
		}
		if err != nil {
			return err
		}
		s.files[path.Join(tools, base)] = made
		s.replaced[path.Join(tools, base)] = true
	}
	return nil
}

// resolve makes go.mod and go.sum in work: what stands in file, and the tool. The go
// command runs where it will run later, as relative replacements want it, and finds
// most in the module cache, since that is where this program came from.
func (s *start) resolve(ctx context.Context, file string, text []byte, work string, std streams) error {
	version, folder, err := s.whichTool(ctx, std)
	if err != nil {
		return err
	}
	made, err := scaffold.AddTool(display(file), text, path.Join(s.goMod.Path, "tools"), version, folder)
	if err != nil {
		return usageError{err}
	}
	mod := filepath.Join(work, "go.mod")
	if err := os.WriteFile(mod, made, 0o600); err != nil {
		return err
	}
	sums, err := os.ReadFile(strings.TrimSuffix(file, ".mod") + ".sum")
	if err == nil {
		err = os.WriteFile(filepath.Join(work, "go.sum"), sums, 0o600)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, err = s.goCommand(ctx, "list", "-mod=mod", "-modfile="+mod, "-deps", "-f", "{{if .Error}}{{.Error}}{{end}}", scaffold.Tool)
	return err
}

// whichTool is the version for tools/go.mod, or the folder of the source.
func (s *start) whichTool(ctx context.Context, std streams) (version, folder string, err error) {
	switch {
	case s.tool != "" && (scaffold.IsVersion(s.tool) || s.tool == "latest"):
		version = s.tool
	case s.tool != "":
		folder, err = s.toolFolder()
		return "", folder, err
	default:
		version = cmp.Or(ownVersion(), "latest")
	}
	if version != "latest" {
		return version, "", nil
	}
	if s.tool == "" {
		printLine(std.err, "gen init: this gen was built from a checkout, so tools/go.mod gets the latest version; -tool names another one, or a folder with the source")
	}
	out, err := s.goCommand(ctx, "list", "-m", "-f", "{{.Version}}", scaffold.ToolModule+"@latest")
	return strings.TrimSpace(out), "", err
}

// toolFolder is the folder with the source as tools/go.mod has it: relative to the
// user's module, as it was given.
func (s *start) toolFolder() (string, error) {
	if !exists(filepath.Join(s.tool, "go.mod")) {
		return "", usagef("gen init: -tool %q is neither a version nor a folder with Go source; see gen init -h", s.tool)
	}
	if filepath.IsAbs(s.tool) {
		return filepath.ToSlash(s.tool), nil
	}
	dir, err := relative(s.moduleDir, s.tool)
	if err == nil && dir != ".." && !strings.HasPrefix(dir, "../") {
		dir = "./" + dir
	}
	return dir, err
}

// ownVersion is that of the running program; empty: it was built from a checkout.
// See [debug.BuildInfo].
func ownVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Path != scaffold.ToolModule || info.Main.Replace != nil {
		return ""
	}
	v := info.Main.Version
	if !scaffold.IsVersion(v) || strings.HasSuffix(v, "+dirty") {
		return ""
	}
	return v
}

// goCommand runs go in the user's module, outside of a workspace, and gives what it
// prints. What it complains of is the error.
func (s *start) goCommand(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = s.moduleDir
	cmd.Env = append(os.Environ(), "GOWORK=off")
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", fmt.Errorf("go %s: %s; the tool cannot be added to tools/go.mod, and nothing was written", args[0], cmp.Or(complaint(said.String()), err.Error()))
	}
	return out.String(), nil
}

// complaint is what the go command says, on one line and without its progress.
func complaint(said string) string {
	var lines []string
	for line := range strings.Lines(said) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "go: downloading ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}
