package main

import (
	"fmt"
	"os"
	"path/filepath"
)

const (
	strataModule = "github.com/stratagen/strata"
	peerModule   = "github.com/oapi-codegen/oapi-codegen/v2"
	// peerRuntime is what the yardstick's output imports.
	peerRuntime = "github.com/oapi-codegen/runtime@v1.8.0"
)

// tools are the programs that are compared.
type tools struct {
	root        string // of the repository
	gen, peer   string // executables
	peerVersion string
	peerConfig  string
}

// build makes the programs, each with the versions of its own go.mod.
func (t *tools) build(dir string) error {
	alone := []string{"GOWORK=off"}
	var err error
	if t.root, err = capture(command("", alone, "go", "list", "-m", "-f", "{{.Dir}}", strataModule)); err != nil {
		return err
	}
	if t.gen == "" {
		t.gen = filepath.Join(dir, "gen")
		if err := quiet(command(t.root, alone, "go", "build", "-o", t.gen, "./cmd/gen")); err != nil {
			return err
		}
	} else if t.gen, err = filepath.Abs(t.gen); err != nil {
		return err
	}
	t.peer = filepath.Join(dir, "oapi-codegen")
	if err := quiet(command("", alone, "go", "build", "-o", t.peer, peerModule+"/cmd/oapi-codegen")); err != nil {
		return err
	}
	if t.peerVersion, err = capture(command("", alone, "go", "list", "-m", "-f", "{{.Version}}", peerModule)); err != nil {
		return err
	}
	t.peerConfig = filepath.Join(dir, "oapi-codegen.yaml")
	return os.WriteFile(t.peerConfig, []byte(peerConfig), 0o644)
}

// peerConfig asks for what ours gives: types and a client. Without the resolving
// of collisions there is no output at all for documents like ours.
const peerConfig = `package: api
generate: {models: true, client: true}
output-options: {resolve-type-name-collisions: true}
`

// genArgs are the arguments of gen for a document alone.
func (t *tools) genArgs(sub, document, out, module string) []string {
	return []string{t.gen, sub, document, "-out", out, "-module", module}
}

// peerArgs are those of the yardstick.
func (t *tools) peerArgs(document, out string) []string {
	return []string{t.peer, "-config", t.peerConfig, "-o", filepath.Join(out, "api.go"), document}
}

// theirs names the yardstick in the report.
func (t *tools) theirs() string { return fmt.Sprintf("oapi-codegen %s", t.peerVersion) }
