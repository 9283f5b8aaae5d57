package goapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
)

// Standard gives the packages of the standard library, each once, so that two
// runs that share it see the same types. It can be used by several goroutines.
// The zero value is ready.
type Standard struct {
	mu      sync.Mutex
	exports map[string]string // import path -> file of the build cache
	from    types.Importer
	sources bool
}

// prepare finds the packages at paths. What the go command compiled is read in a
// tenth of a second; without one, or where it is of another release than this
// program can read, the library is type-checked from GOROOT, which takes seconds.
func (s *Standard) prepare(ctx context.Context, paths []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sources {
		return nil
	}
	var missing []string
	for _, at := range paths {
		if _, ok := s.exports[at]; !ok && at != "unsafe" {
			missing = append(missing, at)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	first := s.from == nil
	err := s.ask(ctx, missing)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case !first: // types of both kinds would not be the same types
		return err
	}
	s.sources, s.from = true, importer.ForCompiler(token.NewFileSet(), "source", nil)
	if _, fromSource := s.from.Import(missing[0]); fromSource != nil {
		return errors.Join(err, fromSource)
	}
	return nil
}

// ask has the go command compile packages, or find them in its cache, and reads
// each.
func (s *Standard) ask(ctx context.Context, paths []string) error {
	if s.from == nil {
		s.exports = map[string]string{}
		s.from = importer.ForCompiler(token.NewFileSet(), "gc", s.open)
	}
	list, err := exports(ctx, paths)
	if err != nil {
		return err
	}
	for line := range strings.Lines(list) {
		if at, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			s.exports[at] = file
		}
	}
	for _, at := range paths {
		if _, err := s.from.Import(at); err != nil {
			return err
		}
	}
	return nil
}

func (s *Standard) open(at string) (io.ReadCloser, error) {
	file, ok := s.exports[at]
	if !ok {
		return nil, fmt.Errorf("the go command does not know package %s", at)
	}
	return os.Open(file)
}

// exports asks the go command on the path for the export data of packages of the
// standard library. Neither the folder nor the environment of this program has a
// say in it, nor the network: no module, no workspace, no other toolchain.
func exports(ctx context.Context, paths []string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-export", "-f", "{{.ImportPath}} {{.Export}}", "--"}, paths...)...)
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOENV=off", "GO111MODULE=off", "GOWORK=off", "GOFLAGS=", "GOTOOLCHAIN=local", "GOPROXY=off", "GOOS=", "GOARCH=")
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go list: %w: %s", err, strings.TrimSpace(stderr.String()))
	}
	return out.String(), nil
}

// Import gives a package that prepare was asked for.
func (s *Standard) Import(at string) (*types.Package, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at == "unsafe" {
		return types.Unsafe, nil
	}
	return s.from.Import(at)
}
